package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import rimrep.api.http.TrustedProxies;
import rimrep.api.oidc.OidcSettings;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.S3Settings;

/// Resolves settings: an option on the command line wins over `RIMREP_*`, that over `rimrep.yaml`,
/// that over the default.
final class SettingsReader {
  /// Keys of `rimrep.yaml`; each is also `RIMREP_` + the key in capitals with `_` for `.`.
  static final Set<String> KEYS =
      Set.of(
          "catalog",
          "data",
          "json",
          "stores.public",
          "stores.private",
          "stores.artifacts",
          "s3.endpoint",
          "s3.region",
          "s3.path_style",
          "public_data_url",
          "public_api",
          "internal_api",
          "internal_token",
          "internal_token_file",
          "database",
          "paging_key",
          "pygeoapi_url",
          "gateway_url",
          "allow_loopback_sources",
          "shards",
          "argo.server",
          "argo.namespace",
          "argo.token",
          "notify.webhook",
          "oidc.issuer",
          "oidc.audience",
          "oidc.role_claim",
          "oidc.writer_role",
          "trusted_proxies");

  /// Values that must not stand in a file that is shared.
  private static final Set<String> SECRET =
      Set.of("internal_token", "notify.webhook", "argo.token", "paging_key");

  private final Map<String, String> environment;
  private final Map<String, String> file;

  private SettingsReader(Map<String, String> environment, Map<String, String> file) {
    this.environment = environment;
    this.file = file;
  }

  static Settings read(GlobalOptions options, Map<String, String> environment) {
    Optional<Path> named =
        options
            .config()
            .or(() -> Optional.ofNullable(environment.get("RIMREP_CONFIG")).map(Path::of));
    Path config = named.orElse(Path.of("rimrep.yaml"));
    Map<String, String> file =
        named.isPresent() || Files.exists(config) ? readFile(config) : Map.of();
    return new SettingsReader(environment, file).resolve(options);
  }

  private Settings resolve(GlobalOptions options) {
    Path catalog = options.catalog().orElse(Path.of(value("catalog").orElse("catalog")));
    Path data =
        options
            .data()
            .orElse(Path.of(value("data").orElse("rimrep-data")))
            .toAbsolutePath()
            .normalize();
    return new Settings(
        catalog.toAbsolutePath().normalize(),
        data,
        options.json() || flag("json"),
        store("stores.public", data.resolve("public")),
        store("stores.private", data.resolve("private")),
        store("stores.artifacts", data.resolve("artifacts")),
        s3(),
        uri("public_data_url"),
        uri("public_api"),
        uri("internal_api"),
        value("internal_token").or(this::tokenFromFile),
        value("database"),
        pagingKey(),
        uri("pygeoapi_url"),
        uri("gateway_url"),
        flag("allow_loopback_sources"),
        shards(),
        uri("argo.server"),
        value("argo.namespace"),
        value("argo.token"),
        value("notify.webhook"),
        oidc(),
        trustedProxies());
  }

  private Optional<OidcSettings> oidc() {
    Optional<String> issuer = value("oidc.issuer");
    Optional<String> audience = value("oidc.audience");
    if (issuer.isEmpty() && audience.isEmpty()) {
      return Optional.empty();
    }
    if (issuer.isEmpty() || audience.isEmpty()) {
      throw new BadConfiguration(
          "setting oidc",
          issuer.isEmpty() ? "an audience without issuer" : "an issuer without audience",
          "both oidc.issuer and oidc.audience",
          "set RIMREP_OIDC_ISSUER and RIMREP_OIDC_AUDIENCE");
    }
    return Optional.of(
        checked(
            "oidc",
            () ->
                new OidcSettings(
                    URI.create(issuer.get()),
                    audience.get(),
                    value("oidc.role_claim").orElse("roles"),
                    value("oidc.writer_role").orElse("rimrep-writer"))));
  }

  private TrustedProxies trustedProxies() {
    List<String> addresses =
        value("trusted_proxies").stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    return checked("trusted_proxies", () -> TrustedProxies.of(addresses));
  }

  private static <T> T checked(String key, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new BadConfiguration(
          new Problem("setting " + key, String.valueOf(e.getMessage()), "", "correct it"), e);
    }
  }

  private S3Settings s3() {
    S3Settings surroundings = S3Settings.fromEnvironment(environment);
    Optional<URI> endpoint = uri("s3.endpoint").or(surroundings::endpoint);
    return new S3Settings(
        endpoint,
        value("s3.region").or(surroundings::region),
        value("s3.path_style").map("true"::equals).orElse(endpoint.isPresent()),
        surroundings.credentials());
  }

  private Location store(String key, Path otherwise) {
    return value(key).map(Location::parse).orElse(Location.of(otherwise));
  }

  private Optional<URI> uri(String key) {
    return value(key).map(text -> uri(key, text));
  }

  /// A cluster gives a pod its token in a file and renews it there.
  private Optional<String> tokenFromFile() {
    Optional<String> file = value("internal_token_file");
    try {
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readString(Path.of(file.get())).strip());
    } catch (IOException e) {
      throw new BadConfiguration(
          new Problem(
              "setting internal_token_file",
              file.orElse("") + " cannot be read (" + e.getMessage() + ")",
              "a file that holds the token",
              "correct it"),
          e);
    }
  }

  private static URI uri(String key, String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getScheme() != null && uri.getHost() != null) {
        return uri;
      }
      throw new IllegalArgumentException("no scheme or host");
    } catch (IllegalArgumentException e) {
      throw new BadConfiguration(
          new Problem(
              "setting " + key,
              "'" + text + "'",
              "an address such as https://example.org/stac",
              "correct it"),
          e);
    }
  }

  /// A workflow object holds the state of each of its shards: more than a thousand do not fit.
  private Optional<Integer> shards() {
    Optional<String> value = value("shards");
    if (value.isPresent() && !value.get().matches("[1-9][0-9]{0,2}|1000")) {
      throw new BadConfiguration(
          "setting shards", "'" + value.get() + "'", "a number from 1 to 1000", "correct it");
    }
    return value.map(Integer::parseInt);
  }

  private Optional<String> pagingKey() {
    Optional<String> value = value("paging_key");
    if (value.isPresent() && value.get().length() < 16) {
      throw new BadConfiguration(
          "setting paging_key",
          "a word of " + value.get().length() + " characters",
          "16 or more",
          "set RIMREP_PAGING_KEY, for instance to what openssl rand -hex 32 prints");
    }
    return value;
  }

  private boolean flag(String key) {
    Optional<String> value = value(key);
    if (value.isPresent() && !value.get().equals("true") && !value.get().equals("false")) {
      throw new BadConfiguration(
          "setting " + key, "'" + value.get() + "'", "true or false", "correct it");
    }
    return value.filter("true"::equals).isPresent();
  }

  private Optional<String> value(String key) {
    String name = "RIMREP_" + key.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
    return Optional.ofNullable(environment.get(name))
        .filter(v -> !v.isBlank())
        .or(() -> Optional.ofNullable(file.get(key)));
  }

  private static Map<String, String> readFile(Path config) {
    Object document;
    try {
      document =
          new Load(LoadSettings.builder().setLabel(config.toString()).build())
              .loadFromString(Files.readString(config));
    } catch (IOException e) {
      throw new BadConfiguration(
          new Problem(
              config.toString(),
              "cannot be read (" + e.getMessage() + ")",
              "a settings file",
              "check --config or RIMREP_CONFIG"),
          e);
    } catch (YamlEngineException e) {
      throw new BadConfiguration(
          new Problem(
              config.toString(),
              "no YAML: " + String.valueOf(e.getMessage()).replace('\n', ' '),
              "",
              "correct it"),
          e);
    }
    Map<String, String> flat = new LinkedHashMap<>();
    if (document != null) {
      flatten(config, "", document, flat);
    }
    return flat;
  }

  private static void flatten(Path config, String prefix, Object value, Map<String, String> flat) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) ->
          flatten(config, prefix.isEmpty() ? String.valueOf(k) : prefix + "." + k, v, flat));
      return;
    }
    if (!KEYS.contains(prefix) || SECRET.contains(prefix)) {
      String expected =
          SECRET.contains(prefix)
              ? "a secret, which is set only by RIMREP_"
                  + prefix.replace('.', '_').toUpperCase(java.util.Locale.ROOT)
              : "one of " + String.join(", ", KEYS.stream().sorted().toList());
      throw new BadConfiguration(
          config.toString(), "key '" + prefix + "'", expected, "correct or remove it");
    }
    flat.put(prefix, String.valueOf(value));
  }
}
