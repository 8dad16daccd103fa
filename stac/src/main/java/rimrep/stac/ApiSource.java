package rimrep.stac;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import rimrep.stac.StacExchange.Body;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Another STAC API, page by page. A `next` link may be a GET or, with a body, a POST.
record ApiSource(StacExchange exchange) implements StacSource {

  private static final int PAGE = 250;

  private record Ask(String method, URI uri, Optional<ObjectNode> body) {}

  @Override
  public void collections(Consumer<String> consumer) {
    pages("/collections", "collections", consumer);
  }

  @Override
  public void items(Consumer<String> consumer) {
    for (String id : ids()) {
      String path = "/collections/" + StacExchange.segment(id) + "/items?limit=" + PAGE;
      pages(path, "features", consumer);
    }
  }

  private List<String> ids() {
    var ids = new ArrayList<String>();
    collections(c -> ids.add(VerbatimJson.texts(c, Set.of("id")).getOrDefault("id", "")));
    return ids;
  }

  private void pages(String first, String member, Consumer<String> consumer) {
    Optional<Ask> ask = Optional.of(new Ask("GET", exchange.resolve(first), Optional.empty()));
    while (ask.isPresent()) {
      Ask now = ask.get();
      Optional<Body> body = now.body().map(b -> new Body(StacJson.write(b), "application/json"));
      String page = exchange.patient(now.method(), now.uri(), body, 200).text();
      VerbatimJson.elements(page, member).forEach(consumer);
      ask = next(page, now);
    }
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
