package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Sixteen writers and sixteen readers at once, and PostgreSQL is killed in the middle: no
/// deadlock, no lost update, no acknowledged write lost, and readers page through all items that
/// nobody touches. A minute with `-Dsoak`. Who is answered 503 asks again.
class ConcurrencyTest {

  @RegisterExtension static final RunningApi API = RunningApi.overOwnPostgres();

  private static final int SECONDS = Boolean.getBoolean("soak") ? 60 : 5;
  private static final int CLIENTS = 16;
  private static final int STABLE = 60;
  private static final String ITEMS = "/collections/demo/items";

  private static final Duration PAUSE = Duration.ofMillis(100);

  private volatile boolean over;
  private final AtomicInteger away = new AtomicInteger();

  private boolean goesOn() {
    return !over;
  }

  /// Asks again until the answer is another than 503.
  private HttpResponse<String> patiently(Supplier<HttpResponse<String>> request) {
    HttpResponse<String> answer = request.get();
    while (answer.statusCode() == 503) {
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      away.incrementAndGet();
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = request.get();
    }
    return answer;
  }

  private @Nullable Void killInTheMiddle() throws Exception {
    Thread.sleep(Duration.ofSeconds(SECONDS).dividedBy(2));
    API.postgres().killAndRevive();
    // only now the second half begins, whatever the revival took
    expect(patiently(() -> API.get(API.publicUrl() + "/readyz")), 200);
    Thread.sleep(Duration.ofSeconds(SECONDS).dividedBy(2));
    over = true;
    return null;
  }

  @Test
  void nothingIsLostAndNobodyWaitsForEver() throws Exception {
    API.collection("demo");
    for (int i = 0; i < STABLE; i++) {
      API.item(Documents.text(at("stable" + i, i)));
    }
    API.item(Documents.text(Documents.point("shared", 1, 1)));
    var tasks = new ArrayList<Callable<Long>>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      tasks.add(
          switch (i % 4) {
            case 0 -> () -> patch(number);
            case 1 -> () -> replace(number);
            case 2 -> () -> comeAndGo(number);
            default -> () -> bulk(number);
          });
      tasks.add(this::read);
    }
    var done = new ArrayList<Long>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> killer =
          pool.submit(() -> {
            try {
              return killInTheMiddle();
            } finally {
              over = true;
            }
          });
      for (Future<Long> task : pool.invokeAll(tasks)) {
        done.add(task.get());
      }
      killer.get();
    }
    assertThat(away).as("answers 503").hasPositiveValue();
    System.out.println("rounds of writers and readers in turn " + done + ", 503: " + away);
    assertThat(done).as("rounds of each client").allMatch(n -> n > 0);
    ObjectNode shared = StacJson.parse(API.get(API.publicUrl() + ITEMS + "/shared").body());
    for (int i = 0; i < CLIENTS; i++) {
      if (i % 4 < 2) {
        assertThat(shared.at("/properties/n" + i).asLong()).isEqualTo(done.get(2 * i));
      }
    }
  }

  private static ObjectNode at(String id, int minute) {
    return Documents.at(Documents.point(id, 1, 1), "2024-06-01T00:%02d:00Z".formatted(minute % 60));
  }

  /// Each raises a member of its own by PATCH.
  private long patch(int number) {
    long raised = 0;
    do {
      String patch = "{\"properties\":{\"n" + number + "\":" + (raised + 1) + "}}";
      expect(patiently(() -> API.write("PATCH", ITEMS + "/shared", patch)), 200);
      raised++;
    } while (goesOn());
    return raised;
  }

  /// Each raises a member of its own by GET and PUT with `If-Match`, until it wins.
  private long replace(int number) {
    long raised = 0;
    boolean unknown = false;
    do {
      HttpResponse<String> got = patiently(() -> API.get(API.publicUrl() + ITEMS + "/shared"));
      ObjectNode item = StacJson.parse(got.body());
      ((ObjectNode) item.get("properties")).put("n" + number, raised + 1);
      var put =
          API.write(
              "PUT",
              ITEMS + "/shared",
              Documents.text(item),
              "If-Match",
              got.headers().firstValue("ETag").orElseThrow());
      expect(put, 200, 412, 503);
      raised += put.statusCode() == 200 ? 1 : 0;
      // a write that was answered 503 may have happened: it is done until it is acknowledged
      unknown = put.statusCode() == 503 || (unknown && put.statusCode() != 200);
    } while (goesOn() || unknown || raised == 0);
    return raised;
  }

  private long comeAndGo(int number) {
    var random = new Random(number);
    long rounds = 0;
    do {
      String id = "guest" + number;
      String guest = Documents.text(at(id, random.nextInt(60)));
      // a write that was answered 503 may have happened
      expect(patiently(() -> API.write("POST", ITEMS, guest)), 201, 409);
      expect(patiently(() -> API.write("DELETE", ITEMS + "/" + id, "")), 204, 404);
      rounds++;
    } while (goesOn());
    return rounds;
  }

  /// All write the same ids, each in an order of its own.
  private long bulk(int number) {
    var random = new Random(number);
    long rounds = 0;
    do {
      List<Integer> order = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
      Collections.shuffle(order, random);
      String lines =
          order.stream()
              .map(i -> Documents.text(at("bulk" + i, random.nextInt(60))))
              .collect(Collectors.joining("\n"));
      var answer =
          patiently(() ->
              API.send(
                  "POST",
                  API.internalUrl() + "/collections/demo/bulk_items?mode=upsert",
                  lines,
                  "Authorization",
                  "Bearer " + RunningApi.TOKEN,
                  "Content-Type",
                  "application/x-ndjson"));
      expect(answer, 200);
      assertThat(StacJson.parse(answer.body()).path("rejected").asInt()).isZero();
      rounds++;
    } while (goesOn());
    return rounds;
  }

  private long read() {
    long rounds = 0;
    do {
      List<String> stable =
          pages(API.publicUrl() + ITEMS + "?limit=7").stream()
              .filter(id -> id.startsWith("stable"))
              .toList();
      assertThat(stable).doesNotHaveDuplicates().hasSize(STABLE);
      rounds++;
    } while (goesOn());
    return rounds;
  }

  /// A page that was answered 503 is asked again: its token outlives the database.
  private List<String> pages(String first) {
    var ids = new ArrayList<String>();
    String next = first;
    while (!next.isEmpty()) {
      String url = next;
      HttpResponse<String> answer = patiently(() -> API.get(url));
      expect(answer, 200);
      ObjectNode page = StacJson.parse(answer.body());
      page.path("features").forEach(f -> ids.add(f.path("id").asString()));
      next = RunningApi.link(page, "next");
    }
    return ids;
  }

  private static void expect(HttpResponse<String> answer, Integer... statuses) {
    assertThat(answer.statusCode()).as(answer.body()).isIn((Object[]) statuses);
  }
}
