package rimrep.pipeline.grid;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.netcdf.Decoders;
import tools.jackson.databind.node.ObjectNode;

/// What goes where: made from headers and coordinates only. Survives JSON.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "plan")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GridPlan.NothingToDo.class, name = "nothing"),
  @JsonSubTypes.Type(value = GridPlan.Changes.class, name = "changes")
})
public sealed interface GridPlan {
  /// In the order in which they were given.
  List<ItemPlan> items();

  List<Drift> drift();

  /// No item adds a step: each is unchanged or rejected.
  record NothingToDo(List<ItemPlan> items, List<Drift> drift) implements GridPlan {}

  /// @param attributes of the group, as they will be
  /// @param arrays with their final shapes
  /// @param append the dimension that grows; empty for a one-shot dataset
  /// @param committed length of the append dimension in the store now
  /// @param times values of the append coordinate for the new steps, as stored
  /// @param steps where each new step comes from, in the order of `times`
  /// @param rename name in the files to name in the store
  /// @param time how the store counts times
  /// @param base SHA-256 of the consolidated metadata this plan builds on; empty: no store
  record Changes(
      List<ItemPlan> items,
      List<Drift> drift,
      ObjectNode attributes,
      List<ArrayPlan> arrays,
      Optional<String> append,
      long committed,
      List<Long> times,
      List<StepSource> steps,
      List<Shard> shards,
      SortedMap<String, String> rename,
      GridContract.TimeRule time,
      Optional<String> base)
      implements GridPlan {

    /// Names this plan in the reports of its shards.
    public String digest() {
      return GridContract.sha256(
          Json.mapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    }

    /// Opens a file as it was planned.
    GridSource open(GridInput input, Decoders decoders) {
      return TimedSource.of(input.open(decoders), append, rename, time);
    }

    public StoreLayout layout() {
      return new StoreLayout(attributes, arrays.stream().map(ArrayPlan::layout).toList());
    }

    /// Whether a conversion by this plan may write that object: no chunk whose steps are all
    /// committed, and none of an array that it leaves alone.
    ///
    /// @param key below the store's prefix
    public boolean mayWrite(String key) {
      int slash = key.indexOf('/');
      if (slash < 0) {
        return true;
      }
      String rest = key.substring(slash + 1);
      Optional<ArrayPlan> array =
          arrays.stream().filter(a -> a.name().equals(key.substring(0, slash))).findFirst();
      if (array.isEmpty() || array.get().isNew() || rest.startsWith(".z")) {
        return array.isPresent();
      }
      return switch (array.get().role()) {
        case AXIS -> true;
        case COORDINATE, STATIC -> false;
        case GROWING -> !isCommitted(rest, array.get().layout());
      };
    }

    /// @param chunk key of a chunk below its array
    /// @return whether all its steps were committed before
    boolean isCommitted(String chunk, ArrayLayout layout) {
      String first = chunk.contains(".") ? chunk.substring(0, chunk.indexOf('.')) : chunk;
      if (first.isEmpty() || !first.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
      long end = Math.multiplyExact(Long.parseLong(first) + 1, (long) layout.chunks().getFirst());
      return end <= committed;
    }

    @JsonIgnore
    public long total() {
      return committed + steps.size();
    }

    /// Cells of a chunk along the append dimension; 1 for a one-shot dataset.
    @JsonIgnore
    int appendChunk() {
      return arrays.stream()
          .filter(a -> a.role() == ArrayPlan.Role.GROWING)
          .mapToInt(a -> a.layout().chunks().getFirst())
          .findFirst()
          .orElse(1);
    }
  }

  /// @param item index in `items`
  /// @param step index of the step in the file
  record StepSource(int item, int step) {}

  /// A run of whole chunks along the append dimension; one writer.
  ///
  /// @param firstChunk index along the append dimension
  /// @param lastChunk included; less than `firstChunk` if there is no new step
  /// @param statics whether it writes the arrays that do not grow
  record Shard(long firstChunk, long lastChunk, boolean statics) {}
}
