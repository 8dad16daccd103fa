package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.storage.FolderStorage;

class StoredLogsTest {
  private static final Instant DAY = Instant.parse("2024-01-02T00:00:00Z");

  @Test
  void tellsEachLineOfEachStepOnce(@TempDir Path data) {
    RunFolder folder = RunFolder.of(new FolderStorage(data), "demo-sst-1", DAY);
    StoredLogs logs = new StoredLogs(folder);
    List<String> told = new ArrayList<>();
    logs.tell(told::add);
    assertThat(told).isEmpty();
    String first =
        "{\"time\":\"T1\",\"event\":\"plan.started\",\"attempt\":1,\"reason\":\"not run yet\"}\n";
    String second = "{\"time\":\"T2\",\"event\":\"plan.ended\",\"exitCode\":0,\"reason\":\"\"}\n";
    folder.writeText("plan/log.ndjson", first);
    folder.writeText("plan/record.json", "{}");
    logs.tell(told::add);
    logs.tell(told::add);
    folder.writeText("plan/log.ndjson", first + second);
    folder.writeText("convert-1/log.ndjson", second.replace("plan", "convert"));
    logs.tell(told::add);
    assertThat(told)
        .containsExactly(
            "plan: T1 plan.started attempt 1, reason not run yet",
            "convert-1: T2 convert.ended exitCode 0",
            "plan: T2 plan.ended exitCode 0");
  }
}
