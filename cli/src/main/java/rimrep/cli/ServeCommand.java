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
import rimrep.api.oidc.OidcSettings;
import rimrep.api.secret.SecretFolder;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadUsage;

/// `rimrep serve`: the STAC API alone.
@Command(
    name = "serve",
    description = {
      "Serves the STAC API: the public role reads; the internal role takes writes. With an OIDC provider",
      "(settings oidc.*) the roles in a token decide what is seen and who may write. Without one the",
      "internal role is for this machine only and wants the token in <data>/secret/token. Ends on Ctrl-C."
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
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: public 0.0.0.0, internal 127.0.0.1).")
  private @Nullable String host;

  @Mixin private MetricsOption metrics = new MetricsOption();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "Address of the landing page as clients see it (default: public_api, else from the request"
              + " and the headers of trusted_proxies).")
  private @Nullable URI publicUrl;

  @Option(
      names = "--no-migrate",
      description =
          "Leave the tables of RIMREP_DATABASE as they are: `rimrep stac migrate` makes them. Not ready"
              + " until they are there.")
  private boolean noMigrate;

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
    String address = Optional.ofNullable(host).orElse(internal ? "127.0.0.1" : "0.0.0.0");
    checkAddress(internal, address, settings);
    SecretFolder secrets = new SecretFolder(settings.secrets());
    Signals.interrupt(Thread.currentThread());
    try (Database database = open(settings, secrets)) {
      serve(database, settings, api(database, secrets, internal, settings), address, internal);
      return 0;
    } catch (InterruptedException e) {
      return 0;
    }
  }

  private Database open(Settings settings, SecretFolder secrets) {
    return noMigrate ? Database.openMigrated(settings, secrets) : Database.open(settings, secrets);
  }

  /// Until the thread is interrupted. Requests that run then may end.
  private void serve(
      Database database, Settings settings, StacApi api, String address, boolean internal)
      throws InterruptedException {
    try (MetricsOption.Observation observed = metrics.start(database.stac().metrics());
        ApiServer server =
            ApiServer.start(address, port, api, config -> {}, observed.observers())) {
      System.out.println("STAC API (" + role + ") at http://127.0.0.1:" + server.port());
      observed.address().ifPresent(a -> System.out.println("Metrics at " + a));
      System.out.println(access(internal, settings));
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }

  private static void checkAddress(boolean internal, String address, Settings settings) {
    if (internal && settings.oidc().isEmpty() && !ApiServer.isLoopback(address)) {
      throw new BadConfiguration(
          "--host",
          address + " for the internal role without an OIDC provider",
          "a loopback address, for one token is asked of everybody",
          "set oidc.issuer and oidc.audience, or leave --host out");
    }
  }

  private static String access(boolean internal, Settings settings) {
    if (settings.oidc().isPresent()) {
      OidcSettings oidc = settings.oidc().get();
      return "Tokens of " + oidc.issuer() + " for " + oidc.audience();
    }
    return internal
        ? "Token in "
            + settings.secrets().resolve("token")
            + "; on loopback only, for no OIDC provider is set"
        : "Without tokens, for no OIDC provider is set: only what is public is seen";
  }

  private StacApi api(
      Database database, SecretFolder secrets, boolean internal, Settings settings) {
    ApiSettings plain =
        internal
            ? ApiSettings.forInternal(secrets.word("token"), "Reef data", "Internal STAC API")
            : ApiSettings.forPublic("", "Reef data", "Public catalogue of reef and ocean data");
    ApiSettings api = Wiring.withTokens(plain, settings).behind(settings.trustedProxies());
    Optional<URI> url =
        Optional.ofNullable(publicUrl).or(() -> internal ? Optional.empty() : settings.publicApi());
    ApiSettings placed = url.map(api::at).orElse(api);
    return internal ? database.stac().internalApi(placed) : database.stac().publicApi(placed);
  }
}
