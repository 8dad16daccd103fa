package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import rimrep.api.http.ApiSettings;
import rimrep.api.oidc.TokenVerifier;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.grid.GridResources;
import rimrep.pipeline.publish.Endpoints;
import rimrep.pipeline.publish.PygeoapiConfig;
import rimrep.pipeline.publish.StoreAddress;
import rimrep.pipeline.source.SourceAccess;
import rimrep.pipeline.step.CatalogStore;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.Storages;
import rimrep.stac.StacClient;

/// Builds everything once, by hand.
final class Wiring {
  private static final Duration API_TIMEOUT = Duration.ofSeconds(30);

  private Wiring() {}

  static Stores stores(Settings settings) {
    makePrivate(settings);
    return new Stores(
        Storages.open(settings.publicStore(), settings.s3()),
        Storages.open(settings.privateStore(), settings.s3()),
        Storages.open(settings.artifacts(), settings.s3()));
  }

  /// The folders that hold what is not public are for their owner only.
  private static void makePrivate(Settings settings) {
    try {
      for (Location store : List.of(settings.privateStore(), settings.artifacts())) {
        if (!store.isS3()) {
          Files.createDirectories(store.path());
          Files.setPosixFilePermissions(store.path(), PosixFilePermissions.fromString("rwx------"));
        }
      }
      if (!settings.publicStore().isS3()) {
        Files.createDirectories(settings.publicStore().path());
      }
    } catch (IOException e) {
      throw LocalFiles.failure(settings.data(), e);
    }
  }

  /// @param publicUrl root of the public address, without a final slash
  static Endpoints endpoints(Settings settings, String publicUrl) {
    String stac = settings.publicApi().map(URI::toString).orElse(publicUrl + "/stac");
    return new Endpoints(
        publicStore(settings, publicUrl),
        settings.gatewayUrl().map(g -> new Endpoints.Gateway(g.toString(), Optional.empty())),
        stac,
        settings.pygeoapiUrl().map(URI::toString).orElse("http://127.0.0.1:5000"),
        settings.publicStore().text());
  }

  private static StoreAddress publicStore(Settings settings, String publicUrl) {
    Location store = settings.publicStore();
    if (!store.isS3()) {
      return new StoreAddress.Web(
          settings.publicDataUrl().map(URI::toString).orElse(publicUrl + "/data"));
    }
    String path = store.text().substring("s3://".length());
    int slash = path.indexOf('/');
    return new StoreAddress.Bucket(
        slash < 0 ? path : path.substring(0, slash),
        slash < 0 ? "" : path.substring(slash + 1),
        settings.s3().region(),
        settings.s3().endpoint().map(URI::toString),
        settings.publicDataUrl().map(URI::toString).or(() -> Optional.of(publicUrl + "/data")));
  }

  static Site site(
      Settings settings,
      Catalog catalog,
      Stores stores,
      Endpoints endpoints,
      Supplier<StacClient> api) {
    return new Site(
        stores,
        catalog::definition,
        new SourceAccess(
            catalog.root(),
            Patience.http(),
            settings.allowLoopbackSources(),
            System.getenv(),
            LocalDate.now(ZoneOffset.UTC)),
        endpoints,
        api,
        owner(catalog),
        scratch(),
        limits(settings),
        Version.SOFTWARE,
        Clock.systemUTC());
  }

  /// The catalogue folder; on a machine without one, the catalogue that was pushed.
  static Catalog catalog(Settings settings, Stores stores) {
    return Files.isDirectory(settings.catalog())
        ? Catalog.open(settings.catalog())
        : new CatalogStore(stores.artifacts())
            .open(scratch())
            .orElseGet(() -> Catalog.open(settings.catalog()));
  }

  static Path scratch() {
    String named = System.getenv("RIMREP_SCRATCH");
    return Path.of(named == null ? System.getProperty("java.io.tmpdir") : named);
  }

  private static Site.Limits limits(Settings settings) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    long heap = Runtime.getRuntime().maxMemory();
    return new Site.Limits(
        threads,
        Math.max(256L << 20, heap),
        new GridResources(threads, Math.max(64L << 20, heap / 4 * 3)),
        settings.shards());
  }

  /// The API takes tokens of the provider that is set, if one is.
  static ApiSettings withTokens(ApiSettings api, Settings settings) {
    return settings
        .oidc()
        .map(oidc -> api.with(new TokenVerifier(oidc, Clock.systemUTC())))
        .orElse(api);
  }

  static StacClient client(URI api, Optional<String> token) {
    return new StacClient(api, token, API_TIMEOUT);
  }

  /// Who the catalogue speaks for, from `catalog.yaml`.
  static PygeoapiConfig.Owner owner(Catalog catalog) {
    Map<?, ?> document;
    try {
      document =
          (Map<?, ?>)
              new Load(LoadSettings.builder().build())
                  .loadFromString(Files.readString(catalog.root().resolve("catalog.yaml")));
    } catch (IOException e) {
      throw LocalFiles.failure(catalog.root(), e);
    }
    Map<?, ?> contact =
        document.get("contacts") instanceof List<?> list && list.getFirst() instanceof Map<?, ?> map
            ? map
            : Map.of();
    String title = text(document, "title", "Catalogue");
    return new PygeoapiConfig.Owner(
        title,
        text(document, "description", title),
        List.of("ocean", "reef"),
        text(contact, "name", title),
        text(contact, "email", "data@example.org"),
        text(contact, "url", "https://example.org"));
  }

  private static String text(Map<?, ?> map, String key, String otherwise) {
    Object value = map.get(key);
    return value == null ? otherwise : String.valueOf(value).strip();
  }
}
