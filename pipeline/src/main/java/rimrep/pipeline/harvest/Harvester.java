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
  public Harvest harvest(Ingest.HarvestSpec spec) {
    return switch (spec) {
      case Ingest.HarvestSpec.RecordFile file -> read(file.path(), bytes(file));
      case Ingest.HarvestSpec.RecordUrl url -> fetch(url);
    };
  }

  /// Normalises a document.
  ///
  /// @param source what messages call it
  public static Harvest.Read read(String source, byte[] document) {
    HarvestedRecord record = IsoReader.read(source, document);
    return new Harvest.Read(
        record, document, HarvestedFields.of(record), HarvestedFields.digest(record));
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

  private Harvest fetch(Ingest.HarvestSpec.RecordUrl spec) {
    URI address = URI.create(spec.url());
    Set<String> hosts = new LinkedHashSet<>(spec.hosts());
    hosts.add(String.valueOf(address.getHost()));
    Optional<Secret> secret = spec.authEnv().map(name -> Secret.of(name, environment));
    try (HttpSource server = new HttpSource(http, new AllowedHosts(hosts, loopback), secret)) {
      return switch (server.get(address, RemoteVersion.unknown())) {
        case Answer.Fetched<byte[]>(byte[] bytes, RemoteVersion version) ->
            read(HttpSource.shown(address), bytes);
        case Answer.Gone<byte[]>(int status) -> new Harvest.Gone(status);
        case Answer.NotModified<byte[]>() ->
            throw new IllegalStateException("304 to a plain request");
      };
    }
  }
}
