package rimrep.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.BadConfiguration;

class FolderStorageTest extends StorageContract {
  @TempDir Path folder;

  @Override
  Storage open() {
    return Storages.open(Location.of(folder.resolve("store")), S3Settings.defaults());
  }

  private Path root() {
    return folder.resolve("store");
  }

  private List<Path> leftovers() throws IOException {
    Path drafts = root().resolve(".rimrep/writing");
    if (!Files.isDirectory(drafts)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(drafts)) {
      return files.toList();
    }
  }

  @Test
  void writesPlainFilesAndLeavesNothingElse() throws IOException {
    store.put("sst/data.zarr/.zattrs", Body.of("{}"));
    store.putIfAbsent("sst/data.zarr/.zattrs", Body.of("[]"));

    assertThat(root().resolve("sst/data.zarr/.zattrs")).hasContent("{}");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void readingMakesNoFolder() {
    store.get("a");
    store.list("");

    assertThat(root()).doesNotExist();
  }

  @Test
  void aChangeByHandIsSeen() throws IOException {
    ETag written = store.put("k", Body.of("aaaa"));
    Files.setLastModifiedTime(root().resolve("k"), FileTime.from(Instant.EPOCH));
    assertThat(store.head("k").orElseThrow().etag()).isEqualTo(written);

    Files.writeString(root().resolve("k"), "bbbb");

    assertThat(store.head("k").orElseThrow().etag()).isNotEqualTo(written);
    assertThat(store.putIfMatch("k", written, Body.of("c"))).isEqualTo(new PutResult.Refused());
  }

  @Test
  void draftsOfADeadProcessAreClearedAfterADay() throws IOException {
    store.put("k", Body.of("x"));
    Path old = Files.writeString(root().resolve(".rimrep/writing/old"), "half");
    Path young = Files.writeString(root().resolve(".rimrep/writing/young"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(100_000)));

    open().close();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(root(), "I am a file");

    assertThatThrownBy(() -> store.put("a", Body.of("x")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("in the way");
  }

  @Test
  void foldersLeftEmptyAreRemovedButNotTheRoot() {
    store.put("a/b/c", Body.of("x"));

    store.delete("a/b/c");

    assertThat(root().resolve("a")).doesNotExist();
    assertThat(root()).isDirectory();
  }
}
