package rimrep.cli.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import rimrep.cli.Main;
import rimrep.testing.SmallCatalog;

/// A small catalogue and a data folder, and the command `rimrep` over them. Commands run in this
/// process with the streams caught, or as a {@link Child} where a process of their own matters.
final class Bench {
  private static final String HURRY = "rimrep.hurry";

  final Path folder;
  final Path data;
  final SmallCatalog catalog;
  private final Map<String, Path> stores = new TreeMap<>();

  Bench(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.catalog = SmallCatalog.in(folder.resolve("catalog"));
    stores.put("artifacts", data.resolve("artifacts"));
    stores.put("public", data.resolve("public"));
    settings();
  }

  private void settings() {
    catalog.write(
        "../rimrep.yaml",
        """
        catalog: %s
        data: %s
        stores: {artifacts: "%s", public: "%s"}
        allow_loopback_sources: true
        """
            .formatted(catalog.root(), data, artifacts(), publicStore()));
  }

  /// Puts a store elsewhere.
  ///
  /// @param name artifacts or public
  void store(String name, Path at) {
    stores.put(name, at);
    settings();
  }

  Path artifacts() {
    return Objects.requireNonNull(stores.get("artifacts"));
  }

  Path publicStore() {
    return Objects.requireNonNull(stores.get("public"));
  }

  /// What every command of this bench ends with.
  private List<String> arguments(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--config");
    arguments.add(folder.resolve("rimrep.yaml").toString());
    return arguments;
  }

  /// Runs a command in this process.
  Ended run(String... command) {
    return run(line -> {}, command);
  }

  /// Runs a command in this process, without waiting long for anything.
  ///
  /// @param watcher sees each line of stderr on the thread that writes it, before the command goes
  ///   on
  Ended run(Consumer<String> watcher, String... command) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
    Lines caughtErr = new Lines(watcher);
    System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
    System.setProperty(HURRY, "1000");
    try {
      int code = Main.run(arguments(command).toArray(String[]::new));
      return new Ended(
          List.of(command), code, caughtOut.toString(StandardCharsets.UTF_8), caughtErr.text());
    } finally {
      System.clearProperty(HURRY);
      System.setOut(out);
      System.setErr(err);
    }
  }

  Child start(Map<String, String> environment, String... command) {
    return Child.start(folder, environment, List.of(command), arguments(command));
  }

  /// What is to be compared with a golden file.
  Picture picture(Ended ended) {
    return new Picture(this, ended);
  }

  String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Collects what is written and shows each whole line to a watcher.
  private static final class Lines extends java.io.OutputStream {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> watcher;

    Lines(Consumer<String> watcher) {
      this.watcher = watcher;
    }

    @Override
    public synchronized void write(int b) {
      all.write(b);
      line.write(b);
      if (b == '\n') {
        String whole = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        watcher.accept(whole);
      }
    }

    synchronized String text() {
      return all.toString(StandardCharsets.UTF_8);
    }
  }
}
