package rimrep.pipeline.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;

/// The coordinate reference systems we store. Coordinates are always longitude, latitude, whatever
/// the axis order of the system: GeoParquet 1.1 asks for it.
public enum Crs {
  CRS84("OGC:CRS84"),
  WGS84("EPSG:4326"),
  GDA94("EPSG:4283"),
  GDA2020("EPSG:7844");

  private final String code;

  Crs(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  static Optional<Crs> of(String code) {
    return Arrays.stream(values()).filter(crs -> crs.code.equals(code)).findFirst();
  }

  static String known() {
    return String.join(", ", Arrays.stream(values()).map(Crs::code).toList());
  }

  /// Full PROJJSON as PROJ writes it; empty for OGC:CRS84, which GeoParquet takes for granted.
  Optional<JsonNode> projjson() {
    if (this == CRS84) {
      return Optional.empty();
    }
    String file = code.replace(':', '-') + ".json";
    try (InputStream in = Crs.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing from the program");
      }
      return Optional.of(Json.mapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
