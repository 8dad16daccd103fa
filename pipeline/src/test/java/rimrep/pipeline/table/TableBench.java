package rimrep.pipeline.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.FolderStorage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Stores in a temporary folder and the calls that a workflow makes, so that a test says only what
/// comes in and what must come out. Every record goes through JSON on its way, as in a workflow.
final class TableBench implements AutoCloseable {
  static final DatasetId DATASET = new DatasetId("demo-table");
  static final String OBJECT = "demo-table/data.parquet/all.parquet";

  final FolderStorage artifacts;
  final FolderStorage target;
  final TableContract contract;
  private final TableConversion conversion;
  private final Path root;
  private final List<TableInput> inputs = new ArrayList<>();
  private Ledger ledger = Ledger.empty(DATASET);

  TableBench(Path root, TableContract contract, int threads) {
    this.root = root;
    this.contract = contract;
    this.artifacts = new FolderStorage(root.resolve("artifacts"));
    this.target = new FolderStorage(root.resolve("public"));
    this.conversion =
        new TableConversion(
            new TableSettings(threads, 256L << 20, root.resolve("work"), "rimrep test"));
  }

  static TableContract contract(String schema, String section) {
    return TableContract.of((ObjectNode) Json.mapper().readTree(schema), tree(section));
  }

  static JsonNode tree(String json) {
    return Json.mapper().readTree(json);
  }

  TableBench with(String name, byte[] content) {
    Path file = root.resolve("tmp-" + inputs.size());
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String sha256 = Digests.sha256(file);
    String key = "originals/demo-table/" + sha256.substring(0, 16) + "-" + name;
    artifacts.put(key, Body.of(content));
    SourceItem item =
        new SourceItem(
            contract.input().from(), name, "src/" + name, content.length, Optional.empty());
    inputs.removeIf(i -> i.item().item().name().equals(name));
    inputs.add(contract.input(new FetchedItem(item, content.length, sha256, key)));
    return this;
  }

  TableBench with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  TableBench without(String name) {
    inputs.removeIf(i -> i.item().item().name().equals(name));
    return this;
  }

  TablePlan plan(int shards) {
    TablePlan plan =
        conversion.plan(DATASET, contract, ledger, List.copyOf(inputs), artifacts, shards);
    return Json.mapper().readValue(Json.bytes(plan), TablePlan.class);
  }

  /// What one run did.
  record Run(List<ItemPiece> items, Optional<CommitReport> commit) {
    ItemPiece item(String name) {
      return items.stream()
          .filter(i -> i.item().item().name().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  Run run() {
    return run(2);
  }

  Run run(int shards) {
    if (!(plan(shards) instanceof TablePlan.Planned planned)) {
      return new Run(List.of(), Optional.empty());
    }
    List<PieceReport> reports = new ArrayList<>();
    for (int i = 0; i < planned.shards().size(); i++) {
      PieceReport report = conversion.convert(planned, i, contract, ledger, artifacts);
      reports.add(Json.mapper().readValue(Json.bytes(report), PieceReport.class));
    }
    CommitReport commit =
        conversion.commit(planned, reports, contract, ledger, artifacts, target, "demo-table");
    List<ItemPiece> items = reports.stream().flatMap(r -> r.items().stream()).toList();
    remember(items);
    return new Run(
        items, Optional.of(Json.mapper().readValue(Json.bytes(commit), CommitReport.class)));
  }

  private void remember(List<ItemPiece> items) {
    SortedMap<String, Ledger.Entry> entries = new TreeMap<>(ledger.items());
    items.forEach(item -> entries.put(item.item().item().location(), item.entry()));
    Ledger next = new Ledger(Ledger.FORMAT, DATASET, entries, Optional.empty());
    ledger = Json.mapper().readValue(Json.bytes(next), Ledger.class);
  }

  byte[] output() {
    return target.get(OBJECT).orElseThrow().bytes();
  }

  Path outputFile() {
    return root.resolve("public").resolve(OBJECT);
  }

  /// Rows of the stored file, read by a fresh database, each value as text.
  List<List<String>> rows(String select) {
    try (DuckSession db =
        DuckSession.open(
            new TableSettings(1, 256L << 20, root.resolve("work"), "rimrep test"), List.of(root))) {
      return db.query(
          select.replace("TABLE", "read_parquet('" + outputFile() + "')"),
          row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              values.add(String.valueOf(row.getString(i)));
            }
            return values;
          });
    }
  }

  @Override
  public void close() {
    artifacts.close();
    target.close();
  }
}
