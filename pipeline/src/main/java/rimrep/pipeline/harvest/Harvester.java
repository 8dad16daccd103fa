package rimrep.pipeline.harvest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.http.AllowedHosts;
import rimrep.pipeline.http.Answer;
import rimrep.pipeline.http.HttpSettings;
import rimrep.pipeline.http.HttpSource;
import rimrep.pipeline.http.RemoteVersion;
import rimrep.pipeline.http.Secret;

/// Fetches the external metadata record of a dataset and brings it into our words.
public final class Harvester {
  private final Path catalogRoot;
  private final HttpSettings http;
  private final boolean loopback;
  private final Map<String, String> environment;

  /// @param catalogRoot where the paths of records start
  /// @param loopback whether this machine's own web servers may be asked; for tests
  /// @param environment where secrets are looked up
  public Harvester(
      Path catalogRoot, HttpSettings http, boolean loopback, Map<String, String> environment) {
    this.catalogRoot = catalogRoot;
    this.http = http;
    this.loopback = loopback;
    this.environment = environment;
  }

  /// Reads the record. {@link rimrep.pipeline.failure.BadInput} if it is no ISO record, {@link
  /// rimrep.pipeline.failure.SourceUnavailable} if the server fails.
  ///
  /// @param known what came last time: a server is asked whether it has another one
  public Harvest harvest(Ingest.HarvestSpec spec, Optional<KnownRecord> known) {
    return switch (spec) {
      case Ingest.HarvestSpec.RecordFile file -> read(file.path(), bytes(file));
      case Ingest.HarvestSpec.RecordUrl url -> fetch(url, known);
    };
  }

  /// Normalises a document.
  ///
  /// @param source what messages call it
  public static Harvest.Read read(String source, byte[] document) {
    return read(source, document, Optional.empty());
  }

  private static Harvest.Read read(String source, byte[] document, Optional<KnownRecord> from) {
    HarvestedRecord record = IsoReader.read(source, document);
    return new Harvest.Read(
        record, document, HarvestedFields.of(record), HarvestedFields.digest(record), from);
  }

  private byte[] bytes(Ingest.HarvestSpec.RecordFile file) {
    try {
      return Files.readAllBytes(catalogRoot.resolve(file.path()));
    } catch (IOException e) {
      throw new BadConfiguration(
          new Problem(
              "record " + file.path(),
              "cannot be read: " + e.getMessage(),
              "a file of the catalogue",
              "add it or correct 'harvest' in datapackage.json"),
          e);
    }
  }

  private Harvest fetch(Ingest.HarvestSpec.RecordUrl spec, Optional<KnownRecord> last) {
    URI address = URI.create(spec.url());
    Set<String> hosts = new LinkedHashSet<>(spec.hosts());
    hosts.add(String.valueOf(address.getHost()));
    Optional<Secret> secret = spec.authEnv().map(name -> Secret.of(name, environment));
    String shown = HttpSource.shown(address);
    Optional<KnownRecord> known = last.filter(k -> k.address().equals(shown));
    RemoteVersion version = known.map(KnownRecord::version).orElse(RemoteVersion.unknown());
    try (HttpSource server = new HttpSource(http, new AllowedHosts(hosts, loopback), secret)) {
      return switch (server.get(address, version)) {
        case Answer.Fetched<byte[]>(byte[] bytes, RemoteVersion now) ->
            read(shown, bytes, Optional.of(new KnownRecord(shown, now, bytes)));
        case Answer.Gone<byte[]>(int status) -> new Harvest.Gone(status);
        case Answer.NotModified<byte[]>() ->
            new Harvest.NotModified(
                known
                    .map(k -> read(shown, k.document(), known))
                    .orElseThrow(() ->
                        new SourceUnavailable(
                            shown,
                            "answers 304 to a plain request",
                            "the record",
                            "ask the provider")));
      };
    }
  }
}
