package rimrep.pipeline.dataset;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `ingest.yaml`: where a dataset comes from, when, and how it becomes data. Its section `grid` or
/// `table` is read by the package of that name.
///
/// @param section the section `grid` or `table`, as written
/// @param harvest where the external metadata record is, if there is one
public record Ingest(
    List<SourceSpec> sources,
    Optional<Schedule> schedule,
    Optional<Freshness> freshness,
    List<KnownBad> knownBad,
    JsonNode section,
    Optional<HarvestSpec> harvest) {

  public record Schedule(String cron, String timezone) {}

  /// @param lastRun longest time since the last run with exit 0
  /// @param newestData greatest age of the newest data
  public record Freshness(Optional<Duration> lastRun, Optional<Duration> newestData) {}

  /// An item a person has judged: it stays rejected, and no longer makes a run partial.
  public record KnownBad(String name, String sha256, String reason) {}

  /// One metadata record: a file in the catalogue (`folder` form) or an address.
  public sealed interface HarvestSpec {
    record RecordFile(String path) implements HarvestSpec {}

    record RecordUrl(String url, List<String> hosts, Optional<String> authEnv)
        implements HarvestSpec {}
  }
}
