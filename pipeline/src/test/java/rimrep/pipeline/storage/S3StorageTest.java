package rimrep.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Temporary;
import rimrep.testing.S3FaultProxy;
import rimrep.testing.S3Server;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3StorageTest extends StorageContract {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final S3Settings.Credentials KEYS =
      new S3Settings.Credentials("tester", "not-a-secret");

  private final S3Server server = S3Server.start();
  private final S3FaultProxy proxy = S3FaultProxy.before(server.endpoint());
  private Location location = Location.parse("s3://reef-data/none");

  @BeforeAll
  void makeBucket() {
    server.createBucket("reef-data");
  }

  @AfterAll
  void stop() {
    proxy.close();
    server.close();
  }

  @Override
  @BeforeEach
  void openStore() throws IOException {
    proxy.calm();
    location = Location.parse("s3://reef-data/" + UUID.randomUUID());
    super.openStore();
  }

  @Override
  Storage open() {
    return new S3Storage(location, S3Settings.of(proxy.endpoint(), KEYS), LEASE);
  }

  private static S3FaultProxy.Fault answer(int status, String code) {
    return new S3FaultProxy.Fault.Answer(status, code);
  }

  @Test
  void aCreateOnlyPutWhoseAnswerIsLostIsWritten() {
    proxy.arm(new S3FaultProxy.Fault.DropAnswer(), "PUT", "/k", 1);

    assertThat(store.putIfAbsent("k", Body.of("x"))).isInstanceOf(PutResult.Written.class);
    assertThat(proxy.count("PUT")).isEqualTo(2);
    assertThat(text(store, "k")).isEqualTo("x");
  }

  @Test
  void aConditionalPutWhoseAnswerIsLostIsWritten() throws IOException {
    ETag one = store.put("k", Body.of("one"));
    proxy.arm(new S3FaultProxy.Fault.DropAnswer(), "PUT", "/k", 1);
    Path file = Files.writeString(scratch.resolve("two"), "two");

    assertThat(store.putIfMatch("k", one, Body.of(file))).isInstanceOf(PutResult.Written.class);
    assertThat(text(store, "k")).isEqualTo("two");
  }

  @Test
  void aLossToAnotherIsNotTakenForALostAnswer() {
    store.put("k", Body.of("theirs"));
    proxy.arm(answer(503, "SlowDown"), "PUT", "/k", 1);

    assertThat(store.putIfAbsent("k", Body.of("ours"))).isEqualTo(new PutResult.Refused());
  }

  @Test
  void anEqualWriteOfAnotherIsNoWriteOfOurs() {
    ETag one = store.put("k", Body.of("one"));
    store.put("k", Body.of("two"));

    assertThat(store.putIfMatch("k", one, Body.of("two"))).isEqualTo(new PutResult.Refused());
  }

  @Test
  void busyAnswersAndConflictsAreRetried() {
    proxy.arm(answer(503, "SlowDown"), "PUT", "/k", 2);
    proxy.arm(answer(409, "ConditionalRequestConflict"), "PUT", "/k", 2);
    proxy.arm(answer(500, "InternalError"), "GET", "/k", 2);

    assertThat(store.putIfAbsent("k", Body.of("x"))).isInstanceOf(PutResult.Written.class);
    assertThat(text(store, "k")).isEqualTo("x");
    assertThat(proxy.count("PUT")).isEqualTo(5);
  }

  @Test
  void aStoreThatStaysBusyIsTemporary() {
    proxy.arm(answer(500, "InternalError"), "PUT", "/k", 100);

    assertThatThrownBy(() -> store.put("k", Body.of("x")))
        .isInstanceOf(Temporary.class)
        .hasMessageContaining("500 InternalError")
        .hasMessageContaining(location + "/k");
  }

  @Test
  void aBodyCutShortIsReadAgain() {
    store.put("k", Body.of("0123456789"));
    proxy.arm(new S3FaultProxy.Fault.CutBody(), "GET", "/k", 2);
    try (ByteSource source = store.open("k")) {
      assertThat(range(source, 2, 6)).isEqualTo("234567");
    }
    proxy.arm(new S3FaultProxy.Fault.CutBody(), "GET", "/k", 1);
    assertThat(text(store, "k")).isEqualTo("0123456789");
  }

  @Test
  void anObjectReplacedWhileReadIsNeverMixed() {
    store.put("k", Body.of("aaaaaaaa"));
    try (ByteSource source = store.open("k")) {
      store.put("k", Body.of("bbbbbbbb"));

      assertThatThrownBy(() -> range(source, 0, 4))
          .isInstanceOf(Temporary.class)
          .hasMessageContaining("was replaced while it was read");
    }
  }

  @Test
  void accessDeniedAndMissingBucketAreConfiguration() {
    proxy.arm(answer(403, "AccessDenied"), "GET", "/k", 1);
    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("403 AccessDenied")
        .hasMessageNotContaining(KEYS.secretKey());
    Location nowhere = Location.parse("s3://no-such-bucket/x");
    try (Storage other = new S3Storage(nowhere, S3Settings.of(proxy.endpoint(), KEYS))) {
      assertThatThrownBy(() -> other.head("k")).isInstanceOf(BadConfiguration.class);
      assertThatThrownBy(() -> other.get("k")).isInstanceOf(BadConfiguration.class);
      assertThatThrownBy(() -> other.list("")).isInstanceOf(BadConfiguration.class);
      assertThatThrownBy(() -> other.put("k", Body.of("x")))
          .isInstanceOf(BadConfiguration.class)
          .hasMessageContaining("NoSuchBucket");
    }
  }

  @Test
  void aServerThatIsNotThereIsTemporary() {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (Storage other = new S3Storage(location, S3Settings.of(nobody, KEYS))) {
      assertThatThrownBy(() -> other.get("k"))
          .isInstanceOf(Temporary.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void aLockOfADeadHolderEndsWithItsLease() {
    // A holder that died: its claim is there, nobody renews it.
    store.put(
        "ledger/sst/lock/4",
        Body.of("id=dead\nowner=run 1\nlease=2000\nrenewal=0\nreleased=false\n"));

    assertThatThrownBy(() -> store.lock("ledger/sst", "run 2", Duration.ZERO))
        .isInstanceOf(Temporary.class)
        .hasMessageContaining("run 1");
    store.lock("ledger/sst", "run 2", Duration.ofSeconds(20)).close();
    assertThat(store.list("ledger/sst/lock/"))
        .extracting(StoredObject::key)
        .containsExactly("ledger/sst/lock/4", "ledger/sst/lock/5");
  }

  @Test
  void aRunStartedAgainFollowsItself() {
    store.put(
        "ledger/sst/lock/1",
        Body.of("id=dead\nowner=run 1\nlease=600000\nrenewal=0\nreleased=false\n"));

    try (Storage.Lock lock = store.lock("ledger/sst", "run 1", Duration.ZERO)) {
      assertThat(lock.isHeld()).isTrue();
      assertThatThrownBy(() -> store.lock("ledger/sst", "run 1", Duration.ZERO))
          .isInstanceOf(Temporary.class);
    }
  }

  @Test
  void aLivingHolderKeepsItsLockBeyondItsLease() throws InterruptedException {
    try (Storage.Lock lock = store.lock("l", "run 1", Duration.ZERO)) {
      Thread.sleep(LEASE.plusSeconds(2));
      assertThat(lock.isHeld()).isTrue();
      assertThatThrownBy(() -> store.lock("l", "run 2", Duration.ZERO))
          .isInstanceOf(Temporary.class);
    }
  }

  @Test
  void aHolderWhoWasFollowedKnowsIt() throws InterruptedException {
    try (Storage.Lock lock = store.lock("l", "run 1", Duration.ZERO)) {
      store.put("l/lock/1", Body.of("id=x\nowner=o\nlease=1\nrenewal=9\nreleased=true\n"));
      Thread.sleep(LEASE.dividedBy(2));

      assertThat(lock.isHeld()).isFalse();
    }
  }

  @Test
  void aLockWhoseAnswerIsLostIsHeld() {
    proxy.arm(new S3FaultProxy.Fault.DropAnswer(), "PUT", "/lock/1", 1);

    try (Storage.Lock lock = store.lock("l", "run 1", Duration.ofSeconds(5))) {
      assertThat(lock.isHeld()).isTrue();
    }
  }

  @Test
  void aHolderOnThisMachineBlocksWhileItLivesAndNoLonger() {
    String claim = "id=x\nowner=run 1\nprocess=%s\nlease=600000\nrenewal=0\nreleased=false\n";
    store.put("l/lock/1", Body.of(claim.formatted(ProcessMark.own())));

    assertThatThrownBy(() -> store.lock("l", "run 2", Duration.ZERO)).isInstanceOf(Temporary.class);

    store.put("l/lock/1", Body.of(claim.formatted(ProcessMark.own() + "0")));
    try (Storage.Lock lock = store.lock("l", "run 2", Duration.ZERO)) {
      assertThat(lock.isHeld()).isTrue();
    }
  }
}
