package rimrep.pipeline.publish;

import java.util.Optional;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import rimrep.stac.Extension;
import rimrep.stac.Item;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The STAC 1.1.0 Item of a dataset.
public record StacItemDocument(Item item) {
  public static StacItemDocument of(CompletePackage complete, Endpoints endpoints) {
    ObjectNode item =
        Json.mapper()
            .createObjectNode()
            .put("type", "Feature")
            .put("stac_version", "1.1.0")
            .put("id", complete.id().value())
            .put("collection", complete.collection().value());
    addArea(item, complete);
    ObjectNode properties = ItemProperties.of(complete);
    item.set("properties", properties);
    new ItemAssets(complete, endpoints).addTo(item, properties);
    ArrayNode links = item.putArray("links");
    new ItemLinks(complete, endpoints).all().forEach(link -> links.add(link.toJson()));
    item.set("stac_extensions", extensions(item));
    return new StacItemDocument(new Item(item));
  }

  private static void addArea(ObjectNode item, CompletePackage complete) {
    Optional<Area> area = Area.of(complete);
    if (area.isPresent()) {
      item.set("geometry", area.get().geometry());
      item.set("bbox", Json.mapper().valueToTree(area.get().bbox()));
    } else {
      item.putNull("geometry");
    }
  }

  /// An extension is listed only if one of its fields is present.
  static ArrayNode extensions(ObjectNode document) {
    ArrayNode urls = Json.mapper().createArrayNode();
    for (Extension extension : Extension.values()) {
      if (extension.isUsedIn(document)) {
        urls.add(extension.url());
      }
    }
    return urls;
  }

  /// Canonical JSON.
  public byte[] bytes() {
    return CanonicalJson.bytes(item.json());
  }
}
