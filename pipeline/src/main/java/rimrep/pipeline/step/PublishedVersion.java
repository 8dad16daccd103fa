package rimrep.pipeline.step;

import java.util.Arrays;
import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// The version of the published package that a run completes its own upon. What another run
/// publishes meanwhile is newer and stays.
///
/// @param etag of `datapackage.json`; empty if there was none
record PublishedVersion(Optional<String> etag) {
  private static final String FILE = "complete/published.json";

  /// To be called before anything is read that the package is made of.
  static void note(Site site, DatasetDefinition definition, RunFolder run) {
    Optional<String> etag =
        site.stores()
            .of(definition.access())
            .head(CompletePackages.key(definition.id()))
            .map(StoredObject::etag)
            .map(ETag::value);
    run.write(FILE, new PublishedVersion(etag));
  }

  /// The package may be written if what is there is what was there, or is the very package.
  static void requireUnchanged(RunFolder run, Storage store, CompletePackage complete) {
    Optional<Content> present = store.get(CompletePackages.key(complete.id()));
    Optional<String> expected =
        run.read(FILE, PublishedVersion.class).flatMap(PublishedVersion::etag);
    boolean same = present.map(c -> c.etag().value()).equals(expected);
    if (!same && !present.map(c -> Arrays.equals(c.bytes(), complete.bytes())).orElse(false)) {
      throw overtaken(complete.id());
    }
  }

  /// The package of this run is the one that is published: what points at it may be written.
  static void requirePublished(Storage store, CompletePackage complete) {
    boolean published =
        store
            .get(CompletePackages.key(complete.id()))
            .map(c -> Arrays.equals(c.bytes(), complete.bytes()))
            .orElse(false);
    if (!published) {
      throw overtaken(complete.id());
    }
  }

  /// Replaces what is there now, if nobody else does at the same time.
  ///
  /// @return whether it had to be written
  static boolean put(Storage store, String key, byte[] bytes, DatasetId dataset) {
    Optional<Content> present = store.get(key);
    if (present.isPresent() && Arrays.equals(present.get().bytes(), bytes)) {
      return false;
    }
    PutResult result =
        present.isPresent()
            ? store.putIfMatch(key, present.get().etag(), Body.of(bytes))
            : store.putIfAbsent(key, Body.of(bytes));
    return switch (result) {
      case PutResult.Written written -> true;
      case PutResult.Refused refused -> throw overtaken(dataset);
    };
  }

  private static Temporary overtaken(DatasetId dataset) {
    return new Temporary(
        "dataset " + dataset,
        "another run has published it since this run completed its package",
        "one run of a dataset at a time",
        "run it again");
  }
}
