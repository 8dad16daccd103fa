package rimrep.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.CatalogueWriter;
import rimrep.api.core.CatalogueWriter.BulkMode;
import rimrep.api.core.CatalogueWriter.Outcome;
import rimrep.api.core.Intake;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.Links;
import rimrep.api.core.NewItem;
import rimrep.api.core.Viewer;
import rimrep.api.http.HttpProblem.Kind;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Takes a stream of items, one JSON document per line, and commits a thousand at a time. A line
/// that is wrong is reported and the others are written: the answer counts them all and tells the
/// first thousand, in their order.
final class BulkActions {

  private static final Logger LOG = LoggerFactory.getLogger(BulkActions.class);
  private static final int BATCH = 1_000;
  private static final int PART = 125;
  private static final int MAX_LINE = 16 * 1024 * 1024;
  private static final int MAX_REPORTED = 1_000;

  private final BaseUrl baseUrl;
  private final Intake intake;
  private final CatalogueReader reader;
  private final CatalogueWriter writer;

  BulkActions(BaseUrl baseUrl, Intake intake, CatalogueReader reader, CatalogueWriter writer) {
    this.reader = reader;
    this.baseUrl = baseUrl;
    this.intake = intake;
    this.writer = writer;
  }

  void write(Context ctx) {
    String type = String.valueOf(ctx.req().getContentType());
    if (!type.matches("(?i)application/(x-)?(ndjson|jsonl|geo\\+json-seq)\\s*(;.*)?")) {
      throw new HttpProblem(
          Kind.WRONG_TYPE, "Content-Type is " + type + "; expected application/x-ndjson");
    }
    Request.checkNoCoding(ctx);
    String collection = ctx.pathParam("collection");
    if (reader.collection(new Viewer.Insider(), collection).isEmpty()) {
      throw HttpProblem.notFound("collection " + collection);
    }
    // closing it waits for a commit that runs
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        InputStream in = ctx.req().getInputStream()) {
      ObjectNode report = new Run(ctx, mode(ctx), collection, workers).read(in);
      ObjectNode counts = report.deepCopy();
      counts.remove("rejections");
      LOG.atInfo()
          .addKeyValue("collection", collection)
          .addKeyValue("subject", Caller.of(ctx).subject())
          .addKeyValue("request", ctx.res().getHeader("X-Request-Id"))
          .log("write.bulk {} {}", collection, counts);
      Reply.text(ctx, Links.JSON, StacJson.write(report));
    } catch (IOException e) {
      throw Request.unreadable(e);
    }
  }

  private static BulkMode mode(Context ctx) {
    List<String> modes = ctx.queryParams("mode");
    String mode = modes.size() == 1 ? modes.getFirst() : modes.toString();
    return switch (mode) {
      case "insert" -> BulkMode.INSERT;
      case "upsert" -> BulkMode.UPSERT;
      default -> throw new InvalidRequest("mode", "is " + mode + "; expected insert or upsert");
    };
  }

  private record Line(long number, byte[] bytes) {}

  /// A line as it was understood: an item, or why it is none.
  private sealed interface Read {
    record Good(long number, NewItem item) implements Read {}

    record Bad(long number, String reason) implements Read {}
  }

  /// What the store did with a batch.
  private record Stored(List<Read.Good> batch, List<Outcome> outcomes) {}

  /// One request. While a batch is being committed, the next is read and checked.
  private final class Run {

    private final Context ctx;
    private final BulkMode mode;
    private final String collection;
    private final Links links;
    private final ExecutorService workers;
    private final List<Line> batch = new ArrayList<>();
    private final ObjectNode report = StacJson.newObject();
    private final SortedMap<Long, ObjectNode> rejections = new TreeMap<>();
    private Optional<Future<Stored>> storing = Optional.empty();
    private long bytes;
    private long received;
    private long written;
    private long unchanged;
    private long rejected;

    Run(Context ctx, BulkMode mode, String collection, ExecutorService workers) {
      this.ctx = ctx;
      this.mode = mode;
      this.collection = collection;
      this.links = baseUrl.links(ctx);
      this.workers = workers;
    }

    private ObjectNode read(InputStream in) throws IOException {
      var lines = new Lines(in, MAX_LINE);
      Optional<byte[]> line = lines.next();
      while (line.isPresent()) {
        received++;
        batch.add(new Line(received, line.get()));
        bytes += line.get().length;
        if (batch.size() == BATCH || bytes > MAX_LINE) {
          flush();
        }
        line = lines.next();
      }
      flush();
      settle();
      report.put("mode", mode.name().toLowerCase(Locale.ROOT)).put("received", received);
      report.put("written", written).put("unchanged", unchanged).put("rejected", rejected);
      rejections.values().forEach(report.putArray("rejections")::add);
      return report;
    }

    /// Checks the batch, on all cores; waits for the one before and gives this one to the store.
    private void flush() {
      var good = new ArrayList<Read.Good>();
      for (Read read : check(List.copyOf(batch))) {
        switch (read) {
          case Read.Good one -> good.add(one);
          case Read.Bad bad -> reject(bad.number(), "", bad.reason());
        }
      }
      batch.clear();
      bytes = 0;
      settle();
      if (!good.isEmpty()) {
        storing =
            Optional.of(
                workers.submit(() ->
                    new Stored(
                        good,
                        writer.writeItems(good.stream().map(Read.Good::item).toList(), mode))));
      }
    }

    private List<Read> check(List<Line> lines) {
      var parts = new ArrayList<Future<List<Read>>>();
      for (int from = 0; from < lines.size(); from += PART) {
        List<Line> part = lines.subList(from, Math.min(lines.size(), from + PART));
        parts.add(workers.submit(() -> part.stream().map(this::check).toList()));
      }
      return parts.stream().flatMap(p -> result(p).stream()).toList();
    }

    private Read check(Line line) {
      try {
        NewItem item = intake.item(line.bytes(), links, collection);
        return item.collection().equals(collection)
            ? new Read.Good(line.number(), item)
            : new Read.Bad(
                line.number(), "/collection is " + item.collection() + "; expected " + collection);
      } catch (InvalidRequest e) {
        return new Read.Bad(line.number(), String.valueOf(e.getMessage()));
      }
    }

    /// Waits until the batch before is committed, and counts it.
    private void settle() {
      Optional<Stored> stored = storing.map(BulkActions::result);
      storing = Optional.empty();
      stored.ifPresent(this::count);
    }

    private void count(Stored stored) {
      for (int i = 0; i < stored.batch().size(); i++) {
        count(stored.batch().get(i), stored.outcomes().get(i));
      }
    }

    private void count(Read.Good one, Outcome outcome) {
      Target target = Target.ofItem(collection, one.item().id());
      switch (outcome) {
        case Outcome.Created created -> {
          written++;
          WriteLog.created(ctx, target, created.etag());
        }
        case Outcome.Updated updated -> {
          written++;
          WriteLog.updated(ctx, target, updated.before(), updated.etag());
        }
        case Outcome.Unchanged same -> unchanged++;
        case Outcome.Exists exists -> reject(one.number(), one.item().id(), "exists");
        case Outcome.TooBig big -> reject(one.number(), one.item().id(), big.reason());
        case Outcome.NoCollection gone ->
            reject(one.number(), one.item().id(), "the collection was deleted meanwhile");
        case Outcome.SomeExist some -> throw unexpected(some);
        case Outcome.AllCreated all -> throw unexpected(all);
        case Outcome.Absent absent -> throw unexpected(absent);
        case Outcome.Deleted deleted -> throw unexpected(deleted);
        case Outcome.OtherVersion other -> throw unexpected(other);
        case Outcome.NotEmpty full -> throw unexpected(full);
      }
    }

    private static IllegalStateException unexpected(Outcome outcome) {
      return new IllegalStateException("a bulk write answered " + outcome);
    }

    /// The first ones are told.
    private void reject(long line, String id, String reason) {
      rejected++;
      ObjectNode one = StacJson.newObject().put("line", line);
      if (!id.isEmpty()) {
        one.put("id", id);
      }
      rejections.put(line, one.put("reason", reason));
      if (rejections.size() > MAX_REPORTED) {
        rejections.pollLastEntry();
      }
    }
  }

  /// What a task of ours made, or what it threw.
  private static <T> T result(Future<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while items were written", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
