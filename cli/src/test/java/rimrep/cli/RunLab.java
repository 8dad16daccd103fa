package rimrep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.RunEvents;
import rimrep.pipeline.workflow.RunListener;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.stac.StacClient;

/// A copy of the sample catalogue with three stores of its own and a STAC API, in which whole runs
/// are done in this process and in others.
final class RunLab implements AutoCloseable {
  /// When every source file arrived: the ledger names it.
  private static final FileTime ARRIVED = FileTime.from(Instant.parse("2024-06-01T00:00:00Z"));

  private static final RunListener SILENT =
      new RunEvents(line -> {}, Clock.systemUTC(), RunEvents.EVERY);

  private final Path folder;
  private final Map<String, String> environment;
  private final Settings settings;
  private final Stores stores;
  private final StacClient stac;

  /// Begins with an empty API.
  ///
  /// @param more settings beside those of the folder and the API, which they win over
  RunLab(Path folder, SharedApi api, Map<String, String> more) {
    this.folder = folder;
    copy(Path.of(System.getProperty("rimrep.root"), "catalog"), folder.resolve("catalog"));
    this.environment = new HashMap<>(api.environment());
    environment.put("RIMREP_CATALOG", folder.resolve("catalog").toString());
    environment.put("RIMREP_DATA", folder.resolve("data").toString());
    environment.putAll(more);
    this.settings = SettingsReader.read(new GlobalOptions(), environment);
    this.stores = Wiring.stores(settings);
    this.stac = api.client();
    api.clear();
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return settings.data();
  }

  Settings settings() {
    return settings;
  }

  Stores stores() {
    return stores;
  }

  StacClient stac() {
    return stac;
  }

  Site site() {
    return site(stores);
  }

  Site site(Stores on) {
    return Wiring.site(
        settings,
        Catalog.open(settings.catalog()),
        on,
        Wiring.endpoints(settings, Services.publicUrl(settings, Ports.DEFAULT_PUBLIC)),
        () -> stac);
  }

  RunRecord run(DatasetId dataset) {
    return run(dataset, stores);
  }

  RunRecord run(DatasetId dataset, Stores on) {
    return new Runs(site(on), Duration.ofSeconds(30), Duration.ofSeconds(90))
        .run(dataset, Runs.ingest(), "manual", true, SILENT);
  }

  /// A child process with the settings of this laboratory; what it says goes to a file.
  Process start(Class<?> main, String... arguments) {
    return start(main, Map.of(), arguments);
  }

  Process start(Class<?> main, Map<String, String> more, String... arguments) {
    try {
      return builder(main, more, arguments)
          .redirectErrorStream(true)
          .redirectOutput(Files.createTempFile(folder, "said-", ".txt").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A child process that is spoken with; what it complains of goes to a file.
  Process talkTo(Class<?> main, String... arguments) {
    try {
      return builder(main, Map.of(), arguments)
          .redirectError(Files.createTempFile(folder, "said-", ".txt").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(Class<?> main, Map<String, String> more, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    return builder;
  }

  /// What the children of this laboratory said, for the message of a test that fails.
  String said() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("said-")).sorted().toList()) {
        all.append(Files.readString(file)).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  /// Waits for the end of a child.
  ///
  /// @return its exit code
  static int end(Process process) {
    try {
      if (!process.waitFor(5, java.util.concurrent.TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("a child did not end within 5 minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  Path source(String name) {
    return settings.catalog().resolve("sources").resolve(name);
  }

  /// A source file with other content.
  void write(String name, byte[] content) {
    try {
      Files.write(source(name), content);
      // Another content of the same length came at another time: a listing tells them apart by
      // that.
      long second = 1 + Math.floorMod(java.util.Arrays.hashCode(content), 80_000);
      Files.setLastModifiedTime(
          source(name), FileTime.from(ARRIVED.toInstant().plusSeconds(second)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Changes a text of the catalogue, which must be there.
  void edit(String name, String from, String to) {
    try {
      Path file = settings.catalog().resolve(name);
      String text = Files.readString(file);
      if (!text.contains(from)) {
        throw new IllegalStateException(name + " lacks " + from);
      }
      Files.writeString(file, text.replace(from, to));
      Files.setLastModifiedTime(file, ARRIVED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      Files.createDirectories(to);
      for (Path file : files.filter(f -> !f.equals(from)).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target);
        if (Files.isRegularFile(target)) {
          Files.setLastModifiedTime(target, ARRIVED);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a folder with all that is in it.
  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stores.close();
  }
}
