package rimrep.api.core;

import java.util.StringJoiner;
import rimrep.api.core.filter.Storable;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is searched by, taken out of a document.
final class SearchWords {

  private SearchWords() {}

  /// Title, description, keywords, themes and variable names.
  static String words(JsonNode fields) {
    var words = new StringJoiner("\n");
    add(words, fields.path("title"));
    add(words, fields.path("description"));
    fields.path("keywords").forEach(k -> add(words, k));
    for (JsonNode theme : fields.path("themes")) {
      for (JsonNode concept : theme.path("concepts")) {
        add(words, concept.path("id"));
        add(words, concept.path("title"));
      }
    }
    fields.path("rimrep:variables").forEach(v -> add(words, v));
    return words.toString();
  }

  private static void add(StringJoiner words, JsonNode node) {
    if (node.isString()) {
      words.add(node.asString().replace('\0', ' '));
    }
  }

  /// The members of `properties` that can be compared: scalars and arrays.
  static String comparable(JsonNode properties) {
    ObjectNode kept = StacJson.newObject();
    for (var member : properties.properties()) {
      JsonNode value = member.getValue();
      boolean fits = value.isArray() || value.isString() || value.isBoolean() || value.isNumber();
      boolean storable = Storable.fits(member.getKey()) && Storable.fits(value);
      if (fits && storable && !DocumentText.isData(member.getKey())) {
        kept.set(member.getKey(), value);
      }
    }
    return StacJson.write(kept);
  }
}
