package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// What an error of the local file system means to whoever runs us: a full disk is temporary, a
/// folder we may not write is configuration.
public final class FileFailures {
  private FileFailures() {}

  /// The failure to throw for `e`, met while working on `thing`.
  public static Failure of(String thing, IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          new BadConfiguration(
              new Problem(
                  thing,
                  "access to " + denied.getFile() + " is denied",
                  "a folder this user may read and write",
                  "correct its owner or mode"),
              e);
      case FileAlreadyExistsException inTheWay -> notFolder(thing, inTheWay);
      case NotDirectoryException inTheWay -> notFolder(thing, inTheWay);
      case ClosedByInterruptException stopped -> interrupted(thing, stopped);
      case ClosedChannelException closed -> interrupted(thing, closed);
      default -> byMessage(thing, e);
    };
  }

  /// The failure to throw when a thread was interrupted while working on `thing`.
  public static Temporary interrupted(String thing, Throwable cause) {
    return new Temporary(new Problem(thing, "was interrupted", "", "run it again"), cause);
  }

  private static Failure notFolder(String thing, FileSystemException e) {
    return new BadConfiguration(
        new Problem(
            thing,
            "a file is in the way at " + e.getFile(),
            "a folder or nothing there",
            "move it away"),
        e);
  }

  private static Failure byMessage(String thing, IOException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    if (message.contains("No space left") || message.contains("quota exceeded")) {
      return new Temporary(
          new Problem(thing, "the disk is full", "free space", "free some space, then run again"),
          e);
    }
    if (message.contains("Not a directory") && e instanceof FileSystemException inTheWay) {
      return notFolder(thing, inTheWay);
    }
    if (message.contains("Read-only file system")) {
      return new BadConfiguration(
          new Problem(thing, "the file system is read-only", "a writable folder", "name another"),
          e);
    }
    return new Temporary(
        new Problem(thing, "input or output failed: " + message, "", "run it again"), e);
  }
}
