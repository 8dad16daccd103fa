package rimrep.pipeline.step;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;

/// Which run may write the data of a dataset, and the versions of the objects that it may replace,
/// as they were when it was planned: `ledger/<dataset>.journal.json`. Written before the first
/// object of the data, removed once the ledger is written. A run whose place another has taken
/// writes no more.
///
/// @param seen by key in the store of the data; what is not listed did not exist
record Journal(int format, String run, SortedMap<String, String> seen) {
  static final int FORMAT = 1;

  static String key(DatasetId dataset) {
    return "ledger/" + dataset + ".journal.json";
  }

  /// The journal of this run, if it still is the one that may write.
  static Optional<Journal> find(Storage artifacts, StepContext context) {
    return artifacts
        .get(key(context.dataset()))
        .map(c -> parse(c, context.dataset()))
        .filter(j -> j.run().equals(context.run().runId()));
  }

  static Journal require(Storage artifacts, StepContext context) {
    return find(artifacts, context)
        .orElseThrow(() ->
            new Temporary(
                key(context.dataset()),
                "another run of the dataset was planned since run " + context.run().runId(),
                "one run of a dataset at a time",
                "run it again"));
  }

  private static Journal parse(Content content, DatasetId dataset) {
    Journal journal = Json.mapper().readValue(content.bytes(), Journal.class);
    if (journal.format() > FORMAT) {
      throw new BadConfiguration(
          key(dataset),
          "format " + journal.format(),
          "format " + FORMAT + " or older",
          "use the rimrep version that wrote it, or a newer one");
    }
    return journal;
  }

  /// Lets this run write, and no other one that was planned before. To be called under the lock of
  /// the dataset, which was held since `seen` was read.
  static void take(Storage artifacts, StepContext context, SortedMap<String, String> seen) {
    String key = key(context.dataset());
    Optional<Content> before = artifacts.get(key);
    Body body =
        Body.of(Json.bytes(new Journal(FORMAT, context.run().runId(), new TreeMap<>(seen))));
    PutResult result =
        before.isPresent()
            ? artifacts.putIfMatch(key, before.get().etag(), body)
            : artifacts.putIfAbsent(key, body);
    switch (result) {
      case PutResult.Written written -> {}
      case PutResult.Refused refused ->
          throw new Temporary(
              key,
              "written by another run meanwhile",
              "one run of a dataset at a time",
              "run it again");
    }
  }

  /// What was converted is in, or will not be: nothing is on its way any more.
  static void end(Storage artifacts, StepContext context) {
    if (find(artifacts, context).isPresent()) {
      artifacts.delete(key(context.dataset()));
    }
  }
}
