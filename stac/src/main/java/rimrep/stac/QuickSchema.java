package rimrep.stac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Our own schemas as compiled tests that tell in microseconds that a document is right. They know
/// the keywords that our schemas use, and three answers: a document is valid only if the answer is
/// [Truth#YES]; after any other the full validator speaks, which also has the messages.
///
/// Every doubt (odd spellings of dates and URLs, numbers such as `1.0` where an integer is asked,
/// unknown keywords) is [Truth#UNSURE], so that a YES is always the full validator's too.
///
/// Thread-safe.
final class QuickSchema {

  enum Truth {
    YES,
    NO,
    UNSURE;

    static Truth of(boolean value) {
      return value ? YES : NO;
    }

    Truth and(Truth other) {
      if (this == NO || other == NO) {
        return NO;
      }
      return this == YES ? other : UNSURE;
    }

    Truth not() {
      return switch (this) {
        case YES -> NO;
        case NO -> YES;
        case UNSURE -> UNSURE;
      };
    }
  }

  interface Test {
    Truth of(JsonNode value);
  }

  private static final Set<String> SILENT =
      Set.of("$schema", "$id", "$defs", "title", "description", "then", "else");
  private static final int REFERENCES = 64;

  private final Map<String, JsonNode> documents = new HashMap<>();
  private final Map<String, Test> compiled = new HashMap<>(REFERENCES);

  /// @param schemas texts by `$id`
  QuickSchema(Map<String, String> schemas) {
    schemas.forEach((id, text) -> documents.put(id, StacJson.parse(text)));
    schemas.keySet().forEach(id -> resolve(id, id));
  }

  /// Whether the schema surely has nothing to say against `value`.
  boolean accepts(String id, JsonNode value) {
    Test test = compiled.get(id);
    return test != null && test.of(value) == Truth.YES;
  }

  private Test resolve(String reference, String base) {
    String full = reference.startsWith("#") ? base + reference : reference;
    if (!compiled.containsKey(full)) {
      // a schema may name itself: the name is there before its test is
      compiled.put(full, value -> compiled.getOrDefault(full, v -> Truth.UNSURE).of(value));
      int hash = full.indexOf('#');
      String id = hash < 0 ? full : full.substring(0, hash);
      JsonNode document = documents.get(id);
      JsonNode node =
          document == null || hash < 0 ? document : document.at(full.substring(hash + 1));
      compiled.put(full, node == null ? value -> Truth.UNSURE : compile(node, id));
    }
    return value -> compiled.getOrDefault(full, v -> Truth.UNSURE).of(value);
  }

  private Test compile(JsonNode schema, String base) {
    if (schema.isBoolean()) {
      Truth constant = Truth.of(schema.booleanValue());
      return value -> constant;
    }
    if (!(schema instanceof ObjectNode object)) {
      return value -> Truth.UNSURE;
    }
    var tests = new ArrayList<Test>();
    for (var keyword : object.properties()) {
      if (!SILENT.contains(keyword.getKey())) {
        tests.add(keyword(keyword.getKey(), keyword.getValue(), object, base));
      }
    }
    return all(tests);
  }

  private Test keyword(String name, JsonNode operand, ObjectNode schema, String base) {
    return switch (name) {
      case "$ref" -> resolve(operand.asString(), base);
      case "allOf" -> all(each(operand, base));
      case "anyOf" -> any(each(operand, base));
      case "not" -> {
        Test inner = compile(operand, base);
        yield value -> inner.of(value).not();
      }
      case "if" -> conditional(schema, base);
      case "properties" -> properties(operand, base);
      case "additionalProperties" -> additional(schema, base);
      case "items" -> {
        Test inner = compile(operand, base);
        yield value -> value.isArray() ? every(value, inner) : Truth.YES;
      }
      case "contains" -> {
        Test inner = compile(operand, base);
        yield value -> value.isArray() ? some(value, inner) : Truth.YES;
      }
      default -> QuickKeywords.of(name, operand);
    };
  }

  private List<Test> each(JsonNode schemas, String base) {
    return schemas.valueStream().map(s -> compile(s, base)).toList();
  }

  private static Test all(List<Test> tests) {
    Test[] array = tests.toArray(Test[]::new);
    return value -> {
      Truth truth = Truth.YES;
      for (Test test : array) {
        truth = truth.and(test.of(value));
        if (truth == Truth.NO) {
          return truth;
        }
      }
      return truth;
    };
  }

  private static Test any(List<Test> tests) {
    return value -> {
      Truth truth = Truth.NO;
      for (Test test : tests) {
        Truth one = test.of(value);
        if (one == Truth.YES) {
          return one;
        }
        truth = one == Truth.UNSURE ? one : truth;
      }
      return truth;
    };
  }

  private Test conditional(ObjectNode schema, String base) {
    Test condition = compile(schema.path("if"), base);
    Test then = schema.has("then") ? compile(schema.path("then"), base) : value -> Truth.YES;
    Test otherwise = schema.has("else") ? compile(schema.path("else"), base) : value -> Truth.YES;
    return value ->
        switch (condition.of(value)) {
          case YES -> then.of(value);
          case NO -> otherwise.of(value);
          case UNSURE -> Truth.UNSURE;
        };
  }

  private record Member(String name, Test test) {}

  private Test properties(JsonNode operand, String base) {
    Member[] members =
        operand.properties().stream()
            .map(e -> new Member(e.getKey(), compile(e.getValue(), base)))
            .toArray(Member[]::new);
    return value -> {
      Truth truth = Truth.YES;
      if (!value.isObject()) {
        return truth;
      }
      for (Member member : members) {
        @Nullable JsonNode child = value.get(member.name());
        truth = child == null ? truth : truth.and(member.test().of(child));
      }
      return truth;
    };
  }

  private Test additional(ObjectNode schema, String base) {
    Test inner = compile(schema.path("additionalProperties"), base);
    var named = new HashSet<String>();
    schema.path("properties").propertyNames().forEach(named::add);
    return value -> {
      Truth truth = Truth.YES;
      if (value.isObject()) {
        for (var member : value.properties()) {
          truth = named.contains(member.getKey()) ? truth : truth.and(inner.of(member.getValue()));
        }
      }
      return truth;
    };
  }

  private static Truth every(JsonNode array, Test test) {
    Truth truth = Truth.YES;
    for (int i = 0; i < array.size() && truth != Truth.NO; i++) {
      truth = truth.and(test.of(array.get(i)));
    }
    return truth;
  }

  private static Truth some(JsonNode array, Test test) {
    Truth truth = Truth.NO;
    for (int i = 0; i < array.size(); i++) {
      Truth one = test.of(array.get(i));
      if (one == Truth.YES) {
        return one;
      }
      truth = one == Truth.UNSURE ? one : truth;
    }
    return truth;
  }
}
