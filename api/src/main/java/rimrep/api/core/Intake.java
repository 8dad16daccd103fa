package rimrep.api.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rimrep.stac.Collection;
import rimrep.stac.GeneratedLinks;
import rimrep.stac.Item;
import rimrep.stac.Link;
import rimrep.stac.Problem;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import rimrep.stac.StacObject;
import rimrep.stac.StacValidator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns a document that somebody sent into one that can be stored. It is validated as readers will
/// see it, with our links in place of those it came with.
///
/// Thread-safe.
public final class Intake {

  private static final int MAX_ID = 512;

  private final StacValidator validator;

  public Intake(StacValidator validator) {
    this.validator = validator;
  }

  /// The items of an ItemCollection, or the one item that was sent.
  ///
  /// @param body UTF-8 JSON
  /// @throws InvalidRequest with all that is wrong in all of them
  public List<NewItem> items(byte[] body, Links links) {
    String sent = text(body);
    List<String> texts = FeatureList.split(sent).orElse(List.of(sent));
    var faults = new Faults();
    var items = new ArrayList<NewItem>();
    for (String text : texts) {
      faults.check(() -> item(text, links)).ifPresent(items::add);
    }
    faults.throwIfAny();
    return items;
  }

  /// @param body UTF-8 JSON
  /// @throws InvalidRequest with all that is wrong
  public NewItem item(byte[] body, Links links) {
    return item(text(body), links);
  }

  /// As [#item(byte[], Links)], from text.
  public NewItem item(String text, Links links) {
    Item given = parse(() -> Item.parse(text));
    ObjectNode parsed = given.json();
    boolean bare = parsed.get("links") == null;
    String sent = bare ? withNoLinks(text) : text;
    Item item = bare ? Item.parse(sent) : given;
    ObjectNode json = bare ? item.json() : parsed;
    checkId(item.id());
    String collection = parse(item::collection);
    validate(item, rendered(json, collectionLink(links, collection)));
    DocumentText document = DocumentText.of(sent);
    Access access = Access.ofItem(json);
    JsonNode properties = json.path("properties");
    Instant datetime = instant(properties, "datetime", "start_datetime");
    return new NewItem(
        collection,
        item.id(),
        document,
        document.etag(access.toString()),
        access,
        datetime,
        instant(properties, "start_datetime", "datetime"),
        instant(properties, "end_datetime", "datetime"),
        Footprint.of(json),
        SearchWords.comparable(properties),
        SearchWords.words(properties));
  }

  /// @param body UTF-8 JSON
  /// @throws InvalidRequest with all that is wrong
  public NewCollection collection(byte[] body, Links links) {
    return collection(text(body), links);
  }

  /// As [#collection(byte[], Links)], from text.
  public NewCollection collection(String text, Links links) {
    Collection given = parse(() -> Collection.parse(text));
    String sent = given.json().get("links") == null ? withNoLinks(text) : text;
    Collection collection = Collection.parse(sent);
    ObjectNode json = collection.json();
    checkId(collection.id());
    validate(collection, rendered(json, collectionLink(links, collection.id())));
    DocumentText document = DocumentText.of(sent);
    Access access = Access.ofCollection(json);
    return new NewCollection(
        collection.id(),
        document,
        document.etag(access.toString()),
        access,
        SearchWords.words(json));
  }

  /// Who has no links of their own may leave them out: readers get ours.
  private static String withNoLinks(String object) {
    return object.substring(0, object.lastIndexOf('}')) + ",\"links\":[]}";
  }

  /// Of our links the one whose presence is a rule; the others say nothing that can be wrong.
  private static ObjectNode collectionLink(Links links, String id) {
    return Link.of("collection", links.collectionUrl(id), Links.JSON).toJson();
  }

  /// With our link in place of the generated ones; shares all other members with `json`.
  private static ObjectNode rendered(ObjectNode json, ObjectNode ours) {
    if (!(json.get("links") instanceof ArrayNode links)) {
      return json;
    }
    ObjectNode rendered = StacJson.newObject();
    rendered.setAll(json);
    ArrayNode kept = rendered.putArray("links");
    for (JsonNode link : links) {
      if (!GeneratedLinks.isGenerated(link.path("rel").asString(""))) {
        kept.add(link);
      }
    }
    kept.add(ours);
    return rendered;
  }

  private void validate(StacObject object, ObjectNode rendered) {
    List<Problem> problems = validator.validate(object.label(), rendered);
    if (!problems.isEmpty()) {
      throw new InvalidRequest(
          problems.stream()
              .map(p -> new InvalidRequest.Fault(p.object() + ": " + p.pointer(), p.reason()))
              .toList());
    }
  }

  private static void checkId(String id) {
    if (id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidRequest(
          "/id", "is longer than " + MAX_ID + " characters or holds a control character");
    }
  }

  private static <T> T parse(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (StacFormatException e) {
      throw new InvalidRequest("body", e.getMessage());
    }
  }

  private static Instant instant(JsonNode properties, String first, String second) {
    String text =
        Optional.of(properties.path(first))
            .filter(JsonNode::isString)
            .orElse(properties.path(second))
            .asString("");
    return Instants.parse("/properties/" + first, text);
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRequest("body", "is not UTF-8");
    }
  }
}
