package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Writes content beside the store and moves it to its place in one step. What a killed process
/// left behind is cleared after a day.
final class FolderWriter {
  private static final Duration FORGOTTEN = Duration.ofDays(1);
  private static final int MOVES = 20;

  /// Bytes written at a time: the JDK keeps a copy of as many outside the heap, per thread.
  private static final int PIECE = 1 << 18;

  private final Path drafts;

  FolderWriter(Path drafts) {
    this.drafts = drafts;
    clearForgotten();
  }

  private void clearForgotten() {
    if (!Files.isDirectory(drafts)) {
      return;
    }
    FileTime limit = FileTime.from(Instant.now().minus(FORGOTTEN));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(drafts)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      return; // Another process cleared it at the same time.
    } catch (IOException e) {
      throw FileFailures.of("folder " + drafts, e);
    }
  }

  /// Writes the content to a draft and makes it durable. Nothing stays if that fails.
  Draft write(Body body) throws IOException {
    Files.createDirectories(drafts);
    Path file = drafts.resolve(UUID.randomUUID().toString());
    boolean written = false;
    try {
      ETag etag;
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        etag = copy(body, channel);
        channel.force(true);
      }
      written = true;
      return new Draft(file, etag);
    } finally {
      if (!written) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static ETag copy(Body body, FileChannel channel) throws IOException {
    MessageDigest digest = ContentHash.digest();
    switch (body) {
      case Body.Bytes(byte[] bytes, int size, Optional<String> sha256) -> {
        for (int at = 0; at < size; at += PIECE) {
          int length = Math.min(PIECE, size - at);
          if (sha256.isEmpty()) {
            digest.update(bytes, at, length);
          }
          ByteBuffer rest = ByteBuffer.wrap(bytes, at, length);
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
        }
        return sha256.map(ContentHash::tag).orElseGet(() -> ContentHash.tag(digest));
      }
      case Body.LocalFile(Path path) -> {
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
          copy(in, channel, digest);
        }
        return ContentHash.tag(digest);
      }
    }
  }

  private static void copy(FileChannel in, FileChannel out, MessageDigest digest)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    while (in.read(piece) >= 0) {
      digest.update(piece.flip());
      piece.rewind();
      while (piece.hasRemaining()) {
        out.write(piece);
      }
      piece.clear();
    }
  }

  /// Content that is durable, but not yet under its key. Closing removes what was not published.
  record Draft(Path file, ETag etag) implements AutoCloseable {
    /// Moves the content to its place. Its folder may be removed by a delete at the same moment:
    /// then it is made again.
    void publish(Path root, Path target) throws IOException {
      for (int moves = 1; ; moves++) {
        makeFolders(root, folderOf(target));
        try {
          Files.move(
              file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          return;
        } catch (NoSuchFileException e) {
          if (moves == MOVES || !Files.exists(file)) {
            throw e;
          }
        }
      }
    }

    /// Makes the new name durable.
    void settle(Path root, Path target) throws IOException {
      try {
        force(folderOf(target));
      } catch (NoSuchFileException e) {
        return; // A delete came after us and took object and folder away.
      }
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalStateException(file + " has no folder");
    }
    return folder;
  }

  /// Makes the folders down to `folder`, each name durable in the folder above.
  private static void makeFolders(Path root, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (folder.equals(root) || above == null) {
      Files.createDirectories(folder);
      return;
    }
    makeFolders(root, above);
    Files.createDirectories(folder);
    try {
      force(above);
    } catch (NoSuchFileException e) {
      return; // Removed meanwhile; the move finds out and tries again.
    }
  }

  /// Removes the folders a deletion left empty and makes the deletion durable.
  static void settleRemoval(Path root, Path file) throws IOException {
    Path folder = folderOf(file);
    while (!folder.equals(root)) {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        break; // Still in use, or removed by another: both leave the store as it must be.
      }
      folder = folderOf(folder);
    }
    if (Files.isDirectory(folder)) {
      force(folder);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
