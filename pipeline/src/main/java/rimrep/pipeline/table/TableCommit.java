package rimrep.pipeline.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;

/// Puts the pieces of all sources together as the one object that is published.
final class TableCommit {
  /// Name of the one object; more would need a partition.
  static final String OBJECT = "data.parquet/all.parquet";

  private final TableSettings settings;
  private final TableContract contract;
  private final DatasetId dataset;
  private final Storage artifacts;

  TableCommit(
      TableSettings settings, TableContract contract, DatasetId dataset, Storage artifacts) {
    this.settings = settings;
    this.contract = contract;
    this.dataset = dataset;
    this.artifacts = artifacts;
  }

  CommitReport commit(List<PieceReport> reports, Ledger ledger, Storage target, String prefix) {
    List<String> findings = new ArrayList<>();
    SortedMap<String, Piece> pieces = pieces(reports, ledger, findings);
    RowCounts counts =
        pieces.values().stream().map(Piece::counts).reduce(RowCounts.NONE, RowCounts::plus);
    refuse(pieces, counts);
    Path folder = LocalFiles.folder(settings.working());
    try {
      Map<Path, String> files = local(pieces, folder);
      Path file = folder.resolve("all.parquet");
      build(files, folder, file, counts);
      return publish(file, target, prefix + "/" + OBJECT, counts, pieces.size(), findings);
    } finally {
      LocalFiles.remove(folder);
    }
  }

  /// The pieces that stand, by the location of their source.
  private SortedMap<String, Piece> pieces(
      List<PieceReport> reports, Ledger ledger, List<String> findings) {
    String digest = contract.digest();
    Map<String, ItemPiece> latest = new LinkedHashMap<>();
    ledger
        .items()
        .forEach((location, entry) -> ItemPiece.of(entry).ifPresent(i -> latest.put(location, i)));
    for (PieceReport report : reports) {
      report.items().forEach(item -> latest.put(item.item().item().location(), item));
    }
    SortedMap<String, Piece> pieces = new TreeMap<>();
    latest.forEach((location, item) -> {
      Optional<Piece> piece = item.piece();
      if (piece.isEmpty()) {
        return;
      }
      if (!piece.get().contract().equals(digest)) {
        findings.add(
            location
                + " is no longer listed and was converted under another contract: its"
                + " rows are left out");
        return;
      }
      if (item.outcome() == ItemOutcome.REJECTED) {
        findings.add(location + " was rejected: the rows of its last accepted version stay");
      }
      pieces.put(location, piece.get());
    });
    findings.sort(String::compareTo);
    return pieces;
  }

  private void refuse(SortedMap<String, Piece> pieces, RowCounts counts) {
    if (counts.rejected() > contract.rejectsAtMost()) {
      throw new BadInput(
          "dataset " + dataset,
          counts.rejected() + " rejected rows in " + sourcesWithRejects(pieces),
          "at most " + contract.rejectsAtMost() + " (table.rejects.atMost)",
          "look at the rejects, then correct the contract or the data, or allow them");
    }
    if (counts.out() == 0) {
      throw new BadInput(
          "dataset " + dataset,
          "no source has a row",
          "rows to publish",
          "see why its files were rejected");
    }
    Map<String, String> seen = new LinkedHashMap<>();
    pieces.forEach((location, piece) -> {
      String other = seen.put(piece.key(), location);
      if (other != null && piece.counts().out() > 0) {
        throw new BadInput(
            "dataset " + dataset,
            other + " and " + location + " have the same content",
            "each row once",
            "remove one of them from the source");
      }
    });
  }

  private static String sourcesWithRejects(SortedMap<String, Piece> pieces) {
    List<String> names =
        pieces.entrySet().stream()
            .filter(e -> e.getValue().counts().rejected() > 0)
            .map(e -> e.getKey() + " (" + e.getValue().counts().rejected() + ")")
            .toList();
    String first = names.stream().limit(5).collect(Collectors.joining(", "));
    return names.size() > 5 ? first + " and " + (names.size() - 5) + " more" : first;
  }

  /// Local files of the pieces that have rows, with the location of each one's source.
  private Map<Path, String> local(SortedMap<String, Piece> pieces, Path folder) {
    Map<Path, String> files = new LinkedHashMap<>();
    pieces.forEach((location, piece) -> {
      if (artifacts.head(piece.key()).isEmpty()) {
        throw new Temporary(
            "artifacts store: " + piece.key(),
            "the piece is gone",
            "the typed rows of " + location,
            "run again: it is made anew from the original");
      }
      if (piece.counts().out() == 0) {
        return;
      }
      String name = "piece-" + files.size() + ".parquet";
      files.put(LocalFiles.of(artifacts, piece.key(), folder, name), location);
    });
    return files;
  }

  private void build(Map<Path, String> files, Path folder, Path file, RowCounts counts) {
    List<Path> folders =
        Stream.concat(Stream.of(folder), files.keySet().stream().map(Path::getParent))
            .distinct()
            .toList();
    try (DuckSession db = DuckSession.open(settings, folders)) {
      List<String> paths = files.keySet().stream().map(Path::toString).toList();
      db.run(
          "CREATE VIEW pieces AS SELECT * FROM read_parquet([%s], filename = 'rimrep:file')"
              .formatted(Sql.texts(paths)));
      RowRules.keys(contract).forEach(key -> refuseShared(db, key, files));
      new TableFile(contract, dataset, settings.software()).write(db, file, counts.out());
    }
  }

  /// Rows of one piece are unique among themselves. Whom to name is asked only when there is
  /// somebody: that costs twenty times as much.
  private void refuseShared(DuckSession db, RowRules.Key key, Map<Path, String> files) {
    long shared =
        files.size() < 2
            ? 0
            : db.count(
                "SELECT count(*) FROM (SELECT 1 FROM pieces WHERE %s GROUP BY %s HAVING count(*) > 1)"
                    .formatted(key.present(), Sql.names(key.columns())));
    if (shared == 0) {
      return;
    }
    db.first(
            """
            SELECT any_value(%s), min("rimrep:file"), max("rimrep:file"),
              arg_min("rimrep:line", "rimrep:file"), arg_max("rimrep:line", "rimrep:file")
            FROM pieces WHERE %s GROUP BY %s HAVING count(*) > 1 ORDER BY 1 LIMIT 1
            """
                .formatted(key.shown(), key.present(), Sql.names(key.columns())),
            row ->
                new BadInput(
                    "dataset " + dataset,
                    "'%s' of %s stands in %s line %d and in %s line %d"
                        .formatted(
                            row.getString(1),
                            String.join(", ", key.columns()),
                            files.get(Path.of(row.getString(2))),
                            row.getLong(4),
                            files.get(Path.of(row.getString(3))),
                            row.getLong(5)),
                    "each " + key.name() + " once over all sources (update.duplicates: fail)",
                    "remove one of the rows, or make the key finer"))
        .ifPresent(failure -> {
          throw failure;
        });
  }

  private CommitReport publish(
      Path file,
      Storage target,
      String key,
      RowCounts counts,
      long sources,
      List<String> findings) {
    try {
      long bytes = Files.size(file);
      String sha256 = Digests.sha256(file);
      boolean same = sameStored(target, key, bytes, sha256);
      if (!same) {
        target.put(key, Body.of(file));
      }
      return new CommitReport(!same, key, bytes, sha256, counts, sources, findings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean sameStored(Storage target, String key, long bytes, String sha256)
      throws IOException {
    if (target.head(key).filter(stored -> stored.sizeBytes() == bytes).isEmpty()) {
      return false;
    }
    try (ByteSource source = target.open(key);
        ByteSourceStream in = new ByteSourceStream(source)) {
      return Digests.sha256(in).equals(sha256);
    }
  }
}
