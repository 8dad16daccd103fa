package rimrep.api.http;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// What a server did, in the text format of Prometheus (version 0.0.4). Every label has few values,
/// whatever clients send.
///
/// Thread-safe.
public final class ServiceMetrics implements RequestObserver {

  /// Upper ends of the buckets of durations, in seconds.
  private static final double[] BUCKETS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /// Connections to the database.
  public record Pool(String user, int active, int idle, int waiting) {}

  private static final class Histogram {
    private final LongAdder[] counts = new LongAdder[BUCKETS.length + 1];
    private final LongAdder micros = new LongAdder();

    Histogram() {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
    }

    void add(double seconds) {
      int bucket = 0;
      while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]) {
        bucket++;
      }
      counts[bucket].increment();
      micros.add(Math.round(seconds * 1e6));
    }
  }

  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
  private final Map<String, Histogram> durations = new ConcurrentSkipListMap<>();
  private final Supplier<List<Pool>> pools;

  /// @param pools asked whenever the metrics are
  public ServiceMetrics(Supplier<List<Pool>> pools) {
    this.pools = pools;
  }

  @Override
  public void answered(Exchange exchange) {
    String method = METHODS.contains(exchange.method()) ? exchange.method() : "OTHER";
    String labels = "method=\"" + method + "\",route=\"" + escape(exchange.route()) + "\"";
    answers
        .computeIfAbsent(labels + ",status=\"" + exchange.status() + "\"", k -> new LongAdder())
        .increment();
    durations.computeIfAbsent(labels, k -> new Histogram()).add(exchange.seconds());
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /// Everything, as Prometheus reads it.
  public String text() {
    var out = new StringBuilder();
    family(out, "rimrep_http_requests_total", "counter", "Requests answered.");
    answers.forEach((labels, count) ->
        line(out, "rimrep_http_requests_total", labels, String.valueOf(count.sum())));
    family(out, "rimrep_http_request_seconds", "histogram", "Time until an answer was made.");
    durations.forEach((labels, histogram) -> write(out, labels, histogram));
    family(out, "rimrep_database_connections", "gauge", "Connections of the pools by state.");
    for (Pool pool : pools.get()) {
      String user = "user=\"" + escape(pool.user()) + "\",state=";
      line(out, "rimrep_database_connections", user + "\"active\"", "" + pool.active());
      line(out, "rimrep_database_connections", user + "\"idle\"", "" + pool.idle());
      line(out, "rimrep_database_connections", user + "\"waiting\"", "" + pool.waiting());
    }
    machine(out);
    return out.toString();
  }

  private static void write(StringBuilder out, String labels, Histogram histogram) {
    long sum = 0;
    String name = "rimrep_http_request_seconds";
    for (int i = 0; i < BUCKETS.length; i++) {
      sum += histogram.counts[i].sum();
      line(out, name + "_bucket", labels + ",le=\"" + BUCKETS[i] + "\"", String.valueOf(sum));
    }
    sum += histogram.counts[BUCKETS.length].sum();
    line(out, name + "_bucket", labels + ",le=\"+Inf\"", String.valueOf(sum));
    line(out, name + "_sum", labels, String.valueOf(histogram.micros.sum() / 1e6));
    line(out, name + "_count", labels, String.valueOf(sum));
  }

  private static void machine(StringBuilder out) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    family(out, "rimrep_heap_bytes", "gauge", "Java heap.");
    line(out, "rimrep_heap_bytes", "state=\"used\"", String.valueOf(heap.getUsed()));
    line(out, "rimrep_heap_bytes", "state=\"max\"", String.valueOf(heap.getMax()));
    family(out, "process_start_time_seconds", "gauge", "Start of the process, Unix time.");
    double start = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
    out.append(String.format(Locale.ROOT, "process_start_time_seconds %.3f%n", start));
  }

  private static void family(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, String labels, String value) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }
}
