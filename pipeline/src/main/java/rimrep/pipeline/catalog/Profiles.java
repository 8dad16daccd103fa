package rimrep.pipeline.catalog;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;

/// Checks documents against our profiles and says in a person's words what is wrong. Nothing is
/// loaded from elsewhere.
final class Profiles {
  private final Map<Profile, Schema> schemas = new EnumMap<>(Profile.class);
  private final Map<Profile, JsonNode> texts = new EnumMap<>(Profile.class);

  Profiles() {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Profiles::textOf));
    for (Profile profile : Profile.values()) {
      schemas.put(profile, registry.getSchema(SchemaLocation.of(profile.address())));
      texts.put(profile, Json.mapper().readTree(profile.text()));
    }
  }

  private static @org.jspecify.annotations.Nullable String textOf(String address) {
    for (Profile profile : Profile.values()) {
      if (profile.address().equals(address)) {
        return profile.text();
      }
    }
    return null;
  }

  /// Adds a finding for each breach; true if there is none.
  boolean check(Document document, Profile profile, Findings findings) {
    List<Error> errors = schemaOf(profile).validate(document.root());
    for (Error error : errors) {
      if (!insideAlternative(error)) {
        report(document, profile, error, findings);
      }
    }
    return errors.isEmpty();
  }

  private Schema schemaOf(Profile profile) {
    return java.util.Objects.requireNonNull(schemas.get(profile));
  }

  /// What fails inside `oneOf`, `anyOf` or `not` is no fault by itself; the keyword reports it.
  private static boolean insideAlternative(Error error) {
    NodePath path = error.getEvaluationPath();
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      String name = path.getName(i);
      if (name.equals("oneOf") || name.equals("anyOf") || name.equals("not")) {
        return true;
      }
    }
    return false;
  }

  private void report(Document document, Profile profile, Error error, Findings findings) {
    String pointer = pointer(error.getInstanceLocation());
    JsonNode parent = parentSchema(profile, error);
    JsonNode value = document.get(pointer);
    switch (error.getKeyword()) {
      case "additionalProperties" -> unknownKey(document, pointer, error, parent, findings);
      case "required" -> {
        String missing = error.getProperty();
        findings.error(
            document, pointer, "no '" + missing + "'", expectedOf(parent, missing), "add it");
      }
      case "oneOf", "anyOf" ->
          alternatives(document, pointer, error.getKeyword(), parent, findings);
      case "not" ->
          findings.error(
              document, pointer, keysOf(value) + " together", "not all of them", "remove one");
      case "dependentSchemas", "if", "then", "else" ->
          findings.error(document, pointer, shown(value), error.getMessage(), "correct it");
      default -> plain(document, pointer, value, parent, error, findings);
    }
  }

  private static void plain(
      Document document,
      String pointer,
      JsonNode value,
      JsonNode parent,
      Error error,
      Findings findings) {
    if (parent.isBoolean() || error.getSchemaNode().isBoolean()) {
      findings.errorAtKey(
          document,
          pointer,
          "the key '" + last(pointer) + "'",
          "no such key beside the others here",
          "remove it");
      return;
    }
    String expected =
        parent.has("description") ? parent.get("description").asString() : error.getMessage();
    findings.error(document, pointer, named(pointer) + shown(value), expected, "correct the value");
  }

  private static void unknownKey(
      Document document, String pointer, Error error, JsonNode parent, Findings findings) {
    String name = error.getProperty();
    List<String> known = List.copyOf(parent.path("properties").propertyNames());
    String expected =
        known.isEmpty()
            ? "no key here"
            : "one of " + String.join(", ", known.stream().sorted().toList());
    findings.errorAtKey(
        document,
        Document.child(pointer, name),
        "unknown key '" + name + "'",
        expected,
        Suggestion.of(name, known, "remove it"));
  }

  private static void alternatives(
      Document document, String pointer, String keyword, JsonNode parent, Findings findings) {
    JsonNode value = document.get(pointer);
    List<String> names = new ArrayList<>();
    for (JsonNode branch : parent.path(keyword)) {
      branch.path("required").forEach(name -> names.add(name.asString()));
    }
    if (names.isEmpty()) {
      String expected =
          parent.has("description") ? parent.get("description").asString() : "another form";
      findings.error(
          document, pointer, named(pointer) + shown(value), expected, "correct the value");
      return;
    }
    List<String> present = names.stream().filter(value::has).toList();
    findings.error(
        document,
        pointer,
        present.isEmpty() ? "none of " + String.join(", ", names) : String.join(" and ", present),
        (keyword.equals("oneOf") ? "exactly one of " : "one of ") + String.join(", ", names),
        present.isEmpty() ? "add one" : "keep one");
  }

  private static String expectedOf(JsonNode parent, String name) {
    JsonNode description = parent.path("properties").path(name).path("description");
    return description.isString() ? description.stringValue() : "the key '" + name + "'";
  }

  /// The schema object that holds the keyword which failed.
  private JsonNode parentSchema(Profile profile, Error error) {
    String fragment = String.valueOf(error.getSchemaLocation().getFragment());
    int end = fragment.lastIndexOf('/');
    JsonNode root = java.util.Objects.requireNonNull(texts.get(profile));
    return end < 0 ? root : root.at(fragment.substring(0, end));
  }

  private static String pointer(NodePath path) {
    String pointer = "";
    for (int i = 0; i < path.getNameCount(); i++) {
      pointer = Document.child(pointer, String.valueOf(path.getElement(i)));
    }
    return pointer;
  }

  private static String last(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  private static String named(String pointer) {
    return pointer.isEmpty() ? "" : pointer + " is ";
  }

  private static String keysOf(JsonNode value) {
    return value.propertyNames().stream().collect(Collectors.joining(", "));
  }

  private static String shown(JsonNode value) {
    String text =
        switch (value.getNodeType()) {
          case OBJECT -> "an object";
          case ARRAY -> "a list of " + value.size();
          case STRING -> "'" + value.stringValue() + "'";
          case NULL -> "null";
          case MISSING -> "absent";
          case BOOLEAN, NUMBER, BINARY, POJO -> value.asString();
        };
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
