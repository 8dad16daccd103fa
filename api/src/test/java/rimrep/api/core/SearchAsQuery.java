package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rimrep.api.RunningApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Says a search by POST as the query of a search by GET, its filter as CQL2 text.
final class SearchAsQuery {

  private SearchAsQuery() {}

  /// Whether GET can say it: commas part ids, and a backslash before a quote escapes it in text.
  static boolean isPossible(ObjectNode body) {
    return !body.path("ids").toString().contains("%,")
        && !body.path("filter").toString().contains("\\");
  }

  static String of(ObjectNode body) {
    var parts = new ArrayList<String>();
    for (var member : body.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (name.equals("fields")) {
        String fields = fields(value);
        if (!fields.isEmpty()) {
          parts.add("fields=" + RunningApi.encode(fields));
        }
        continue;
      }
      parts.add(name + "=" + RunningApi.encode(text(name, value)));
    }
    return String.join("&", parts);
  }

  private static String text(String name, JsonNode value) {
    return switch (name) {
      case "bbox", "ids", "collections", "q" -> value.isArray() ? joined(value) : value.asString();
      case "filter" -> condition(value);
      case "sortby" ->
          value
              .valueStream()
              .map(k ->
                  (k.path("direction").asString().equals("desc") ? "-" : "+")
                      + k.path("field").asString())
              .collect(Collectors.joining(","));
      case "intersects", "query" -> value.toString();
      default -> value.asString();
    };
  }

  private static String joined(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
  }

  private static String fields(JsonNode fields) {
    var names = new ArrayList<String>();
    fields.path("include").forEach(n -> names.add(n.asString()));
    fields.path("exclude").forEach(n -> names.add("-" + n.asString()));
    return String.join(",", names);
  }

  private static String condition(JsonNode node) {
    String op = node.path("op").asString("");
    List<String> args = node.path("args").valueStream().map(SearchAsQuery::argument).toList();
    return switch (op) {
      case "and", "or" -> "(" + String.join(" " + op.toUpperCase(Locale.ROOT) + " ", args) + ")";
      case "not" -> "NOT (" + args.getFirst() + ")";
      case "isNull" -> args.getFirst() + " IS NULL";
      case "like", "in" -> args.get(0) + " " + op + " " + args.get(1);
      case "between" -> args.get(0) + " BETWEEN " + args.get(1) + " AND " + args.get(2);
      case "=", "<>", "<", "<=", ">", ">=" -> args.get(0) + " " + op + " " + args.get(1);
      default -> op + "(" + String.join(",", args) + ")";
    };
  }

  private static String argument(JsonNode node) {
    if (node.isString()) {
      return "'" + node.asString().replace("'", "''") + "'";
    }
    if (node.isArray()) {
      return node.valueStream()
          .map(SearchAsQuery::argument)
          .collect(Collectors.joining(",", "(", ")"));
    }
    if (node.has("property")) {
      return '"' + node.path("property").asString() + '"';
    }
    if (node.has("timestamp")) {
      return "TIMESTAMP('" + node.path("timestamp").asString() + "')";
    }
    if (node.has("interval")) {
      JsonNode ends = node.path("interval");
      return "INTERVAL(" + argument(ends.get(0)) + "," + argument(ends.get(1)) + ")";
    }
    if (node.has("bbox")) {
      return "BBOX(" + joined(node.path("bbox")) + ")";
    }
    if (node.has("type")) {
      return GeoJson.read("", node).toText();
    }
    return node.has("op") ? condition(node) : node.toString();
  }
}
