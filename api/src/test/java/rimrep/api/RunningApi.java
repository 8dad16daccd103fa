package rimrep.api;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Both roles over real HTTP and a real database, empty before each test.
public final class RunningApi implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  public static final String TOKEN = "internal-token-of-the-tests";

  private final SharedPostgres postgres;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final UnaryOperator<ApiSettings> change;
  private final UnaryOperator<ApiSettings> internalChange;
  private int publicPort;
  private int internalPort;

  public RunningApi() {
    this(settings -> settings);
  }

  /// @param change of the public API's settings
  public RunningApi(UnaryOperator<ApiSettings> change) {
    this(change, settings -> settings);
  }

  /// @param change of the public API's settings
  /// @param internalChange of the internal one's
  public RunningApi(UnaryOperator<ApiSettings> change, UnaryOperator<ApiSettings> internalChange) {
    this(new SharedPostgres(), change, internalChange);
  }

  private RunningApi(
      SharedPostgres postgres,
      UnaryOperator<ApiSettings> change,
      UnaryOperator<ApiSettings> internalChange) {
    this.postgres = postgres;
    this.change = change;
    this.internalChange = internalChange;
  }

  /// Over a database that may be killed.
  static RunningApi overOwnPostgres() {
    return new RunningApi(SharedPostgres.own(), settings -> settings, settings -> settings);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    postgres.beforeAll(context);
    var database = StacDatabase.open(postgres.settings(), "paging key of the tests");
    open.add(database);
    var publicSettings = change.apply(ApiSettings.forPublic("/stac", "Test", "Made-up."));
    var publicServer =
        ApiServer.start("127.0.0.1", 0, database.publicApi(publicSettings), RunningApi::page);
    var internalServer =
        ApiServer.start(
            "127.0.0.1",
            0,
            database.internalApi(
                internalChange.apply(ApiSettings.forInternal(TOKEN, "Test", "Made-up."))),
            config -> {});
    open.addFirst(publicServer);
    open.addFirst(internalServer);
    publicPort = publicServer.port();
    internalPort = internalServer.port();
  }

  private static void page(JavalinConfig config) {
    config.routes.get("/", ctx -> ctx.html("<h1>page</h1>"));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    postgres.execute("truncate item, collection");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  public SharedPostgres postgres() {
    return postgres;
  }

  public String publicHost() {
    return "http://127.0.0.1:" + publicPort;
  }

  public String publicUrl() {
    return publicHost() + "/stac";
  }

  public String internalUrl() {
    return "http://127.0.0.1:" + internalPort;
  }

  public HttpResponse<String> get(String url, String... headers) {
    return send("GET", url, "", headers);
  }

  /// @param headers names and values in turn
  public HttpResponse<String> send(String method, String url, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// To the internal API, with its token.
  public HttpResponse<String> write(String method, String path, String body, String... headers) {
    var all = new ArrayList<String>(List.of("Authorization", "Bearer " + TOKEN));
    if (!body.isEmpty()) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    all.addAll(List.of(headers));
    return send(method, internalUrl() + path, body, all.toArray(String[]::new));
  }

  /// Stores a collection of this id.
  public void collection(String id) {
    must(201, write("POST", "/collections", Documents.collection(id)));
  }

  public void item(String item) {
    String collection = StacJson.parse(item).path("collection").asString();
    must(201, write("POST", "/collections/" + encode(collection) + "/items", item));
  }

  private static void must(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new AssertionError(response + ": " + response.body());
    }
  }

  /// Ids of all pages of the public search by GET.
  public List<String> search(String query) {
    return pages(publicUrl() + "/search?" + query);
  }

  /// Ids of the public search by POST, all pages.
  public List<String> searchByPost(String body) {
    var ids = new ArrayList<String>();
    String next = body;
    while (!next.isEmpty()) {
      var response = post(publicUrl() + "/search", next);
      must(200, response);
      ObjectNode page = StacJson.parse(response.body());
      page.path("features").forEach(f -> ids.add(f.path("id").asString()));
      next = "";
      for (JsonNode link : page.path("links")) {
        next = link.path("rel").asString().equals("next") ? link.path("body").toString() : next;
      }
    }
    return ids;
  }

  public HttpResponse<String> post(String url, String body) {
    return send("POST", url, body, "Content-Type", "application/json");
  }

  public List<String> pages(String url) {
    var ids = new ArrayList<String>();
    String next = url;
    while (!next.isEmpty()) {
      var response = get(next);
      must(200, response);
      ObjectNode page = StacJson.parse(response.body());
      page.path("features").forEach(f -> ids.add(f.path("id").asString()));
      next = link(page, "next");
    }
    return ids;
  }

  /// The href of a link, or empty.
  public static String link(JsonNode document, String relation) {
    for (JsonNode link : document.path("links")) {
      if (link.path("rel").asString().equals(relation)) {
        return link.path("href").asString();
      }
    }
    return "";
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
