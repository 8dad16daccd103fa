package rimrep.pipeline.step;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.step.Verification.Finding;
import rimrep.pipeline.step.Verification.Kind;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// Looks for traces of a limited dataset under the public store: its id in a key or in a package.
final class ExposureCheck {
  private final Site site;
  private final DatasetId dataset;
  private final List<Finding> findings;

  ExposureCheck(Site site, DatasetId dataset, List<Finding> findings) {
    this.site = site;
    this.dataset = dataset;
    this.findings = findings;
  }

  void check() {
    if (!isLimited()) {
      return;
    }
    Storage open = site.stores().publicStore();
    for (StoredObject object : open.list("")) {
      if (Arrays.asList(object.key().split("/", -1)).contains(dataset.value())) {
        add(open, object.key(), "an object under the id of a limited dataset");
      } else if (object.key().endsWith("/" + CompletePackages.FILE)) {
        names(open, object.key());
      }
    }
    String entry = PygeoapiPublishing.entryKey(dataset);
    if (site.stores().artifacts().head(entry).isPresent()) {
      add(site.stores().artifacts(), entry, "an entry for the public pygeoapi");
    }
  }

  private void names(Storage open, String key) {
    open.get(key)
        .map(c -> new String(c.bytes(), StandardCharsets.UTF_8))
        .filter(text -> text.contains("\"" + dataset + "\""))
        .ifPresent(text -> add(open, key, "names the limited dataset " + dataset));
  }

  private void add(Storage store, String key, String found) {
    findings.add(
        new Finding(
            Kind.EXPOSED, store.location().resolve(key).text(), found, "nothing of " + dataset));
  }

  private boolean isLimited() {
    boolean stored =
        !site.stores().privateStore().list(dataset + "/").isEmpty()
            || new Ledgers(site.stores().artifacts())
                .read(dataset)
                .ledger()
                .publishedTo()
                .filter(p -> p.access() == Access.LIMITED)
                .isPresent();
    if (stored) {
      return true;
    }
    try {
      return site.definition(dataset).access() == Access.LIMITED;
    } catch (BadConfiguration notInTheCatalogue) {
      return false;
    }
  }
}
