package rimrep.pipeline.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;

/// Turns one source file into its piece: read, typed, judged, stored.
final class PieceMaker {
  private static final int REJECTS_SHOWN = 20;

  private final TableSettings settings;
  private final TableContract contract;
  private final DatasetId dataset;
  private final Storage artifacts;
  private final String digest;

  PieceMaker(TableSettings settings, TableContract contract, DatasetId dataset, Storage artifacts) {
    this.settings = settings;
    this.contract = contract;
    this.dataset = dataset;
    this.artifacts = artifacts;
    this.digest = contract.digest();
  }

  /// A file that is bad as a whole is an outcome here, not a failure: the others go on.
  ///
  /// @param earlier the rows that stand for the file now
  ItemPiece make(TableInput input, Optional<Piece> earlier) {
    Path folder = LocalFiles.folder(settings.working());
    try (DuckSession db = DuckSession.open(settings, List.of(folder))) {
      return make(input, db, folder);
    } catch (BadInput e) {
      return new ItemPiece(
          input.item(),
          ItemOutcome.REJECTED,
          digest,
          Optional.of(e.problem()),
          earlier.filter(p -> p.contract().equals(digest)),
          List.of(),
          new TreeMap<>(),
          List.of());
    } finally {
      LocalFiles.remove(folder);
    }
  }

  private ItemPiece make(TableInput input, DuckSession db, Path folder) {
    List<String> wanted = ColumnFlow.wanted(db, contract);
    long rowsIn = read(input, db, folder, wanted);
    RowPipeline rows = new RowPipeline(db, contract);
    rows.run(wanted);
    long rejected = db.count("SELECT count(DISTINCT line) FROM rejects");
    RowCounts counts = new RowCounts(rowsIn, rows.rowsOut(), rejected, rows.rowsFiltered());
    List<Reject> first = rejects(db);
    refuseAllRejected(input, counts, first);
    return store(input, db, folder, rows, counts, first);
  }

  private long read(TableInput input, DuckSession db, Path folder, List<String> wanted) {
    refuseNamesThatDifferInCaseOnly(input, wanted);
    boolean carriesGeometry = contract.geometry() instanceof GeometrySpec.Column;
    RawTable raw = new RawTable(folder, wanted, carriesGeometry);
    try (raw;
        ByteSource source = artifacts.open(input.item().originalKey())) {
      if (source.size() == 0) {
        throw new BadInput(
            name(input), "an empty file", "rows of data", "fetch it again, or ask the provider");
      }
      Set<String> found = SourceReader.of(contract, name(input)).read(source, raw);
      agree(input, found, wanted);
    }
    raw.load(db);
    return raw.rowsIn();
  }

  /// The database that types the rows takes them for one column.
  private static void refuseNamesThatDifferInCaseOnly(TableInput input, List<String> wanted) {
    Map<String, String> seen = new HashMap<>();
    for (String column : wanted) {
      String other = seen.put(column.toLowerCase(Locale.ROOT), column);
      if (other != null) {
        throw new BadInput(
            name(input),
            "columns '" + other + "' and '" + column + "', which differ in case only",
            "columns that differ in more",
            "leave one out of tableschema.json, or ask the provider");
      }
    }
  }

  private static String name(TableInput input) {
    return input.item().item().name();
  }

  /// The file's columns must be the contract's, as far as `fieldsMatch` says.
  private void agree(TableInput input, Set<String> found, List<String> wanted) {
    Set<String> lacking = new TreeSet<>(wanted);
    lacking.removeAll(found);
    Set<String> more = new TreeSet<>(found);
    wanted.forEach(more::remove);
    boolean lacks = !lacking.isEmpty() && !contract.fieldsMatch().mayLack();
    boolean hasMore = !more.isEmpty() && !contract.fieldsMatch().mayHaveMore();
    if (lacks || hasMore) {
      String found1 = lacks ? "missing columns " + lacking : "";
      String found2 = hasMore ? "unexpected columns " + more : "";
      throw new BadInput(
          name(input),
          lacks && hasMore ? found1 + " and " + found2 : found1 + found2,
          "the columns of tableschema.json (fieldsMatch "
              + contract.fieldsMatch().name().toLowerCase(Locale.ROOT)
              + ")",
          more.contains(GeoJsonReader.ID)
              ? "@id is the id of the features: keep it by the step rename: {\"@id\": feature_id}, or set"
                  + " fieldsMatch"
              : "rename or describe them, or set fieldsMatch");
    }
  }

  /// A file none of whose rows is good is not a table with no rows.
  private void refuseAllRejected(TableInput input, RowCounts counts, List<Reject> first) {
    if (counts.rejected() > 0 && counts.rejected() == counts.in()) {
      Reject one = first.getFirst();
      throw new BadInput(
          name(input),
          "all %d rows are rejected, the first on line %d: %s breaks '%s' with '%s'"
              .formatted(
                  counts.in(),
                  one.line(),
                  one.field().isEmpty() ? "it" : one.field(),
                  one.rule(),
                  one.value()),
          "rows that keep the rules of tableschema.json",
          "correct the contract or the file");
    }
  }

  private static List<Reject> rejects(DuckSession db) {
    return db.query(
        "SELECT line, field, rule, coalesce(value, '') FROM rejects ORDER BY ALL LIMIT "
            + REJECTS_SHOWN,
        row -> new Reject(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
  }

  private static SortedMap<String, Long> rejectedByRule(DuckSession db) {
    SortedMap<String, Long> rules = new TreeMap<>();
    db.each(
        "SELECT CASE WHEN field = '' THEN rule ELSE field || ': ' || rule END, count(*) FROM rejects GROUP BY 1",
        row -> rules.put(row.getString(1), row.getLong(2)));
    return rules;
  }

  private ItemPiece store(
      TableInput input,
      DuckSession db,
      Path folder,
      RowPipeline rows,
      RowCounts counts,
      List<Reject> first) {
    String key = Piece.key(dataset.value(), input.item().sha256(), digest);
    Path file = folder.resolve("piece.parquet");
    rows.write(file.toString());
    artifacts.put(key, Body.of(file));
    String rejectsKey = first.isEmpty() ? "" : key.replace(".parquet", ".rejects.ndjson");
    if (!rejectsKey.isEmpty()) {
      artifacts.put(rejectsKey, Body.of(writeRejects(input, db, folder)));
    }
    return new ItemPiece(
        input.item(),
        ItemOutcome.INGESTED,
        digest,
        Optional.empty(),
        Optional.of(new Piece(key, rejectsKey, digest, counts)),
        rows.steps(),
        rejectedByRule(db),
        first);
  }

  private static byte[] writeRejects(TableInput input, DuckSession db, Path folder) {
    Path file = folder.resolve("rejects.ndjson");
    db.run(
        "COPY (SELECT %s AS source, line, field, rule, coalesce(value, '') AS value FROM rejects ORDER BY ALL) TO %s (FORMAT json)"
            .formatted(Sql.text(input.item().item().name()), Sql.text(file.toString())));
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
