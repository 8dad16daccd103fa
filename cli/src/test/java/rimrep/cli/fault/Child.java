package rimrep.cli.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// `rimrep` in a process of its own, as the launcher starts it.
final class Child implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 180;

  private final List<String> command;
  private final Process process;
  private final Collected out;
  private final Collected err;

  private Child(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.out = new Collected(process.getInputStream());
    this.err = new Collected(process.getErrorStream());
  }

  static Child start(
      Path folder, Map<String, String> environment, List<String> command, List<String> arguments) {
    try {
      Path options = Files.createTempFile(folder, "java-", ".options");
      Files.writeString(options, "-cp \"" + System.getProperty("java.class.path") + "\"\n");
      // A parent that ignores Ctrl-C, as a shell's background job does, would hand that on.
      List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xmx512m",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-Drimrep.hurry=1000",
              "-Dlogback.configurationFile=logback.xml",
              "@" + options,
              "rimrep.cli.Main"));
      line.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(environment);
      return new Child(command, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until a line of stdout is as wanted.
  String awaitOut(Predicate<String> wanted) {
    return out.await(wanted, process);
  }

  /// Ends it as `kill -9` does.
  void kill() {
    process.destroyForcibly();
    waitFor();
  }

  /// Ends it as Ctrl-C does.
  Ended interrupt() {
    try {
      new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return end();
  }

  Ended end() {
    int code = waitFor();
    return new Ended(command, code, out.text(), err.text());
  }

  private int waitFor() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still runs: " + command + "\n" + out.text() + err.text());
      }
      out.join();
      err.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  /// A stream of the child, read as it comes.
  private static final class Collected {
    private final StringBuilder text = new StringBuilder();
    private final Thread reader;
    private boolean ended;

    Collected(InputStream in) {
      this.reader = Thread.ofVirtual().start(() -> read(in));
    }

    private void read(InputStream in) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (this) {
            text.append(line).append('\n');
            notifyAll();
          }
        }
      } catch (IOException gone) {
        // the process was killed: what it said before is what there is
      }
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }

    synchronized String text() {
      return text.toString();
    }

    synchronized String await(Predicate<String> wanted, Process process) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      try {
        while (true) {
          var found = text.toString().lines().filter(wanted).findFirst();
          if (found.isPresent()) {
            return found.get();
          }
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (ended || left <= 0) {
            throw new AssertionError("never said by process " + process.pid() + ": " + text);
          }
          wait(left);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void join() throws InterruptedException {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    }
  }
}
