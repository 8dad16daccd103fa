package rimrep.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.step.Stores;
import rimrep.stac.StacClient;

/// A reader in a process of its own: it looks again and again at what is published of a dataset and
/// tells each part that it has not seen before, as a line of JSON `[part, content]`.
final class Onlooker implements AutoCloseable {
  /// Leaves the processors to the run between two looks.
  private static final long PACE = 5_000_000;

  private final Process process;
  private final BufferedReader from;
  private final Writer to;

  private Onlooker(Process process) {
    this.process = process;
    this.from = process.inputReader(StandardCharsets.UTF_8);
    this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  static Onlooker of(Update update) {
    return new Onlooker(
        update
            .lab()
            .talkTo(
                Onlooker.class,
                update.dataset().value(),
                update.collection(),
                update.lab().folder().toString()));
  }

  /// Begins to look; returns when it has looked once.
  void look() {
    say("look");
    List<String> unused = heard("looking");
  }

  /// Looks once more and ends; what it has seen.
  List<String> seen() {
    say("enough");
    return heard("done");
  }

  private void say(String word) {
    try {
      to.write(word + "\n");
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> heard(String last) {
    try {
      List<String> lines = new ArrayList<>();
      String line = from.readLine();
      while (line != null && !line.equals(last)) {
        lines.add(line);
        line = from.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("the onlooker ended: " + lines);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// @param arguments dataset, collection, folder of the laboratory
  public static void main(String[] arguments) throws Exception {
    Settings settings = SettingsReader.read(new GlobalOptions(), System.getenv());
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Stores stores = Wiring.stores(settings)) {
      StacClient stac =
          Wiring.client(
              settings.internalApi().orElseThrow(),
              Optional.of(System.getenv("RIMREP_INTERNAL_TOKEN")));
      while ("look".equals(in.readLine())) {
        Set<String> told = new HashSet<>();
        AtomicBoolean enough = new AtomicBoolean();
        look(stores, stac, arguments, told, out);
        out.println("looking");
        Thread listener =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    String unused = in.readLine();
                    enough.set(true);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        while (!enough.get()) {
          look(stores, stac, arguments, told, out);
          LockSupport.parkNanos(PACE);
        }
        listener.join();
        look(stores, stac, arguments, told, out);
        out.println("done");
      }
    }
  }

  private static void look(
      Stores stores, StacClient stac, String[] arguments, Set<String> told, PrintStream out) {
    StoreState.visible(stores, stac, arguments[1], new DatasetId(arguments[0]), arguments[2])
        .forEach((part, content) -> {
          String line = Json.mapper().writeValueAsString(List.of(part, content));
          if (told.add(line)) {
            out.println(line);
          }
        });
    out.flush();
  }
}
