package rimrep.stac;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The objects of a document that may carry extension fields: an Item's properties or a
/// Collection's top level, and assets, item assets, links, providers and summaries.
final class FieldPlaces {

  /// @param pointer JSON Pointer of the object
  /// @param summary whether its members are lists or ranges of values, not values
  record Place(String pointer, ObjectNode object, boolean summary) {}

  private final List<Place> places = new ArrayList<>();

  private FieldPlaces() {}

  static List<Place> of(ObjectNode document) {
    var found = new FieldPlaces();
    if (document.path("type").asString("").equals("Feature")) {
      found.add("/properties", document.get("properties"), false);
      found.addChildren("/properties/providers", document.at("/properties/providers"));
    } else {
      found.add("", document, false);
      found.add("/summaries", document.get("summaries"), true);
      found.addChildren("/providers", document.path("providers"));
      found.addChildren("/item_assets", document.path("item_assets"));
    }
    found.addChildren("/assets", document.path("assets"));
    found.addChildren("/links", document.path("links"));
    return found.places;
  }

  private void addChildren(String pointer, JsonNode parent) {
    if (parent.isObject()) {
      parent
          .properties()
          .forEach(e -> add(pointer + "/" + escape(e.getKey()), e.getValue(), false));
    } else if (parent.isArray()) {
      for (int i = 0; i < parent.size(); i++) {
        add(pointer + "/" + i, parent.get(i), false);
      }
    }
  }

  private void add(String pointer, @Nullable JsonNode node, boolean summary) {
    if (node instanceof ObjectNode object) {
      places.add(new Place(pointer, object, summary));
    }
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
