package rimrep.pipeline.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks `gridschema.json` and `tableschema.json` beyond what a JSON Schema can say: names used
/// twice, unknown dimensions, roles that do not fit together, units outside the vocabulary.
final class SchemaCheck {
  private final Document schema;
  private final Vocabularies vocabularies;
  private final Findings findings;

  SchemaCheck(Document schema, Vocabularies vocabularies, Findings findings) {
    this.schema = schema;
    this.vocabularies = vocabularies;
    this.findings = findings;
  }

  void grid() {
    Set<String> dimensions = uniqueNames("/dimensions", "dimension");
    uniqueNames("/variables", "variable");
    onlyOneOf("/dimensions", "axis");
    long temporal =
        stream("/dimensions").filter(d -> d.path("type").asString("").equals("temporal")).count();
    if (temporal > 1) {
      findings.error(
          schema, "/dimensions", temporal + " temporal dimensions", "one at most", "remove one");
    }
    units("/dimensions");
    units("/variables");
    JsonNode variables = schema.get("/variables");
    for (int i = 0; i < variables.size(); i++) {
      JsonNode used = variables.get(i).path("dimensions");
      Set<String> seen = new HashSet<>();
      for (int j = 0; j < used.size(); j++) {
        String name = used.get(j).asString("");
        String pointer = "/variables/" + i + "/dimensions/" + j;
        if (!dimensions.contains(name)) {
          findings.error(
              schema,
              pointer,
              "unknown dimension '" + name + "'",
              "one of " + String.join(", ", dimensions.stream().sorted().toList()),
              Suggestion.of(name, dimensions, "declare it under dimensions"));
        } else if (!seen.add(name)) {
          findings.error(
              schema, pointer, "dimension '" + name + "' twice", "each once", "remove one");
        }
      }
    }
  }

  void table() {
    Set<String> fields = uniqueNames("/fields", "field");
    for (String role : List.of("x", "y", "z", "t", "geometry", "id")) {
      once(role);
    }
    boolean x = hasRole("x");
    boolean y = hasRole("y");
    if (x != y) {
      findings.error(
          schema,
          "/fields",
          "a field of role " + (x ? "x" : "y") + " alone",
          "roles x and y together",
          "give the other field its role");
    }
    units("/fields");
    for (int i = 0; i < schema.get("/fields").size(); i++) {
      roleFitsType(i);
    }
    JsonNode key = schema.get("/primaryKey");
    for (int i = 0; i < key.size(); i++) {
      String name = key.get(i).asString("");
      if (!fields.contains(name)) {
        findings.error(
            schema,
            "/primaryKey/" + i,
            "unknown field '" + name + "'",
            "a field of this schema",
            Suggestion.of(name, fields, "declare it under fields"));
      }
    }
  }

  private void roleFitsType(int index) {
    JsonNode field = schema.get("/fields/" + index);
    String type = field.path("type").asString("");
    String role = field.path("role").asString("");
    String expected =
        switch (role) {
          case "x", "y" -> type.equals("number") ? "" : "a number";
          case "z" -> type.equals("number") || type.equals("integer") ? "" : "a number";
          case "t" -> type.equals("datetime") || type.equals("date") ? "" : "a datetime";
          case "geometry" -> type.equals("geojson") || type.equals("geometry") ? "" : "a geometry";
          default -> "";
        };
    if (!expected.isEmpty()) {
      findings.error(
          schema,
          "/fields/" + index + "/type",
          "type " + type + " with role " + role,
          expected,
          "correct type or role");
    }
  }

  private boolean hasRole(String role) {
    return stream("/fields").anyMatch(f -> f.path("role").asString("").equals(role));
  }

  private void once(String role) {
    JsonNode fields = schema.get("/fields");
    boolean seen = false;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).path("role").asString("").equals(role)) {
        if (seen) {
          findings.error(
              schema,
              "/fields/" + i + "/role",
              "a second field of role " + role,
              "one at most",
              "remove the role of one");
        }
        seen = true;
      }
    }
  }

  private void onlyOneOf(String list, String member) {
    Map<String, Integer> seen = new HashMap<>();
    JsonNode items = schema.get(list);
    for (int i = 0; i < items.size(); i++) {
      String value = items.get(i).path(member).asString("");
      if (!value.isEmpty() && seen.putIfAbsent(value, i) != null) {
        findings.error(
            schema,
            list + "/" + i + "/" + member,
            "a second dimension of axis " + value,
            "one at most",
            "correct one of them");
      }
    }
  }

  private Set<String> uniqueNames(String list, String kind) {
    Set<String> names = new HashSet<>();
    JsonNode items = schema.get(list);
    for (int i = 0; i < items.size(); i++) {
      String name = items.get(i).path("name").asString("");
      if (!name.isEmpty() && !names.add(name)) {
        findings.error(
            schema,
            list + "/" + i + "/name",
            kind + " '" + name + "' a second time",
            "each name once",
            "remove or rename one");
      }
    }
    return names;
  }

  private void units(String list) {
    JsonNode items = schema.get(list);
    for (int i = 0; i < items.size(); i++) {
      JsonNode unit = items.get(i).path("unit");
      if (unit.isString()) {
        vocabularies.require(
            "units", unit.stringValue(), schema, list + "/" + i + "/unit", findings);
      }
    }
  }

  private java.util.stream.Stream<JsonNode> stream(String pointer) {
    return schema.get(pointer).valueStream();
  }
}
