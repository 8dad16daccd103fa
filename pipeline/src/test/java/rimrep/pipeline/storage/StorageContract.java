package rimrep.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Temporary;

/// What every store does, whatever it is made of.
abstract class StorageContract {
  static final int ROUNDS = 20;

  @TempDir Path scratch;
  Storage store;

  /// A store that sees the same objects each time it is opened within one test.
  abstract Storage open() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static String text(Storage store, String key) {
    return store.get(key).orElseThrow().text();
  }

  @Test
  void whatWasPutIsReadAgain() {
    ETag etag = store.put("a/b.txt", Body.of("hello"));

    assertThat(text(store, "a/b.txt")).isEqualTo("hello");
    assertThat(store.get("a/b.txt").orElseThrow().etag()).isEqualTo(etag);
    assertThat(store.head("a/b.txt")).contains(new StoredObject("a/b.txt", 5, etag));
  }

  @Test
  void anEmptyObjectIsAnObject() {
    store.put("empty", Body.of(""));

    assertThat(store.head("empty").orElseThrow().sizeBytes()).isZero();
    assertThat(store.get("empty").orElseThrow().bytes()).isEmpty();
  }

  @Test
  void aLocalFileIsStored() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(scratch.resolve("big"), bytes);

    store.put("big", Body.of(file));

    assertThat(store.get("big").orElseThrow().bytes()).isEqualTo(bytes);
  }

  @Test
  void whatIsAbsentIsEmptyNotAFailure() {
    assertThat(store.get("no")).isEmpty();
    assertThat(store.head("no")).isEmpty();
    assertThat(store.list("no")).isEmpty();
    store.put("a", Body.of("x"));
    assertThat(store.get("a/b")).isEmpty();
    assertThat(store.head("a/b")).isEmpty();
    store.delete("no");
  }

  @Test
  void theVersionFollowsTheContent() {
    ETag one = store.put("k", Body.of("one"));
    ETag two = store.put("k", Body.of("two"));
    ETag again = store.put("k", Body.of("one"));

    assertThat(two).isNotEqualTo(one);
    assertThat(again).isEqualTo(one);
  }

  @Test
  void createOnlyNeverReplaces() {
    assertThat(store.putIfAbsent("k", Body.of("first"))).isInstanceOf(PutResult.Written.class);
    assertThat(store.putIfAbsent("k", Body.of("second"))).isEqualTo(new PutResult.Refused());
    assertThat(text(store, "k")).isEqualTo("first");
  }

  @Test
  void createOnlyOfTheSameContentFindsItsOwnWrite() {
    PutResult first = store.putIfAbsent("k", Body.of("same"));

    assertThat(store.putIfAbsent("k", Body.of("same"))).isEqualTo(first);
  }

  @Test
  void replacesOnlyTheExpectedVersion() {
    ETag one = store.put("k", Body.of("one"));

    assertThat(store.putIfMatch("k", one, Body.of("two"))).isInstanceOf(PutResult.Written.class);
    assertThat(store.putIfMatch("k", one, Body.of("three"))).isEqualTo(new PutResult.Refused());
    assertThat(store.putIfMatch("absent", one, Body.of("x"))).isEqualTo(new PutResult.Refused());
    assertThat(text(store, "k")).isEqualTo("two");
    assertThat(store.head("absent")).isEmpty();
  }

  @Test
  void deletedIsGone() {
    store.put("a/b/c", Body.of("x"));
    store.put("a/d", Body.of("y"));

    store.delete("a/b/c");

    assertThat(store.head("a/b/c")).isEmpty();
    assertThat(store.list("")).extracting(StoredObject::key).containsExactly("a/d");
  }

  @Test
  void readsRanges() {
    store.put("k", Body.of("0123456789"));
    try (ByteSource source = store.open("k")) {
      assertThat(source.size()).isEqualTo(10);
      assertThat(range(source, 3, 4)).isEqualTo("3456");
      assertThat(range(source, 0, 10)).isEqualTo("0123456789");
      assertThat(range(source, 9, 1)).isEqualTo("9");
      assertThat(range(source, 10, 0)).isEmpty();
      assertThatThrownBy(() -> range(source, 8, 3))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("ends at byte 10");
    }
  }

  static String range(ByteSource source, long position, int length) {
    ByteBuffer target = ByteBuffer.allocate(length);
    source.readAt(position, target);
    return new String(target.array(), StandardCharsets.UTF_8);
  }

  @Test
  void openingWhatIsAbsentIsBadInput() {
    assertThatThrownBy(() -> store.open("no/such"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no/such")
        .hasMessageContaining("does not exist");
  }

  @Test
  void listsByTextPrefixInOrderOfBytes() {
    for (String key : List.of("b/1", "a-b/1", "a/2", "a/10", "ab", "a/1/x", "z", ".zgroup")) {
      store.put(key, Body.of(key));
    }

    assertThat(store.list(""))
        .extracting(StoredObject::key)
        .containsExactly(".zgroup", "a-b/1", "a/1/x", "a/10", "a/2", "ab", "b/1", "z");
    assertThat(store.list("a/"))
        .extracting(StoredObject::key)
        .containsExactly("a/1/x", "a/10", "a/2");
    assertThat(store.list("a/1")).extracting(StoredObject::key).containsExactly("a/1/x", "a/10");
    assertThat(store.list("a")).hasSize(5);
    assertThat(store.list("a/10")).extracting(StoredObject::sizeBytes).containsExactly(4L);
  }

  @Test
  void namesTheFoldersAtItsRoot() {
    store.put("b/data.zarr/.zattrs", Body.of("{}"));
    store.put("a/x", Body.of("1"));
    store.put("a/y", Body.of("1"));
    store.put("file", Body.of("1"));
    assertThat(store.folders()).containsExactly("a", "b");
  }

  @Test
  void listsMoreThanAThousand() throws Exception {
    int count = 1_203;
    List<Callable<ETag>> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = String.format(Locale.ROOT, "many/%05d", i);
      writes.add(() -> store.put(key, Body.of(key)));
    }
    inParallel(8, writes);

    List<StoredObject> found = store.list("many/");

    assertThat(found).hasSize(count);
    assertThat(found.getLast().key()).isEqualTo("many/01202");
    assertThat(found).isSortedAccordingTo((x, y) -> Keys.ORDER.compare(x.key(), y.key()));
  }

  @Test
  void namesMayBeOfAnyScript() {
    List<String> keys =
        List.of("données/récif 1+2.csv", "データ/サンゴ.nc", "emoji/🐠", "odd/a%2Fb?c#d&e=f'\"<>");
    for (String key : keys) {
      store.put(key, Body.of(key));
    }

    for (String key : keys) {
      assertThat(text(store, key)).isEqualTo(key);
      assertThat(store.list(key)).extracting(StoredObject::key).containsExactly(key);
    }
    assertThat(store.list(""))
        .extracting(StoredObject::key)
        .containsExactlyInAnyOrderElementsOf(keys);
    store.delete(keys.get(2));
    assertThat(store.head(keys.get(2))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "a/..",
        "./a",
        "a/.",
        ".rimrep/x",
        "a\u0000b"
      })
  void refusesKeysThatAreNoKeys(String key) {
    assertThatThrownBy(() -> store.put(key, Body.of("x"))).isInstanceOf(Bug.class);
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(Bug.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(Bug.class);
  }

  @Test
  void ofManyCreatorsOneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "race/" + round;
      AtomicInteger won = new AtomicInteger();
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        String content = "writer " + w;
        writers.add(() -> countWin(won, store.putIfAbsent(key, Body.of(content))));
      }
      inParallel(4, writers);
      assertThat(won).as("round %d", round).hasValue(1);
    }
  }

  @Test
  void twoWhoCountLoseNoUpdate() throws Exception {
    store.put("count", Body.of("0 by nobody"));

    inParallel(2, List.of(counter("one"), counter("two")));

    assertThat(text(store, "count")).startsWith(2 * ROUNDS + " ");
  }

  private Callable<Boolean> counter(String name) {
    return () -> {
      try (Storage own = open()) {
        for (int i = 0; i < ROUNDS; i++) {
          addOne(own, name);
        }
      }
      return true;
    };
  }

  static void addOne(Storage store, String name) {
    PutResult result;
    do {
      Content now = store.get("count").orElseThrow();
      int next = Integer.parseInt(now.text().split(" ")[0]) + 1;
      result = store.putIfMatch("count", now.etag(), Body.of(next + " by " + name));
    } while (!(result instanceof PutResult.Written));
  }

  static boolean countWin(AtomicInteger won, PutResult result) {
    return switch (result) {
      case PutResult.Written w -> won.incrementAndGet() > 0;
      case PutResult.Refused r -> false;
    };
  }

  @Test
  void aReaderSeesTheOldContentOrTheNew() throws Exception {
    int size = 200_000;
    store.put("k", Body.of("a".repeat(size)));
    Callable<Boolean> writer =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            store.put("k", Body.of((i % 2 == 0 ? "b" : "a").repeat(size)));
          }
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            String seen = text(store, "k");
            assertThat(seen).hasSize(size);
            assertThat(seen.chars().distinct().count()).isEqualTo(1);
          }
          return true;
        };

    inParallel(2, List.of(writer, reader));
  }

  @Test
  void aLockIsHeldByOneAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Boolean>> holders = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      String owner = "run " + i;
      holders.add(() -> {
        try (Storage own = open();
            Storage.Lock lock = own.lock("ledger/sst", owner, Duration.ofMinutes(1))) {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.sleep(5);
          inside.decrementAndGet();
        }
        return true;
      });
    }

    inParallel(4, holders);

    assertThat(most).hasValue(1);
  }

  @Test
  void aWaiterGivesUpAndNamesTheHolder() {
    try (Storage.Lock lock = store.lock("ledger/sst", "run 7 on reef-1", Duration.ZERO)) {
      assertThatThrownBy(() -> store.lock("ledger/sst", "run 8", Duration.ofMillis(200)))
          .isInstanceOf(Temporary.class)
          .hasMessageContaining("ledger/sst")
          .hasMessageContaining("run 7 on reef-1");
      store.lock("ledger/other", "run 8", Duration.ZERO).close();
    }
    store.lock("ledger/sst", "run 8", Duration.ZERO).close();
  }

  @Test
  void closingALockTwiceFreesItOnce() {
    Storage.Lock first = store.lock("l", "first", Duration.ZERO);
    first.close();
    try (Storage.Lock second = store.lock("l", "second", Duration.ZERO)) {
      first.close();
      assertThatThrownBy(() -> store.lock("l", "third", Duration.ofMillis(100)))
          .isInstanceOf(Temporary.class)
          .hasMessageContaining("second");
    }
  }

  static <T> List<T> inParallel(int threads, List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
