package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Names a process so that others of the same user on the same machine can tell that it has ended.
///
/// A number alone would not do: numbers come again, and containers have numbers of their own. So
/// the mark holds the boot of the machine, the space the number belongs to, the user (who may be
/// the only one to see the process) and the tick the process started at. Where Linux' `/proc` is
/// not there to tell, marks are empty and nobody is ever said to have ended.
final class ProcessMark {
  private static final Path PROC = Path.of("/proc");

  /// The 22nd field of `/proc/<n>/stat`, counted from the third, which stands behind the name.
  private static final int START = 19;

  private ProcessMark() {}

  /// Of this process.
  static String own() {
    long number = ProcessHandle.current().pid();
    try {
      Optional<String> start = start(number);
      return start.isPresent() ? place() + " " + number + " " + start.get() : "";
    } catch (IOException | UnsupportedOperationException e) {
      return ""; // Another system: leases alone must do.
    }
  }

  /// Whether the process of that mark has certainly ended.
  static boolean hasEnded(String mark) {
    try {
      String place = place() + " ";
      String[] rest =
          mark.startsWith(place) ? mark.substring(place.length()).split(" ") : mark.split(" ", 1);
      return rest.length == 2
          && rest[0].matches("[0-9]{1,10}")
          && !start(Long.parseLong(rest[0])).equals(Optional.of(rest[1]));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static String place() throws IOException {
    String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    Path space = Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
    Object user = Files.getAttribute(PROC.resolve("self"), "unix:uid");
    return boot + "/" + space + "/" + user;
  }

  /// When a process started, in ticks since the boot; empty if there is none, or one that is dead
  /// and only waits for its parent to look.
  private static Optional<String> start(long number) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(number + "/stat"));
      String line = new String(bytes, StandardCharsets.ISO_8859_1);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead || fields.length <= START ? Optional.empty() : Optional.of(fields[START]);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
