package rimrep.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import rimrep.pipeline.workflow.RunRecord;

/// Finds runs of a dataset in the artifacts store. A store that has seen years of runs has millions
/// of objects below `runs/`: those of the last days are asked for by day and dataset.
record RunHistory(Storage artifacts, Clock clock) {
  /// How many days are looked at one by one, before all that there is.
  private static final int DAYS = 35;

  private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("'runs/'yyyy-MM/dd-");
  private static final String RECORD = "/run.json";

  /// A run with its folder.
  record Past(String prefix, RunRecord record) {}

  Optional<Past> last(DatasetId dataset) {
    return last(dataset, "");
  }

  /// @param without id of a run that does not count
  Optional<Past> last(DatasetId dataset, String without) {
    return lastWithin(DAYS, dataset, without)
        .or(() -> newest("runs/", "-" + start(dataset), dataset, without));
  }

  /// The last one of those that began today or in the `days` before.
  Optional<Past> lastWithin(int days, DatasetId dataset) {
    return lastWithin(days, dataset, "");
  }

  private Optional<Past> lastWithin(int days, DatasetId dataset, String without) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    // From tomorrow on: the clock that named a folder may be a little ahead of this one.
    return IntStream.rangeClosed(-1, days)
        .mapToObj(back -> FOLDER.format(today.minusDays(back)) + start(dataset))
        .flatMap(prefix -> newest(prefix, "", dataset, without).stream())
        .findFirst();
  }

  private Optional<Past> newest(String prefix, String part, DatasetId dataset, String without) {
    return artifacts.list(prefix).stream()
        .map(StoredObject::key)
        .filter(key -> key.endsWith(RECORD) && key.contains(part))
        .flatMap(key -> past(key).stream())
        .filter(past -> past.record().dataset().equals(dataset))
        .filter(past -> !past.record().run().equals(without))
        .max(Comparator.comparing(past -> past.record().started()));
  }

  /// What the name of every run of a dataset begins with: a workflow's name has the first 43
  /// characters of a long id.
  private static String start(DatasetId dataset) {
    String id = dataset.value();
    String start = id.substring(0, Math.min(43, id.length()));
    return start.endsWith("-") ? start.substring(0, start.length() - 1) : start;
  }

  private Optional<Past> past(String key) {
    return artifacts
        .get(key)
        .map(content ->
            new Past(
                key.substring(0, key.length() - RECORD.length()),
                Json.mapper().readValue(content.bytes(), RunRecord.class)));
  }
}
