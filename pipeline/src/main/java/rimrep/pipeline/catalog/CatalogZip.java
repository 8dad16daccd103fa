package rimrep.pipeline.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// A catalogue folder as one file, for machines that have no copy of it. The same files give the
/// same bytes.
public final class CatalogZip {
  /// A catalogue is texts; what is larger holds data, which belong to a provider's server.
  static final long MAX_BYTES = 256L << 20;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final SortedMap<String, byte[]> files;

  private CatalogZip(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /// All files of a folder beside hidden ones. A link that leads out of it is refused, and so is a
  /// folder over 256 MiB.
  public static CatalogZip ofFolder(Path root) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long bytes = 0;
    try (Stream<Path> walk = Files.walk(root.toRealPath())) {
      Path real = root.toRealPath();
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        String name = Folders.slashes(real.relativize(path));
        if (name.startsWith(".") || name.contains("/.")) {
          continue;
        }
        if (!path.toRealPath().startsWith(real)) {
          throw wrong(root, name + ", a link that leads out of it", "files of it");
        }
        bytes += Files.size(path);
        if (bytes > MAX_BYTES) {
          throw wrong(root, "more than " + MAX_BYTES + " bytes", "texts, without data");
        }
        files.put(name, Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw unreadable(root, e);
    }
    return new CatalogZip(files);
  }

  public static CatalogZip ofBytes(byte[] zip) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long bytes = 0;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readNBytes((int) (MAX_BYTES - bytes + 1));
        bytes += content.length;
        if (bytes > MAX_BYTES || !isPlain(entry.getName())) {
          throw wrong(Path.of("catalog.zip"), "'" + entry.getName() + "'", "what was pushed");
        }
        files.put(entry.getName(), content);
      }
    } catch (IOException e) {
      throw unreadable(Path.of("catalog.zip"), e);
    }
    return new CatalogZip(files);
  }

  private static FileTime timeOf(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return FileTime.from(sum.getValue(), TimeUnit.SECONDS);
  }

  private static boolean isPlain(String name) {
    Path path = Path.of(name);
    return !name.isEmpty()
        && !path.isAbsolute()
        && path.normalize().equals(path)
        && !path.startsWith("..");
  }

  /// What one dataset needs: all but the folders of the other datasets. Without its own folder, if
  /// there is none of that name.
  public CatalogZip onlyDataset(String dataset) {
    SortedMap<String, byte[]> kept = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String[] part = file.getKey().split("/", 4);
      boolean other =
          part.length == 4
              && part[0].equals("collections")
              && !part[2].equals(dataset)
              && files.containsKey(part[0] + "/" + part[1] + "/" + part[2] + "/datapackage.json");
      if (!other) {
        kept.put(file.getKey(), file.getValue());
      }
    }
    return new CatalogZip(kept);
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory takes every byte", e);
    }
    return out.toByteArray();
  }

  /// Writes the files below a folder. A file's time of change is made from its bytes: a source that
  /// lies in the catalogue is the same item in each container, and another one once it changed.
  public void unpack(Path into) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = into.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
        Files.setLastModifiedTime(target, timeOf(file.getValue()));
      }
    } catch (IOException e) {
      throw new Temporary(
          new Problem(
              into.toString(), "cannot be written: " + e.getMessage(), "room on the disk", ""),
          e);
    }
  }

  private static BadConfiguration wrong(Path root, String found, String expected) {
    return new BadConfiguration("catalogue " + root, found, expected, "correct the folder");
  }

  private static BadConfiguration unreadable(Path root, IOException cause) {
    return new BadConfiguration(
        new Problem(
            "catalogue " + root,
            "cannot be read: " + cause.getMessage(),
            "a readable catalogue",
            "check it, and push it again"),
        cause);
  }
}
