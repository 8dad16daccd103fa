package rimrep.pipeline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.ByteSource;
import rimrep.testing.HttpFixture;
import rimrep.testing.HttpFixture.Fault;
import rimrep.testing.HttpFixture.Request;
import rimrep.testing.SmallDisk;

class HttpSourceTest {
  private static final HttpSettings QUICK =
      new HttpSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(400),
          Duration.ofMillis(300),
          3,
          Duration.ofMillis(20));
  private static final AllowedHosts HERE = new AllowedHosts(Set.of("127.0.0.1"), true);
  private static final String KEY = "s3cr3t-value";

  @TempDir Path served;
  @TempDir Path local;
  private HttpFixture server;
  private HttpSource source;
  private byte[] big;

  @BeforeEach
  void start() throws IOException {
    big = new byte[1_500_000];
    new Random(3).nextBytes(big);
    Files.write(served.resolve("big.nc"), big);
    Files.writeString(served.resolve("a.txt"), "hello");
    server = HttpFixture.serve(served);
    source = new HttpSource(QUICK, HERE, Optional.empty());
  }

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  private Path target() {
    return local.resolve("got");
  }

  private List<String> localFiles() throws IOException {
    try (Stream<Path> files = Files.list(local)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void getsADocument() {
    assertThat(new String(source.get(server.uri("/a.txt")), StandardCharsets.UTF_8))
        .isEqualTo("hello");
    assertThat(new String(source.get(server.uri("/")), StandardCharsets.UTF_8))
        .contains("<a href=\"big.nc\">big.nc</a>");
  }

  @Test
  void anUnchangedDocumentIsNotSentAgain() throws IOException {
    URI address = server.uri("/a.txt");
    Answer<byte[]> first = source.get(address, RemoteVersion.unknown());
    RemoteVersion version = ((Answer.Fetched<byte[]>) first).version();

    assertThat(source.get(address, version)).isEqualTo(new Answer.NotModified<byte[]>());
    Files.writeString(served.resolve("a.txt"), "other");
    assertThat(source.get(address, version)).isInstanceOf(Answer.Fetched.class);
    Files.delete(served.resolve("a.txt"));
    assertThat(source.get(address, version)).isEqualTo(new Answer.Gone<byte[]>(404));
  }

  @Test
  void headTellsSizeAndVersion() {
    Answer<RemoteFile> found = source.head(server.uri("/big.nc"));

    assertThat(found)
        .isInstanceOfSatisfying(
            Answer.Fetched.class,
            f -> {
              RemoteFile file = (RemoteFile) f.content();
              assertThat(file.sizeBytes()).isEqualTo(OptionalLong.of(big.length));
              assertThat(file.version().etag()).isPresent();
              assertThat(file.version().lastModified()).isPresent();
            });
    assertThat(source.head(server.uri("/no"))).isEqualTo(new Answer.Gone<RemoteFile>(404));
  }

  @Test
  void downloadsAFile() throws IOException {
    Download download = source.download(server.uri("/big.nc"), target());

    assertThat(download.sizeBytes()).isEqualTo(big.length);
    assertThat(download.sha256()).matches("[0-9a-f]{64}");
    assertThat(target()).hasBinaryContent(big);
    assertThat(localFiles()).containsExactly("got");
  }

  @Test
  void aMissingListedFileIsUnavailable() throws IOException {
    assertThatThrownBy(() -> source.download(server.uri("/no.nc"), target()))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("/no.nc: the server answers 404");
    assertThat(server.requests()).hasSize(1);
    assertThat(localFiles()).isEmpty();
  }

  @Test
  void aFailingServerIsAskedAgainAndThenUnavailable() {
    server.arm("/a.txt", new Fault.Status(503), 2);
    assertThat(source.get(server.uri("/a.txt"))).hasSize(5);
    server.arm("/a.txt", new Fault.Status(500));

    assertThatThrownBy(() -> source.get(server.uri("/a.txt")))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("the server answers 500 (3 attempts)");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void aSilentServerIsUnavailable() {
    server.arm("/a.txt", new Fault.Delay(Duration.ofSeconds(2)));

    assertThatThrownBy(() -> source.get(server.uri("/a.txt")))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("no answer in time");
  }

  @Test
  void aBodyThatStopsFlowingIsTakenUpAgain() {
    server.arm("/big.nc", new Fault.Stall(100_000, Duration.ofSeconds(2)), 1);

    source.download(server.uri("/big.nc"), target());

    assertThat(target()).hasBinaryContent(big);
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().getLast().headers()).containsKeys("range", "if-range");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBroke() {
    server.arm("/big.nc", new Fault.ShortBody(700_000), 1);

    source.download(server.uri("/big.nc"), target());

    assertThat(target()).hasBinaryContent(big);
    assertThat(server.requests().getLast().headers().get("range")).isEqualTo("bytes=700000-");
  }

  @Test
  void aFileThatChangedMeanwhileStartsAnew() throws IOException {
    server.arm("/big.nc", new Fault.ShortBody(700_000), 1);
    byte[] other = Arrays.copyOf(big, 1_200_000);
    other[0]++;
    Thread change = new Thread(() -> replaceAfterFirstRequest(other));
    change.start();

    Download download = source.download(server.uri("/big.nc"), target());

    assertThat(Files.readAllBytes(target())).isIn(other, big);
    assertThat(download.sizeBytes()).isEqualTo(Files.size(target()));
  }

  private void replaceAfterFirstRequest(byte[] other) {
    try {
      while (server.requests().isEmpty()) {
        Thread.sleep(1);
      }
      Path file = Files.write(served.resolve("new"), other);
      Files.move(file, served.resolve("big.nc"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBodyThatIsAlwaysShortIsUnavailableAndLeavesNothing() throws IOException {
    server.arm("/big.nc", new Fault.ShortBody(1000));

    assertThatThrownBy(() -> source.download(server.uri("/big.nc"), target()))
        .isInstanceOf(SourceUnavailable.class);
    assertThat(localFiles()).isEmpty();
  }

  @Test
  void aFullDiskIsTemporaryAndLeavesNothing() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(256 << 10)) {
      Path file = disk.folder().resolve("got");
      assertThatThrownBy(() -> source.download(server.uri("/big.nc"), file))
          .isInstanceOf(Temporary.class)
          .hasMessageContaining("the disk is full");
      try (Stream<Path> files = Files.list(disk.folder())) {
        assertThat(files).isEmpty();
      }
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anUnchangedFileIsNotDownloadedAgain() {
    Answer<Download> first =
        source.download(server.uri("/big.nc"), target(), RemoteVersion.unknown());
    RemoteVersion version = ((Answer.Fetched<Download>) first).version();

    assertThat(source.download(server.uri("/big.nc"), local.resolve("again"), version))
        .isEqualTo(new Answer.NotModified<Download>());
    assertThat(local.resolve("again")).doesNotExist();
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    assertThatThrownBy(() -> source.get(URI.create("http://127.0.0.1:1/a")))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("the connection was refused (3 attempts)");
  }

  @Test
  void followsRedirectsOnNamedHosts() {
    server.arm("/old", new Fault.Redirect("/a.txt"));
    assertThat(source.get(server.uri("/old"))).hasSize(5);
    server.arm("/round", new Fault.Redirect("/round"));
    assertThatThrownBy(() -> source.get(server.uri("/round")))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("more than 10 redirects");
  }

  @Test
  void aRedirectToAHostThatIsNotNamedIsRefused() {
    server.arm("/old", new Fault.Redirect("http://localhost:" + server.port() + "/a.txt"));
    assertThatThrownBy(() -> source.get(server.uri("/old")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("a redirect of " + server.uri("/old") + " leads to host localhost")
        .hasMessageContaining("one of the hosts 127.0.0.1");
    server.arm("/old", new Fault.Redirect("http://169.254.169.254/latest/meta-data"));
    assertThatThrownBy(() -> source.get(server.uri("/old")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("169.254.169.254");
    server.arm("/old", new Fault.Redirect("file:///etc/passwd"));
    assertThatThrownBy(() -> source.get(server.uri("/old"))).isInstanceOf(BadConfiguration.class);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void thisMachineIsNoSourceUnlessAllowed() {
    AllowedHosts named = new AllowedHosts(Set.of("127.0.0.1", "localhost", "[::1]"), false);
    try (HttpSource strict = new HttpSource(QUICK, named, Optional.empty())) {
      for (String host : List.of("127.0.0.1", "LOCALHOST", "[::1]")) {
        assertThatThrownBy(() -> strict.get(URI.create("http://" + host + ":1/a")))
            .isInstanceOf(BadConfiguration.class)
            .hasMessageContaining("to this machine itself");
      }
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theSecretGoesToItsOriginOnlyAndIntoNoMessage() {
    Secret secret = Secret.of("RIMREP_SECRET_X", Map.of("RIMREP_SECRET_X", KEY));
    AllowedHosts both = new AllowedHosts(Set.of("127.0.0.1", "localhost"), true);
    server.arm("/old", new Fault.Redirect("http://localhost:" + server.port() + "/a.txt"));
    server.arm("/no", new Fault.Status(401));
    server.arm("/bad", new Fault.Status(500));
    try (HttpSource guarded = new HttpSource(QUICK, both, Optional.of(secret))) {
      guarded.get(server.uri("/old"));
      assertThat(server.requests())
          .extracting(Request::path, r -> r.headers().getOrDefault("authorization", "none"))
          .containsExactly(tuple("/old", "Bearer " + KEY), tuple("/a.txt", "none"));
      assertThat(everything(catchThrowable(() -> guarded.get(server.uri("/no")))))
          .contains("the server refuses us: 401")
          .doesNotContain(KEY);
      assertThat(everything(catchThrowable(() -> guarded.get(server.uri("/bad")))))
          .doesNotContain(KEY);
    }
    assertThat(secret.toString()).doesNotContain(KEY);
    assertThatThrownBy(() -> Secret.of("RIMREP_SECRET_X", Map.of()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("RIMREP_SECRET_X: is not set");
  }

  private static String everything(Throwable thrown) {
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all));
    return all.toString();
  }

  @Test
  void credentialsInAnAddressAreCutAtTheBorder() {
    URI address =
        URI.create(
            "http://me:" + KEY + "@127.0.0.1:" + server.port() + "/no?token=" + KEY + "&b=2");
    server.arm("/no", new Fault.Status(500));

    assertThat(everything(catchThrowable(() -> source.get(address))))
        .contains("/no?token=…&b=2")
        .doesNotContain(KEY);
    assertThat(HttpSource.shown(URI.create("https://u:p@h.org/a?x=1&X-Amz-Signature=q#frag")))
        .isEqualTo("https://h.org/a?x=1&X-Amz-Signature=…");
  }

  @Test
  void readsARemoteFileByRanges() {
    try (ByteSource remote = source.open(server.uri("/big.nc"))) {
      assertThat(remote.size()).isEqualTo(big.length);
      for (int[] range :
          new int[][] {{0, 8}, {262_140, 10}, {500_000, 600_000}, {1_499_990, 10}, {7, 0}}) {
        ByteBuffer target = ByteBuffer.allocate(range[1]);
        remote.readAt(range[0], target);
        assertThat(target.array())
            .isEqualTo(Arrays.copyOfRange(big, range[0], range[0] + range[1]));
      }
      int before = server.requests().size();
      remote.readAt(100, ByteBuffer.allocate(1000));
      assertThat(server.requests()).hasSize(before);
      assertThatThrownBy(() -> remote.readAt(1_499_995, ByteBuffer.allocate(10)))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("ends at byte 1500000");
    }
  }

  @Test
  void rangeReadsSurviveFaultsButNotAChange() throws IOException {
    try (ByteSource remote = source.open(server.uri("/big.nc"))) {
      server.arm("/big.nc", new Fault.ShortBody(10), 1);
      ByteBuffer target = ByteBuffer.allocate(100);
      remote.readAt(900_000, target);
      assertThat(target.array()).isEqualTo(Arrays.copyOfRange(big, 900_000, 900_100));
      big[5]++;
      Files.write(served.resolve("big.nc"), big);
      assertThatThrownBy(() -> remote.readAt(600_000, ByteBuffer.allocate(10)))
          .isInstanceOf(SourceUnavailable.class)
          .hasMessageContaining("changed while it was read");
    }
  }

  @Test
  void aServerWithoutRangesIsNamedWhenOpened() throws IOException {
    server.arm("/big.nc", new Fault.Plain());
    assertThatThrownBy(() -> source.open(server.uri("/big.nc")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("whole files only");
    assertThatThrownBy(() -> source.open(server.uri("/no.nc")))
        .isInstanceOf(SourceUnavailable.class);
    Files.writeString(served.resolve("empty"), "");
    try (ByteSource empty = source.open(server.uri("/empty"))) {
      assertThat(empty.size()).isZero();
    }
  }

  @Test
  void anInterruptEndsTheWaitAtOnce() throws InterruptedException {
    server.arm("/a.txt", new Fault.Status(500));
    HttpSettings patient =
        new HttpSettings(
            QUICK.connect(), QUICK.answer(), QUICK.silence(), 5, Duration.ofMinutes(1));
    Throwable[] thrown = new Throwable[1];
    try (HttpSource slow = new HttpSource(patient, HERE, Optional.empty())) {
      Thread waiting =
          new Thread(() -> thrown[0] = catchThrowable(() -> slow.get(server.uri("/a.txt"))));
      waiting.start();
      while (server.requests().isEmpty()) {
        Thread.sleep(5);
      }
      waiting.interrupt();
      waiting.join(5_000);
    }
    assertThat(thrown[0]).isInstanceOf(Temporary.class).hasMessageContaining("was interrupted");
  }
}
