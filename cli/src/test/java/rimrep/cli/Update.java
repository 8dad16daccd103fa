package rimrep.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rimrep.pipeline.dataset.DatasetId;

/// A dataset that is published and has a new version at its source: the state before, and what a
/// run that nobody disturbs makes of it.
///
/// @param dataset its id
/// @param collection the id of its collection
/// @param before with the new source lying there
/// @param after when the run has ended
/// @param seenBefore what readers saw then
/// @param seenAfter what they see afterwards
record Update(
    RunLab lab,
    DatasetId dataset,
    String collection,
    StoreState before,
    SortedMap<String, String> after,
    SortedMap<String, String> seenBefore,
    SortedMap<String, String> seenAfter) {

  /// A grid whose second half arrives: the chunks at the end of the store are replaced.
  static Update grid(RunLab lab) {
    Path second = lab.source("demo-waves/demo-waves-2.nc");
    byte[] content = RunLab.read(second);
    RunLab.remove(second);
    return of(
        lab,
        new DatasetId("demo-waves"),
        "sea-surface",
        () -> lab.write("demo-waves/demo-waves-2.nc", content));
  }

  /// A table whose only source has another value.
  static Update table(RunLab lab) {
    String name = "demo-reefs/demo-reefs.geojson";
    String content = new String(RunLab.read(lab.source(name)), StandardCharsets.UTF_8);
    return of(
        lab,
        new DatasetId("demo-reefs"),
        "reef-monitoring",
        () -> lab.write(name, content.replace("67.74", "68.25").getBytes(StandardCharsets.UTF_8)));
  }

  private static Update of(RunLab lab, DatasetId dataset, String collection, Runnable change) {
    require(lab.run(dataset).exitCode() == 0, "the first run");
    SortedMap<String, String> seenBefore = seen(lab, dataset, collection);
    StoreState before = StoreState.of(lab.stores(), lab.stac(), collection, dataset);
    change.run();
    require(lab.run(dataset).exitCode() == 0, "the second run");
    SortedMap<String, String> seenAfter = seen(lab, dataset, collection);
    require(seenBefore.keySet().equals(seenAfter.keySet()), "the same documents");
    require(!seenBefore.equals(seenAfter), "a second version that is another one");
    return new Update(
        lab,
        dataset,
        collection,
        before,
        StoreState.of(lab.stores(), lab.stac(), collection, dataset)
            .lasting(lab.folder().toString()),
        seenBefore,
        seenAfter);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("this test rests on " + what);
    }
  }

  /// The published state again, with the new version waiting.
  void again() {
    before.restore(lab.stores(), lab.stac(), collection, dataset);
  }

  SortedMap<String, String> lasting() {
    return StoreState.of(lab.stores(), lab.stac(), collection, dataset)
        .lasting(lab.folder().toString());
  }

  private static SortedMap<String, String> seen(RunLab lab, DatasetId dataset, String collection) {
    return StoreState.visible(
        lab.stores(), lab.stac(), collection, dataset, lab.folder().toString());
  }

  /// What is wrong with what a reader sees now, a part at a time: each is as before or as after,
  /// and what describes is never newer than what it describes.
  List<String> wrong() {
    SortedMap<String, String> now = seen(lab, dataset, collection);
    Stream<String> mixed =
        seenBefore.keySet().stream()
            .filter(k -> !isBefore(k, now) && !isAfter(k, now))
            .map(k -> k + " is neither old nor new: " + now.get(k));
    boolean data = Stream.of("zarr", "parquet").allMatch(k -> isAfter(k, now));
    boolean described = isAfter("package", now);
    Stream<String> early =
        Stream.of(
                described && !data ? "the package is newer than the data" : "",
                isAfter("item", now) && !described ? "the item is newer than the package" : "")
            .filter(s -> !s.isEmpty());
    return Stream.concat(mixed, early).toList();
  }

  private boolean isBefore(String part, SortedMap<String, String> now) {
    return java.util.Objects.equals(seenBefore.get(part), now.get(part));
  }

  private boolean isAfter(String part, SortedMap<String, String> now) {
    return java.util.Objects.equals(seenAfter.get(part), now.get(part));
  }

  /// How the stores differ from those of the run that nobody disturbed.
  List<String> differences() {
    SortedMap<String, String> now = lasting();
    return Stream.concat(now.keySet().stream(), after.keySet().stream())
        .distinct()
        .filter(k -> !java.util.Objects.equals(now.get(k), after.get(k)))
        .map(k -> k + ": " + now.get(k) + " instead of " + after.get(k))
        .collect(Collectors.toList());
  }
}
