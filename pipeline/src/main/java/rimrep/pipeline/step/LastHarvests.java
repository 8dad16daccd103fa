package rimrep.pipeline.step;

import java.util.Optional;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.harvest.Harvest;
import rimrep.pipeline.harvest.KnownRecord;
import rimrep.pipeline.http.RemoteVersion;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Storage;

/// The external record of each dataset as its server last sent it, with the version the server
/// named: `ledger/<dataset>.harvest.json` in the artifacts store. One object, so that the two never
/// part; whoever wrote last had it from the server.
final class LastHarvests {
  private static final int FORMAT = 1;

  private final Storage artifacts;

  LastHarvests(Storage artifacts) {
    this.artifacts = artifacts;
  }

  static String key(DatasetId dataset) {
    return "ledger/" + dataset + ".harvest.json";
  }

  /// @param document bytes of the record as received
  @SuppressWarnings("ArrayRecordComponent") // lives within one step
  private record Stored(
      int format,
      String address,
      Optional<String> etag,
      Optional<String> lastModified,
      byte[] document) {}

  Optional<KnownRecord> find(DatasetId dataset) {
    return artifacts
        .get(key(dataset))
        .map(c -> Json.mapper().readValue(c.bytes(), Stored.class))
        .map(stored -> {
          if (stored.format() > FORMAT) {
            throw new BadConfiguration(
                key(dataset),
                "format " + stored.format(),
                "format " + FORMAT + " or older",
                "use the rimrep version that wrote it, or a newer one");
          }
          return new KnownRecord(
              stored.address(),
              new RemoteVersion(stored.etag(), stored.lastModified()),
              stored.document());
        });
  }

  /// Keeps what can be asked about by its version; writes nothing new for the same answer.
  void keep(DatasetId dataset, Harvest.Read read) {
    Optional<KnownRecord> known =
        read.source().filter(k -> !k.version().equals(RemoteVersion.unknown()));
    if (known.isEmpty() || known.equals(find(dataset))) {
      return;
    }
    KnownRecord record = known.get();
    artifacts.put(
        key(dataset),
        Body.of(
            Json.bytes(
                new Stored(
                    FORMAT,
                    record.address(),
                    record.version().etag(),
                    record.version().lastModified(),
                    record.document()))));
  }
}
