package rimrep.pipeline.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;

/// Reads and writes ledgers. A ledger that somebody else wrote in between is never overwritten.
final class Ledgers {
  private static final String NOTE = "discover/ledger.json";

  /// From so many entries on, of 2 kB each, a ledger is written through a file: its text would take
  /// as much memory again as the ledger.
  private static final int LARGE = 10_000;

  private final Storage artifacts;

  Ledgers(Storage artifacts) {
    this.artifacts = artifacts;
  }

  /// A ledger with the version it was read at; no version if there is none yet.
  record Read(Ledger ledger, Optional<ETag> version) {
    boolean exists() {
      return version.isPresent();
    }
  }

  Read read(DatasetId dataset) {
    Optional<Content> content = artifacts.get(Ledger.key(dataset));
    if (content.isEmpty()) {
      return new Read(Ledger.empty(dataset), Optional.empty());
    }
    Ledger ledger = Json.mapper().readValue(content.get().bytes(), Ledger.class);
    if (ledger.format() > Ledger.FORMAT) {
      throw new BadConfiguration(
          Ledger.key(dataset),
          "format " + ledger.format(),
          "format " + Ledger.FORMAT + " or older",
          "use the rimrep version that wrote it, or a newer one");
    }
    return new Read(ledger, Optional.of(content.get().etag()));
  }

  /// Remembers, for the steps behind, which ledger a run began with.
  static void note(Read read, RunFolder run) {
    run.write(NOTE, new Noted(read.version().map(ETag::value)));
  }

  /// What another run has taken in since this one looked is newer: it must not be judged, nor
  /// replaced, by what this one found.
  static void requireNoted(Read read, RunFolder run) {
    Optional<Noted> noted = run.read(NOTE, Noted.class);
    if (noted.isPresent() && !noted.get().version().equals(read.version().map(ETag::value))) {
      throw new Temporary(
          Ledger.key(read.ledger().dataset()),
          "changed by another run since run " + run.runId() + " looked for new items",
          "one run of a dataset at a time",
          "run it again");
    }
  }

  private record Noted(Optional<String> version) {}

  /// Writes if it says anything new.
  ///
  /// @return whether it was written
  boolean write(Read before, Ledger after) {
    if (before.exists() && before.ledger().equals(after)) {
      return false;
    }
    if (after.items().size() < LARGE) {
      return put(before, after, Body.of(Json.bytes(after)));
    }
    return putFile(before, after);
  }

  private boolean putFile(Read before, Ledger after) {
    try {
      Path file = Files.createTempFile("rimrep-ledger-", ".json");
      try {
        Json.write(after, file);
        return put(before, after, Body.of(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new Temporary(
          new Problem(
              System.getProperty("java.io.tmpdir"),
              "cannot hold the ledger of " + after.dataset() + ": " + e.getMessage(),
              "room for a file of " + after.items().size() + " entries of some 2 kB",
              "free some space and run again"),
          e);
    }
  }

  private boolean put(Read before, Ledger after, Body body) {
    String key = Ledger.key(after.dataset());
    PutResult result =
        before.version().isPresent()
            ? artifacts.putIfMatch(key, before.version().get(), body)
            : artifacts.putIfAbsent(key, body);
    return switch (result) {
      case PutResult.Written written -> true;
      case PutResult.Refused refused ->
          throw new Temporary(
              key,
              "changed by another run meanwhile",
              "one run of a dataset at a time",
              "run it again");
    };
  }
}
