package rimrep.pipeline.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.table.CsvPreview;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Describes a GeoJSON FeatureCollection (RFC 7946).
final class GeoJsonInspector {
  private static final long MOST_BYTES = 256L << 20;

  private final ByteSource source;
  private final TreeMap<String, Long> geometries = new TreeMap<>();
  private final Map<String, Property> properties = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Property ids = new Property();
  private final List<String> repeating = new ArrayList<>();
  private double west = Double.POSITIVE_INFINITY;
  private double south = Double.POSITIVE_INFINITY;
  private double east = Double.NEGATIVE_INFINITY;
  private double north = Double.NEGATIVE_INFINITY;
  private long features;

  private GeoJsonInspector(ByteSource source) {
    this.source = source;
  }

  static Inspection.GeoJson inspect(ByteSource source) {
    return new GeoJsonInspector(source).inspect();
  }

  /// What was seen of one property.
  private static final class Property {
    private final Set<String> kinds = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private Optional<String> first = Optional.empty();
    private long seen;
    private boolean nested;

    void see(JsonNode value) {
      if (value.isNull()) {
        return;
      }
      seen++;
      String text = value.isString() ? value.stringValue() : value.toString();
      if (first.isEmpty()) {
        first = Optional.of(text);
      }
      values.add(text);
      nested |= value.isContainer();
      kinds.add(kind(value));
    }

    private static String kind(JsonNode value) {
      if (value.isBoolean()) {
        return "boolean";
      }
      if (value.isIntegralNumber()) {
        return "integer";
      }
      if (value.isNumber()) {
        return "number";
      }
      boolean time =
          value.isString()
              && value
                  .stringValue()
                  .matches(
                      "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})");
      return time ? "datetime" : "string";
    }

    String type() {
      if (kinds.equals(Set.of("integer", "number"))) {
        return "number";
      }
      return kinds.size() == 1 ? kinds.iterator().next() : "string";
    }
  }

  private Inspection.GeoJson inspect() {
    JsonNode root = read();
    String type = root.path("type").stringValue("");
    if (!type.equals("FeatureCollection")) {
      throw new BadInput(
          source.name(),
          type.isEmpty() ? "JSON without a type" : "GeoJSON of type " + type,
          "a FeatureCollection",
          "wrap or convert it");
    }
    for (JsonNode feature : root.path("features")) {
      features++;
      geometry(feature.path("geometry"));
      id(feature);
      feature
          .path("properties")
          .properties()
          .forEach(
              p -> properties.computeIfAbsent(p.getKey(), k -> new Property()).see(p.getValue()));
    }
    ids();
    Optional<String> crs =
        root.path("crs").path("properties").path("name").stringValueOpt().map(GeoJsonCrs::of);
    if (root.has("crs")) {
      notes.add("it names a reference system of its own (member crs), which RFC 7946 dropped");
    }
    return new Inspection.GeoJson(
        source.name(),
        "GeoJSON",
        source.size(),
        features,
        geometries,
        west <= east ? Optional.of(new BoundingBox(west, south, east, north)) : Optional.empty(),
        columns(),
        key(),
        crs,
        properties.values().stream().anyMatch(p -> p.nested),
        notes);
  }

  private void id(JsonNode feature) {
    JsonNode id = feature.path("id");
    if (id.isMissingNode() || id.isNull()) {
      return;
    }
    ids.see(id);
    String text = id.asString("");
    repeating.removeIf(name -> !feature.path("properties").path(name).asString("").equals(text));
    if (ids.seen == 1) {
      feature.path("properties").properties().stream()
          .filter(p -> p.getValue().isValueNode() && p.getValue().asString("").equals(text))
          .forEach(p -> repeating.add(p.getKey()));
    }
  }

  /// The features' own ids are a column, unless a property has them too.
  private void ids() {
    if (ids.seen > 0 && repeating.isEmpty()) {
      properties.put("@id", ids);
    } else if (ids.seen > 0) {
      notes.add("the ids of the features are those of property " + repeating.getFirst());
    }
  }

  private JsonNode read() {
    if (source.size() > MOST_BYTES) {
      throw new BadInput(
          source.name(),
          source.size() + " bytes",
          "at most " + MOST_BYTES + " bytes of GeoJSON to inspect",
          "inspect a part of it");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
    source.readAt(0, bytes);
    try {
      return Json.mapper().readTree(bytes.array());
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
      throw new BadInput(
          new Problem(
              source.name() + where,
              several(bytes.array())
                  ? "a sequence of JSON texts (RFC 8142, GeoJSONSeq), one after the other"
                  : "no JSON: " + e.getOriginalMessage().replaceFirst(" \\(start marker.*", ""),
              "GeoJSON",
              "ask the provider for a corrected file"),
          e);
    }
  }

  /// Whether it begins with a record separator, or each of its first lines is a text of its own.
  private static boolean several(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 1 << 16), StandardCharsets.UTF_8);
    List<String> lines = head.lines().filter(l -> !l.isBlank()).limit(2).toList();
    return head.startsWith("\u001e")
        || lines.size() == 2
            && lines.getFirst().strip().endsWith("}")
            && lines.getLast().stripLeading().startsWith("{");
  }

  private void geometry(JsonNode geometry) {
    geometries.merge(geometry.path("type").stringValue("none"), 1L, Long::sum);
    positions(geometry.path("coordinates"));
    geometry.path("geometries").forEach(g -> positions(g.path("coordinates")));
  }

  private void positions(JsonNode coordinates) {
    if (coordinates.size() >= 2 && coordinates.get(0).isNumber() && coordinates.get(1).isNumber()) {
      west = Math.min(west, coordinates.get(0).doubleValue());
      east = Math.max(east, coordinates.get(0).doubleValue());
      south = Math.min(south, coordinates.get(1).doubleValue());
      north = Math.max(north, coordinates.get(1).doubleValue());
      return;
    }
    coordinates.forEach(this::positions);
  }

  private List<CsvPreview.Column> columns() {
    List<CsvPreview.Column> columns = new ArrayList<>();
    properties.forEach((name, property) -> {
      if (property.nested) {
        notes.add("property " + name + " holds lists or objects and is no column");
      } else {
        columns.add(
            new CsvPreview.Column(
                name,
                property.type(),
                true,
                List.of(),
                features - property.seen,
                property.first,
                Optional.empty(),
                Optional.empty()));
      }
    });
    return columns;
  }

  /// A property of another value in each feature.
  private Optional<String> key() {
    return properties.entrySet().stream()
        .filter(p -> !p.getValue().nested && p.getValue().values.size() == features)
        .filter(p -> List.of("string", "integer").contains(p.getValue().type()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
