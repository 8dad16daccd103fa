package rimrep.pipeline.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.storage.ByteSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads a GeoJSON FeatureCollection or Feature as a stream (RFC 7946). A property is a column by
/// its name, also one called `id` or `geometry`; the feature's own id is the column `@id`. A
/// reject's line is the number of the feature, from 1.
///
/// The forerunner of the RFC had a `crs` member: one that names another reference system than the
/// declared one is refused, never ignored.
final class GeoJsonReader implements SourceReader {
  /// The feature's own id, kept apart from a property `id`.
  static final String ID = "@id";

  private static final Set<String> LONGITUDE_FIRST =
      Set.of("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84");

  private final InputFormat.GeoJson format;
  private final GeometrySpec geometry;
  private final String name;
  private final Set<String> found = new HashSet<>();
  private final Map<String, Integer> places = new HashMap<>();
  private long feature;

  /// Properties that repeat the id in each feature so far; null before the first id.
  private @Nullable Set<String> repeating;

  GeoJsonReader(InputFormat.GeoJson format, GeometrySpec geometry, String name) {
    this.format = format;
    this.geometry = geometry;
    this.name = name;
  }

  @Override
  public Set<String> read(ByteSource source, RawTable target) {
    for (int i = 0; i < target.columns().size(); i++) {
      places.put(target.columns().get(i), i);
    }
    refuseMarkup(source);
    try (JsonParser json = Json.mapper().createParser(new ByteSourceStream(source))) {
      document(json, target);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new BadInput(
          new Problem(
              name + (line > 0 ? " line " + line : ""),
              line == 1 && feature == 0 ? "no JSON: " + brief(e) : "damaged JSON: " + brief(e),
              "a GeoJSON FeatureCollection",
              "fetch it again, or ask the provider"),
          e);
    }
    boolean wanted = target.columns().contains(ID);
    boolean lost = repeating != null && repeating.isEmpty();
    if (wanted || lost) {
      found.add(ID); // as any column: one that the contract does not name is no secret
    } else {
      found.remove(ID);
    }
    return found;
  }

  private void refuseMarkup(ByteSource source) {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(source.size(), 64));
    source.readAt(0, head);
    if (new String(head.array(), StandardCharsets.UTF_8).strip().startsWith("<")) {
      throw bad("HTML or XML instead of GeoJSON", "a FeatureCollection");
    }
  }

  private static String brief(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
  }

  /// `type` may stand anywhere, so a lone Feature is told by its members.
  private void document(JsonParser json, RawTable target) {
    expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
    Optional<String> type = Optional.empty();
    boolean features = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      JsonToken value = json.nextToken();
      switch (member) {
        case "type" -> type = Optional.of(json.getString());
        case "crs" -> crs(json);
        case "features" -> {
          expect(value, JsonToken.START_ARRAY, "features in a list");
          features = true;
          while (json.nextToken() != JsonToken.END_ARRAY) {
            feature(json, target);
          }
        }
        default -> json.skipChildren();
      }
    }
    if (!type.equals(Optional.of("FeatureCollection")) || !features) {
      throw bad("type " + type.orElse("is missing"), "a FeatureCollection with features");
    }
    if (json.nextToken() != null) {
      throw bad("text after the end of the collection", "one FeatureCollection");
    }
  }

  private void expect(@Nullable JsonToken token, JsonToken wanted, String what) {
    if (token != wanted) {
      throw bad("found " + token, what);
    }
  }

  private BadInput bad(String found, String expected) {
    return new BadInput(name, found, expected, "ask the provider for GeoJSON (RFC 7946)");
  }

  private void crs(JsonParser json) {
    String written = json.<JsonNode>readValueAsTree().path("properties").path("name").asString("");
    boolean fits =
        LONGITUDE_FIRST.contains(written)
            ? format.crs() == Crs.CRS84 || format.crs() == Crs.WGS84
            : format.crsDeclared()
                && written
                    .replaceFirst("^urn:ogc:def:crs:EPSG:[^:]*:", "EPSG:")
                    .equals(format.crs().code());
    if (!fits) {
      throw bad(
          "a crs member that names '" + written + "'",
          "coordinates in "
              + format.crs().code()
              + "; transforming is not supported yet, declare another system in"
              + " table.inputs, crs, if longitude comes first");
    }
  }

  private void feature(JsonParser json, RawTable target) {
    expect(json.currentToken(), JsonToken.START_OBJECT, "a Feature");
    feature++;
    @Nullable String[] values = target.values();
    List<Reject> rejects = new ArrayList<>();
    Optional<Wkb> shape = Optional.empty();
    Optional<String> id = Optional.empty();
    Map<String, String> written = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "id" -> {
          keep(json, ID, values, rejects);
          id = text(json);
        }
        case "geometry" -> shape = geometry(json, rejects);
        case "properties" -> properties(json, values, rejects, written);
        default -> json.skipChildren();
      }
    }
    id.ifPresent(text -> repeats(text, written));
    if (rejects.isEmpty()) {
      target.row(feature, values, shape);
    } else {
      rejects.forEach(r -> target.reject(r.line(), r.field(), r.rule(), r.value()));
    }
  }

  private static Optional<String> text(JsonParser json) {
    return json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL
        ? Optional.of(json.getString())
        : Optional.empty();
  }

  /// Many servers write an id that one of the properties has too.
  private void repeats(String id, Map<String, String> properties) {
    Set<String> same = new HashSet<>();
    properties.forEach((name, value) -> {
      if (value.equals(id)) {
        same.add(name);
      }
    });
    if (repeating != null) {
      same.retainAll(repeating);
    }
    repeating = same;
  }

  private void properties(
      JsonParser json,
      @Nullable String[] values,
      List<Reject> rejects,
      Map<String, String> written) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String property = json.currentName();
      json.nextToken();
      text(json).ifPresent(text -> written.put(property, text));
      keep(json, property, values, rejects);
    }
  }

  private void keep(
      JsonParser json, String column, @Nullable String[] values, List<Reject> rejects) {
    found.add(column);
    Integer place = places.get(column);
    boolean nested =
        json.currentToken() == JsonToken.START_OBJECT
            || json.currentToken() == JsonToken.START_ARRAY;
    if (nested) {
      json.skipChildren();
      if (place != null) {
        rejects.add(new Reject(feature, column, "scalar", "an object or a list"));
      }
    } else if (place != null && json.currentToken() != JsonToken.VALUE_NULL) {
      values[place] = json.getString();
    }
  }

  private Optional<Wkb> geometry(JsonParser json, List<Reject> rejects) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Optional.empty();
    }
    String type = "";
    WkbWriter.Coordinates coordinates = new WkbWriter.Coordinates.Nest(List.of());
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "type" -> type = json.getString();
        case "coordinates" -> coordinates = coordinates(json);
        default -> json.skipChildren();
      }
    }
    if (!(geometry instanceof GeometrySpec.Column column)) {
      return Optional.empty();
    }
    if (!column.types().isEmpty() && !column.types().contains(type)) {
      rejects.add(new Reject(feature, "geometry", "geometryType", type));
      return Optional.empty();
    }
    try {
      return Optional.of(WkbWriter.write(type, coordinates));
    } catch (WkbWriter.NoGeometry e) {
      rejects.add(new Reject(feature, "geometry", "geometry", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private WkbWriter.Coordinates coordinates(JsonParser json) {
    expect(json.currentToken(), JsonToken.START_ARRAY, "coordinates in a list");
    JsonToken token = json.nextToken();
    if (token == JsonToken.START_ARRAY) {
      List<WkbWriter.Coordinates> parts = new ArrayList<>();
      while (token != JsonToken.END_ARRAY) {
        parts.add(coordinates(json));
        token = json.nextToken();
      }
      return new WkbWriter.Coordinates.Nest(parts);
    }
    if (token == JsonToken.END_ARRAY) {
      return new WkbWriter.Coordinates.Nest(List.of());
    }
    return new WkbWriter.Coordinates.Position(numbers(json));
  }

  private double[] numbers(JsonParser json) {
    double[] numbers = new double[4];
    int n = 0;
    while (json.currentToken() != JsonToken.END_ARRAY) {
      if (!json.currentToken().isNumeric() || n == numbers.length) {
        throw bad("a position that is no list of 2 to 4 numbers, in feature " + feature, "numbers");
      }
      numbers[n++] = json.getDoubleValue();
      json.nextToken();
    }
    return java.util.Arrays.copyOf(numbers, n);
  }
}
