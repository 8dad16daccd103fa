package rimrep.pipeline.grid;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;

/// One try at a plan over candidates in time order. If two of them contradict each other it names
/// both in {@link #conflicts}, and the planner tries again without them.
final class PlanAttempt {
  private final GridContract contract;
  private final Optional<ZarrStore> store;
  private final Map<Long, Integer> storedSteps = new HashMap<>();
  private final long lastStored;
  private TargetStore target;
  private final DriftLog drift = new DriftLog();
  private final Map<Integer, ItemPlan.Judgement> judgements = new HashMap<>();
  private final Map<Integer, Problem> conflicts = new HashMap<>();
  private final SortedMap<Long, GridPlan.StepSource> steps = new TreeMap<>();
  private final Map<Integer, Candidate> candidates = new HashMap<>();
  private final Map<Integer, TreeSet<String>> reversed = new HashMap<>();

  PlanAttempt(
      GridContract contract, Optional<ZarrStore> store, TargetStore target, List<Long> times) {
    this.contract = contract;
    this.store = store;
    this.target = target;
    for (int i = 0; i < times.size(); i++) {
      storedSteps.put(times.get(i), i);
    }
    this.lastStored = times.isEmpty() ? Long.MIN_VALUE : times.getLast();
  }

  TargetStore target() {
    return target;
  }

  DriftLog drift() {
    return drift;
  }

  Map<Integer, ItemPlan.Judgement> judgements() {
    return judgements;
  }

  Map<Integer, Problem> conflicts() {
    return conflicts;
  }

  SortedMap<Long, GridPlan.StepSource> steps() {
    return steps;
  }

  void add(Candidate candidate) {
    candidates.put(candidate.index(), candidate);
    try (GridSource source = contract.open(candidate.input())) {
      judgements.put(candidate.index(), judge(candidate, source));
    } catch (BadInput e) {
      judgements.put(candidate.index(), new ItemPlan.Rejected(e.problem()));
    }
  }

  private ItemPlan.Judgement judge(Candidate candidate, GridSource source) {
    refuseInsertion(candidate);
    boolean first = target.isEmpty();
    TargetStore next = target.copy();
    LayoutMaker maker = new LayoutMaker(contract);
    DriftLog own = new DriftLog();
    if (first) {
      maker.start(next, source, candidate.index(), own);
    }
    TimedSource.check(source);
    FileJudge.Verdict verdict = new FileJudge(contract, next).judge(source);
    if (!first) {
      maker.addVariables(next, source, candidate.index(), verdict.reversed(), own);
      refuseGaps(source, next);
    }
    ItemPlan.Judgement judgement = takeSteps(candidate, source, verdict, next);
    if (judgement instanceof ItemPlan.Accepted) {
      target = next;
      reversed.put(candidate.index(), verdict.reversed());
      own.entries().forEach(drift::add);
      drift.addAll(verdict.drift());
    }
    return judgement;
  }

  private void refuseInsertion(Candidate candidate) {
    for (long time : candidate.times()) {
      if (time < lastStored && !storedSteps.containsKey(time)) {
        throw new BadInput(
            candidate.name(),
            "step " + TimeReader.text(contract, time),
            "steps after "
                + TimeReader.text(contract, lastStored)
                + ", the end of the store; inserting is not supported yet",
            "take the dataset back with rimrep withdraw and run it again: within one run any order"
                + " is right");
      }
    }
  }

  /// A variable that comes later needs a fill value for the steps before.
  private void refuseGaps(GridSource source, TargetStore next) {
    for (ArrayPlan array : next.arrays()) {
      boolean comesNow = target.array(array.name()).isEmpty();
      if (comesNow && array.role() == ArrayPlan.Role.GROWING && !array.layout().fill().declared()) {
        throw new BadInput(
            source.name() + ", variable " + contract.names(source).shown(array.name()),
            "no fill value, and earlier files have no such variable",
            "a _FillValue, or nodata in gridschema.json",
            "");
      }
    }
  }

  private ItemPlan.Judgement takeSteps(
      Candidate candidate, GridSource source, FileJudge.Verdict verdict, TargetStore next) {
    StepComparison comparison = new StepComparison(contract, next);
    StepComparison.Side side = new StepComparison.Side(source, verdict.reversed());
    SortedMap<Long, GridPlan.StepSource> fresh = new TreeMap<>();
    Set<String> twins = new TreeSet<>();
    Set<Integer> sharing = new HashSet<>();
    for (int step = 0; step < candidate.times().length; step++) {
      long time = candidate.times()[step];
      Integer index = storedSteps.get(time);
      GridPlan.StepSource other = steps.get(time);
      if (index != null) {
        refuseReplacement(comparison, side, step, time, index);
      } else if (other == null) {
        fresh.put(time, new GridPlan.StepSource(candidate.index(), step));
      } else {
        compare(comparison, candidate, side, step, other, sharing);
        twins.add(known(candidates, other.item()).name());
      }
    }
    if (!sharing.isEmpty()) {
      return new ItemPlan.Rejected(known(conflicts, candidate.index()));
    }
    if (candidate.times().length > 0 && fresh.isEmpty()) {
      String where = twins.isEmpty() ? "the store" : String.join(", ", twins);
      return new ItemPlan.Unchanged(
          candidate.times().length, "its steps are in " + where + " with equal values");
    }
    steps.putAll(fresh);
    boolean timed = candidate.times().length > 0;
    return new ItemPlan.Accepted(
        candidate.times().length,
        fresh.size(),
        verdict.reversed(),
        timed ? Optional.of(TimeReader.text(contract, candidate.first())) : Optional.empty(),
        timed ? Optional.of(TimeReader.text(contract, candidate.last())) : Optional.empty());
  }

  private void refuseReplacement(
      StepComparison comparison, StepComparison.Side side, int step, long time, int index) {
    Optional<String> differs = comparison.differs(side, step, store.orElseThrow(), index);
    if (differs.isPresent()) {
      throw new BadInput(
          side.source().name() + ", variable " + differs.get(),
          "other values for the stored step " + TimeReader.text(contract, time),
          "equal values, for replacing steps is not supported yet",
          "take the dataset back with rimrep withdraw and run it again: all steps are then read"
              + " anew");
    }
  }

  private void compare(
      StepComparison comparison,
      Candidate candidate,
      StepComparison.Side side,
      int step,
      GridPlan.StepSource other,
      Set<Integer> sharing) {
    Candidate rival = known(candidates, other.item());
    Optional<String> differs;
    try (GridSource source = contract.open(rival.input())) {
      StepComparison.Side otherSide =
          new StepComparison.Side(source, known(reversed, rival.index()));
      differs = comparison.differs(side, step, otherSide, other.step());
    }
    if (differs.isPresent()) {
      String time = TimeReader.text(contract, candidate.times()[step]);
      conflict(candidate, rival, time, differs.get());
      conflict(rival, candidate, time, differs.get());
      sharing.add(candidate.index());
    }
  }

  private static <T> T known(Map<Integer, T> map, int item) {
    return Optional.ofNullable(map.get(item)).orElseThrow();
  }

  private void conflict(Candidate one, Candidate other, String time, String variable) {
    conflicts.put(
        one.index(),
        new Problem(
            one.name() + ", variable " + variable,
            "step " + time + " has other values than in " + other.name(),
            "each step in one file, or equal values",
            "remove one of the two"));
  }
}
