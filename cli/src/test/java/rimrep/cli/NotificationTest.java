package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.RunEnding;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.pipeline.workflow.argo.ArgoManifests;

class NotificationTest {
  private static final DatasetId ID = new DatasetId("demo-sst");

  @TempDir private Path data;
  private final List<String> posted = new ArrayList<>();
  private HttpServer server;
  private Settings settings;
  private Stores stores;
  private int answer = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
    settings =
        SettingsReader.read(
            new GlobalOptions(),
            Map.of(
                "RIMREP_DATA",
                data.toString(),
                "RIMREP_NOTIFY_WEBHOOK",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/secret-word"));
    stores = Wiring.stores(settings);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    stores.close();
  }

  /// A run whose discovery ended so.
  private RunRecord run(String id, int exitCode, String status) {
    RunFolder folder = new RunFolder(stores.artifacts(), "runs/2026-01/02-demo-sst-" + id);
    Instant now = Instant.now();
    boolean done = exitCode == 0;
    folder.write(
        "discover/record.json",
        new StepRecord(
            StepRecord.FORMAT,
            folder.runId(),
            ID,
            StepName.DISCOVER,
            0,
            "test",
            now,
            Optional.of(now),
            done ? StepRecord.Result.DONE : StepRecord.Result.FAILED,
            "",
            List.of(new StepRecord.Attempt(now, now, exitCode, Optional.empty(), Optional.empty())),
            done ? Optional.of(Decision.CHANGED) : Optional.empty(),
            done ? Optional.of("new items") : Optional.of("the server did not answer"),
            0,
            Optional.empty(),
            List.of()));
    return new RunEnding(folder, Clock.systemUTC())
        .end(new RunEnding.Seen("data", Runs.plans("data"), ID, "test", "manual", status));
  }

  private boolean tell(RunRecord record) {
    return new Notification(settings, stores.artifacts()).tell(record);
  }

  @Test
  void tellsAFailureOnceAndTheFirstSuccessAfterIt() {
    assertThat(tell(run("a", 0, "Succeeded"))).isFalse();
    RunRecord failed = run("b", 69, "Failed");
    assertThat(failed.result()).isEqualTo(RunRecord.Result.FAILED);
    assertThat(failed.exitCode()).isEqualTo(69);
    assertThat(tell(failed)).isTrue();
    assertThat(tell(run("c", 69, "Failed"))).isFalse();
    assertThat(tell(run("d", 0, "Succeeded"))).isTrue();
    assertThat(tell(run("e", 0, "Succeeded"))).isFalse();
    assertThat(posted).hasSize(2);
    assertThat(posted.getFirst())
        .contains("\"text\"")
        .contains("demo-sst: failed in step discover")
        .contains("the server did not answer")
        .contains("run it again later");
    assertThat(posted.getLast()).contains("demo-sst: complete");
  }

  @Test
  void findsTheLastRunOfADatasetWhoseIdIsTooLongForAWorkflow() {
    DatasetId id = new DatasetId("a-dataset-with-an-id-longer-than-a-workflow-name-may-be");
    String name =
        ArgoManifests.submission(
                        new ArgoManifests.Scheduled(
                            id, new CollectionId("reef"), Access.PUBLIC, Optional.empty()))
                    .get("metadata")
                instanceof Map<?, ?> metadata
            ? String.valueOf(metadata.get("generateName"))
            : "";
    RunFolder folder = RunFolder.of(stores.artifacts(), name + "x7k2p", Instant.now());
    RunRecord ended =
        new RunEnding(folder, Clock.systemUTC())
            .end(new RunEnding.Seen("data", Runs.plans("data"), id, "test", "manual", "Failed"));
    assertThat(
            new RunHistory(stores.artifacts(), Clock.systemUTC())
                .last(id)
                .map(RunHistory.Past::record))
        .contains(ended);
  }

  @Test
  void callsARunFailedThatTheWorkflowSawFail() {
    RunRecord record = run("a", 0, "Error");
    assertThat(record.result()).isEqualTo(RunRecord.Result.FAILED);
    assertThat(record.exitCode()).isEqualTo(Temporary.EXIT);
    assertThat(record.reason().orElse("")).contains("Error");
  }

  @Test
  void aSilentWebhookIsAFailureThatDoesNotNameIt() {
    answer = 500;
    assertThatThrownBy(() -> tell(run("a", 65, "Failed")))
        .isInstanceOf(Temporary.class)
        .hasMessageContaining("HTTP 500")
        .hasMessageNotContaining("secret-word");
  }
}
