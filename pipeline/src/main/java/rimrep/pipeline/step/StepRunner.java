package rimrep.pipeline.step;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// Runs one step once and keeps its record, in the engine's process or alone in a container.
///
/// A step whose record says done, whose input is the same and whose output is there as recorded is
/// not run again.
public final class StepRunner {
  private final Map<StepName, Step> steps;
  private final String software;
  private final Clock clock;

  public StepRunner(Map<StepName, Step> steps, String software, Clock clock) {
    this.steps = Map.copyOf(steps);
    this.software = software;
    this.clock = clock;
  }

  /// @return the record as it now stands; its result is DONE, FAILED or INTERRUPTED
  public StepRecord run(StepName name, StepContext context) {
    Step step = steps.get(name);
    if (step == null) {
      throw new BadUsage("step " + name.word(), "unknown here", "one of " + steps.keySet(), "");
    }
    String input = inputDigest(step, context);
    Optional<StepRecord> before = context.run().record(name, context.shard());
    Optional<String> again =
        step.standsWhenResumed()
            ? reasonToRun(before, input, context).or(() -> step.lapsed(context))
            : Optional.of("looks at the outside world each time");
    if (again.isEmpty() && before.isPresent()) {
      context.progress().decided(name.word() + " kept", "done before with the same input");
      return before.get();
    }
    String reason = again.orElse("not run yet");
    context.progress().decided(name.word() + " runs", reason);
    StepLog log = new StepLog(name, context, clock);
    log.started(before.map(b -> b.attempts().size()).orElse(0) + 1, reason);
    StepRecord ended =
        attempt(
            step,
            new StepContext(context.dataset(), context.run(), context.shard(), log),
            input,
            before);
    close(() -> {
      context.run().write(RunFolder.part(name, context.shard()) + "/record.json", ended);
      log.ended(ended);
    });
    return ended;
  }

  private Optional<String> reasonToRun(
      Optional<StepRecord> before, String input, StepContext context) {
    if (before.isEmpty()) {
      return Optional.of("not run yet");
    }
    StepRecord record = before.get();
    if (record.result() != StepRecord.Result.DONE) {
      return Optional.of("did not finish before");
    }
    if (!record.software().equals(software)) {
      return Optional.of("software changed");
    }
    if (!record.inputDigest().equals(input)) {
      return Optional.of("input changed");
    }
    String part = RunFolder.part(record.step(), record.shard());
    Optional<String> output = context.run().readText(part + "/output.json").map(StepRunner::sha256);
    return output.equals(record.outputSha256()) ? Optional.empty() : Optional.of("output missing");
  }

  private StepRecord attempt(
      Step step, StepContext context, String input, Optional<StepRecord> before) {
    Instant start = clock.instant();
    List<StepRecord.Attempt> attempts =
        new ArrayList<>(before.map(StepRecord::attempts).orElse(List.of()));
    StepRecord running = blank(step, context, input, start, attempts);
    String part = RunFolder.part(step.name(), context.shard());
    StepRecord ended;
    try {
      context.run().write(part + "/record.json", running);
      Outcome outcome = step.run(context);
      if (outcome.refusal().isPresent()) {
        ended = failed(running, start, attempts, outcome.refusal().get(), outcome.items());
      } else {
        context.run().write(part + "/output.json", outcome.output());
        attempts.add(
            new StepRecord.Attempt(start, clock.instant(), 0, Optional.empty(), Optional.empty()));
        ended = done(running, outcome, attempts);
      }
    } catch (Failure failure) {
      ended = failed(running, start, attempts, failure, List.of());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError unexpected) {
      ended = failed(running, start, attempts, unexpectedFailure(step, unexpected), List.of());
    }
    return ended;
  }

  /// The last word of a step, on a thread that no interrupt reaches: a step that was told to end
  /// must still be able to say so.
  private static void close(Runnable lastWord) {
    try {
      CompletableFuture.runAsync(lastWord, task -> Thread.ofVirtual().start(task)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// An interrupt ends a step as {@link Temporary}; anything else that is no failure of ours is a
  /// bug.
  private static Failure unexpectedFailure(Step step, Throwable cause) {
    if (Thread.currentThread().isInterrupted()) {
      return new Temporary(
          new Problem("step " + step.name().word(), "interrupted", "", "run it again"), cause);
    }
    if (cause instanceof OutOfMemoryError) {
      return new BadConfiguration(
          new Problem(
              "step " + step.name().word(),
              "out of memory (%s) in a heap of %d MiB"
                  .formatted(cause.getMessage(), Runtime.getRuntime().maxMemory() >> 20),
              "room for what it works on at once, such as a chunk of a source file",
              "give more heap (RIMREP_JAVA_OPTS=-Xmx…, in Argo a larger profile), or smaller"
                  + " chunks"),
          cause);
    }
    return new Bug(
        new Problem(
            "step " + step.name().word(),
            cause.toString(),
            "",
            "this is a bug of rimrep: please report it with the log of this run"),
        cause);
  }

  private StepRecord blank(
      Step step,
      StepContext context,
      String input,
      Instant start,
      List<StepRecord.Attempt> attempts) {
    return new StepRecord(
        StepRecord.FORMAT,
        context.run().runId(),
        context.dataset(),
        step.name(),
        context.shard(),
        software,
        start,
        Optional.empty(),
        StepRecord.Result.RUNNING,
        input,
        List.copyOf(attempts),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        List.of());
  }

  private StepRecord done(StepRecord running, Outcome outcome, List<StepRecord.Attempt> attempts) {
    return new StepRecord(
        running.format(),
        running.run(),
        running.dataset(),
        running.step(),
        running.shard(),
        software,
        running.started(),
        Optional.of(clock.instant()),
        StepRecord.Result.DONE,
        running.inputDigest(),
        List.copyOf(attempts),
        Optional.of(outcome.decision()),
        Optional.of(outcome.reason()),
        outcome.shards(),
        Optional.of(
            sha256(
                new String(Json.bytes(outcome.output()), java.nio.charset.StandardCharsets.UTF_8))),
        outcome.items());
  }

  private StepRecord failed(
      StepRecord running,
      Instant start,
      List<StepRecord.Attempt> attempts,
      Failure failure,
      List<ItemReport> items) {
    attempts.add(
        new StepRecord.Attempt(
            start,
            clock.instant(),
            failure.exitCode(),
            Optional.of(failure.kind()),
            Optional.of(failure.problem().message())));
    boolean interrupted = Thread.currentThread().isInterrupted();
    return new StepRecord(
        running.format(),
        running.run(),
        running.dataset(),
        running.step(),
        running.shard(),
        software,
        running.started(),
        Optional.of(clock.instant()),
        interrupted ? StepRecord.Result.INTERRUPTED : StepRecord.Result.FAILED,
        running.inputDigest(),
        List.copyOf(attempts),
        Optional.empty(),
        Optional.of(failure.problem().message()),
        0,
        Optional.empty(),
        items);
  }

  private static String inputDigest(Step step, StepContext context) {
    StringBuilder inputs = new StringBuilder();
    for (StepName read : step.reads()) {
      int shards = read == StepName.CONVERT ? shards(context) : 1;
      for (int shard = 0; shard < shards; shard++) {
        inputs.append(RunFolder.part(read, shard)).append('=');
        context
            .run()
            .record(read, shard)
            .flatMap(StepRecord::outputSha256)
            .ifPresent(inputs::append);
        inputs.append('\n');
      }
    }
    return sha256(inputs.toString());
  }

  private static int shards(StepContext context) {
    return context.run().record(StepName.PLAN, 0).map(StepRecord::shards).orElse(0);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
