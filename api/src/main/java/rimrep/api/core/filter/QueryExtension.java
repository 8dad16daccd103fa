package rimrep.api.core.filter;

import java.util.ArrayList;
import java.util.List;
import rimrep.api.core.Field;
import rimrep.api.core.InvalidRequest;
import tools.jackson.databind.JsonNode;

/// Reads the `query` of the STAC API query extension: `{"v": {"gte": 1, "lt": 5}}`, all ANDed.
public final class QueryExtension {

  private static final String PLACE = "query";

  private QueryExtension() {}

  /// @throws InvalidRequest naming the property and operator that is unknown or misused
  public static Expr parse(JsonNode query) {
    if (!query.isObject()) {
      throw new InvalidRequest(PLACE, "is no object; expected {\"property\": {\"eq\": 1}}");
    }
    var parts = new ArrayList<Expr>();
    for (var property : query.properties()) {
      if (!property.getValue().isObject()) {
        throw new InvalidRequest(
            PLACE + "/" + property.getKey(), "is no object; expected {\"eq\": ...} or the like");
      }
      for (var condition : property.getValue().properties()) {
        parts.add(condition(property.getKey(), condition.getKey(), condition.getValue()));
      }
    }
    return new Expr.And(parts);
  }

  private static Expr condition(String name, String op, JsonNode json) {
    String place = PLACE + "/" + name + "/" + op;
    Value field = Operators.property(name);
    return switch (op) {
      case "eq" -> equal(place, field, json);
      case "neq" -> new Expr.Not(equal(place, field, json));
      case "lt" -> new Expr.Compare(Expr.Comparison.LT, field, scalar(place, json));
      case "lte" -> new Expr.Compare(Expr.Comparison.LTE, field, scalar(place, json));
      case "gt" -> new Expr.Compare(Expr.Comparison.GT, field, scalar(place, json));
      case "gte" -> new Expr.Compare(Expr.Comparison.GTE, field, scalar(place, json));
      case "in" -> new Expr.In(field, scalars(place, json));
      case "startsWith" -> like(field, literal(place, json) + "%");
      case "endsWith" -> like(field, "%" + literal(place, json));
      case "contains" -> contains(place, field, json);
      default ->
          throw new InvalidRequest(
              place,
              "is no operator; expected eq, neq, lt, lte, gt, gte, in, startsWith, endsWith or"
                  + " contains");
    };
  }

  private static Expr equal(String place, Value field, JsonNode json) {
    if (!json.isContainer() || !(field instanceof Value.Of(Field.Property property))) {
      return new Expr.Compare(Expr.Comparison.EQ, field, scalar(place, json));
    }
    if (!Storable.fits(json)) {
      throw new InvalidRequest(place, "holds a number or character that no property can have");
    }
    return new Expr.Same(property, json);
  }

  /// A part of a text, or an element of an array.
  private static Expr contains(String place, Value field, JsonNode json) {
    Expr element =
        new Expr.Arrays(
            Expr.ArrayOp.A_CONTAINS, field, new Value.Items(List.of(scalar(place, json))));
    return json.isString()
        ? new Expr.Or(List.of(like(field, "%" + literal(place, json) + "%"), element))
        : element;
  }

  private static Expr like(Value field, String pattern) {
    return new Expr.Like(field, new Value.Text(pattern));
  }

  private static String literal(String place, JsonNode json) {
    if (!json.isString()) {
      throw new InvalidRequest(place, "is " + json + "; expected text");
    }
    return json.asString().replaceAll("([\\\\%_])", "\\\\$1");
  }

  private static List<Value> scalars(String place, JsonNode json) {
    if (!json.isArray()) {
      throw new InvalidRequest(place, "is " + json + "; expected a list");
    }
    return json.valueStream().map(n -> scalar(place, n)).toList();
  }

  private static Value scalar(String place, JsonNode json) {
    if (json.isString()) {
      return new Value.Text(json.asString());
    }
    if (json.isNumber()) {
      return Operators.number(json.decimalValue());
    }
    if (json.isBoolean()) {
      return new Value.Truth(json.booleanValue());
    }
    throw new InvalidRequest(place, "is " + json + "; expected text, a number or true or false");
  }
}
