package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/// Cuts an ItemCollection into the texts of its items, as they were sent.
final class FeatureList {

  private static final JsonFactory JSON = new JsonFactory();

  private FeatureList() {}

  /// @return empty if the document is no ItemCollection
  /// @throws InvalidRequest if it is no JSON, or has no features
  static Optional<List<String>> split(String sent) {
    var features = new ArrayList<String>();
    boolean collection = false;
    try (JsonParser in = JSON.createParser(sent)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals("type") && value == JsonToken.VALUE_STRING) {
          collection = in.getString().equals("FeatureCollection");
        } else if (name.equals("features") && value == JsonToken.START_ARRAY) {
          read(in, sent, features);
        } else {
          in.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new InvalidRequest("body", "no valid JSON: " + e.getOriginalMessage());
    }
    if (collection && features.isEmpty()) {
      throw new InvalidRequest("/features", "is missing or empty");
    }
    return collection ? Optional.of(List.copyOf(features)) : Optional.empty();
  }

  private static void read(JsonParser in, String sent, List<String> features) {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int from = (int) in.currentTokenLocation().getCharOffset();
      in.skipChildren();
      features.add(sent.substring(from, (int) in.currentLocation().getCharOffset()));
    }
  }
}
