package rimrep.pipeline.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// GeoJSON coordinates (RFC 7946 section 3.1) to little-endian WKB. One use per geometry.
final class WkbWriter {
  private static final int START = 256;
  private static final double WEST = -180;
  private static final double EAST = 360;

  private ByteBuffer out = ByteBuffer.allocate(START).order(ByteOrder.LITTLE_ENDIAN);
  private final double[] bounds = {
    Double.POSITIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private int dimensions;

  /// Coordinates of any nesting.
  sealed interface Coordinates {
    /// Two numbers, or three with a height.
    record Position(double[] numbers) implements Coordinates {}

    record Nest(List<Coordinates> parts) implements Coordinates {}
  }

  /// Thrown for a geometry that is none; its row is rejected.
  static final class NoGeometry extends Exception {
    private static final long serialVersionUID = 1;

    NoGeometry(String reason) {
      super(reason);
    }
  }

  static Wkb write(String type, Coordinates coordinates) throws NoGeometry {
    int code = Wkb.typeCode(type);
    if (code == 0) {
      throw new NoGeometry("type '" + type + "' is not supported yet");
    }
    WkbWriter writer = new WkbWriter();
    writer.dimensions = dimensions(coordinates);
    writer.geometry(code, coordinates);
    boolean empty = writer.bounds[0] > writer.bounds[2];
    byte[] bytes = new byte[writer.out.position()];
    writer.out.flip().get(bytes);
    return new Wkb(bytes, writer.coded(code), empty, writer.bounds);
  }

  /// Numbers per position, of the first one; 2 if there is none.
  private static int dimensions(Coordinates coordinates) {
    return switch (coordinates) {
      case Coordinates.Position p -> Math.clamp(p.numbers().length, 2, 3);
      case Coordinates.Nest n -> n.parts().isEmpty() ? 2 : dimensions(n.parts().getFirst());
    };
  }

  private int coded(int code) {
    return dimensions == 3 ? code + 1000 : code;
  }

  private void geometry(int code, Coordinates coordinates) throws NoGeometry {
    ensure(9);
    out.put((byte) 1).putInt(coded(code));
    switch (code) {
      case 1 -> point(coordinates);
      case 2 -> line(coordinates, 2);
      case 3 -> polygon(coordinates);
      default -> {
        List<Coordinates> parts = parts(coordinates);
        out.putInt(parts.size());
        for (Coordinates part : parts) {
          geometry(code - 3, part);
        }
      }
    }
  }

  private void point(Coordinates coordinates) throws NoGeometry {
    if (coordinates instanceof Coordinates.Nest(List<Coordinates> parts) && parts.isEmpty()) {
      ensure(24);
      for (int i = 0; i < dimensions; i++) {
        out.putDouble(Double.NaN);
      }
      return;
    }
    position(coordinates);
  }

  private void polygon(Coordinates coordinates) throws NoGeometry {
    List<Coordinates> rings = parts(coordinates);
    ensure(4);
    out.putInt(rings.size());
    for (Coordinates ring : rings) {
      List<Coordinates> positions = parts(ring);
      if (positions.size() < 4 || !same(positions.getFirst(), positions.getLast())) {
        throw new NoGeometry("a ring is not closed, or has less than four positions");
      }
      line(ring, 4);
    }
  }

  private static boolean same(Coordinates a, Coordinates b) {
    return a instanceof Coordinates.Position(double[] first)
        && b instanceof Coordinates.Position(double[] last)
        && java.util.Arrays.equals(first, last);
  }

  private void line(Coordinates coordinates, int atLeast) throws NoGeometry {
    List<Coordinates> positions = parts(coordinates);
    if (!positions.isEmpty() && positions.size() < atLeast) {
      throw new NoGeometry("a line of " + positions.size() + " position");
    }
    ensure(4);
    out.putInt(positions.size());
    for (Coordinates position : positions) {
      position(position);
    }
  }

  private void position(Coordinates coordinates) throws NoGeometry {
    if (!(coordinates instanceof Coordinates.Position(double[] numbers))) {
      throw new NoGeometry("coordinates are nested too deep");
    }
    if (Math.min(numbers.length, 3) != dimensions || numbers.length < 2) {
      throw new NoGeometry("positions of 2 and of 3 numbers");
    }
    double x = numbers[0];
    double y = numbers[1];
    // Written so that NaN fails too.
    if (!(x >= WEST && x <= EAST && y >= -90 && y <= 90)) {
      throw new NoGeometry("position " + x + ", " + y + " is no longitude, latitude");
    }
    ensure(24);
    for (int i = 0; i < dimensions; i++) {
      out.putDouble(numbers[i]);
    }
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }

  private static List<Coordinates> parts(Coordinates coordinates) throws NoGeometry {
    if (coordinates instanceof Coordinates.Nest(List<Coordinates> parts)) {
      return parts;
    }
    throw new NoGeometry("coordinates are not nested deep enough");
  }

  private void ensure(int more) {
    if (out.remaining() < more) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.multiplyExact(out.capacity(), 2)).order(ByteOrder.LITTLE_ENDIAN);
      out = larger.put(out.flip());
    }
  }
}
