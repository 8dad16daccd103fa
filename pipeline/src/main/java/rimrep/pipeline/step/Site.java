package rimrep.pipeline.step;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.grid.GridResources;
import rimrep.pipeline.publish.Endpoints;
import rimrep.pipeline.publish.PygeoapiConfig;
import rimrep.pipeline.source.SourceAccess;
import rimrep.stac.StacClient;

/// Everything the steps reach from where they run.
///
/// @param definitions finds a dataset in the catalogue
/// @param api the internal STAC API, which takes writes; asked for when it is needed, for it may
///   start while other steps run
/// @param owner who the public catalogue speaks for
/// @param scratch folder for what lives only as long as a step
/// @param limits how much of the machine a step may take
public record Site(
    Stores stores,
    Function<DatasetId, DatasetDefinition> definitions,
    SourceAccess sources,
    Endpoints endpoints,
    Supplier<StacClient> api,
    PygeoapiConfig.Owner owner,
    Path scratch,
    Limits limits,
    String software,
    Clock clock) {

  /// @param threads that work at once
  /// @param duckdbBytes memory of DuckDB, outside the Java heap
  /// @param grid threads and memory that conversions of grids share
  /// @param shards largest number of shards of a fan-out, where it was set
  public record Limits(
      int threads, long duckdbBytes, GridResources grid, Optional<Integer> shards) {
    /// One thread makes the pieces of a shard.
    int tableShards() {
      return shards.orElse(threads);
    }

    /// All threads share the chunks of a shard: on one machine a second one only costs memory.
    int gridShards() {
      return shards.orElse(1);
    }
  }

  /// The same with other stores.
  public Site with(Stores others) {
    return new Site(
        others, definitions, sources, endpoints, api, owner, scratch, limits, software, clock);
  }

  public StacClient stac() {
    return api.get();
  }

  DatasetDefinition definition(DatasetId dataset) {
    return definitions.apply(dataset);
  }
}
