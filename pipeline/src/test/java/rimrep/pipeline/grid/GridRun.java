package rimrep.pipeline.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.storage.FileByteSource;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import tools.jackson.databind.node.ObjectNode;

/// Runs plan, convert and commit as three processes would: everything between goes through JSON.
final class GridRun {
  static final String PREFIX = "demo/data.zarr";
  private final GridContract contract;
  private final Storage storage;
  private final GridResources resources;
  private final int shards;

  GridRun(GridContract contract, Storage storage, int workers, int shards) {
    this.contract = contract;
    this.storage = storage;
    this.resources = new GridResources(workers, 256 << 20);
    this.shards = shards;
  }

  /// @param commit empty if there was nothing to do
  record Result(GridPlan plan, List<ShardReport> reports, Optional<GridCommitReport> commit) {
    ItemPlan.Judgement of(String name) {
      return plan.items().stream()
          .filter(i -> i.item().item().name().equals(name))
          .findFirst()
          .orElseThrow()
          .judgement();
    }

    String rejection(String name) {
      return ((ItemPlan.Rejected) of(name)).problem().message();
    }
  }

  static GridContract contract(String schema, String section) {
    return GridContract.of(
        (ObjectNode) Json.mapper().readTree(schema), Json.mapper().readTree(section));
  }

  Result run(List<Path> files) {
    List<GridInput> inputs =
        files.stream().map(f -> new GridInput(item(f), GridRun::open)).toList();
    GridConversion conversion = new GridConversion(resources, GridProgress.none());
    GridPlan plan =
        copy(
            conversion.plan(contract, ZarrStore.open(storage, PREFIX), inputs, shards),
            GridPlan.class);
    return switch (plan) {
      case GridPlan.NothingToDo nothing -> new Result(nothing, List.of(), Optional.empty());
      case GridPlan.Changes changes -> {
        List<ShardReport> reports = new ArrayList<>();
        for (int i = 0; i < changes.shards().size(); i++) {
          reports.add(
              copy(
                  conversion.convert(changes, i, GridRun::open, storage, PREFIX),
                  ShardReport.class));
        }
        GridCommitReport commit = conversion.commit(changes, reports, storage, PREFIX);
        yield new Result(changes, reports, Optional.of(copy(commit, GridCommitReport.class)));
      }
    };
  }

  static <T> T copy(T value, Class<T> type) {
    return Json.mapper().readValue(Json.mapper().writeValueAsString(value), type);
  }

  static FetchedItem item(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String name = file.getFileName().toString();
      SourceItem item =
          new SourceItem("files", name, file.toString(), bytes.length, Optional.empty());
      return new FetchedItem(item, bytes.length, GridContract.sha256(bytes), file.toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static rimrep.pipeline.storage.ByteSource open(FetchedItem item) {
    return FileByteSource.open(Path.of(item.originalKey()));
  }

  /// Digest of each object below the store, by key.
  static SortedMap<String, String> objects(Storage storage) {
    SortedMap<String, String> objects = new TreeMap<>();
    for (StoredObject object : storage.list(PREFIX + "/")) {
      objects.put(
          object.key(), GridContract.sha256(storage.get(object.key()).orElseThrow().bytes()));
    }
    return objects;
  }
}
