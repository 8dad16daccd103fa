package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import tools.jackson.databind.node.ObjectNode;

/// Makes a converted plan visible: left-overs away, the append coordinate, the metadata of each
/// array, the consolidated metadata last. Can be repeated.
final class GridCommit {
  private final GridPlan.Changes plan;
  private final Storage storage;
  private final String prefix;

  GridCommit(GridPlan.Changes plan, Storage storage, String prefix) {
    this.plan = plan;
    this.storage = storage;
    this.prefix = prefix;
  }

  GridCommitReport run(List<ShardReport> shards) {
    SortedMap<String, ShardReport.Checked> arrays = check(shards);
    SortedMap<String, ObjectNode> documents = ZarrDocuments.documents(plan.layout());
    byte[] consolidated = ZarrDocuments.bytes(ZarrDocuments.consolidated(documents));
    String digest = GridContract.sha256(consolidated);
    Optional<ZarrStore> before = ZarrStore.open(storage, prefix);
    Optional<String> found = before.map(ZarrStore::digest);
    if (found.isPresent() && found.get().equals(digest)) {
      return new GridCommitReport(true, plan.total(), digest, arrays, List.of(), counted(shards));
    }
    if (!found.equals(plan.base())) {
      throw new Temporary(
          "the store " + prefix,
          "changed since the plan was made",
          "the state the plan builds on",
          "run it again");
    }
    List<String> deleted = deleteLeftovers(shards, before);
    writeAxis(before);
    documents.forEach((key, document) -> put(key, ZarrDocuments.bytes(document)));
    put(ZarrDocuments.CONSOLIDATED, consolidated);
    return new GridCommitReport(false, plan.total(), digest, arrays, deleted, counted(shards));
  }

  private static List<CountedChunks> counted(List<ShardReport> shards) {
    return shards.stream().map(ShardReport::counted).toList();
  }

  private void put(String key, byte[] bytes) {
    storage.put(prefix + "/" + key, Body.of(bytes));
  }

  private SortedMap<String, ShardReport.Checked> check(List<ShardReport> shards) {
    String digest = plan.digest();
    Set<Integer> present = new HashSet<>();
    for (ShardReport shard : shards) {
      if (!shard.plan().equals(digest)) {
        throw new Bug("commit of " + prefix, "a shard of another plan", "plan " + digest, "");
      }
      if (!shard.mismatches().isEmpty()) {
        throw new Bug(
            "conversion to " + prefix,
            String.join("; ", shard.mismatches()),
            "stored values equal to those read",
            "report this; nothing was made visible");
      }
      present.add(shard.shard());
    }
    if (present.size() != plan.shards().size() || shards.size() != present.size()) {
      throw new Bug(
          "commit of " + prefix, "shards " + present, plan.shards().size() + " shards", "");
    }
    return joined(shards);
  }

  private SortedMap<String, ShardReport.Checked> joined(List<ShardReport> shards) {
    SortedMap<String, ShardReport.Checked> arrays = new TreeMap<>();
    for (ShardReport shard : shards) {
      shard
          .arrays()
          .forEach((name, facts) ->
              arrays.merge(
                  name,
                  facts,
                  (a, b) ->
                      new ShardReport.Checked(
                          a.asRead().plus(b.asRead()), a.asStored().plus(b.asStored()))));
    }
    return arrays;
  }

  /// Removes objects that this plan did not write though the new metadata would show them, or that
  /// belong to nothing.
  private List<String> deleteLeftovers(List<ShardReport> shards, Optional<ZarrStore> before) {
    Set<String> written = new HashSet<>();
    shards.forEach(s -> s.written().forEach(c -> written.add(c.key())));
    List<String> deleted = new ArrayList<>();
    for (StoredObject object : storage.list(prefix + "/")) {
      String key = object.key().substring(prefix.length() + 1);
      if (!written.contains(key) && !belongs(key, before)) {
        storage.delete(object.key());
        deleted.add(key);
      }
    }
    return deleted;
  }

  private boolean belongs(String key, Optional<ZarrStore> before) {
    int slash = key.indexOf('/');
    String name = slash < 0 ? "" : key.substring(0, slash);
    String rest = key.substring(slash + 1);
    Optional<ArrayPlan> array =
        plan.arrays().stream().filter(a -> a.name().equals(name)).findFirst();
    if (rest.startsWith(".z")) {
      return slash < 0 || array.isPresent();
    }
    if (array.isEmpty() || array.get().isNew() || before.isEmpty()) {
      return array.map(a -> a.role() == ArrayPlan.Role.AXIS).orElse(false);
    }
    return switch (array.get().role()) {
      case AXIS, COORDINATE, STATIC -> true;
      case GROWING -> plan.isCommitted(rest, array.get().layout());
    };
  }

  /// The append coordinate. Its last chunk keeps what readers see of it.
  private void writeAxis(Optional<ZarrStore> before) {
    Optional<ArrayPlan> axis =
        plan.arrays().stream().filter(a -> a.role() == ArrayPlan.Role.AXIS).findFirst();
    if (axis.isEmpty()) {
      return;
    }
    ArrayLayout layout = axis.get().layout();
    int chunk = layout.chunks().getFirst();
    ChunkWriter writer = new ChunkWriter(storage, prefix);
    for (long c = plan.committed() / chunk; c * chunk < plan.total(); c++) {
      byte[] bytes = new byte[layout.chunkBytes()];
      long origin = c * chunk;
      int old = (int) Math.max(0, plan.committed() - origin);
      if (old > 0) {
        byte[] stored =
            before
                .orElseThrow()
                .array(layout.name())
                .orElseThrow()
                .read(new Box(new long[] {origin}, new int[] {old}));
        System.arraycopy(stored, 0, bytes, 0, stored.length);
      }
      long end = Math.min(origin + chunk, plan.total());
      for (long i = origin + old; i < end; i++) {
        long time = plan.times().get(Math.toIntExact(i - plan.committed()));
        LittleEndian.int64(bytes, 8 * Math.toIntExact(i - origin), time);
      }
      TaskResult result = new TaskResult(axis.get());
      Box fresh =
          new Box(new long[] {origin + old}, new int[] {Math.toIntExact(end - origin - old)});
      writer.write(layout, new long[] {c}, bytes, fresh, result);
      if (!result.mismatches.isEmpty()) {
        throw new Bug(prefix, String.join("; ", result.mismatches), "", "");
      }
    }
  }
}
