package rimrep.pipeline.step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// A log of JSON lines in a run's folder: `{"time", "event", …}`. An object store cannot append, so
/// what there is is written anew now and then: a process that is killed loses half a minute.
///
/// Safe for several threads.
public final class LogLines {
  private static final JsonMapper LINE = JsonMapper.builder().build();
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final RunFolder folder;
  private final String name;
  private final Clock clock;
  private final StringBuilder text;
  private Instant written;

  /// Goes on where the log of an earlier attempt ends.
  public LogLines(RunFolder folder, String name, Clock clock) {
    this.folder = folder;
    this.name = name;
    this.clock = clock;
    this.text = new StringBuilder(folder.readText(name).orElse(""));
    this.written = clock.instant();
  }

  /// One line of such a log, without its end; fields in the order of their names.
  public static String line(Instant time, String event, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", time.toString());
    line.put("event", event);
    line.putAll(new TreeMap<>(fields));
    return LINE.writeValueAsString(line);
  }

  public void add(String event, Map<String, ?> fields) {
    add(line(clock.instant(), event, fields));
  }

  /// Adds a line; stores the log if that was long ago.
  public synchronized void add(String line) {
    text.append(line).append('\n');
    if (!clock.instant().isBefore(written.plus(EVERY))) {
      store();
    }
  }

  /// Stores what there is.
  public synchronized void store() {
    folder.writeText(name, text.toString());
    written = clock.instant();
  }
}
