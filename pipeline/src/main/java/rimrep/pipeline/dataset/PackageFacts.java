package rimrep.pipeline.dataset;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The measured part of the complete package: `spatial`, `temporal`, `measured`, and the facts in
/// its data resource.
///
/// `spatial.bbox` is four flat numbers and `temporal` holds texts of whole seconds: published R
/// functions read exactly these and compare the times as text.
final class PackageFacts {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final String DATA = "data";

  /// Most objects that the package lists one by one.
  private static final int LISTED = 1000;

  private final DatasetDefinition definition;
  private final Measured measured;
  private final Provenance provenance;

  PackageFacts(DatasetDefinition definition, Measured measured, Provenance provenance) {
    this.definition = definition;
    this.measured = measured;
    this.provenance = provenance;
  }

  void addTo(ObjectNode document) {
    measured.bbox().ifPresent(bbox -> put(document, "spatial", spatial(bbox)));
    measured.time().ifPresent(time -> put(document, "temporal", temporal(time)));
    put(document, "measured", tree());
    addResource(document);
    addGridSchema(document);
  }

  private void put(ObjectNode document, String name, JsonNode value) {
    document.set(name, value);
    provenance.set("/" + name, Origin.MEASURED);
  }

  private static ObjectNode spatial(BoundingBox bbox) {
    ObjectNode spatial = Json.mapper().createObjectNode();
    spatial.set("bbox", Json.mapper().valueToTree(bbox));
    return spatial;
  }

  private static ObjectNode temporal(Measured.TimeFacts time) {
    return Json.mapper()
        .createObjectNode()
        .put("start_datetime", seconds(time.start()))
        .put("end_datetime", seconds(time.end()));
  }

  static String seconds(Instant instant) {
    return SECONDS.format(instant);
  }

  /// An irregular step is null, so that it is told from an unknown one. Many objects are only
  /// counted: a chunked store has tens of thousands, and `of` is the digest over them.
  private ObjectNode tree() {
    ObjectNode tree = Json.mapper().valueToTree(measured);
    if (tree.path("time") instanceof ObjectNode time
        && CompletePackage.IRREGULAR.equals(time.path("step").stringValue(""))) {
      time.putNull("step");
    }
    tree.put("objectCount", measured.objects().size());
    if (measured.objects().size() > LISTED) {
      tree.remove("objects");
    }
    return tree;
  }

  private void addResource(ObjectNode document) {
    if (!(document.path("resources") instanceof ArrayNode)) {
      document.putArray("resources");
      provenance.set("/resources", Origin.MERGE);
    }
    ArrayNode resources = document.withArray("/resources");
    int index = indexOfData(resources);
    ObjectNode resource = (ObjectNode) resources.get(index);
    fact(resource, index, "path", path(), Origin.MEASURED);
    fact(resource, index, "bytes", Json.mapper().valueToTree(measured.bytes()), Origin.MEASURED);
    fact(resource, index, "hash", Json.mapper().valueToTree(hash()), Origin.MEASURED);
    describeForm(resource, index);
  }

  /// Named by the address of its profile: a path inside the catalogue says nothing to a reader.
  private ObjectNode schema() {
    ObjectNode schema = definition.schema().deepCopy();
    String profile = schema.path("$schema").stringValue("");
    if (!profile.startsWith("https://")) {
      schema.put(
          "$schema",
          switch (definition.kind()) {
            case GRID -> "https://profiles.example.org/reef-grid-schema/1.0.json";
            case TABLE -> "https://profiles.example.org/reef-table-schema/1.0.json";
          });
    }
    return schema;
  }

  private static int indexOfData(ArrayNode resources) {
    for (int i = 0; i < resources.size(); i++) {
      if (DATA.equals(resources.path(i).path("name").stringValue(""))) {
        return i;
      }
    }
    resources.addObject().put("name", DATA);
    return resources.size() - 1;
  }

  /// Frictionless wants `fields` of a schema inside a resource, which a grid has not: there it is
  /// named, and held beside.
  private void addGridSchema(ObjectNode document) {
    if (definition.kind() == Kind.GRID) {
      document.withObject("/resolved").set("schema", schema());
      provenance.set("/resolved/schema", Origin.SCHEMA);
    }
  }

  private void describeForm(ObjectNode resource, int index) {
    switch (definition.kind()) {
      case GRID -> {
        fact(resource, index, "schema", text(definition.kind().schemaFile()), Origin.MERGE);
        fact(resource, index, "format", text("zarr"), Origin.MERGE);
        fact(resource, index, "mediatype", text("application/vnd.zarr"), Origin.MERGE);
      }
      case TABLE -> {
        fact(resource, index, "schema", schema(), Origin.SCHEMA);
        fact(resource, index, "type", text("table"), Origin.MERGE);
        fact(resource, index, "format", text("parquet"), Origin.MERGE);
        fact(resource, index, "mediatype", text("application/vnd.apache.parquet"), Origin.MERGE);
      }
    }
  }

  private void fact(ObjectNode resource, int index, String name, JsonNode value, Origin origin) {
    resource.set(name, value);
    provenance.set(Provenance.pointer("/resources/" + index, name), origin);
  }

  /// The store of a grid; the files of a table, one text or a list as Frictionless has it.
  private JsonNode path() {
    List<String> keys = measured.objects().stream().map(Measured.StoredFile::key).toList();
    if (definition.kind() == Kind.GRID || keys.isEmpty()) {
      return text(definition.kind().dataPath());
    }
    return keys.size() == 1 ? text(keys.getFirst()) : Json.mapper().valueToTree(keys);
  }

  /// Of the file, if there is one, else of the inventory.
  private String hash() {
    boolean single = definition.kind() == Kind.TABLE && measured.objects().size() == 1;
    return "sha256:"
        + (single ? measured.objects().getFirst().sha256() : measured.of().substring(4));
  }

  private static JsonNode text(String value) {
    return Json.mapper().valueToTree(value);
  }
}
