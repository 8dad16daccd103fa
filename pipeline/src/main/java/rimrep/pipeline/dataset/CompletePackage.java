package rimrep.pipeline.dataset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The complete `datapackage.json`: the document beside the data, from which alone all else that is
/// published can be made again.
///
/// Two are equal if their bytes are.
public final class CompletePackage {
  /// Version of this form; a newer one is refused, never rewritten.
  public static final int FORMAT = 1;

  static final String IRREGULAR = "irregular";

  private final ObjectNode document;

  /// Takes the node as its own.
  CompletePackage(ObjectNode document) {
    this.document = document;
  }

  /// @param location where the bytes are from, for the message
  /// @throws BadConfiguration if a newer version of this program wrote it
  /// @throws BadInput if it is no complete package, or was changed after it was made
  public static CompletePackage parse(byte[] bytes, String location) {
    ObjectNode node = read(bytes, location);
    int format = node.path("formatVersion").intValue(0);
    if (format > FORMAT) {
      throw new BadConfiguration(
          location,
          "format version " + format,
          "at most " + FORMAT,
          "use the newer version of rimrep that wrote it");
    }
    if (format < 1 || !node.path("digest").isString() || !node.path("completed").isString()) {
      throw incomplete(location, "no formatVersion, digest or completed", null);
    }
    if (!digestOf(node).equals(node.path("digest").stringValue())) {
      throw incomplete(location, "a digest that is not that of its content", null);
    }
    CompletePackage complete = new CompletePackage(node);
    complete.requireReadable(location);
    return complete;
  }

  private static ObjectNode read(byte[] bytes, String location) {
    try {
      if (Json.mapper().readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw incomplete(location, "JSON, but no object", null);
    } catch (JacksonException e) {
      throw incomplete(location, "no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void requireReadable(String location) {
    try {
      id();
      collection();
      kind();
      access();
      visibility();
      measured();
    } catch (IllegalArgumentException | JacksonException e) {
      throw incomplete(location, String.valueOf(e.getMessage()), e);
    }
  }

  private static BadInput incomplete(
      String location, String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new BadInput(
        new Problem(
            location,
            found,
            "a complete data package as rimrep writes it",
            "complete the dataset again: rimrep run"),
        cause);
  }

  /// Over all but what says when and by whom.
  static String digestOf(ObjectNode document) {
    ObjectNode copy = document.deepCopy();
    copy.remove(List.of("digest", "completed"));
    if (copy.path("measured") instanceof ObjectNode measured) {
      measured.remove(List.of("at", "by"));
    }
    return CanonicalJson.multihash(copy);
  }

  /// Canonical bytes, as they are stored.
  public byte[] bytes() {
    return CanonicalJson.bytes(document);
  }

  /// A copy.
  public ObjectNode document() {
    return document.deepCopy();
  }

  /// The member at the JSON Pointer, a missing node if there is none. To be read only.
  public JsonNode at(String pointer) {
    return document.at(pointer);
  }

  public Optional<String> text(String pointer) {
    return document.at(pointer).stringValueOpt();
  }

  /// The texts of a list, empty if it is absent.
  public List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    document.at(pointer).forEach(entry -> entry.stringValueOpt().ifPresent(texts::add));
    return texts;
  }

  public DatasetId id() {
    return new DatasetId(word("name"));
  }

  public CollectionId collection() {
    return new CollectionId(word("collection"));
  }

  public Kind kind() {
    String word = word("kind");
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind '" + word + "' is neither grid nor table");
  }

  public Access access() {
    return Access.of(word("access"));
  }

  /// Roles that may read a limited dataset.
  public List<String> roles() {
    return texts("/roles");
  }

  /// What others see of a limited dataset; empty for a public one.
  public Optional<Visibility> visibility() {
    return switch (access()) {
      case PUBLIC -> Optional.empty();
      case LIMITED ->
          Optional.of(Visibility.of(text("/visibility").orElse(Visibility.HIDDEN.word())));
    };
  }

  /// Whether it must not be seen by the public at all.
  public boolean isHidden() {
    return visibility().filter(v -> v == Visibility.HIDDEN).isPresent();
  }

  public String title() {
    return word("title");
  }

  public String description() {
    return word("description");
  }

  /// The grid schema or table schema.
  public JsonNode schema() {
    return switch (kind()) {
      case GRID -> document.at("/resolved/schema");
      case TABLE -> resource().path("schema");
    };
  }

  /// The resource `data`.
  public JsonNode resource() {
    for (JsonNode resource : document.path("resources")) {
      if ("data".equals(resource.path("name").stringValue(""))) {
        return resource;
      }
    }
    throw new IllegalArgumentException("no resource named data");
  }

  /// As measured, without the objects of a store of more than a thousand, which the package only
  /// counts.
  public Measured measured() {
    if (!(document.path("measured").deepCopy() instanceof ObjectNode copy)) {
      throw new IllegalArgumentException("no object /measured");
    }
    copy.remove("objectCount");
    if (!copy.has("objects")) {
      copy.putArray("objects");
    }
    if (copy.path("time") instanceof ObjectNode time && time.path("step").isNull()) {
      time.put("step", IRREGULAR);
    }
    return Json.mapper().treeToValue(copy, Measured.class);
  }

  public long objectCount() {
    return document.at("/measured/objectCount").longValue(0);
  }

  /// Multihash over all but digest, completed, measured.at and measured.by.
  public String digest() {
    return word("digest");
  }

  public Instant completed() {
    return Instant.parse(word("completed"));
  }

  private String word(String member) {
    return document
        .path(member)
        .stringValueOpt()
        .orElseThrow(() -> new IllegalArgumentException("no text /" + member));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompletePackage that
        && CanonicalJson.text(document).equals(CanonicalJson.text(that.document));
  }

  @Override
  public int hashCode() {
    return digest().hashCode();
  }

  @Override
  public String toString() {
    return "complete package " + document.path("name") + " " + document.path("digest");
  }
}
