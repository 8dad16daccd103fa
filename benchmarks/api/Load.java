import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Loads what `Items` made into an API over HTTP and prints items per second.
///
/// `java Load.java rimrep URL FOLDER [TOKEN]` streams each file to `bulk_items` as NDJSON;
/// `java Load.java peer URL FOLDER` sends batches of 1,000 to stac-fastapi's `bulk_items`.
public final class Load {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int BATCH = 1_000;

  private Load() {}

  public static void main(String[] args) throws Exception {
    boolean rimrep = args[0].equals("rimrep");
    String url = args[1];
    Path folder = Path.of(args[2]);
    String token = args.length > 3 ? args[3] : "none";
    for (String collection : Files.readAllLines(folder.resolve("collections.ndjson"))) {
      send(url + "/collections", "application/json", BodyPublishers.ofString(collection), token);
    }
    long began = System.nanoTime();
    long items = 0;
    try (Stream<Path> files = Files.list(folder.resolve("items"))) {
      for (Path file : files.sorted().toList()) {
        String collection = file.getFileName().toString().replace(".ndjson", "");
        String bulk = url + "/collections/" + collection + "/bulk_items";
        long from = System.nanoTime();
        long before = items;
        if (rimrep) {
          send(bulk + "?mode=insert", "application/x-ndjson", BodyPublishers.ofFile(file), token);
          try (Stream<String> lines = Files.lines(file)) {
            items += lines.count();
          }
        } else {
          items += batches(bulk, file);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.err.printf(Locale.ROOT, "%s %.0f items/s%n", collection, (items - before) / seconds);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT, "loaded %d items in %.1f s: %.0f items/s%n", items, seconds, items / seconds);
  }

  private static long batches(String url, Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    for (int from = 0; from < lines.size(); from += BATCH) {
      String items =
          lines.subList(from, Math.min(lines.size(), from + BATCH)).stream()
              .map(line -> "\"" + id(line) + "\":" + line)
              .collect(Collectors.joining(","));
      String body = "{\"method\":\"insert\",\"items\":{" + items + "}}";
      send(url, "application/json", BodyPublishers.ofString(body), "none");
    }
    return lines.size();
  }

  private static String id(String line) {
    int at = line.indexOf("\"id\":\"") + 6;
    return line.substring(at, line.indexOf('"', at));
  }

  private static void send(String url, String type, HttpRequest.BodyPublisher body, String token)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + token)
                .POST(body)
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() >= 300 || answer.body().contains("\"reason\"")) {
      throw new IOException(url + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}
