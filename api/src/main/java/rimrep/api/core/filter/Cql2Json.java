package rimrep.api.core.filter;

import java.util.List;
import java.util.Optional;
import rimrep.api.core.GeoJson;
import rimrep.api.core.Instants;
import rimrep.api.core.InvalidRequest;
import tools.jackson.databind.JsonNode;

/// Reads CQL2 JSON. The reader of documents limits the depth.
public final class Cql2Json {

  private Cql2Json() {}

  /// @throws InvalidRequest naming what is unknown or misplaced
  public static Expr parse(JsonNode node) {
    if (node.isBoolean()) {
      return new Expr.Constant(node.booleanValue());
    }
    String op = node.path("op").asString("");
    if (op.isEmpty()) {
      throw invalid(node, "expected an object with op and args");
    }
    List<JsonNode> args = args(node);
    return switch (op) {
      case "and" -> new Expr.And(conditions(node, args));
      case "or" -> new Expr.Or(conditions(node, args));
      case "not" -> new Expr.Not(parse(only(node, args)));
      case "isNull" -> new Expr.IsNull(value(only(node, args)));
      case "like" -> {
        size(node, args, 2);
        yield new Expr.Like(value(args.get(0)), value(args.get(1)));
      }
      case "between" -> between(node, args);
      case "in" -> in(node, args);
      default -> other(node, op, args);
    };
  }

  private static List<JsonNode> args(JsonNode node) {
    if (!node.path("args").isArray()) {
      throw invalid(node, "expected a list of args");
    }
    return node.path("args").valueStream().toList();
  }

  /// Drafts of CQL2 had the bounds in a list of their own; clients still send that.
  private static Expr between(JsonNode node, List<JsonNode> args) {
    if (args.size() == 2 && args.get(1).size() == 2) {
      return between(node, List.of(args.get(0), args.get(1).get(0), args.get(1).get(1)));
    }
    size(node, args, 3);
    return new Expr.Between(value(args.get(0)), value(args.get(1)), value(args.get(2)));
  }

  private static Expr in(JsonNode node, List<JsonNode> args) {
    size(node, args, 2);
    if (value(args.get(1)) instanceof Value.Items items) {
      return new Expr.In(value(args.get(0)), items.values());
    }
    throw invalid(node, "expected a list as second argument");
  }

  private static Expr other(JsonNode node, String op, List<JsonNode> args) {
    Optional<Expr.Comparison> comparison = Operators.comparison(op);
    List<Value> values = args.stream().map(Cql2Json::value).toList();
    if (comparison.isPresent()) {
      size(node, args, 2);
      return new Expr.Compare(comparison.get(), values.get(0), values.get(1));
    }
    return Operators.binary(op, values).orElseThrow(() -> Operators.unknown(op));
  }

  private static List<Expr> conditions(JsonNode node, List<JsonNode> args) {
    if (args.isEmpty()) {
      throw invalid(node, "expected conditions in args");
    }
    return args.stream().map(Cql2Json::parse).toList();
  }

  private static Value value(JsonNode node) {
    if (node.isString()) {
      return new Value.Text(node.asString());
    }
    if (node.isNumber()) {
      return Operators.number(node.decimalValue());
    }
    if (node.isBoolean()) {
      return new Value.Truth(node.booleanValue());
    }
    if (node.isArray()) {
      return new Value.Items(node.valueStream().map(Cql2Json::value).toList());
    }
    if (node.isObject()) {
      return object(node);
    }
    throw invalid(node, "expected a value");
  }

  private static Value object(JsonNode node) {
    if (node.has("property")) {
      return Operators.property(node.path("property").asString(""));
    }
    if (node.has("timestamp")) {
      return moment(node.path("timestamp").asString(""));
    }
    if (node.has("date")) {
      return new Value.Moment(Operators.date(node.path("date").asString("")));
    }
    if (node.path("interval").size() == 2) {
      JsonNode ends = node.path("interval");
      return new Value.Period(end(ends.get(0)), end(ends.get(1)));
    }
    if (node.has("bbox")) {
      return Operators.box(
          node.path("bbox").valueStream().map(n -> n.asDouble(Double.NaN)).toList());
    }
    if (node.has("coordinates") || node.has("geometries")) {
      return Operators.shape(GeoJson.read(Operators.PLACE, node));
    }
    return function(node);
  }

  private static Value function(JsonNode node) {
    String op = node.path("op").asString("");
    return switch (op) {
      case "casei" -> new Value.Folded(Value.Folding.CASE, value(only(node, args(node))));
      case "accenti" -> new Value.Folded(Value.Folding.ACCENTS, value(only(node, args(node))));
      case "" -> throw invalid(node, "expected a property, literal or function");
      default -> throw Operators.unknown(op);
    };
  }

  private static Optional<Value> end(JsonNode node) {
    if (node.isString()) {
      String text = node.asString();
      return text.equals("..") ? Optional.empty() : Optional.of(moment(Operators.dated(text)));
    }
    return Optional.of(value(node));
  }

  private static Value moment(String text) {
    return new Value.Moment(Instants.parse(Operators.PLACE, text));
  }

  private static JsonNode only(JsonNode node, List<JsonNode> args) {
    size(node, args, 1);
    return args.getFirst();
  }

  private static void size(JsonNode node, List<JsonNode> args, int size) {
    if (args.size() != size) {
      throw invalid(node, "has " + args.size() + " args; expected " + size);
    }
  }

  private static InvalidRequest invalid(JsonNode node, String reason) {
    String text = node.toString();
    return new InvalidRequest(
        Operators.PLACE,
        (text.length() > 80 ? text.substring(0, 80) + "..." : text) + ": " + reason);
  }
}
