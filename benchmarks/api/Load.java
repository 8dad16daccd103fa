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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Loads what `Items` made into an API over HTTP and prints items per second.
///
/// `Load rimrep URL FOLDER 0 TOKEN` streams each file to `bulk_items` as NDJSON, as many at a time
/// as there are cores;
/// `Load peer URL FOLDER EACH` sends the first EACH items of each file to stac-fastapi's
/// `bulk_items`, 1,000 at a time, and writes that number to `FOLDER/loaded`.
public final class Load {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern WRITTEN = Pattern.compile("\"written\":([0-9]+)");
  private static final int BATCH = 1_000;

  private Load() {}

  public static void main(String[] args) throws Exception {
    boolean rimrep = args[0].equals("rimrep");
    String url = args[1];
    Path folder = Path.of(args[2]);
    int each = Integer.parseInt(args[3]);
    String token = args.length > 4 ? args[4] : "none";
    Files.writeString(folder.resolve("loaded"), String.valueOf(each));
    List<String> collections = Files.readAllLines(folder.resolve("collections.ndjson"));
    measure(collections.size() + " collections", 1, collections, collection -> {
      send(url + "/collections", "application/json", BodyPublishers.ofString(collection), token);
      return 1;
    });
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve("items"))) {
      files = all.sorted().toList();
    }
    measure("items", rimrep ? Runtime.getRuntime().availableProcessors() : 1, files, file -> {
      String collection = file.getFileName().toString().replace(".ndjson", "");
      String bulk = url + "/collections/" + collection + "/bulk_items";
      if (!rimrep) {
        return batches(bulk, file, each);
      }
      String report =
          send(bulk + "?mode=insert", "application/x-ndjson", BodyPublishers.ofFile(file), token);
      Matcher written = WRITTEN.matcher(report);
      if (!written.find()) {
        throw new IOException(bulk + ": " + report);
      }
      return Long.parseLong(written.group(1));
    });
  }

  private interface Send<T> {
    long run(T what) throws Exception;
  }

  private static <T> void measure(String name, int clients, List<T> all, Send<T> send)
      throws Exception {
    long began = System.nanoTime();
    long count = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      List<Callable<Long>> tasks = all.stream().<Callable<Long>>map(t -> () -> send.run(t)).toList();
      for (Future<Long> task : pool.invokeAll(tasks)) {
        count += task.get();
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT, "loaded %d (%s) over HTTP in %.1f s: %.0f/s%n", count, name, seconds,
        count / seconds);
  }

  private static long batches(String url, Path file, int each) throws Exception {
    List<String> lines;
    try (Stream<String> all = Files.lines(file)) {
      lines = all.limit(each).toList();
    }
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

  private static String send(String url, String type, HttpRequest.BodyPublisher body, String token)
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
    return answer.body();
  }
}
