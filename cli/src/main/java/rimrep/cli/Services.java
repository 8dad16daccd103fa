package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import rimrep.api.secret.SecretFolder;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.Stores;
import tools.jackson.databind.JsonNode;

/// The services a run needs: those that are set, those of a running `up` on the same data folder,
/// or embedded ones for as long as they are needed.
///
/// @param publicUrl root of the public address that documents name
/// @param api where writes go
record Services(String publicUrl, InternalApi api) implements AutoCloseable {
  static final String FILE = "services.json";

  static Services of(Settings settings) {
    String publicUrl = publicUrl(settings, Ports.known(settings.data()).publicPort());
    if (settings.internalApi().isPresent()) {
      return new Services(
          publicUrl, new InternalApi.Given(settings.internalApi().get(), settings.internalToken()));
    }
    return running(settings)
        .orElseGet(() -> new Services(publicUrl, new InternalApi.Embedded(settings)));
  }

  /// Those that are there already: set, running, or embedded with a database that was made before.
  static Optional<Services> present(Settings settings) {
    boolean there =
        settings.internalApi().isPresent()
            || settings.database().isPresent()
            || Files.isDirectory(settings.data().resolve("postgres"));
    return there ? Optional.of(of(settings)) : Optional.empty();
  }

  /// For commands that write to no API.
  static Services none(Settings settings) {
    return new Services(
        publicUrl(settings, Ports.known(settings.data()).publicPort()),
        new InternalApi.Given(URI.create("http://127.0.0.1:1"), Optional.empty()));
  }

  /// Waits until it is there.
  URI internalApi() {
    return api.given().url();
  }

  /// Waits until the API is there.
  Optional<String> token() {
    return api.given().token();
  }

  /// A site that sends to these services.
  Site site(Settings settings, Catalog catalog, Stores stores) {
    return Wiring.site(
        settings,
        catalog,
        stores,
        Wiring.endpoints(settings, publicUrl),
        new Once<>(() -> Wiring.client(internalApi(), token())));
  }

  static String publicUrl(Settings settings, int port) {
    return "http://127.0.0.1:" + port;
  }

  /// A running `up` counts only if it answers with the instance that wrote the file.
  static Optional<Services> running(Settings settings) {
    Path file = settings.data().resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode services = Json.mapper().readTree(Files.readAllBytes(file));
      String publicUrl = services.path("public").asString("");
      String instance = services.path("instance").asString("");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(publicUrl + "/instance"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200 && answer.body().strip().equals(instance)) {
        return Optional.of(
            new Services(
                publicUrl,
                new InternalApi.Given(
                    URI.create(services.path("internal").asString("")),
                    Optional.of(new SecretFolder(settings.secrets()).word("token")))));
      }
      return Optional.empty();
    } catch (IOException notRunning) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
