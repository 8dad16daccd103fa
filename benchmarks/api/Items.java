import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/// Made-up STAC items of about 2 kB, the same for the same arguments: each from a random generator
/// of its own number, so that any part can be made alone.
///
/// `java Items.java FOLDER ITEMS COLLECTIONS` writes `collections.ndjson` and, one per collection,
/// `items/bench-00.ndjson`.
///
/// Of the items, 97 % have 5 vertices, 2.5 % 50, 0.5 % 500; 0.5 % cross longitude 180; 5 % have no
/// datetime but an interval; 10 % lack `eo:cloud_cover`.
public final class Items {

  static final long SEED = 20_240_630L;
  static final Instant FIRST = Instant.parse("2014-01-01T00:00:00Z");
  static final long SECONDS = 10L * 365 * 86_400;

  private Items() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int items = Integer.parseInt(args[1]);
    int collections = Integer.parseInt(args[2]);
    Files.createDirectories(folder.resolve("items"));
    try (OutputStream out = open(folder.resolve("collections.ndjson"))) {
      for (int c = 0; c < collections; c++) {
        line(out, collection(c));
      }
    }
    for (int c = 0; c < collections; c++) {
      try (OutputStream out = open(folder.resolve("items/" + name(c) + ".ndjson"))) {
        for (int i = c; i < items; i += collections) {
          line(out, item(i, collections));
        }
      }
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
  }

  private static void line(OutputStream out, String json) throws IOException {
    out.write(json.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  static String name(int collection) {
    return String.format(Locale.ROOT, "bench-%02d", collection);
  }

  static String id(int i) {
    return String.format(Locale.ROOT, "scene-%07d", i);
  }

  /// Its extent is made up too: where its items lie does not follow from it.
  static String collection(int c) {
    var random = new SplittableRandom(SEED - c);
    int west = random.nextInt(-180, 140);
    int south = random.nextInt(-80, 50);
    return """
    {"type":"Collection","stac_version":"1.0.0","id":"%s","title":"Bench %d","description":"Made-up \
    scenes.","license":"CC-BY-4.0","keywords":["reef","theme%d"],"extent":{"spatial":{"bbox":[[%d,%d,%d,%d]]},\
    "temporal":{"interval":[["2014-01-01T00:00:00Z",null]]}},"links":[]}"""
        .formatted(name(c), c, c % 1000, west, south, west + 40, south + 30);
  }

  static String item(int i, int collections) {
    var random = new SplittableRandom(SEED + 7_919L * i);
    String collection = name(i % collections);
    boolean crosses = random.nextInt(1000) < 5;
    double west = crosses ? 179.5 : round(-179 + 356 * random.nextDouble());
    double south = round(-75 + 148 * random.nextDouble());
    double size = round(0.2 + 0.8 * random.nextDouble());
    var json = new StringBuilder(2_400);
    json.append("{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"").append(id(i));
    json.append("\",\"collection\":\"").append(collection).append("\",");
    place(json, random, crosses, west, south, size);
    properties(json, random, i);
    assets(json, collection, i);
    return json.append(",\"links\":[]}").toString();
  }

  private static void place(
      StringBuilder json, SplittableRandom random, boolean crosses, double west, double south,
      double size) {
    double east = round(west + size);
    double north = round(south + size);
    if (crosses) {
      json.append("\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[");
      ring(json, west, south, 180, north);
      json.append("],[");
      ring(json, -180, south, round(east - 360), north);
      json.append("]]},\"bbox\":[").append(west).append(',').append(south).append(',');
      json.append(round(east - 360)).append(',').append(north).append("],");
      return;
    }
    json.append("\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[");
    int kind = random.nextInt(200);
    if (kind >= 6) {
      ring(json, west, south, east, north);
    } else {
      round(json, west + size / 2, south + size / 2, size / 2, kind == 0 ? 500 : 50);
    }
    json.append("]},\"bbox\":[").append(west).append(',').append(south).append(',').append(east);
    json.append(',').append(north).append("],");
  }

  private static void ring(StringBuilder json, double w, double s, double e, double n) {
    json.append("[[").append(w).append(',').append(s).append("],[").append(e).append(',').append(s);
    json.append("],[").append(e).append(',').append(n).append("],[").append(w).append(',').append(n);
    json.append("],[").append(w).append(',').append(s).append("]]");
  }

  private static void round(StringBuilder json, double x, double y, double r, int vertices) {
    json.append('[');
    for (int v = 0; v <= vertices; v++) {
      double angle = 2 * Math.PI * (v % vertices) / vertices;
      json.append(v == 0 ? "[" : ",[").append(round(x + r * Math.cos(angle))).append(',');
      json.append(round(y + r * Math.sin(angle))).append(']');
    }
    json.append(']');
  }

  private static void properties(StringBuilder json, SplittableRandom random, int i) {
    Instant at = FIRST.plusSeconds((long) (SECONDS * random.nextDouble()));
    json.append("\"properties\":{");
    if (random.nextInt(20) == 0) {
      json.append("\"datetime\":null,\"start_datetime\":\"").append(at);
      json.append("\",\"end_datetime\":\"").append(at.plusSeconds(86_400)).append('"');
    } else {
      json.append("\"datetime\":\"").append(at).append('"');
    }
    json.append(",\"created\":\"2024-01-01T00:00:00Z\",\"rimrep:access\":\"public\"");
    if (random.nextInt(10) > 0) {
      json.append(",\"eo:cloud_cover\":").append(round(100 * random.nextDouble()));
    }
    json.append(",\"platform\":\"sat-").append(random.nextInt(4)).append('"');
    json.append(",\"instruments\":[\"msi\"],\"gsd\":").append(10 * (1 + random.nextInt(6)));
    json.append(",\"view:sun_elevation\":").append(round(90 * random.nextDouble()));
    json.append(",\"view:off_nadir\":").append(round(10 * random.nextDouble()));
    json.append(",\"bench:orbit\":").append(random.nextInt(143));
    json.append(",\"bench:tile\":\"T").append(random.nextInt(60)).append((char) ('A' + i % 26));
    json.append("\",\"bench:quality\":\"").append(random.nextBoolean() ? "good" : "fair");
    json.append("\",\"title\":\"Scene ").append(i).append(" of the made-up catalogue\"},");
  }

  private static void assets(StringBuilder json, String collection, int i) {
    json.append("\"assets\":{");
    String comma = "";
    for (String band : new String[] {"blue", "green", "red", "nir", "swir", "scl", "thumbnail"}) {
      json.append(comma).append('"').append(band).append("\":{\"href\":\"https://data.example.org/");
      json.append(collection).append('/').append(id(i)).append('/').append(band).append(".tif\",");
      json.append("\"type\":\"image/tiff; application=geotiff; profile=cloud-optimized\",");
      json.append("\"title\":\"Band ").append(band).append("\",\"roles\":[\"data\"]}");
      comma = ",";
    }
    json.append('}');
  }

  private static double round(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
