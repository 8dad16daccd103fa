package rimrep.stac;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import rimrep.stac.StacExchange.Body;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Another STAC API, page by page. A `next` link may be a GET or, with a body, a POST.
record ApiSource(StacExchange exchange) implements StacSource {

  private static final int PAGE = 250;

  /// A page that can be asked for, now or in a later run.
  ///
  /// @param body of a POST
  record Ask(String method, URI uri, Optional<ObjectNode> body) {

    ObjectNode toJson() {
      ObjectNode json = StacJson.newObject().put("method", method).put("href", uri.toString());
      body.ifPresent(b -> json.set("body", b));
      return json;
    }

    static Ask fromJson(JsonNode json) {
      return new Ask(
          json.path("method").asString("GET"),
          URI.create(json.path("href").asString("")),
          Optional.ofNullable(json.get("body")).map(ObjectNode.class::cast));
    }
  }

  /// @param documents each as it is spelled
  /// @param next absent on the last page
  /// @param matched how many items there are on all pages, if the API says so
  record Page(List<String> documents, Optional<Ask> next, OptionalLong matched) {}

  @Override
  public void collections(Consumer<String> consumer) {
    Optional<Ask> ask = Optional.of(get("/collections"));
    while (ask.isPresent()) {
      Page page = page(ask.get(), "collections");
      page.documents().forEach(consumer);
      ask = page.next();
    }
  }

  @Override
  public void items(Consumer<String> consumer) {
    for (String id : ids()) {
      Optional<Ask> ask = Optional.of(itemsOf(id));
      while (ask.isPresent()) {
        Page page = items(ask.get());
        page.documents().forEach(consumer);
        ask = page.next();
      }
    }
  }

  /// The first page of a collection's items.
  Ask itemsOf(String collection) {
    return get("/collections/" + StacExchange.segment(collection) + "/items?limit=" + PAGE);
  }

  Page items(Ask ask) {
    return page(ask, "features");
  }

  private Ask get(String path) {
    return new Ask("GET", exchange.resolve(path), Optional.empty());
  }

  private List<String> ids() {
    var ids = new ArrayList<String>();
    collections(c -> ids.add(VerbatimJson.texts(c, Set.of("id")).getOrDefault("id", "")));
    return ids;
  }

  private Page page(Ask ask, String member) {
    Optional<Body> body = ask.body().map(b -> new Body(StacJson.write(b), "application/json"));
    String page = exchange.patient(ask.method(), ask.uri(), body, 200).text();
    return new Page(VerbatimJson.elements(page, member), next(page, ask), matched(page));
  }

  /// `numberMatched`, or as older servers say it, `context.matched`.
  private static OptionalLong matched(String page) {
    ObjectNode head = VerbatimJson.without(page, Set.of("features", "links"));
    JsonNode number = head.path("numberMatched");
    JsonNode older = head.path("context").path("matched");
    JsonNode said = number.isIntegralNumber() ? number : older;
    return said.isIntegralNumber() ? OptionalLong.of(said.asLong()) : OptionalLong.empty();
  }

  private Optional<Ask> next(String page, Ask before) {
    for (String text : VerbatimJson.elements(page, "links")) {
      ObjectNode link = StacJson.parse(text);
      if (link.path("rel").asString("").equals("next")) {
        String method = link.path("method").asString("GET");
        URI uri = exchange.resolveLink(link.path("href").asString(""));
        return Optional.of(new Ask(method, uri, body(link, before)));
      }
    }
    return Optional.empty();
  }

  private static Optional<ObjectNode> body(JsonNode link, Ask before) {
    if (!(link.get("body") instanceof ObjectNode body)) {
      return Optional.empty();
    }
    ObjectNode whole =
        link.path("merge").asBoolean(false)
            ? before.body().map(ObjectNode::deepCopy).orElseGet(StacJson::newObject)
            : StacJson.newObject();
    whole.setAll(body);
    return Optional.of(whole);
  }
}
