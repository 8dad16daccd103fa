package rimrep.pipeline.catalog;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.dataset.Json;
import scala.Function1;
import scala.Option;
import scala.collection.mutable.HashMap;
import scala.runtime.BoxedUnit;
import scala.util.Either;
import sjsonnet.CachedResolver;
import sjsonnet.DefaultParseCache;
import sjsonnet.Evaluator;
import sjsonnet.Expr;
import sjsonnet.Importer;
import sjsonnet.Interpreter;
import sjsonnet.Lazy;
import sjsonnet.ResolvedFile;
import sjsonnet.Settings;
import sjsonnet.StaticResolvedFile;
import sjsonnet.Val;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Evaluates Jsonnet of a catalogue, the only class that knows the library. Imports stay inside the
/// catalogue's folder, links followed first. Whatever the program does, endless recursion, a huge
/// array, a call the library cannot serve, comes back as a {@link Fault}: each evaluation has a
/// thread of its own with a deep stack, a time limit and a limit on what it may allocate.
final class Jsonnet {
  private static final long STACK_BYTES = 64L << 20;
  private static final long ALLOCATION_LIMIT_BYTES = 1L << 30;

  /// Processor time: in a container with a quarter of a core, or on a busy machine, the clock on
  /// the wall says nothing about a program.
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  /// How many times the limit may pass on the wall's clock.
  private static final int PATIENCE = 12;

  private static final long WAIT_MILLIS = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long MAX_FILE_BYTES = 1L << 20;
  private static final Pattern PLACE = Pattern.compile("\\(([^()\\s]+):(\\d+):(\\d+)\\)");

  private final java.nio.file.Path root;
  private final String endpoints;
  private final Duration timeLimit;

  /// @param root the catalogue's folder, its real path
  /// @param endpoints the one external variable
  Jsonnet(java.nio.file.Path root, ObjectNode endpoints) {
    this(root, endpoints, TIME_LIMIT);
  }

  Jsonnet(java.nio.file.Path root, ObjectNode endpoints, Duration timeLimit) {
    this.root = root;
    this.endpoints = Json.mapper().writeValueAsString(endpoints);
    this.timeLimit = timeLimit;
  }

  sealed interface Result permits Value, Fault {}

  record Value(JsonNode value) implements Result {}

  /// @param file where the fault lies, path below the catalogue's root
  record Fault(String file, Position position, String found, String remedy) implements Result {}

  /// Evaluates a file of the catalogue, named by its path below the root.
  Result evaluate(String file) {
    FutureTask<Result> task = new FutureTask<>(() -> guarded(file));
    Thread thread = new Thread(null, task, "jsonnet " + file, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return result(file, task, thread);
    } catch (ExecutionException e) {
      throw new IllegalStateException("evaluating " + file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Fault(file, Position.NONE, "an interrupted evaluation", "run it again");
    }
  }

  /// Waits for an evaluation, also for one that never comes by a check of its limits.
  private Result result(String file, FutureTask<Result> task, Thread thread)
      throws ExecutionException, InterruptedException {
    long patience = System.nanoTime() + PATIENCE * timeLimit.toNanos();
    while (true) {
      try {
        return task.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long used = THREADS.getThreadCpuTime(thread.threadId());
        boolean worked = used > timeLimit.toNanos() + TimeUnit.SECONDS.toNanos(1);
        if (worked || System.nanoTime() - patience > 0) {
          return new Fault(file, Position.NONE, tooLong(timeLimit), "make it smaller");
        }
      }
    }
  }

  private Result guarded(String file) {
    try {
      return interpret(file);
    } catch (StackOverflowError e) {
      return new Fault(file, Position.NONE, "endless recursion", "give the recursion an end");
    } catch (OutOfMemoryError e) {
      return new Fault(file, Position.NONE, "a value too large for memory", "make it smaller");
    } catch (LinkageError e) {
      return new Fault(
          file,
          Position.NONE,
          "a call of the standard library that is not available here (such as std.parseYaml)",
          "write the value as Jsonnet");
    } catch (Exceeded e) {
      return new Fault(file, Position.NONE, e.found, "make it smaller");
    }
  }

  private Result interpret(String file) {
    FilePath path = new FilePath(root, root.resolve(file));
    Confined importer = new Confined(root);
    Option<ResolvedFile> source = importer.read(path);
    if (source.isEmpty()) {
      return new Fault(file, Position.NONE, "a file that cannot be read", "write it");
    }
    Bounded interpreter = new Bounded(importer, path, endpoints, timeLimit);
    Either<String, ujson.Value> result = interpreter.interpret(source.get().readString(), path);
    if (interpreter.exceeded != null) {
      // A function of the library turns what is thrown inside it into an error of its own.
      throw new Exceeded(interpreter.exceeded);
    }
    return switch (result) {
      case scala.util.Right<String, ujson.Value> right ->
          new Value(Json.mapper().readTree(right.value().toString()));
      case scala.util.Left<String, ujson.Value> left -> fault(file, left.value());
      default -> throw new IllegalStateException("neither left nor right");
    };
  }

  private static String tooLong(Duration limit) {
    return "an evaluation of more than " + limit.toSeconds() + " s";
  }

  /// The library's text: first line the message, then frames `at [x].(file:line:column)`.
  private static Fault fault(String file, String text) {
    String message = text.strip().lines().findFirst().orElse("an error");
    message = message.replaceFirst("^sjsonnet\\.\\w*Error: ", "");
    if (message.contains("Stackoverflow")) {
      return new Fault(file, Position.NONE, "endless recursion", "give the recursion an end");
    }
    Matcher place = PLACE.matcher(text);
    String where = file;
    Position position = Position.NONE;
    if (place.find()) {
      where = place.group(1);
      position = new Position(Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)));
    }
    String remedy =
        message.startsWith("Couldn't import file")
            ? "import a file of the catalogue: nothing outside of it is read"
            : "correct it";
    return new Fault(where, position, PLACE.matcher(message).replaceAll("").strip(), remedy);
  }

  /// Thrown out of an evaluation that takes too much; never leaves this class.
  private static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String found;

    private Exceeded(String found) {
      super(found);
      this.found = found;
    }
  }

  /// An interpreter whose evaluator stops at the limits of time and allocation (all that its thread
  /// ever allocated, for each evaluation has a new one).
  private static final class Bounded extends Interpreter {
    private static final int CHECK_EVERY = 1024;

    private final Duration timeLimit;

    /// Which limit was passed. Set from within super(), so it has no initial value of its own.
    private @Nullable String exceeded;

    private Bounded(Importer importer, FilePath file, String endpoints, Duration timeLimit) {
      this.timeLimit = timeLimit; // before super(), which makes the evaluator
      super(
          new scala.collection.immutable.Map.Map1<>("endpoints", endpoints),
          scala.collection.immutable.Map$.MODULE$.empty(),
          file.parent(),
          importer,
          new DefaultParseCache(),
          new Settings(false, false, false, false, false, false),
          nothing(),
          nothing(),
          Interpreter.$lessinit$greater$default$9());
    }

    /// The library takes null for "nobody listens".
    @SuppressWarnings("NullAway")
    private static <T> Function1<T, BoxedUnit> nothing() {
      return null;
    }

    @Override
    public Evaluator createEvaluator(
        CachedResolver resolver,
        Function1<String, Option<Expr>> variables,
        sjsonnet.Path folder,
        Settings settings,
        Function1<sjsonnet.Error, BoxedUnit> warn) {
      long deadline = THREADS.getCurrentThreadCpuTime() + timeLimit.toNanos();
      return new Evaluator(resolver, variables, folder, settings, warn) {
        private int calls;

        @Override
        public Val visitExpr(Expr expression, Lazy[] scope) {
          if (++calls % CHECK_EVERY == 0) {
            checkLimits(deadline, timeLimit);
          }
          return super.visitExpr(expression, scope);
        }
      };
    }

    private void checkLimits(long deadline, Duration timeLimit) {
      if (THREADS.getCurrentThreadCpuTime() - deadline > 0) {
        exceeded = tooLong(timeLimit);
      } else if (allocated() > ALLOCATION_LIMIT_BYTES) {
        exceeded = "an evaluation that fills the memory";
      }
      if (exceeded != null) {
        throw new Exceeded(exceeded);
      }
    }

    private static long allocated() {
      return java.lang.management.ManagementFactory.getThreadMXBean()
              instanceof com.sun.management.ThreadMXBean threads
          ? threads.getCurrentThreadAllocatedBytes()
          : 0;
    }
  }

  /// Resolves and reads only below the catalogue's root.
  private static final class Confined extends Importer {
    private final java.nio.file.Path root;

    private Confined(java.nio.file.Path root) {
      this.root = root;
    }

    @Override
    public Option<sjsonnet.Path> resolve(sjsonnet.Path base, String name) {
      if (!(base instanceof FilePath folder)) {
        return Option.empty();
      }
      try {
        java.nio.file.Path target = folder.path().resolve(name);
        if (!Files.isRegularFile(target) || !target.toRealPath().startsWith(root)) {
          return Option.empty();
        }
        return Option.apply(new FilePath(root, target.toRealPath()));
      } catch (IOException | java.nio.file.InvalidPathException e) {
        return Option.empty();
      }
    }

    @Override
    public Option<ResolvedFile> read(sjsonnet.Path path) {
      return path instanceof FilePath file
          ? file.read()
              .map(text -> Option.<ResolvedFile>apply(new StaticResolvedFile(text)))
              .orElseGet(Option::empty)
          : Option.empty();
    }
  }

  /// A file or folder of the catalogue as the library sees it.
  private record FilePath(java.nio.file.Path root, java.nio.file.Path path)
      implements sjsonnet.Path {
    private Optional<String> read() {
      try {
        if (!path.toRealPath().startsWith(root) || Files.size(path) > MAX_FILE_BYTES) {
          return Optional.empty();
        }
        return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    @Override
    public String relativeToString(sjsonnet.Path other) {
      return toString();
    }

    @Override
    public FilePath parent() {
      return new FilePath(root, java.util.Objects.requireNonNull(path.getParent()));
    }

    @Override
    public int segmentCount() {
      return path.getNameCount();
    }

    @Override
    public String last() {
      return path.getFileName().toString();
    }

    @Override
    public FilePath $div(String name) {
      return new FilePath(root, path.resolve(name));
    }

    /// `file:line:column` of a position in the text, counted from 1.
    @Override
    public String renderOffsetStr(int offset, HashMap<sjsonnet.Path, int[]> lineStarts) {
      String text = read().orElse("");
      String before = text.substring(0, Math.max(0, Math.min(offset, text.length())));
      long line = before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      return this + ":" + line + ":" + column;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof FilePath file && path.equals(file.path);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }

    @Override
    public String toString() {
      return root.relativize(path).toString().replace('\\', '/');
    }
  }
}
