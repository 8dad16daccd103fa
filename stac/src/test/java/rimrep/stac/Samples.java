package rimrep.stac;

/// Small valid documents that tests change.
final class Samples {

  private Samples() {}

  static final String ITEM =
      """
      {"type":"Feature","stac_version":"1.1.0","id":"demo-dhw","collection":"demo",
       "stac_extensions":["https://stac-extensions.github.io/datacube/v2.3.0/schema.json"],
       "geometry":{"type":"Polygon","coordinates":[[[142.0,-25],[155,-25],[155,-9],[142.0,-9],[142.0,-25]]]},
       "bbox":[142.0,-25.0,155,-9],
       "properties":{"datetime":null,"start_datetime":"1985-03-25T12:00:00Z","end_datetime":"2024-06-30T12:00:00Z",
         "title":"Demo","rimrep:access":"public","step":null,"empty":{},
         "cube:dimensions":{"time":{"type":"temporal","extent":["1985-03-25T12:00:00Z",null],"step":"P1D"},
           "lat":{"type":"spatial","axis":"y","extent":[-25,-9],"step":-0.05,"reference_system":4326}},
         "cube:variables":{"dhw":{"type":"data","dimensions":["time","lat"],"unit":"1","nodata":"nan"}}},
       "assets":{"data":{"href":"https://example.org/demo-dhw/data.zarr","type":"application/vnd.zarr","roles":["data"]}},
       "links":[{"rel":"collection","href":"../collection.json"},{"rel":"describedby","href":"https://example.org/demo","title":"Link to Data API"}]}
      """;

  static final String COLLECTION =
      """
      {"type":"Collection","stac_version":"1.1.0","id":"demo","title":"Demo","description":"Made-up.","license":"CC-BY-4.0",
       "extent":{"spatial":{"bbox":[[142.0,-25.0,155.0,-9.0]]},"temporal":{"interval":[["1985-03-25T12:00:00Z",null]]}},
       "providers":[{"name":"Demo Reef Office","roles":["producer","licensor"],"url":"https://example.org"}],
       "summaries":{"proj:code":["EPSG:4326"]},"links":[]}
      """;
}
