package rimrep.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Temporary;
import rimrep.testing.SmallDisk;

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

  @Test
  void aLockExcludesOtherProcessesAndDiesWithItsOwn() throws Exception {
    Process other = OtherProcess.start("lock", root().toString());
    assertThat(OtherProcess.firstLine(other)).isEqualTo("held true");
    assertThatThrownBy(() -> store.lock("l", "we", Duration.ofMillis(100)))
        .isInstanceOf(Temporary.class)
        .hasMessageContaining("held by the other process");

    other.destroyForcibly().waitFor();

    store.lock("l", "we", Duration.ofSeconds(5)).close();
  }

  @Test
  void twoProcessesLoseNoUpdate() throws Exception {
    store.put("count", Body.of("0 by nobody"));
    Process other = OtherProcess.start("count", root().toString(), "100");
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      for (int i = 0; i < 100; i++) {
        addOne(store, "us");
      }
      assertThat(other.waitFor()).isZero();
    }

    assertThat(text(store, "count")).startsWith("200 ");
  }

  @Test
  void aFullDiskIsTemporaryAndLeavesNothing() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(256 << 10);
        Storage small = new FolderStorage(disk.folder())) {
      ETag old = small.put("sst/k", Body.of("old"));

      for (String key : List.of("sst/k", "new/k")) {
        assertThatThrownBy(() -> small.put(key, Body.of(new byte[1 << 20])))
            .isInstanceOf(Temporary.class)
            .hasMessageContaining(key + ": the disk is full");
      }

      assertThat(small.list("")).containsExactly(new StoredObject("sst/k", 3, old));
      try (Stream<Path> files = Files.walk(disk.folder().resolve(".rimrep/writing"))) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }
}
