package rimrep.pipeline.step;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.publish.PygeoapiEntry;
import rimrep.pipeline.step.Verification.Finding;
import rimrep.pipeline.step.Verification.Kind;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.JsonNode;

/// Compares the documents made from a package with what it makes now.
final class DocumentCheck {
  private final Site site;
  private final CompletePackage complete;
  private final List<Finding> findings;

  DocumentCheck(Site site, CompletePackage complete, List<Finding> findings) {
    this.site = site;
    this.complete = complete;
    this.findings = findings;
  }

  void check(boolean withStac) {
    if (withStac) {
      PublishedDocuments documents = new PublishedDocuments(site);
      String collection = "collections/" + complete.collection();
      stac(collection + "/items/" + complete.id(), documents.item(complete));
      stac(collection, documents.collection(complete.collection(), Optional.empty()));
    }
    pygeoapi();
  }

  private void stac(String thing, List<Difference> differences) {
    for (Difference d : differences) {
      boolean absent = d.pointer().isEmpty() && d.before().isEmpty();
      findings.add(
          new Finding(
              Kind.STAC,
              thing + (absent ? "" : "#" + d.pointer()),
              d.before().map(JsonNode::toString).orElse("absent"),
              absent
                  ? "as its package makes it"
                  : d.after().map(JsonNode::toString).orElse("no such member")));
    }
  }

  private void pygeoapi() {
    Storage artifacts = site.stores().artifacts();
    String key = PygeoapiPublishing.entryKey(complete.id());
    Optional<byte[]> stored = artifacts.get(key).map(Content::bytes);
    Optional<byte[]> expected = expected();
    boolean same =
        stored.isPresent() == expected.isPresent()
            && stored.map(bytes -> Arrays.equals(bytes, expected.orElseThrow())).orElse(true);
    if (!same) {
      findings.add(
          new Finding(
              Kind.PYGEOAPI,
              key,
              stored.isEmpty() ? "absent" : "another entry",
              expected.isEmpty() ? "none" : "as its package makes it"));
    }
    if (!new PygeoapiPublishing(site).isMerged()) {
      findings.add(
          new Finding(
              Kind.PYGEOAPI,
              PygeoapiPublishing.CONFIG,
              "not what its entries make",
              "all entries, merged: rimrep publish --all"));
    }
  }

  private Optional<byte[]> expected() {
    if (complete.access() == Access.LIMITED) {
      return Optional.empty();
    }
    return switch (PygeoapiEntry.of(complete, site.endpoints())) {
      case PygeoapiEntry.Entry entry -> Optional.of(entry.bytes());
      case PygeoapiEntry.NotServable no -> Optional.empty();
    };
  }
}
