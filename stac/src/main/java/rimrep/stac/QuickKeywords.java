package rimrep.stac;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import rimrep.stac.QuickSchema.Test;
import rimrep.stac.QuickSchema.Truth;
import tools.jackson.databind.JsonNode;

/// The keywords of [QuickSchema] that hold no further schema.
final class QuickKeywords {

  private static final String SEGMENTS = "[A-Za-z0-9._~/-]*+";

  /// Plain absolute URLs; all others are left to the full validator.
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "[a-z][a-z0-9]*+://[A-Za-z0-9][A-Za-z0-9.-]*+(?::[0-9]{1,5})?(?:/"
              + SEGMENTS
              + ")?(?:\\?[A-Za-z0-9._~=&-]*+)?");

  private static final Pattern RELATIVE =
      Pattern.compile("(?:\\.{1,2}/|/(?!/))?[A-Za-z0-9_-][A-Za-z0-9._~-]*+(?:/" + SEGMENTS + ")?");

  private static final Pattern INSTANT =
      Pattern.compile(
          "[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
              + "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
              + "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?Z");

  private QuickKeywords() {}

  static Test of(String name, JsonNode operand) {
    return switch (name) {
      case "type" -> type(operand);
      case "const" -> literal(List.of(operand));
      case "enum" -> literal(operand.valueStream().toList());
      case "required" -> required(operand);
      case "dependentRequired" -> dependent(operand);
      case "pattern" -> pattern(Pattern.compile(operand.asString()));
      case "format" -> format(operand.asString());
      case "minLength" -> {
        int least = operand.asInt();
        yield v ->
            Truth.of(
                !v.isString() || v.asString().codePointCount(0, v.asString().length()) >= least);
      }
      case "minItems" -> v -> Truth.of(!v.isArray() || v.size() >= operand.asInt());
      case "maxItems" -> v -> Truth.of(!v.isArray() || v.size() <= operand.asInt());
      case "minProperties" -> v -> Truth.of(!v.isObject() || v.size() >= operand.asInt());
      case "uniqueItems" -> QuickKeywords::unique;
      case "minimum" -> v -> Truth.of(!v.isNumber() || compare(v, operand) >= 0);
      case "maximum" -> v -> Truth.of(!v.isNumber() || compare(v, operand) <= 0);
      case "exclusiveMinimum" -> v -> Truth.of(!v.isNumber() || compare(v, operand) > 0);
      default -> v -> Truth.UNSURE;
    };
  }

  private static int compare(JsonNode value, JsonNode operand) {
    return value.decimalValue().compareTo(operand.decimalValue());
  }

  private static Test type(JsonNode operand) {
    if (operand.isArray()) {
      List<Test> tests = operand.valueStream().map(QuickKeywords::type).toList();
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
    return switch (operand.asString()) {
      case "object" -> v -> Truth.of(v.isObject());
      case "array" -> v -> Truth.of(v.isArray());
      case "string" -> v -> Truth.of(v.isString());
      case "number" -> v -> Truth.of(v.isNumber());
      case "boolean" -> v -> Truth.of(v.isBoolean());
      case "null" -> v -> Truth.of(v.isNull());
      case "integer" ->
          v -> v.isIntegralNumber() ? Truth.YES : v.isNumber() ? Truth.UNSURE : Truth.NO;
      default -> v -> Truth.UNSURE;
    };
  }

  /// Numbers are equal in more than one spelling: those are left to the full validator.
  private static Test literal(List<JsonNode> allowed) {
    return value -> {
      for (JsonNode one : allowed) {
        if (one.equals(value)) {
          return Truth.YES;
        }
      }
      return value.isString() || value.isNull() || value.isBoolean() ? Truth.NO : Truth.UNSURE;
    };
  }

  private static Test required(JsonNode operand) {
    List<String> names = operand.valueStream().map(JsonNode::asString).toList();
    return value -> {
      if (value.isObject()) {
        for (String name : names) {
          if (!value.has(name)) {
            return Truth.NO;
          }
        }
      }
      return Truth.YES;
    };
  }

  private static Test dependent(JsonNode operand) {
    return value -> {
      Truth truth = Truth.YES;
      for (var rule : operand.properties()) {
        if (value.isObject() && value.has(rule.getKey())) {
          for (JsonNode name : rule.getValue()) {
            truth = truth.and(Truth.of(value.has(name.asString())));
          }
        }
      }
      return truth;
    };
  }

  /// `$` also stands before a last line break, in some engines: such texts are in doubt.
  private static Test pattern(Pattern pattern) {
    return value ->
        !value.isString()
                || (isOneLine(value.asString()) && pattern.matcher(value.asString()).find())
            ? Truth.YES
            : Truth.UNSURE;
  }

  private static boolean isOneLine(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static Test format(String name) {
    return switch (name) {
      case "date-time" -> matches(INSTANT);
      case "iri", "uri" -> matches(ABSOLUTE);
      case "iri-reference" -> {
        Test absolute = matches(ABSOLUTE);
        Test relative = matches(RELATIVE);
        yield value -> absolute.of(value) == Truth.YES ? Truth.YES : relative.of(value);
      }
      default -> value -> value.isString() ? Truth.UNSURE : Truth.YES;
    };
  }

  private static Test matches(Pattern pattern) {
    return value ->
        !value.isString() || pattern.matcher(value.asString()).matches() ? Truth.YES : Truth.UNSURE;
  }

  private static Truth unique(JsonNode value) {
    if (!value.isArray() || value.size() < 2) {
      return Truth.YES;
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode one : value) {
      if (!one.isString() || !seen.add(one.asString())) {
        return Truth.UNSURE;
      }
    }
    return Truth.YES;
  }
}
