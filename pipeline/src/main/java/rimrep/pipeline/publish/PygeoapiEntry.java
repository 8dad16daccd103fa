package rimrep.pipeline.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What pygeoapi is told about a dataset.
public sealed interface PygeoapiEntry {
  DatasetId id();

  /// A resource of pygeoapi's configuration.
  ///
  /// @param resource the mapping under the dataset's id
  record Entry(DatasetId id, ObjectNode resource) implements PygeoapiEntry {
    /// `<id>:` and the resource below it; canonical YAML.
    public byte[] bytes() {
      ObjectNode file = Json.mapper().createObjectNode();
      file.set(id.value(), resource);
      return Yaml.bytes(file);
    }
  }

  /// pygeoapi cannot serve the dataset, or must not.
  ///
  /// @param reasons each a sentence
  record NotServable(DatasetId id, List<String> reasons) implements PygeoapiEntry {}

  static PygeoapiEntry of(CompletePackage complete, Endpoints endpoints) {
    List<String> reasons = PygeoapiRules.reasons(complete);
    return reasons.isEmpty()
        ? new Entry(complete.id(), resource(complete, endpoints))
        : new NotServable(complete.id(), reasons);
  }

  /// The texts that people wrote and an entry repeats, by their pointer.
  static Map<String, String> textsOf(CompletePackage complete) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("/title", complete.title());
    texts.put("/description", complete.description());
    List<String> keywords = complete.texts("/keywords");
    for (int i = 0; i < keywords.size(); i++) {
      texts.put("/keywords/" + i, keywords.get(i));
    }
    return texts;
  }

  private static ObjectNode resource(CompletePackage complete, Endpoints endpoints) {
    ObjectNode resource = Json.mapper().createObjectNode().put("type", "collection");
    resource.putObject("title").put("en", complete.title());
    resource.putObject("description").put("en", complete.description());
    ArrayNode keywords = resource.putObject("keywords").putArray("en");
    complete.texts("/keywords").forEach(keywords::add);
    if (keywords.isEmpty()) {
      keywords.add(complete.collection().value());
    }
    DataLinks.of(complete, endpoints)
        .ifPresent(links ->
            resource
                .putArray("links")
                .addObject()
                .put("type", "application/json")
                .put("rel", "describedby")
                .put("title", "Data package")
                .put("href", links.datapackageForBrowsers()));
    resource.set("extents", extents(complete));
    resource.putArray("providers").add(provider(complete, endpoints));
    return resource;
  }

  /// In the data's own longitudes, as requests to the data are.
  private static ObjectNode extents(CompletePackage complete) {
    BoundingBox box = Area.box(complete).orElse(new BoundingBox(-180, -90, 180, 90));
    ObjectNode extents = Json.mapper().createObjectNode();
    ObjectNode spatial = extents.putObject("spatial");
    spatial.set("bbox", Json.mapper().valueToTree(box));
    spatial.put("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
    Optional<String> start = complete.text("/temporal/start_datetime");
    if (start.isPresent()) {
      boolean active = !complete.at("/update").isMissingNode();
      ObjectNode temporal = extents.putObject("temporal").put("begin", start.get());
      temporal.put("end", active ? null : complete.text("/temporal/end_datetime").orElseThrow());
    }
    return extents;
  }

  private static ObjectNode provider(CompletePackage complete, Endpoints endpoints) {
    String path = endpoints.pygeoapiData() + "/" + complete.id() + "/" + complete.kind().dataPath();
    return switch (complete.kind()) {
      case GRID -> coverage(new Columns(complete), path, endpoints.publicStore());
      case TABLE -> feature(new Columns(complete), path);
    };
  }

  /// `netcdf`, because R clients ask `f=netcdf` and pygeoapi offers only the named format, JSON and
  /// HTML.
  private static ObjectNode coverage(Columns columns, String path, StoreAddress store) {
    ObjectNode provider =
        Json.mapper()
            .createObjectNode()
            .put("type", "coverage")
            .put("name", "xarray")
            .put("data", path)
            .put("x_field", axis(columns, "x"))
            .put("y_field", axis(columns, "y"))
            .put("time_field", axis(columns, "t"));
    ObjectNode options = provider.putObject("options");
    options.putObject("zarr").put("consolidated", true);
    if (path.startsWith("s3://")) {
      ObjectNode s3 = options.putObject("s3").put("anon", true);
      if (store instanceof StoreAddress.Bucket bucket) {
        bucket.endpoint().ifPresent(url -> s3.putObject("client_kwargs").put("endpoint_url", url));
      }
    }
    provider.putObject("format").put("name", "netcdf").put("mimetype", "application/x-netcdf");
    return provider;
  }

  private static String axis(Columns columns, String axis) {
    return columns.axis(axis).map(d -> d.path("name").stringValue()).orElseThrow();
  }

  private static ObjectNode feature(Columns columns, String path) {
    ObjectNode provider =
        Json.mapper().createObjectNode().put("type", "feature").put("name", "Parquet");
    provider.putObject("data").put("source", path);
    provider.put("id_field", "fid");
    columns
        .withRole("t")
        .filter(columns::isStored)
        .ifPresent(time -> provider.put("time_field", time));
    addFlatColumns(provider, columns);
    return provider;
  }

  /// A pygeoapi that ignores the covering filters by flat columns only.
  private static void addFlatColumns(ObjectNode provider, Columns columns) {
    if (columns.isStored("minx") && columns.isStored("maxy")) {
      provider.putArray("x_field").add("minx").add("maxx");
      provider.putArray("y_field").add("miny").add("maxy");
      return;
    }
    String x = columns.withRole("x").filter(columns::isStored).orElse("lon");
    String y = columns.withRole("y").filter(columns::isStored).orElse("lat");
    if (columns.isStored(x) && columns.isStored(y)) {
      provider.put("x_field", x).put("y_field", y);
    }
  }
}
