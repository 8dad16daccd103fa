package rimrep.pipeline.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.http.Download;
import rimrep.pipeline.http.HttpSource;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.FileFailures;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// Copies the items of one source into the artifacts store, as received, under
/// `originals/<dataset>/<16 hex digits of the sha256>-<safe name>`. A copy that is there already is
/// not written again. Safe for several threads that fetch different items; close it to end the
/// connections.
public final class Fetcher implements AutoCloseable {
  /// Hex digits of the SHA-256 that are the version of a file in a folder's store.
  private static final int FOLDER_VERSION = 32;

  private static final int PIECE = 1 << 16;

  private final SourceAccess access;
  private final SourceSpec source;
  private final DatasetId dataset;
  private final Storage artifacts;
  private final Path workFolder;
  private final Optional<HttpSource> server;

  /// @param workFolder where a copy lies while it is checked; must exist
  public Fetcher(
      SourceAccess access,
      SourceSpec source,
      DatasetId dataset,
      Storage artifacts,
      Path workFolder) {
    this.access = access;
    this.source = source;
    this.dataset = dataset;
    this.artifacts = artifacts;
    this.workFolder = workFolder;
    this.server =
        switch (source) {
          case SourceSpec.Folder folder -> Optional.empty();
          case SourceSpec.Http http -> Optional.of(HttpAddresses.open(http, access));
        };
  }

  /// Fetches one item. What concerns only the item comes back as {@link FetchResult.NotFetched};
  /// what would hit every item (disk full, store gone, refused credentials) is thrown.
  public FetchResult fetch(SourceItem item) {
    try {
      if (source instanceof SourceSpec.Folder folder && !artifacts.location().isS3()) {
        return new FetchResult.Fetched(keepFile(folder, item));
      }
      Download copy = copy(item);
      try {
        return new FetchResult.Fetched(keep(item, copy));
      } finally {
        Files.deleteIfExists(copy.file());
      }
    } catch (SourceUnavailable | BadInput e) {
      return new FetchResult.NotFetched(item, e.problem(), e.kind());
    } catch (IOException e) {
      throw FileFailures.of("folder " + workFolder, e);
    }
  }

  private Download copy(SourceItem item) {
    Path target = workFolder.resolve("fetch-" + SafeName.of(item.name()));
    Download copy =
        switch (source) {
          case SourceSpec.Folder folder -> copyFile(folder, item, target);
          case SourceSpec.Http http ->
              server.orElseThrow().download(URI.create(item.location()), target);
        };
    checkSize(item, copy);
    return copy;
  }

  private static void checkSize(SourceItem item, Download copy) {
    if (item.sizeBytes() >= 0 && item.sizeBytes() != copy.sizeBytes()) {
      throw new SourceUnavailable(
          item.location(),
          copy.sizeBytes() + " bytes",
          item.sizeBytes() + " bytes, as listed",
          "it changed while it was read: run again");
    }
  }

  /// From folder to folder without a copy between: the file is hashed, then copied to the key its
  /// hash names. The store hashes what it writes; another hash means that the file changed.
  private FetchedItem keepFile(SourceSpec.Folder spec, SourceItem item) {
    SourceFolder folder = SourceFolder.of(access.catalogRoot(), spec);
    Path file = folder.path().resolve(item.name()).normalize();
    Download found = hash(folder, file, item);
    checkSize(item, found);
    String key = key(item, found);
    String version = found.sha256().substring(0, FOLDER_VERSION);
    Optional<StoredObject> present =
        artifacts
            .head(key)
            .filter(o -> o.sizeBytes() == found.sizeBytes())
            .filter(o -> o.etag().value().equals(version));
    if (present.isEmpty() && !artifacts.put(key, Body.of(file)).value().equals(version)) {
      artifacts.delete(key);
      throw new SourceUnavailable(
          item.location(),
          "other bytes when read again",
          "a file that stays as it is",
          "it changed while it was read: run again");
    }
    return new FetchedItem(item, found.sizeBytes(), found.sha256(), key);
  }

  private static Download hash(SourceFolder folder, Path file, SourceItem item) {
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream in = open(folder, file, item)) {
      byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
        size += n;
      }
    } catch (IOException e) {
      throw unreadable(item, e);
    }
    return new Download(file, size, HexFormat.of().formatHex(digest.digest()));
  }

  private static SourceUnavailable unreadable(SourceItem item, IOException e) {
    return new SourceUnavailable(
        new Problem(item.location(), "cannot be read: " + e.getMessage(), "a file", "run again"),
        e);
  }

  private Download copyFile(SourceSpec.Folder source, SourceItem item, Path target) {
    SourceFolder folder = SourceFolder.of(access.catalogRoot(), source);
    Path file = folder.path().resolve(item.name()).normalize();
    MessageDigest digest = sha256();
    long size;
    try (InputStream in = open(folder, file, item)) {
      size = copy(in, target, digest);
    } catch (IOException e) {
      throw unreadable(item, e);
    }
    return new Download(target, size, HexFormat.of().formatHex(digest.digest()));
  }

  private static InputStream open(SourceFolder folder, Path file, SourceItem item)
      throws IOException {
    if (!folder.holds(file)) {
      throw new BadInput(
          item.location(),
          "a link that leads out of the source's folder",
          "a file in it",
          "copy the file there");
    }
    return Files.newInputStream(file);
  }

  /// Reading may fail with the item's own fault; writing is a matter of this machine.
  private long copy(InputStream in, Path target, MessageDigest digest) throws IOException {
    try (OutputStream file = output(target);
        OutputStream out = new DigestOutputStream(file, digest)) {
      byte[] piece = new byte[PIECE];
      long size = 0;
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        write(out, piece, n);
        size += n;
      }
      return size;
    }
  }

  private OutputStream output(Path target) {
    try {
      return Files.newOutputStream(target);
    } catch (IOException e) {
      throw FileFailures.of("folder " + workFolder, e);
    }
  }

  private void write(OutputStream out, byte[] piece, int length) {
    try {
      out.write(piece, 0, length);
    } catch (IOException e) {
      throw FileFailures.of("folder " + workFolder, e);
    }
  }

  private FetchedItem keep(SourceItem item, Download copy) {
    String key = key(item, copy);
    boolean present =
        artifacts
            .head(key)
            .map(StoredObject::sizeBytes)
            .filter(s -> s == copy.sizeBytes())
            .isPresent();
    if (!present) {
      artifacts.put(key, Body.of(copy.file()));
      verify(key, copy);
    }
    return new FetchedItem(item, copy.sizeBytes(), copy.sha256(), key);
  }

  private String key(SourceItem item, Download copy) {
    String digits = copy.sha256().substring(0, 16);
    return "originals/" + dataset + "/" + digits + "-" + SafeName.of(item.name());
  }

  private void verify(String key, Download copy) {
    long stored = artifacts.head(key).map(StoredObject::sizeBytes).orElse(-1L);
    if (stored != copy.sizeBytes()) {
      throw new Temporary(
          key,
          stored < 0 ? "absent after it was written" : stored + " bytes",
          copy.sizeBytes() + " bytes",
          "see to the artifacts store and run again");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new Bug(new Problem("SHA-256", "missing", "a complete JDK", ""), e);
    }
  }

  @Override
  public void close() {
    server.ifPresent(HttpSource::close);
  }
}
