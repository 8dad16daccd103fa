package rimrep.stac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Parts of JSON documents as they are spelled: a document that only passes through keeps its
/// numbers, members and order to the last byte.
public final class VerbatimJson {

  private static final JsonFactory JSON = new JsonFactory();

  private VerbatimJson() {}

  /// The members of an object in their order, each with its value as it is spelled.
  ///
  /// @throws StacFormatException if it is no JSON object
  public static Map<String, String> members(String json) {
    var members = new LinkedHashMap<String, String>();
    walk(json, (name, value, in) -> members.put(name, slice(json, in)));
    return members;
  }

  /// The object with these members.
  ///
  /// @param members values in JSON, by name
  public static String object(Map<String, String> members) {
    var json = new StringJoiner(",", "{", "}");
    members.forEach((name, value) ->
        json.add(StacJson.write(JsonNodeFactory.instance.stringNode(name)) + ":" + value));
    return json.toString();
  }

  /// The elements of an array member of the top level; none if it is absent.
  ///
  /// @throws StacFormatException if it is no JSON object
  static List<String> elements(String json, String member) {
    var elements = new ArrayList<String>();
    walk(
        json,
        (name, value, in) -> {
          if (name.equals(member) && value == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
              elements.add(slice(json, in));
            }
          } else {
            in.skipChildren();
          }
        });
    return elements;
  }

  /// The document without some members of the top level, whose values are not read.
  ///
  /// @throws StacFormatException if it is no JSON object
  static ObjectNode without(String json, Set<String> names) {
    ObjectNode kept = StacJson.newObject();
    walk(
        json,
        (name, value, in) -> {
          if (names.contains(name)) {
            in.skipChildren();
          } else {
            kept.set(name, StacJson.parse("{\"v\":" + slice(json, in) + "}").get("v"));
          }
        });
    return kept;
  }

  /// Members of the top level that are text.
  ///
  /// @throws StacFormatException if it is no JSON object
  static Map<String, String> texts(String json, Set<String> names) {
    var texts = new TreeMap<String, String>();
    walk(
        json,
        (name, value, in) -> {
          if (names.contains(name) && value == JsonToken.VALUE_STRING) {
            texts.put(name, in.getString());
          } else {
            in.skipChildren();
          }
        });
    return texts;
  }

  /// The document with `links`, a comma-separated list of link objects, in place of generated ones.
  ///
  /// @throws StacFormatException if it is no JSON object
  static String withLinks(String json, String links) {
    var kept = new StringJoiner(",");
    if (!links.isEmpty()) {
      kept.add(links);
    }
    int[] place = {-1, -1};
    walk(
        json,
        (name, value, in) -> {
          if (!name.equals("links") || value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
          }
          place[0] = (int) in.currentTokenLocation().getCharOffset() + 1;
          while (in.nextToken() != JsonToken.END_ARRAY) {
            String link = slice(json, in);
            if (!GeneratedLinks.isGenerated(relation(link))) {
              kept.add(link);
            }
          }
          place[1] = (int) in.currentTokenLocation().getCharOffset();
        });
    return place[0] < 0 ? json : json.substring(0, place[0]) + kept + json.substring(place[1]);
  }

  private static String relation(String link) {
    return link.startsWith("{") ? texts(link, Set.of("rel")).getOrDefault("rel", "") : "";
  }

  private interface Member {
    /// At the value of a member; must leave the parser at its end.
    void at(String name, JsonToken value, JsonParser in);
  }

  private static void walk(String json, Member member) {
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new StacFormatException("no JSON object");
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        member.at(name, in.nextToken(), in);
      }
    } catch (JacksonException e) {
      throw new StacFormatException("no valid JSON: " + e.getOriginalMessage());
    }
  }

  private static String slice(String json, JsonParser in) {
    int from = (int) in.currentTokenLocation().getCharOffset();
    in.skipChildren();
    in.finishToken();
    return json.substring(from, (int) in.currentLocation().getCharOffset());
  }
}
