import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks an API the mix of questions of a catalogue in use and prints how long each kind took.
///
/// `java Mix.java URL ITEMS COLLECTIONS REQUESTS CLIENTS ANSWERS [TOKEN]`: 40 % a page of a
/// collection, 20 % one item, 15 % a box with a time, 10 % a polygon, 10 % CQL2, 5 % a count; then
/// single PUTs. The questions are the same for the same numbers. The ids of each answer go to the
/// file ANSWERS, so that two servers can be compared: `java Mix.java compare A B`.
public final class Mix {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern ID = Pattern.compile("\"id\" ?: ?\"(scene-[0-9]{7})\"");

  private record Question(String kind, String method, String path, String body) {}

  private record Answer(String kind, double millis, int status, String ids) {}

  private Mix() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("compare")) {
      compare(Path.of(args[1]), Path.of(args[2]));
      return;
    }
    String url = args[0];
    int items = Integer.parseInt(args[1]);
    int collections = Integer.parseInt(args[2]);
    int requests = Integer.parseInt(args[3]);
    int clients = Integer.parseInt(args[4]);
    String token = args.length > 6 ? args[6] : "none";
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      questions.add(question(i, items, collections));
    }
    ask(url, token, questions.subList(0, requests / 5), clients); // warm
    long began = System.nanoTime();
    List<Answer> answers = ask(url, token, questions, clients);
    double seconds = (System.nanoTime() - began) / 1e9;
    Files.write(
        Path.of(args[5]), answers.stream().map(a -> a.kind() + " " + a.ids()).toList());
    report(answers, seconds, clients);
    List<Question> puts = new ArrayList<>();
    for (int i = 0; i < Math.min(500, requests); i++) {
      puts.add(put(i, items, collections));
    }
    began = System.nanoTime();
    List<Answer> written = ask(url, token, puts, 1);
    report(written, (System.nanoTime() - began) / 1e9, 1);
  }

  private static Question question(int i, int items, int collections) {
    var random = new SplittableRandom(77L + 104_729L * i);
    String collection = Items.name(random.nextInt(collections));
    int dice = random.nextInt(100);
    if (dice < 40) {
      return get("page", "/collections/" + collection + "/items?limit=10");
    }
    if (dice < 60) {
      int item = random.nextInt(items);
      return get(
          "item", "/collections/" + Items.name(item % collections) + "/items/" + Items.id(item));
    }
    double x = Math.round(-170 + 340 * random.nextDouble());
    double y = Math.round(-70 + 140 * random.nextDouble());
    if (dice < 75) {
      int year = 2014 + random.nextInt(10);
      return get(
          "box+time",
          "/search?limit=10&collections=" + collection + "&bbox=" + x + "," + y + "," + (x + 1) + ","
              + (y + 1) + "&datetime=" + year + "-01-01T00:00:00Z/" + year + "-12-31T00:00:00Z");
    }
    if (dice < 85) {
      String ring = "[[%s,%s],[%s,%s],[%s,%s],[%s,%s]]"
          .formatted(x, y, x + 1, y, x + 0.5, y + 1, x, y);
      return new Question(
          "polygon", "POST", "/search",
          "{\"limit\":10,\"intersects\":{\"type\":\"Polygon\",\"coordinates\":[" + ring + "]}}");
    }
    if (dice < 95) {
      String filter =
          "\"eo:cloud_cover\" < " + (1 + random.nextInt(5)) + " AND gsd = " + 10 * (1 + random.nextInt(6));
      return get("cql2", "/search?limit=10&filter-lang=cql2-text&filter=" + encode(filter));
    }
    return get("count", "/search?limit=1&bbox=" + x + "," + y + "," + (x + 1) + "," + (y + 1));
  }

  private static Question put(int i, int items, int collections) {
    int item = new SplittableRandom(5L + i).nextInt(items);
    String body = Items.item(item, collections).replace("\"title\":\"Scene", "\"title\":\"New scene");
    String path = "/collections/" + Items.name(item % collections) + "/items/" + Items.id(item);
    return new Question("put", "PUT", path, body);
  }

  private static Question get(String kind, String path) {
    return new Question(kind, "GET", path, "");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<Answer> ask(String url, String token, List<Question> questions, int clients)
      throws Exception {
    var answers = new Answer[questions.size()];
    var next = new AtomicLong();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      tasks.add(() -> {
        for (int i = (int) next.getAndIncrement(); i < answers.length; i = (int) next.getAndIncrement()) {
          answers[i] = ask(url, token, questions.get(i));
        }
        return null;
      });
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> task : pool.invokeAll(tasks)) {
        task.get();
      }
    }
    return List.of(answers);
  }

  private static Answer ask(String url, String token, Question question)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + question.path()))
            .header("Authorization", "Bearer " + token);
    if (question.body().isEmpty()) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json")
          .method(question.method(), BodyPublishers.ofString(question.body()));
    }
    long began = System.nanoTime();
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    double millis = (System.nanoTime() - began) / 1e6;
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(answer.body());
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return new Answer(question.kind(), millis, answer.statusCode(), String.join(",", ids));
  }

  private static void report(List<Answer> answers, double seconds, int clients) {
    var kinds = new TreeMap<String, List<Answer>>();
    answers.forEach(a -> kinds.computeIfAbsent(a.kind(), k -> new ArrayList<>()).add(a));
    if (kinds.size() > 1) {
      kinds.put("~all", answers);
    }
    System.out.printf(
        Locale.ROOT, "%d requests, %d clients: %.0f requests/s%n", answers.size(), clients,
        answers.size() / seconds);
    System.out.println("| kind | requests | errors | p50 ms | p95 ms | p99 ms |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    kinds.forEach((kind, list) -> {
      double[] times = list.stream().mapToDouble(Answer::millis).sorted().toArray();
      long errors = list.stream().filter(a -> a.status() >= 300).count();
      System.out.printf(
          Locale.ROOT, "| %s | %d | %d | %.1f | %.1f | %.1f |%n", kind.replace("~", ""),
          times.length, errors, at(times, 0.5), at(times, 0.95), at(times, 0.99));
    });
  }

  private static double at(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  private static void compare(Path one, Path other) throws IOException {
    List<String> a = Files.readAllLines(one);
    List<String> b = Files.readAllLines(other);
    var differences = new TreeMap<String, int[]>();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      String kind = a.get(i).split(" ", 2)[0];
      int[] count = differences.computeIfAbsent(kind, k -> new int[3]);
      count[0]++;
      if (!a.get(i).equals(b.get(i))) {
        count[sorted(a.get(i)).equals(sorted(b.get(i))) ? 1 : 2]++;
      }
    }
    System.out.println("| kind | compared | other order | other items |");
    System.out.println("|---|---:|---:|---:|");
    differences.forEach(
        (kind, c) -> System.out.printf("| %s | %d | %d | %d |%n", kind, c[0], c[1], c[2]));
  }

  private static String sorted(String answer) {
    String[] parts = answer.split(" ", 2);
    String[] ids = parts.length < 2 ? new String[0] : parts[1].split(",");
    Arrays.sort(ids);
    return String.join(",", ids);
  }
}
