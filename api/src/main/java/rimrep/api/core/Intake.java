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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns a document that somebody sent into one that can be stored. It is validated as readers will
/// see it, with our links in place of those it came with.
///
/// Thread-safe.
public final class Intake {

  private static final int MAX_ID = 512;

  /// Bytes of what stands in the indexes together.
  private static final int MAX_KEYS = 2_300;

  /// What an index needs for a role beside its text.
  private static final int ROLE_BYTES = 8;

  /// Characters that free text looks at: PostgreSQL takes a megabyte of them.
  private static final int MAX_WORDS = 250_000;

  private final StacValidator validator;

  public Intake(StacValidator validator) {
    this.validator = validator;
  }

  /// What a client sent to be created.
  ///
  /// @param together as an ItemCollection, of which all or none are created
  public record Sent(List<NewItem> items, boolean together) {
    public Sent {
      items = List.copyOf(items);
    }
  }

  /// The items of an ItemCollection, or the one item that was sent.
  ///
  /// @param body UTF-8 JSON
  /// @param collection of those that name none (STAC Transaction: filled in from the URI)
  /// @throws InvalidRequest with all that is wrong in all of them
  public Sent items(byte[] body, Links links, String collection) {
    String sent = text(body);
    Optional<List<String>> list = FeatureList.split(sent);
    var faults = new Faults();
    var items = new ArrayList<NewItem>();
    for (String text : list.orElse(List.of(sent))) {
      faults
          .check(
              () -> item(text, links, List.of(Absent.text("collection", collection), Absent.LINKS)))
          .ifPresent(items::add);
    }
    faults.throwIfAny();
    return new Sent(items, list.isPresent());
  }

  /// @param body UTF-8 JSON
  /// @param collection if the item names none
  /// @throws InvalidRequest with all that is wrong
  public NewItem item(byte[] body, Links links, String collection) {
    return item(text(body), links, List.of(Absent.text("collection", collection), Absent.LINKS));
  }

  /// As [#item(byte[], Links, String)].
  ///
  /// @param id if the item has none
  public NewItem item(byte[] body, Links links, String collection, String id) {
    return item(
        text(body),
        links,
        List.of(Absent.text("collection", collection), Absent.text("id", id), Absent.LINKS));
  }

  /// As [#item(byte[], Links, String)], from text that is complete but for links.
  ///
  /// @throws InvalidRequest with all that is wrong
  public NewItem item(String text, Links links) {
    return item(text, links, List.of(Absent.LINKS));
  }

  private NewItem item(String text, Links links, List<Absent> absent) {
    ObjectNode json = parse(() -> StacJson.parse(text));
    String sent = completed(text, json, absent);
    Item item = parse(() -> new Item(json));
    checkId(item.id());
    String collection = parse(item::collection);
    validate(item, rendered(json, collectionLink(links, collection)));
    DocumentText document = DocumentText.of(sent);
    Access access = Access.ofItem(json);
    checkKeys(collection, item.id(), access);
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
        words(properties));
  }

  /// A member that a sender may leave out, with what it is then.
  private record Absent(String name, JsonNode value) {

    /// Who has no links of their own may leave them out: readers get ours.
    static final Absent LINKS = new Absent("links", JsonNodeFactory.instance.arrayNode());

    static Absent text(String name, String value) {
      return new Absent(name, JsonNodeFactory.instance.stringNode(value));
    }
  }

  /// The text with the members that `json` lacks at its end; adds them to `json` too.
  private static String completed(String text, ObjectNode json, List<Absent> absent) {
    var more = new StringBuilder();
    for (Absent member : absent) {
      if (!json.has(member.name())) {
        json.set(member.name(), member.value());
        more.append(",\"").append(member.name()).append("\":");
        more.append(StacJson.write(member.value()));
      }
    }
    return more.isEmpty() ? text : text.substring(0, text.lastIndexOf('}')) + more + "}";
  }

  /// @param body UTF-8 JSON
  /// @throws InvalidRequest with all that is wrong
  public NewCollection collection(byte[] body, Links links) {
    return collection(text(body), links);
  }

  /// As [#collection(byte[], Links)], from text.
  public NewCollection collection(String text, Links links) {
    ObjectNode json = parse(() -> StacJson.parse(text));
    String sent = completed(text, json, List.of(Absent.LINKS));
    Collection collection = parse(() -> new Collection(json));
    checkId(collection.id());
    validate(collection, rendered(json, collectionLink(links, collection.id())));
    DocumentText document = DocumentText.of(sent);
    Access access = Access.ofCollection(json);
    checkKeys("", collection.id(), access);
    return new NewCollection(
        collection.id(),
        document,
        document.etag(access.toString()),
        access,
        Extent.of(json),
        words(json));
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

  /// Together they are in the indexes, whose rows have a size.
  private static void checkKeys(String collection, String id, Access access) {
    int bytes = utf8(collection) + utf8(id);
    for (String role : access.roles()) {
      bytes += utf8(role) + ROLE_BYTES;
    }
    if (bytes > MAX_KEYS) {
      throw new InvalidRequest(
          "/id",
          "and collection and rimrep:roles have "
              + bytes
              + " bytes; expected "
              + MAX_KEYS
              + " at most");
    }
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String words(JsonNode fields) {
    String words = SearchWords.words(fields);
    if (words.length() > MAX_WORDS) {
      throw new InvalidRequest(
          "/description",
          "and title, keywords, themes and rimrep:variables have "
              + words.length()
              + " characters; expected "
              + MAX_WORDS
              + " at most");
    }
    return words;
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
