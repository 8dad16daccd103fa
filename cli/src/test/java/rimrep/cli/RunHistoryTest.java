package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.storage.ForwardingStorage;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.S3Settings;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.Storages;
import rimrep.pipeline.storage.StoredObject;
import rimrep.pipeline.workflow.RunRecord;

class RunHistoryTest {
  private static final DatasetId SST = new DatasetId("demo-sst");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-10T06:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private final List<String> asked = new ArrayList<>();
  private RunHistory history;

  @BeforeEach
  void store() {
    history =
        new RunHistory(
            new Listened(Storages.open(Location.of(folder), S3Settings.defaults())), CLOCK);
  }

  @Test
  void theLastRunIsFoundByItsDayAlone() {
    run(SST, "demo-sst-1", "2025-06-01T00:00:00Z");
    run(SST, "demo-sst-2", "2026-03-08T10:00:00Z");
    run(SST, "demo-sst-3", "2026-03-08T12:00:00Z");
    run(new DatasetId("demo-sst-anomaly"), "demo-sst-anomaly-1", "2026-03-09T00:00:00Z");
    assertThat(last()).contains("demo-sst-3");
    assertThat(asked).allMatch(prefix -> prefix.endsWith("-demo-sst")).hasSize(4);
  }

  @Test
  void anOldRunIsFoundToo() {
    run(SST, "demo-sst-1", "2025-06-01T00:00:00Z");
    assertThat(last()).contains("demo-sst-1");
    assertThat(history.lastWithin(1, SST)).isEmpty();
  }

  @Test
  void theClockThatNamedItMayBeAhead() {
    run(SST, "demo-sst-1", "2026-03-11T00:00:01Z");
    assertThat(last()).contains("demo-sst-1");
  }

  @Test
  void aRunDoesNotFindItself() {
    run(SST, "demo-sst-1", "2026-03-09T00:00:00Z");
    run(SST, "demo-sst-2", "2026-03-10T00:00:00Z");
    assertThat(history.last(SST, "demo-sst-2").map(p -> p.record().run())).contains("demo-sst-1");
  }

  private Optional<String> last() {
    return history.last(SST).map(past -> past.record().run());
  }

  private void run(DatasetId dataset, String id, String started) {
    Instant when = Instant.parse(started);
    RunRecord record =
        new RunRecord(
            RunRecord.FORMAT,
            id,
            dataset,
            "ingest",
            "local",
            "manual",
            "0",
            when,
            Optional.empty(),
            RunRecord.Result.COMPLETE,
            0,
            new TreeMap<>(),
            Map.of(),
            Optional.empty());
    RunFolder.of(history.artifacts(), id, when).write("run.json", record);
  }

  /// Remembers what was listed.
  private final class Listened extends ForwardingStorage {
    Listened(Storage inner) {
      super(inner);
    }

    @Override
    public List<StoredObject> list(String prefix) {
      asked.add(prefix);
      return super.list(prefix);
    }
  }
}
