package rimrep.cli;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.http.StacApi;
import rimrep.api.secret.SecretFolder;
import rimrep.pipeline.failure.BadUsage;

/// `rimrep serve`: the STAC API alone.
@Command(
    name = "serve",
    description = {
      "Serves the STAC API: the public role reads; the internal role takes writes, on loopback only, with",
      "the token in <data>/secret/token. Ends on Ctrl-C."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep serve --role public --port 8080",
      "  RIMREP_DATABASE=jdbc:postgresql://db.example.org/stac rimrep serve --role internal --port 8081"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "public or internal.")
  private String role = "";

  @Option(
      names = "--port",
      required = true,
      paramLabel = "N",
      description = "Port; 0 takes a free one.")
  private int port;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "Address of the landing page as clients see it (default: from the request).")
  private @Nullable URI publicUrl;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    boolean internal =
        switch (role.toLowerCase(Locale.ROOT)) {
          case "public" -> false;
          case "internal" -> true;
          default ->
              throw new BadUsage("--role", "'" + role + "'", "public or internal", "correct it");
        };
    SecretFolder secrets = new SecretFolder(settings.secrets());
    Signals.interrupt(Thread.currentThread());
    try (Database database = Database.open(settings, secrets);
        ApiServer server =
            ApiServer.start(
                internal ? "127.0.0.1" : "0.0.0.0",
                port,
                api(database, secrets, internal),
                c -> {})) {
      System.out.println("STAC API (" + role + ") at http://127.0.0.1:" + server.port());
      if (internal) {
        System.out.println(
            "Token in "
                + settings.secrets().resolve("token")
                + "; loopback only, for no OIDC is set");
      }
      System.out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      return 0;
    }
  }

  private StacApi api(Database database, SecretFolder secrets, boolean internal) {
    ApiSettings plain =
        internal
            ? ApiSettings.forInternal(secrets.word("token"), "Reef data", "Internal STAC API")
            : ApiSettings.forPublic("", "Reef data", "Public catalogue of reef and ocean data");
    ApiSettings settings = Optional.ofNullable(publicUrl).map(plain::at).orElse(plain);
    return internal ? database.stac().internalApi(settings) : database.stac().publicApi(settings);
  }
}
