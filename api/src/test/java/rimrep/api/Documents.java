package rimrep.api;

import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Made-up collections and items.
public final class Documents {

  private Documents() {}

  public static String collection(String id) {
    ObjectNode json =
        StacJson.parse(
            """
            {"type":"Collection","stac_version":"1.1.0","id":"","title":"Demo","description":"Made-up.",
             "license":"CC-BY-4.0","rimrep:note":null,
             "extent":{"spatial":{"bbox":[[142.0,-25.0,155.0,-9.0]]},
               "temporal":{"interval":[["1985-03-25T12:00:00Z",null]]}},
             "links":[{"rel":"license","href":"https://example.org/license"}]}
            """);
    return StacJson.write(json.put("id", id));
  }

  /// A public item in collection `demo`.
  public static ObjectNode item(String id, String geometry, String bbox) {
    String text =
        """
        {"type":"Feature","stac_version":"1.1.0","id":"","collection":"demo",
         "geometry":%s,"bbox":%s,
         "properties":{"datetime":"2024-06-01T00:00:00Z","rimrep:access":"public"},
         "assets":{"data":{"href":"https://example.org/data.zarr"}},"links":[]}
        """
            .formatted(geometry, bbox);
    return StacJson.parse(text).put("id", id);
  }

  public static ObjectNode point(String id, double lon, double lat) {
    return item(
        id,
        "{\"type\":\"Point\",\"coordinates\":[" + lon + "," + lat + "]}",
        "[" + lon + "," + lat + "," + lon + "," + lat + "]");
  }

  /// @param ring coordinates of the outer ring, `[0,0],[1,0],...`
  public static ObjectNode polygon(String id, String ring, String bbox) {
    return item(id, "{\"type\":\"Polygon\",\"coordinates\":[[" + ring + "]]}", bbox);
  }

  public static ObjectNode at(ObjectNode item, String datetime) {
    ((ObjectNode) item.get("properties")).put("datetime", datetime);
    return item;
  }

  public static ObjectNode during(ObjectNode item, String start, String end) {
    ((ObjectNode) item.get("properties"))
        .putNull("datetime")
        .put("start_datetime", start)
        .put("end_datetime", end);
    return item;
  }

  public static ObjectNode limited(ObjectNode item) {
    ObjectNode properties = (ObjectNode) item.get("properties");
    properties.put("rimrep:access", "limited").putArray("rimrep:roles").add("team");
    return item;
  }

  /// Limited to role `team`; others see metadata.
  public static ObjectNode metadataOnly(ObjectNode item) {
    ((ObjectNode) limited(item).get("properties")).put("rimrep:visibility", "metadata");
    return item;
  }

  /// A collection limited to role `team`.
  ///
  /// @param visibility `hidden` or `metadata`
  public static String limitedCollection(String id, String visibility) {
    ObjectNode json = StacJson.parse(collection(id)).put("rimrep:access", "limited");
    json.put("rimrep:visibility", visibility).putArray("rimrep:roles").add("team");
    json.putObject("assets").putObject("data").put("href", "https://gateway.example.org/" + id);
    return StacJson.write(json);
  }

  public static String text(ObjectNode item) {
    return StacJson.write(item);
  }
}
