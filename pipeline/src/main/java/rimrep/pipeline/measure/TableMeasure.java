package rimrep.pipeline.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.table.StoredTable;
import rimrep.pipeline.table.TableContract;
import rimrep.pipeline.table.TableFacts;
import rimrep.pipeline.table.TableSettings;
import tools.jackson.databind.JsonNode;

/// Facts of a published table, from the stored file opened afresh.
public final class TableMeasure {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  private final TableSettings settings;

  public TableMeasure(TableSettings settings) {
    this.settings = settings;
  }

  /// @param prefix the dataset's prefix in `storage`
  /// @param sources what the table is made of, as the ledger knows
  /// @param by software and version that measures
  public Measured measure(
      Storage storage,
      String prefix,
      TableContract contract,
      Measured.SourceFacts sources,
      String by,
      Instant at) {
    Inventory inventory = Inventory.read(storage, prefix, Kind.TABLE.dataPath());
    if (inventory.files().stream().noneMatch(f -> f.key().equals(StoredTable.OBJECT))) {
      throw new BadInput(
          prefix + "/" + StoredTable.OBJECT,
          "no such object",
          "the published table",
          "convert the dataset first");
    }
    TableFacts facts =
        StoredTable.facts(settings, contract, storage, prefix + "/" + StoredTable.OBJECT);
    return new Measured(
        at,
        by,
        inventory.digest(),
        facts.bbox(),
        facts.coverage().<JsonNode>map(Footprint::of),
        facts.times().map(TableMeasure::time),
        List.of(),
        columns(facts, contract),
        Optional.of(facts.rows()),
        inventory.bytes(),
        inventory.files(),
        breaches(facts, inventory),
        sources);
  }

  private static Measured.TimeFacts time(TableFacts.Times times) {
    return new Measured.TimeFacts(
        times.first(),
        times.last(),
        times.distinct(),
        times.stepMicros().map(TableMeasure::step).orElse("irregular"));
  }

  private static String step(long micros) {
    if (micros % (MICROS_PER_SECOND * SECONDS_PER_DAY) == 0) {
      return "P" + micros / (MICROS_PER_SECOND * SECONDS_PER_DAY) + "D";
    }
    return Duration.ofSeconds(micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND * 1_000)
        .toString();
  }

  private static SortedMap<String, Measured.VariableFacts> columns(
      TableFacts facts, TableContract contract) {
    SortedMap<String, Measured.VariableFacts> columns = new TreeMap<>();
    for (TableFacts.ColumnFacts column : facts.columns()) {
      columns.put(
          column.name(),
          new Measured.VariableFacts(
              column.type(),
              Optional.ofNullable(contract.units().get(column.name())),
              List.of(),
              List.of(),
              List.of(),
              facts.rows() - column.nulls(),
              column.nulls(),
              column.min(),
              column.max(),
              column.minText(),
              column.maxText(),
              Optional.empty()));
    }
    return columns;
  }

  /// What keeps pygeoapi from serving the table.
  private static List<String> breaches(TableFacts facts, Inventory inventory) {
    List<String> breaches = new ArrayList<>();
    for (TableFacts.ColumnFacts column : facts.columns()) {
      if (column.type().startsWith("date")) {
        breaches.add("column " + column.name() + " is a date, for which pygeoapi has no type");
      }
    }
    for (Measured.StoredFile file : inventory.files()) {
      if (!file.key().equals(StoredTable.OBJECT)) {
        breaches.add(file.key() + " is no part of the table, and breaks readers of its folder");
      }
    }
    return List.copyOf(breaches);
  }
}
