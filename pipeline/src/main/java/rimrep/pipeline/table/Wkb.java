package rimrep.pipeline.table;

/// A geometry as little-endian ISO WKB.
///
/// @param type WKB type code; 1000 more with Z
/// @param bounds xmin, ymin, xmax, ymax of its positions; meaningless if it is empty
record Wkb(byte[] bytes, int type, boolean empty, double[] bounds) {
  private static final String[] NAMES = {
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"
  };

  /// The name GeoParquet gives a type code: `Polygon`, `Point Z`.
  static String typeName(int type) {
    return NAMES[type % 1000 - 1] + (type > 1000 ? " Z" : "");
  }

  static int typeCode(String name) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equals(name)) {
        return i + 1;
      }
    }
    return 0;
  }
}
