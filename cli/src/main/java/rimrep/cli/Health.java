package rimrep.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import rimrep.pipeline.dataset.Ingest.Freshness;
import rimrep.pipeline.workflow.RunRecord;

/// How a dataset does: by its last run, and by what `freshness` in its `ingest.yaml` demands.
///
/// @param why what was found and what was wanted; empty if all is well
record Health(State state, String why) {
  enum State {
    FRESH,
    /// Nobody ran it, and nothing says that somebody should have.
    NEVER_RUN,
    /// It did not run when it should have, or its newest data are older than they may be.
    LATE,
    FAILING;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether people want to be told.
    boolean isTrouble() {
      return this == LATE || this == FAILING;
    }
  }

  /// @param newest end of the data that are published
  static Health of(
      Optional<Freshness> demanded,
      Optional<RunRecord> last,
      Optional<Instant> newest,
      Instant now) {
    Optional<Duration> lastRun = demanded.flatMap(Freshness::lastRun);
    Optional<Duration> newestData = demanded.flatMap(Freshness::newestData);
    if (last.isEmpty()) {
      return demanded.isEmpty()
          ? new Health(State.NEVER_RUN, "")
          : new Health(State.LATE, "never ran, though its freshness is demanded");
    }
    if (last.get().exitCode() != 0) {
      return new Health(
          State.FAILING,
          "exit code "
              + last.get().exitCode()
              + last.get().reason().map(reason -> ": " + reason).orElse(""));
    }
    Instant began = last.get().started();
    if (lastRun.filter(olderThan(began, now)).isPresent()) {
      return new Health(State.LATE, "no run since " + began + ", wanted every " + lastRun.get());
    }
    if (newestData.isPresent() && newest.isEmpty()) {
      return new Health(
          State.LATE, "no time of its data is published, wanted within " + newestData.get());
    }
    if (newest.isPresent() && newestData.filter(olderThan(newest.get(), now)).isPresent()) {
      return new Health(
          State.LATE, "newest data of " + newest.get() + ", wanted within " + newestData.get());
    }
    return new Health(State.FRESH, "");
  }

  private static Predicate<Duration> olderThan(Instant what, Instant now) {
    return limit -> what.plus(limit).isBefore(now);
  }
}
