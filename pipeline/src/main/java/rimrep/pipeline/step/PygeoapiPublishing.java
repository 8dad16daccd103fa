package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.publish.PygeoapiConfig;
import rimrep.pipeline.publish.PygeoapiEntry;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// Keeps pygeoapi's configuration: one entry per public dataset, merged into one file that is
/// replaced whole.
public final class PygeoapiPublishing {
  private static final String ENTRIES = "pygeoapi/datasets/";
  private static final String HEADER = "pygeoapi/header.yaml";
  static final String CONFIG = "pygeoapi/config-pygeoapi.yaml";
  private static final int ROUNDS = 5;

  /// A refused write means that another one got through, so many publishers need many tries.
  private static final int TRIES = 100;

  private final Site site;

  public PygeoapiPublishing(Site site) {
    this.site = site;
  }

  /// @param reasons why the dataset is not served; empty if it is
  public record Result(boolean changed, List<String> reasons) {}

  public Result publish(CompletePackage complete) {
    String key = entryKey(complete.id());
    boolean changed = false;
    List<String> reasons = List.of();
    if (complete.access() == Access.PUBLIC) {
      switch (PygeoapiEntry.of(complete, site.endpoints())) {
        case PygeoapiEntry.Entry entry ->
            changed = PublishedVersion.put(artifacts(), key, entry.bytes(), complete.id());
        case PygeoapiEntry.NotServable no -> {
          reasons = no.reasons();
          changed = remove(key);
        }
      }
    } else {
      reasons = List.of("limited datasets are not served by the public pygeoapi");
      changed = remove(key);
    }
    Merge merge = merge();
    List<String> all = new ArrayList<>(reasons);
    merge
        .quarantined()
        .forEach(q -> all.add(q.id() + " is left out: " + String.join("; ", q.reasons())));
    return new Result(merge.changed() || changed, List.copyOf(all));
  }

  static String entryKey(DatasetId dataset) {
    return ENTRIES + dataset + ".yaml";
  }

  /// Takes the dataset out of the configuration.
  ///
  /// @return whether it was in
  boolean withdraw(DatasetId dataset) {
    boolean removed = remove(entryKey(dataset));
    return merge().changed() || removed;
  }

  /// Whether the configuration is what its entries make.
  boolean isMerged() {
    return artifacts()
        .get(CONFIG)
        .map(c -> Arrays.equals(c.bytes(), PygeoapiConfig.merge(head(), entries()).file()))
        .orElseGet(() -> entries().isEmpty());
  }

  private byte[] head() {
    return artifacts()
        .get(HEADER)
        .map(Content::bytes)
        .orElseGet(() -> PygeoapiConfig.header(site.owner(), site.endpoints()));
  }

  private Storage artifacts() {
    return site.stores().artifacts();
  }

  private boolean remove(String key) {
    boolean present = artifacts().head(key).isPresent();
    if (present) {
      artifacts().delete(key);
    }
    return present;
  }

  /// @param quarantined entries that were left out, for one bad entry would stop pygeoapi for all
  record Merge(boolean changed, List<PygeoapiConfig.Quarantined> quarantined) {}

  /// Merges until nobody has changed an entry meanwhile. The file is replaced only if it still is
  /// the one that was there before the entries were read: an older merge that is late is refused.
  Merge merge() {
    boolean changed = false;
    int quiet = 0;
    for (int tries = 0; quiet < ROUNDS && tries < TRIES; tries++) {
      Optional<Content> before = artifacts().get(CONFIG);
      SortedMap<DatasetId, byte[]> used = entries();
      PygeoapiConfig.Merged merged = PygeoapiConfig.merge(head(), used);
      Optional<Boolean> written = replace(before, merged.file());
      if (written.isEmpty()) {
        continue;
      }
      changed |= written.get();
      quiet++;
      if (same(used, entries())) {
        return new Merge(changed, merged.quarantined());
      }
    }
    throw new Temporary(
        CONFIG, "its entries changed each time it was merged", "a quiet moment", "run it again");
  }

  /// @return whether it had to be written; empty if somebody else wrote it meanwhile
  private Optional<Boolean> replace(Optional<Content> before, byte[] file) {
    if (before.isPresent() && Arrays.equals(before.get().bytes(), file)) {
      return Optional.of(false);
    }
    PutResult result =
        before.isPresent()
            ? artifacts().putIfMatch(CONFIG, before.get().etag(), Body.of(file))
            : artifacts().putIfAbsent(CONFIG, Body.of(file));
    return switch (result) {
      case PutResult.Written written -> Optional.of(true);
      case PutResult.Refused refused -> Optional.empty();
    };
  }

  private static boolean same(SortedMap<DatasetId, byte[]> a, SortedMap<DatasetId, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), b.get(e.getKey())));
  }

  private SortedMap<DatasetId, byte[]> entries() {
    SortedMap<DatasetId, byte[]> entries = new TreeMap<>();
    for (StoredObject object : artifacts().list(ENTRIES)) {
      String name = object.key().substring(ENTRIES.length());
      if (name.endsWith(".yaml")) {
        String id = name.substring(0, name.length() - ".yaml".length());
        artifacts()
            .get(object.key())
            .filter(c -> DatasetId.isValid(id))
            .ifPresent(c -> entries.put(new DatasetId(id), c.bytes()));
      }
    }
    return entries;
  }
}
