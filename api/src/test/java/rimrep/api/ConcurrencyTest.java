package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Sixteen writers and sixteen readers at once: no deadlock, no lost update, and readers page
/// through all items that nobody touches. A minute with `-Dsoak`.
class ConcurrencyTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final int SECONDS = Boolean.getBoolean("soak") ? 60 : 5;
  private static final int CLIENTS = 16;
  private static final int STABLE = 60;
  private static final String ITEMS = "/collections/demo/items";

  private volatile long end;

  private boolean goesOn() {
    return System.nanoTime() < end;
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
    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    var done = new ArrayList<Long>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> task : pool.invokeAll(tasks)) {
        done.add(task.get());
      }
    }
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
      expect(API.write("PATCH", ITEMS + "/shared", patch), 200);
      raised++;
    } while (goesOn());
    return raised;
  }

  /// Each raises a member of its own by GET and PUT with `If-Match`, until it wins.
  private long replace(int number) {
    long raised = 0;
    do {
      HttpResponse<String> got = API.get(API.publicUrl() + ITEMS + "/shared");
      ObjectNode item = StacJson.parse(got.body());
      ((ObjectNode) item.get("properties")).put("n" + number, raised + 1);
      var put =
          API.write(
              "PUT",
              ITEMS + "/shared",
              Documents.text(item),
              "If-Match",
              got.headers().firstValue("ETag").orElseThrow());
      expect(put, 200, 412);
      raised += put.statusCode() == 200 ? 1 : 0;
    } while (goesOn() || raised == 0);
    return raised;
  }

  private long comeAndGo(int number) {
    var random = new Random(number);
    long rounds = 0;
    do {
      String id = "guest" + number;
      expect(API.write("POST", ITEMS, Documents.text(at(id, random.nextInt(60)))), 201);
      expect(API.write("DELETE", ITEMS + "/" + id, ""), 204);
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
          API.send(
              "POST",
              API.internalUrl() + "/collections/demo/bulk_items?mode=upsert",
              lines,
              "Authorization",
              "Bearer " + RunningApi.TOKEN,
              "Content-Type",
              "application/x-ndjson");
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
          API.pages(API.publicUrl() + ITEMS + "?limit=7").stream()
              .filter(id -> id.startsWith("stable"))
              .toList();
      assertThat(stable).doesNotHaveDuplicates().hasSize(STABLE);
      rounds++;
    } while (goesOn());
    return rounds;
  }

  private static void expect(HttpResponse<String> answer, Integer... statuses) {
    assertThat(answer.statusCode()).as(answer.body()).isIn((Object[]) statuses);
  }
}
