package rimrep.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The process of [PagingStac]. Its tokens name a place, so they outlive the process.
public final class PagingStacMain {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 100;

  private final HttpServer server;
  private final int items;
  private final int collections;
  private final int diesAfter;
  private final int loses;
  private int given;

  private PagingStacMain(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    items = Integer.parseInt(args[1]);
    collections = Integer.parseInt(args[2]);
    diesAfter = fault(args, "dies-after=", Integer.MAX_VALUE);
    loses = fault(args, "loses=", 0);
    server.createContext("/", this::handle);
  }

  private static int fault(String[] args, String name, int otherwise) {
    return args.length > 3 && args[3].startsWith(name)
        ? Integer.parseInt(args[3].substring(name.length()))
        : otherwise;
  }

  public static void main(String[] args) throws IOException {
    var main = new PagingStacMain(args);
    main.server.start();
    System.out.println(main.base());
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode body = body(exchange);
    String path = exchange.getRequestURI().getPath();
    int status = 200;
    String answer;
    if (path.equals("/pages-given")) {
      answer = String.valueOf(given);
    } else if (path.equals("/collections")) {
      answer = list("collections", 0, collections, this::collection) + ",\"links\":[]}";
    } else if (path.matches("/collections/c\\d+/items")) {
      answer = page(path.split("/")[2], 0);
    } else if (body.path("token").asString("").matches("c\\d+:\\d+")) {
      String[] token = body.path("token").asString().split(":");
      answer = page(token[0], Integer.parseInt(token[1]));
    } else {
      status = 400;
      answer = "{\"code\":\"BadRequest\",\"description\":\"no such page\"}";
    }
    if (given > diesAfter) {
      Runtime.getRuntime().halt(1);
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    return sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
  }

  private String page(String collection, int from) {
    given++;
    int to = Math.min(items - loses, from + PAGE);
    String list = list("features", from, to, i -> item(collection, i));
    String head = list + ",\"numberMatched\":" + items + ",\"links\":[";
    if (to >= items - loses) {
      return head + "]}";
    }
    ObjectNode next = JSON.createObjectNode().put("rel", "next").put("href", base() + "/search");
    next.put("method", "POST").put("merge", true);
    next.putObject("body").put("token", collection + ":" + to);
    return head + next + "]}";
  }

  private interface Document {
    String of(int number);
  }

  private static String list(String member, int from, int to, Document document) {
    return IntStream.range(from, to)
        .mapToObj(document::of)
        .collect(Collectors.joining(",", "{\"" + member + "\":[", "]"));
  }

  private String collection(int number) {
    return ("{\"type\":\"Collection\",\"stac_version\":\"1.0.0\",\"id\":\"c%d\",\"description\":\"Made-up.\","
            + "\"license\":\"proprietary\",\"extent\":{\"spatial\":{\"bbox\":[[0,0,1,1]]},"
            + "\"temporal\":{\"interval\":[[\"2020-01-01T00:00:00Z\",null]]}},\"links\":[]}")
        .formatted(number);
  }

  private static String item(String collection, int number) {
    return ("{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"i%d\",\"collection\":\"%s\",\"bbox\":[1,1,1,1],"
            + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1.0,1]},\"assets\":{},\"links\":[],"
            + "\"properties\":{\"datetime\":\"2024-06-01T00:00:00Z\",\"rimrep:access\":\"public\"}}")
        .formatted(number, collection);
  }
}
