package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.stac.CatalogueExport;
import rimrep.stac.CatalogueImport;
import rimrep.stac.CatalogueImport.Count;
import rimrep.stac.StacException;
import rimrep.stac.StacSource;
import rimrep.testing.PagingStac;

/// Whole catalogues go out and come in again, byte for byte.
class TransferTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> IDS = List.of("a", "b/c", "ü %", "..", "x,y:z", "A");
  private static final int MANY = 600;
  private static final int ITEMS_THERE = 1_400;

  @TempDir Path folder;

  private static StacSource api() {
    return StacSource.of(API.internalUrl(), Optional.of(RunningApi.TOKEN), TIMEOUT);
  }

  private CatalogueImport.Report take(StacSource source) {
    var target =
        new CatalogueImport(URI.create(API.internalUrl()), Optional.of(RunningApi.TOKEN), TIMEOUT);
    return target.run(source, folder.resolve("journal/import.ndjson"));
  }

  @BeforeEach
  void catalogue() {
    for (String collection : List.of("demo", "odd/ü", "empty")) {
      API.collection(collection);
    }
    for (String id : IDS) {
      String item = Documents.text(Documents.point(id, 1, 1).put("collection", "odd/ü"));
      API.item(
          item.replace("\"properties\":{", "\"n\":1e3,\"m\":1.00,\"properties\":{\"z\":null,"));
    }
    String lines =
        IntStream.range(0, MANY)
            .mapToObj(i -> Documents.text(Documents.point("i" + i, 1, 1)))
            .collect(Collectors.joining("\n"));
    API.send(
        "POST",
        API.internalUrl() + "/collections/demo/bulk_items?mode=insert",
        lines,
        "Authorization",
        "Bearer " + RunningApi.TOKEN,
        "Content-Type",
        "application/x-ndjson");
  }

  /// All rows as they are stored.
  private static String stored() {
    return API.postgres()
        .query(
            "select (select string_agg(id || etag || doc, e'\\n' order by id) from collection)"
                + " || (select string_agg(collection || id || etag || doc, e'\\n' order by"
                + " collection, id) from item)");
  }

  @Test
  void aFileOfLinesHoldsEverything() {
    String before = stored();
    Path file = folder.resolve("all.ndjson");
    Map<String, Long> written = CatalogueExport.toLines(api(), file);
    assertThat(written)
        .isEqualTo(Map.of("demo", (long) MANY, "odd/ü", (long) IDS.size(), "empty", 0L));
    API.postgres().execute("truncate item, collection");
    CatalogueImport.Report report = take(StacSource.of(file.toString(), Optional.empty(), TIMEOUT));
    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.counts().get("demo")).isEqualTo(new Count(MANY, MANY, MANY));
    assertThat(stored()).isEqualTo(before);
    assertThat(take(StacSource.of(file.toString(), Optional.empty(), TIMEOUT)).isComplete())
        .as("again")
        .isTrue();
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aStaticCatalogueHoldsEverythingAndItsLinksResolve() throws IOException {
    String before = stored();
    CatalogueExport.toFolder(api(), folder);
    assertThat(folder.resolve("catalog.json"))
        .content()
        .contains("./odd%252F%25C3%25BC/collection.json");
    assertThat(folder.resolve("odd%2F%C3%BC/items/%2E%2E.json")).exists();
    API.postgres().execute("truncate item, collection");
    assertThat(take(StacSource.of(folder.toString(), Optional.empty(), TIMEOUT)).isComplete())
        .isTrue();
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void tellsWhatIsMissingAndWhatIsTooMuch() throws IOException {
    Path file = folder.resolve("part.ndjson");
    String good = Documents.text(Documents.point("new", 1, 1));
    String bad = Documents.text(Documents.point("bad", 1, 1)).replace("\"bbox\"", "\"box\"");
    String lost = Documents.text(Documents.point("lost", 1, 1).put("collection", "nowhere"));
    Files.writeString(file, good + "\n" + bad + "\n" + lost + "\n");
    CatalogueImport.Report report = take(StacSource.of(file.toString(), Optional.empty(), TIMEOUT));
    assertThat(report.isComplete()).isFalse();
    assertThat(report.reasons())
        .anyMatch(r -> r.contains("bbox"))
        .anyMatch(r -> r.contains("nowhere"));
    assertThat(report.counts())
        .containsEntry("demo", new Count(2, 1, MANY + 1L))
        .containsEntry("nowhere", new Count(1, 0, 0));
  }

  /// Another STAC API: pages of collections by GET, of items by POST.
  @Test
  void takesFromAnotherApiPageByPage() throws IOException {
    API.postgres().execute("truncate item, collection");
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String base = "http://127.0.0.1:" + other.getAddress().getPort();
    var pages = new TreeMap<String, String>();
    pages.put(
        "GET /collections",
        page("collections", Documents.collection("a"), link(base + "/collections?token=2", "")));
    pages.put("GET /collections?token=2", page("collections", Documents.collection("b"), ""));
    String post = "\"method\":\"POST\",\"merge\":true,\"body\":{\"token\":";
    pages.put(
        "GET /collections/a/items?limit=250",
        page("features", item("1", "a"), link(base + "/search", post + "\"2\",\"limit\":1}")));
    pages.put(
        "POST /search {\"token\":\"2\",\"limit\":1}",
        page("features", item("2", "a"), link(base + "/search", post + "\"3\"}")));
    pages.put("POST /search {\"token\":\"3\",\"limit\":1}", page("features", item("3", "a"), ""));
    pages.put("GET /collections/b/items?limit=250", page("features", item("4", "b"), ""));
    other.createContext("/", exchange -> answer(exchange, pages));
    other.start();
    try {
      CatalogueImport.Report report = take(StacSource.of(base, Optional.empty(), TIMEOUT));
      assertThat(report.isComplete()).as(report.toString()).isTrue();
      assertThat(API.search("limit=10&sortby=id")).containsExactly("1", "2", "3", "4");
    } finally {
      other.stop(0);
    }
  }

  /// A server in its own process pages by POST with tokens and dies half way. The import breaks
  /// off; run again, it asks only for the pages that were not taken.
  @Test
  void goesOnInsideThePagesOfAnApiThatDiedHalfWay() throws IOException {
    API.postgres().execute("truncate item, collection");
    System.setProperty("rimrep.hurry", "1000");
    int port;
    try (PagingStac dying = PagingStac.start(0, ITEMS_THERE, 2, "dies-after=25")) {
      port = dying.port();
      StacSource source = StacSource.of(dying.base().toString(), Optional.empty(), TIMEOUT);
      assertThatThrownBy(() -> take(source)).isInstanceOf(StacException.Unavailable.class);
    } finally {
      System.clearProperty("rimrep.hurry");
    }
    assertThat(folder.resolve("journal/import.ndjson")).exists();
    try (PagingStac again = PagingStac.start(port, ITEMS_THERE, 2, "")) {
      CatalogueImport.Report report =
          take(StacSource.of(again.base().toString(), Optional.empty(), TIMEOUT));
      assertThat(report.isComplete()).as(report.toString()).isTrue();
      assertThat(report.counts())
          .isEqualTo(
              Map.of(
                  "c0", new Count(ITEMS_THERE, ITEMS_THERE, ITEMS_THERE),
                  "c1", new Count(ITEMS_THERE, ITEMS_THERE, ITEMS_THERE)));
      // five hundred items are stored at a time: of c1 ten pages of fourteen had been
      assertThat(again.pagesGiven()).isEqualTo(4);
    }
    assertThat(folder.resolve("journal/import.ndjson")).doesNotExist();
  }

  @Test
  void beginsACollectionAnewWhoseTokenIsStaleAndTellsOfPagesThatLoseItems() throws IOException {
    API.postgres().execute("truncate item, collection");
    Path journal = folder.resolve("journal/import.ndjson");
    try (PagingStac other = PagingStac.start(0, 150, 1, "loses=1")) {
      Files.createDirectories(journal.getParent());
      Files.writeString(
          journal,
          "{\"collection\":\"c0\",\"read\":7,\"taken\":7,\"next\":{\"method\":\"POST\",\"href\":\""
              + other.base()
              + "/search\",\"body\":{\"token\":\"old\"}}}\n{\"collection\":\"c0\",\"re");
      CatalogueImport.Report report =
          take(StacSource.of(other.base().toString(), Optional.empty(), TIMEOUT));
      assertThat(report.counts()).containsEntry("c0", new Count(149, 149, 149));
      assertThat(report.reasons())
          .containsExactly("collection c0: the source counts 150 items, but its pages hold 149");
    }
  }

  private static void answer(HttpExchange exchange, Map<String, String> pages) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String key = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String page = pages.get(body.isEmpty() ? key : key + " " + body);
      byte[] bytes = String.valueOf(page).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(page == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String item(String id, String collection) {
    return Documents.text(Documents.point(id, 1, 1).put("collection", collection));
  }

  private static String page(String member, String document, String link) {
    return "{\"" + member + "\":[" + document + "],\"links\":[" + link + "]}";
  }

  private static String link(String href, String more) {
    return "{\"rel\":\"next\",\"href\":\"" + href + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
  }
}
