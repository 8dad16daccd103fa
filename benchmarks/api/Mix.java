import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Asks an API the mix of questions of a catalogue in use and prints how long each kind took.
///
/// `Mix URL ITEMS COLLECTIONS REQUESTS CLIENTS WRITERS ANSWERS [TOKEN]`: 40 % a page of a collection,
/// 20 % one item, 15 % a box with a time, 10 % a polygon, 10 % CQL2, 5 % a count, while WRITERS more
/// clients PUT items; then single PUTs. The questions are the same for the same numbers. The ids and
/// the count of each answer go to the file ANSWERS, so that two servers can be compared:
/// `Mix compare A B`. Where there are more than 1,000 collections, these are asked for too.
public final class Mix {

  private static final Pattern ID = Pattern.compile("\"id\" ?: ?\"((scene|bench)-[0-9]+)\"");

  private static final Pattern MATCHED = Pattern.compile("\"numberMatched\" ?: ?([0-9]+)");
  private static final int WARM_SECONDS = 30;
  private static final AtomicInteger REFUSED = new AtomicInteger();

  private record Question(String kind, String method, String path, String body) {}

  private record Answer(String kind, double millis, int status, String found) {}

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
    int writers = Integer.parseInt(args[5]);
    Path file = Path.of(args[6]);
    String token = args.length > 7 ? args[7] : "none";
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      questions.add(question(i, items, collections));
    }
    long warm = System.nanoTime() + WARM_SECONDS * 1_000_000_000L;
    for (int from = 0; System.nanoTime() < warm; from = (from + 100) % Math.max(100, requests)) {
      ask(url, token, questions.subList(from, Math.min(requests, from + 100)), clients);
    }
    var reading = new AtomicBoolean(true);
    List<Answer> beside = Collections.synchronizedList(new ArrayList<>());
    try (var pool = Executors.newCachedThreadPool()) {
      for (int w = 0; w < writers; w++) {
        int writer = w;
        pool.submit(() -> {
          for (int i = writer; reading.get(); i += writers) {
            beside.add(ask(url, token, put(100_000 + i, items, collections)));
          }
          return null;
        });
      }
      List<Double> spent = processorSeconds();
      long began = System.nanoTime();
      List<Answer> answers = ask(url, token, questions, clients);
      double seconds = (System.nanoTime() - began) / 1e9;
      reading.set(false);
      Files.write(file, answers.stream().map(a -> a.kind() + " " + a.found()).toList());
      report(answers, seconds, clients);
      List<Double> now = processorSeconds();
      for (int i = 0; i < now.size(); i++) {
        System.out.printf(
            Locale.ROOT, "processor time per request, %s: %.2f ms%n",
            i == 0 ? "server" : "PostgreSQL", (now.get(i) - spent.get(i)) * 1e3 / requests);
      }
      if (writers > 0) {
        report(List.copyOf(beside), seconds, writers);
      }
    }
    if (collections > 1_000) {
      List<Question> lists = lists(collections);
      ask(url, token, lists.subList(0, 50), clients);
      long began = System.nanoTime();
      List<Answer> answers = ask(url, token, lists, 1);
      report(answers, (System.nanoTime() - began) / 1e9, 1);
    }
    List<Question> puts = new ArrayList<>();
    for (int i = 0; i < Math.min(500, requests); i++) {
      puts.add(put(i, items, collections));
    }
    long began = System.nanoTime();
    List<Answer> written = ask(url, token, puts, 1);
    report(written, (System.nanoTime() - began) / 1e9, 1);
  }

  /// Of the processes whose ids are in the environment variable PIDS, each with those below it. On a
  /// machine that others use too it tells more than the clock.
  private static List<Double> processorSeconds() {
    String pids = System.getenv().getOrDefault("PIDS", "");
    return Stream.of(pids.split(" "))
        .filter(pid -> !pid.isEmpty())
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .map(p ->
            Stream.concat(Stream.of(p), p.descendants())
                .mapToDouble(d -> d.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
                .sum())
        .toList();
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

  private static List<Question> lists(int collections) {
    var random = new SplittableRandom(11);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int x = random.nextInt(-180, 170);
      int y = random.nextInt(-80, 70);
      questions.add(get("landing page", "/"));
      questions.add(get("collections, 10", "/collections?limit=10"));
      questions.add(get("collections, as asked without limit", "/collections"));
      questions.add(get("collection", "/collections/" + Items.name(random.nextInt(collections))));
      questions.add(
          get(
              "collection search, box",
              "/collections?limit=10&bbox=" + x + "," + y + "," + (x + 10) + "," + (y + 10)));
      questions.add(
          get("collection search, word", "/collections?limit=10&q=theme" + random.nextInt(1000)));
    }
    return questions;
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
    try (var pool = Executors.newCachedThreadPool()) {
      for (Future<Void> task : pool.invokeAll(tasks)) {
        task.get();
      }
    }
    return List.of(answers);
  }

  private static Answer ask(String url, String token, Question question) throws IOException {
    long began = System.nanoTime();
    Wire.Reply answer =
        Wire.of(URI.create(url)).send(question.method(), question.path(), token, question.body());
    double millis = (System.nanoTime() - began) / 1e6;
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(answer.body());
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    Matcher matched = MATCHED.matcher(answer.body());
    String count = question.kind().equals("count") && matched.find() ? matched.group(1) : "-";
    if (answer.status() >= 300 && REFUSED.getAndIncrement() < 3) {
      System.err.println(question + " " + answer.status() + " " + answer.body());
    }
    return new Answer(
        question.kind(), millis, answer.status(), String.join(",", ids) + " " + count);
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
    if (a.size() != b.size()) {
      throw new IOException(a.size() + " answers and " + b.size());
    }
    var differences = new TreeMap<String, int[]>();
    for (int i = 0; i < a.size(); i++) {
      String[] left = a.get(i).split(" ", 3);
      String[] right = b.get(i).split(" ", 3);
      int[] count = differences.computeIfAbsent(left[0], k -> new int[5]);
      count[0]++;
      if (!left[1].equals(right[1])) {
        boolean same = sorted(left[1]).equals(sorted(right[1]));
        count[same ? 1 : 2]++;
        System.err.println("answer " + i + ": " + a.get(i) + " <> " + b.get(i));
      }
      count[3] += left[2].equals("-") || right[2].equals("-") ? 0 : 1;
      count[4] += left[2].equals("-") || right[2].equals("-") || left[2].equals(right[2]) ? 0 : 1;
    }
    System.out.println("| kind | compared | other order | other items | counts compared | other count |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    differences.forEach(
        (kind, c) ->
            System.out.printf(
                "| %s | %d | %d | %d | %d | %d |%n", kind, c[0], c[1], c[2], c[3], c[4]));
  }

  private static String sorted(String answer) {
    String[] ids = answer.split(",");
    Arrays.sort(ids);
    return String.join(",", ids);
  }
}
