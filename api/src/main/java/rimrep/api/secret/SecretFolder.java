package rimrep.api.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The folder `<data>/secret` (0700) with one random word per file (0600), each made when first
/// asked for.
///
/// Safe for several processes: whoever writes first wins, the others read.
public final class SecretFolder {

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final int BYTES = 32;

  private final Path folder;

  /// @param folder made if absent; its parents too
  public SecretFolder(Path folder) {
    this.folder = folder;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        createFolder();
      }
      Files.setPosixFilePermissions(folder, FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be made private to its owner", e);
    }
  }

  /// The word in file `name`: 64 hexadecimal digits unless a person put another there.
  public String word(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      Files.setPosixFilePermissions(file, FILE);
      String word = Files.readString(file).strip();
      if (word.isEmpty()) {
        throw new IOException("it is empty; delete it to get a new one");
      }
      return word;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be used as a secret: " + e.getMessage(), e);
    }
  }

  private void createFolder() throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /// Written beside and linked into place, so that no reader sees half a word.
  private void create(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Path beside =
        Files.createTempFile(folder, "new-", ".tmp", PosixFilePermissions.asFileAttribute(FILE));
    try {
      Files.writeString(
          beside, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
      publish(beside, file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void publish(Path beside, Path file) throws IOException {
    try {
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException e) {
      // another process was first: its word counts
    } catch (UnsupportedOperationException e) {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
