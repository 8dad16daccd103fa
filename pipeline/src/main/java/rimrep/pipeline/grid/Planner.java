package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.netcdf.Variable;
import tools.jackson.databind.node.ObjectNode;

/// Decides what goes where. Reads headers, coordinates and arrays that do not grow; of growing ones
/// only steps that are there already. Writes nothing.
final class Planner {
  private final GridContract contract;
  private final Optional<ZarrStore> store;
  private final int maxShards;

  Planner(GridContract contract, Optional<ZarrStore> store, int maxShards) {
    this.contract = contract;
    this.store = store;
    this.maxShards = maxShards;
  }

  GridPlan plan(List<GridInput> inputs) {
    Map<Integer, ItemPlan.Judgement> rejected = new HashMap<>();
    List<Candidate> candidates = candidates(inputs, rejected);
    if (contract.append().isEmpty()) {
      refuseSeveral(candidates, rejected);
    }
    List<Long> times = store.map(s -> new StoreReader(contract, s).times()).orElse(List.of());
    while (true) {
      PlanAttempt attempt = new PlanAttempt(contract, store, begin(), times);
      candidates.forEach(attempt::add);
      if (attempt.conflicts().isEmpty()) {
        rejected.forEach((i, j) -> attempt.judgements().put(i, j));
        return result(inputs, attempt, times);
      }
      Map<Integer, Problem> conflicts = attempt.conflicts();
      conflicts.forEach((i, p) -> rejected.put(i, new ItemPlan.Rejected(p)));
      candidates.removeIf(c -> conflicts.containsKey(c.index()));
    }
  }

  private TargetStore begin() {
    return store.map(s -> new StoreReader(contract, s).read()).orElseGet(TargetStore::new);
  }

  /// In time order, so that the order of arrival does not matter.
  private List<Candidate> candidates(
      List<GridInput> inputs, Map<Integer, ItemPlan.Judgement> rejected) {
    List<Candidate> candidates = new ArrayList<>();
    TimeReader times = new TimeReader(contract);
    for (int i = 0; i < inputs.size(); i++) {
      GridInput input = inputs.get(i);
      try (GridSource source = contract.open(input)) {
        long[] steps = contract.append().isPresent() ? times.times(source) : new long[0];
        if (contract.append().isPresent() && steps.length == 0) {
          throw new BadInput(source.name(), "no steps", "at least one", "");
        }
        candidates.add(new Candidate(i, input, steps));
      } catch (BadInput e) {
        rejected.put(i, new ItemPlan.Rejected(e.problem()));
      }
    }
    candidates.sort(
        Comparator.comparingLong(Candidate::first)
            .thenComparing(c -> c.input().item().item().location()));
    return candidates;
  }

  private static void refuseSeveral(
      List<Candidate> candidates, Map<Integer, ItemPlan.Judgement> rejected) {
    if (candidates.size() < 2) {
      return;
    }
    String names = String.join(", ", candidates.stream().map(Candidate::name).toList());
    for (Candidate candidate : candidates) {
      rejected.put(
          candidate.index(),
          new ItemPlan.Rejected(
              new Problem(
                  candidate.name(),
                  "one of " + candidates.size() + " files (" + names + ")",
                  "one file, for the dataset has no append dimension",
                  "narrow the source, or declare append")));
    }
    candidates.clear();
  }

  private GridPlan result(List<GridInput> inputs, PlanAttempt attempt, List<Long> stored) {
    List<ItemPlan> items = new ArrayList<>();
    boolean accepted = false;
    for (int i = 0; i < inputs.size(); i++) {
      ItemPlan.Judgement judgement = Optional.ofNullable(attempt.judgements().get(i)).orElseThrow();
      accepted |= judgement instanceof ItemPlan.Accepted;
      items.add(new ItemPlan(inputs.get(i).item(), judgement));
    }
    if (contract.append().isEmpty() && store.isPresent() && accepted) {
      items.replaceAll(Planner::oneShotUnchanged);
      accepted = false;
    }
    if (!accepted) {
      return new GridPlan.NothingToDo(items, attempt.drift().entries());
    }
    return changes(inputs, items, attempt, stored);
  }

  /// A one-shot file that was judged equal to the store.
  private static ItemPlan oneShotUnchanged(ItemPlan item) {
    return item.judgement() instanceof ItemPlan.Accepted
        ? new ItemPlan(item.item(), new ItemPlan.Unchanged(0, "its values are those of the store"))
        : item;
  }

  private GridPlan.Changes changes(
      List<GridInput> inputs, List<ItemPlan> items, PlanAttempt attempt, List<Long> stored) {
    SortedMap<Long, GridPlan.StepSource> steps = attempt.steps();
    long total = stored.size() + steps.size();
    List<ArrayPlan> arrays = new ArrayList<>();
    for (ArrayPlan array : attempt.target().arrays()) {
      boolean grows = array.role() == ArrayPlan.Role.AXIS || array.role() == ArrayPlan.Role.GROWING;
      arrays.add(grows ? array.withLayout(array.layout().withLength(total)) : array);
    }
    if (store.isPresent()) {
      int first = steps.sequencedValues().getFirst().item();
      arrays = withSourceChunks(arrays, inputs.get(first));
    }
    List<Long> times = new ArrayList<>(stored);
    times.addAll(steps.keySet());
    ObjectNode attributes = Extents.describe(contract, attempt.target(), times);
    int appendChunk =
        arrays.stream()
            .filter(a -> a.role() == ArrayPlan.Role.GROWING)
            .mapToInt(a -> a.layout().chunks().getFirst())
            .findFirst()
            .orElse(1);
    return new GridPlan.Changes(
        items,
        attempt.drift().entries(),
        attributes,
        List.copyOf(arrays),
        contract.append(),
        stored.size(),
        List.copyOf(steps.keySet()),
        List.copyOf(steps.values()),
        shards(stored.size(), total, appendChunk),
        contract.rename(),
        contract.time(),
        store.map(ZarrStore::digest));
  }

  /// Arrays of an existing store learn the chunks of the files that come now.
  private List<ArrayPlan> withSourceChunks(List<ArrayPlan> arrays, GridInput input) {
    List<ArrayPlan> learned = new ArrayList<>();
    try (GridSource source = contract.open(input)) {
      Names names = contract.names(source);
      for (ArrayPlan array : arrays) {
        Optional<Variable> variable = names.variable(array.name());
        if (array.isNew() || array.role() != ArrayPlan.Role.GROWING || variable.isEmpty()) {
          learned.add(array);
          continue;
        }
        ArrayMapping mapping = ArrayMapping.of(names, variable.get(), array.layout(), Set.of());
        learned.add(
            new ArrayPlan(
                array.layout(),
                array.role(),
                ChunkAdvisor.sourceChunks(variable.get(), mapping),
                false,
                array.staticItem()));
      }
    }
    return learned;
  }

  private List<GridPlan.Shard> shards(long committed, long total, int chunk) {
    if (total == committed) {
      return List.of(new GridPlan.Shard(0, -1, true));
    }
    long first = committed / chunk;
    long count = (total - 1) / chunk - first + 1;
    int number = (int) Math.max(1, Math.min(maxShards, count));
    List<GridPlan.Shard> shards = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      long from = first + count * i / number;
      long to = first + count * (i + 1) / number - 1;
      shards.add(new GridPlan.Shard(from, to, i == 0));
    }
    return List.copyOf(shards);
  }
}
