package rimrep.stac;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import rimrep.stac.StacExchange.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Speaks STAC API Transactions and reads over HTTP. A server without ETag or Location does, so a
/// stac-fastapi works too. Retries are the caller's business; [StacException.Unavailable] says when
/// they can help.
///
/// Thread-safe.
public final class StacClient {

  private static final String JSON = "application/json";
  private static final String GEOJSON = "application/geo+json";

  /// How often a write that others keep overtaking (404, then 409, then 404 ...) starts anew.
  private static final int ROUNDS = 5;

  private final StacExchange exchange;

  /// @param base landing page, `http://127.0.0.1:8081`, with or without a final slash
  /// @param bearerToken sent as `Authorization: Bearer`, if present
  /// @param timeout for connecting, and for each whole answer
  public StacClient(URI base, Optional<String> bearerToken, Duration timeout) {
    this.exchange = new StacExchange(base, bearerToken, timeout);
  }

  public Optional<Item> item(String collection, String id) {
    return get(itemPath(collection, id)).map(a -> new Item(a.json()));
  }

  public Optional<Collection> collection(String id) {
    return get(collectionPath(id)).map(a -> new Collection(a.json()));
  }

  /// Makes the server hold `item` in its collection, which must exist.
  public Written put(Item item) {
    String collection = item.collection();
    return put(
        item.json(),
        itemPath(collection, item.id()),
        collectionPath(collection) + "/items",
        GEOJSON);
  }

  /// Makes the server hold `collection`.
  public Written put(Collection collection) {
    return put(collection.json(), collectionPath(collection.id()), "/collections", JSON);
  }

  public Deleted deleteItem(String collection, String id) {
    return delete(itemPath(collection, id));
  }

  /// Most servers refuse while it still has items.
  public Deleted deleteCollection(String id) {
    return delete(collectionPath(id));
  }

  /// All items of a collection, page by page, in the server's order.
  public void forEachItem(String collection, Consumer<Item> consumer) {
    pages(
        collectionPath(collection) + "/items?limit=100",
        "features",
        node -> consumer.accept(new Item(node)));
  }

  public List<Item> items(String collection) {
    var items = new ArrayList<Item>();
    forEachItem(collection, items::add);
    return items;
  }

  /// How many items a collection has, counted page by page.
  long countItems(String collection) {
    long[] count = {0};
    pages(
        collectionPath(collection) + "/items?limit=10000&fields=id",
        "features",
        node -> count[0]++);
    return count[0];
  }

  public List<Collection> collections() {
    var collections = new ArrayList<Collection>();
    pages("/collections", "collections", node -> collections.add(new Collection(node)));
    return collections;
  }

  private void pages(String first, String member, Consumer<ObjectNode> consumer) {
    Optional<URI> next = Optional.of(exchange.resolve(first));
    while (next.isPresent()) {
      Answer answer = exchange.require(exchange.send("GET", next.get(), Optional.empty()), 200);
      ObjectNode page = answer.json();
      for (JsonNode node : page.path(member)) {
        if (node instanceof ObjectNode object) {
          consumer.accept(object);
        }
      }
      next = next(page);
    }
  }

  private Optional<URI> next(ObjectNode page) {
    for (JsonNode link : page.path("links")) {
      if (link.path("rel").asString("").equals("next")) {
        return Optional.of(exchange.resolveLink(link.path("href").asString("")));
      }
    }
    return Optional.empty();
  }

  private Written put(ObjectNode document, String path, String parent, String type) {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Answer> before = get(path);
      if (before.isPresent() && sameContent(before.get().json(), document)) {
        return new Written.Unchanged(before.get().etag());
      }
      Optional<Written> written =
          before.isPresent()
              ? replace(document, path, type, before.get().etag())
              : create(document, parent, type);
      if (written.isPresent()) {
        return written.get();
      }
    }
    throw new StacException.Unavailable(
        path + ": others created and deleted it " + ROUNDS + " times meanwhile; try again",
        Optional.empty());
  }

  /// Empty if it has gone meanwhile.
  private Optional<Written> replace(
      ObjectNode document, String path, String type, Optional<String> etagBefore) {
    Answer answer = exchange.send("PUT", exchange.resolve(path), Optional.of(body(document, type)));
    if (answer.status() == 404) {
      return Optional.empty();
    }
    Optional<String> etag = exchange.require(answer, 200, 201, 204).etag();
    boolean same = etag.isPresent() && etag.equals(etagBefore);
    return Optional.of(same ? new Written.Unchanged(etag) : new Written.Updated(etag));
  }

  /// Empty if somebody else created it meanwhile.
  private Optional<Written> create(ObjectNode document, String parent, String type) {
    Answer answer =
        exchange.send("POST", exchange.resolve(parent), Optional.of(body(document, type)));
    if (answer.status() == 409) {
      return Optional.empty();
    }
    return Optional.of(new Written.Created(exchange.require(answer, 200, 201).etag()));
  }

  private Deleted delete(String path) {
    Answer answer = exchange.send("DELETE", exchange.resolve(path), Optional.empty());
    if (answer.status() == 404) {
      return Deleted.ABSENT;
    }
    exchange.require(answer, 200, 202, 204);
    return Deleted.DELETED;
  }

  private Optional<Answer> get(String path) {
    Answer answer = exchange.send("GET", exchange.resolve(path), Optional.empty());
    return answer.status() == 404 ? Optional.empty() : Optional.of(exchange.require(answer, 200));
  }

  private static boolean sameContent(ObjectNode stored, ObjectNode ours) {
    return StacJson.write(GeneratedLinks.cut(stored))
        .equals(StacJson.write(GeneratedLinks.cut(ours)));
  }

  private static StacExchange.Body body(ObjectNode document, String type) {
    return new StacExchange.Body(StacJson.write(document), type);
  }

  private static String itemPath(String collection, String id) {
    return collectionPath(collection) + "/items/" + StacExchange.segment(id);
  }

  private static String collectionPath(String id) {
    return "/collections/" + StacExchange.segment(id);
  }
}
