package rimrep.pipeline.inspect;

import java.util.List;

/// The reference system that a `crs` member names, as the settings of a table call it.
final class GeoJsonCrs {
  private static final List<String> LONGITUDE_FIRST =
      List.of("EPSG:4326", "EPSG:4283", "EPSG:7844");

  private GeoJsonCrs() {}

  /// Empty text if it is none that a table can be declared in.
  static String of(String written) {
    String code = written.replaceFirst("^urn:ogc:def:crs:(EPSG|OGC):[^:]*:", "$1:");
    if (code.equals("OGC:CRS84")) {
      return code;
    }
    return LONGITUDE_FIRST.contains(code) ? code : "";
  }
}
