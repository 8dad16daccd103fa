package rimrep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rimrep.stac.StacClient;

/// One STAC API on an embedded PostgreSQL for all tests that send whole runs to it, started when
/// first needed. Child processes reach it by {@link #environment()}.
final class SharedApi implements BeforeAllCallback {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(SharedApi.class);

  private Optional<Running> running = Optional.empty();

  /// Closed by JUnit at the end of the run.
  private record Running(Services services, Path data) implements AutoCloseable {
    static Running start() {
      try {
        Path data = Files.createTempDirectory("rimrep-cli-api-");
        Settings settings =
            SettingsReader.read(new GlobalOptions(), Map.of("RIMREP_DATA", data.toString()));
        return new Running(Services.of(settings), data);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      services.close();
      RunLab.remove(data);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        Optional.of(
            context
                .getRoot()
                .getStore(SPACE)
                .computeIfAbsent("api", key -> Running.start(), Running.class));
  }

  URI internal() {
    return running.orElseThrow().services().internalApi();
  }

  private String token() {
    return running.orElseThrow().services().token().orElseThrow();
  }

  StacClient client() {
    return Wiring.client(internal(), Optional.of(token()));
  }

  /// Forgets what earlier tests sent.
  void clear() {
    StacClient client = client();
    client
        .collections()
        .forEach(c -> {
          client.items(c.id()).forEach(i -> client.deleteItem(c.id(), i.id()));
          client.deleteCollection(c.id());
        });
  }

  Map<String, String> environment() {
    return Map.of("RIMREP_INTERNAL_API", internal().toString(), "RIMREP_INTERNAL_TOKEN", token());
  }
}
