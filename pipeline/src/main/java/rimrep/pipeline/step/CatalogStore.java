package rimrep.pipeline.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.catalog.CatalogZip;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;

/// The catalogue in the artifacts store: `catalog/<version>.zip`, and `catalog/current.json`, which
/// says which of them counts. A container has no other.
///
/// The first step of a run copies what the run's dataset needs into the run's folder; the later
/// ones read that copy, so that a catalogue pushed meanwhile does not change a run under way.
public final class CatalogStore {
  static final String CURRENT = "catalog/current.json";
  private static final int FORMAT = 1;
  private static final String COPY = "catalog.zip";

  private final Storage artifacts;

  public CatalogStore(Storage artifacts) {
    this.artifacts = artifacts;
  }

  /// Which catalogue counts.
  ///
  /// @param version a commit, or the first digits of `sha256`
  public record Current(
      int format, String version, String key, String sha256, long bytes, List<String> datasets) {}

  /// What came of a push.
  ///
  /// @param changed whether another catalogue counts now
  public record Pushed(Current current, boolean changed) {}

  /// Checks a catalogue and makes it the one that counts.
  ///
  /// @param commit its version in version control; without, its content's digest names it
  /// @param dry look only
  public Pushed push(Catalog catalog, Optional<String> commit, boolean dry) {
    List<String> ids = catalog.datasets().stream().map(d -> d.id().value()).toList();
    byte[] zip = CatalogZip.ofFolder(catalog.root()).bytes();
    String sha256 = sha256(zip);
    String version = commit.orElse(sha256.substring(0, 16));
    if (!version.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new BadConfiguration(
          "version '" + version + "'", "no word", "a commit's id", "correct --commit");
    }
    Current now =
        new Current(FORMAT, version, "catalog/" + version + ".zip", sha256, zip.length, ids);
    boolean changed = !current().equals(Optional.of(now));
    if (changed && !dry) {
      put(now, zip);
    }
    return new Pushed(now, changed);
  }

  /// A version's file is never replaced by another: runs may read it.
  private void put(Current now, byte[] zip) {
    PutResult result = artifacts.putIfAbsent(now.key(), Body.of(zip));
    boolean same =
        result instanceof PutResult.Written
            || artifacts
                .get(now.key())
                .map(c -> sha256(c.bytes()))
                .equals(Optional.of(now.sha256()));
    if (!same) {
      throw new BadConfiguration(
          "catalogue " + now.version(),
          "pushed before with other files",
          "one content per version",
          "commit the change and push that commit");
    }
    artifacts.put(CURRENT, Body.of(Json.bytes(now)));
  }

  public Optional<Current> current() {
    return artifacts.get(CURRENT).map(CatalogStore::current);
  }

  private static Current current(Content content) {
    Current current = Json.mapper().readValue(content.bytes(), Current.class);
    if (current.format() > FORMAT) {
      throw new BadConfiguration(
          CURRENT,
          "format " + current.format(),
          "format " + FORMAT + " or older",
          "use the rimrep version that wrote it, or a newer one");
    }
    return current;
  }

  /// The catalogue that counts, unpacked.
  public Optional<Catalog> open(Path scratch) {
    return current().map(c -> unpacked(CatalogZip.ofBytes(zip(c)), scratch));
  }

  /// The catalogue of a run: its own copy, made now if this is the run's first step.
  public Optional<Catalog> open(RunFolder run, DatasetId dataset, Path scratch) {
    return copy(run, dataset).map(zip -> unpacked(CatalogZip.ofBytes(zip), scratch));
  }

  /// Whether the run has its copy already.
  public boolean hasCopy(RunFolder run) {
    return artifacts.head(run.prefix() + "/" + COPY).isPresent();
  }

  private Optional<byte[]> copy(RunFolder run, DatasetId dataset) {
    String key = run.prefix() + "/" + COPY;
    Optional<Content> there = artifacts.get(key);
    if (there.isEmpty()) {
      Optional<Current> current = current();
      if (current.isEmpty()) {
        return Optional.empty();
      }
      byte[] own = CatalogZip.ofBytes(zip(current.get())).onlyDataset(dataset.value()).bytes();
      artifacts.putIfAbsent(key, Body.of(own));
      there = artifacts.get(key);
    }
    return there.map(Content::bytes);
  }

  private byte[] zip(Current current) {
    byte[] bytes =
        artifacts
            .get(current.key())
            .map(Content::bytes)
            .orElseThrow(() -> broken(current, "absent"));
    if (!sha256(bytes).equals(current.sha256())) {
      throw broken(current, "other bytes than its checksum says");
    }
    return bytes;
  }

  private static BadConfiguration broken(Current current, String found) {
    return new BadConfiguration(
        current.key(), found, "the catalogue that " + CURRENT + " names", "rimrep catalog push");
  }

  private static Catalog unpacked(CatalogZip zip, Path scratch) {
    try {
      Files.createDirectories(scratch);
      Path folder = Files.createTempDirectory(scratch, "catalog");
      zip.unpack(folder);
      return Catalog.open(folder);
    } catch (IOException e) {
      throw new Temporary(
          new Problem(scratch.toString(), "cannot be written: " + e.getMessage(), "", ""), e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
