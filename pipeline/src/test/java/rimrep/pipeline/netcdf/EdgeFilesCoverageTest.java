package rimrep.pipeline.netcdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The edge files really hold the structures they are there for.
class EdgeFilesCoverageTest {
  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(EdgeFilesTest.folder().resolve(name));
  }

  private static HdfTree.Group tree(String name) throws IOException {
    FileBytes file = new FileBytes(new MemorySource(name, bytes(name)));
    Superblock superblock = Superblock.read(file, Superblock.find(file));
    return HdfTree.read(superblock.bytes(), superblock.rootHeader());
  }

  @Test
  void everyKindOfChunkIndexIsRead() throws IOException {
    Set<Class<?>> kinds = new HashSet<>();
    boolean edgesUnfiltered = false;
    for (String name : new String[] {"filters.nc", "indexes-v110.h5", "indexes-latest.h5"}) {
      for (HdfDataset dataset : tree(name).datasets()) {
        if (dataset.layout() instanceof Layout.Chunked chunked) {
          kinds.add(chunked.index().getClass());
          edgesUnfiltered |= chunked.edgesUnfiltered();
        }
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(Layout.Index.class.getPermittedSubclasses());
    assertThat(edgesUnfiltered).isTrue();
  }

  @Test
  void deepStructuresArePresent() throws IOException {
    assertThat(text("indexes-v110.h5")).contains("FADB", "EASB", "EADB", "BTIN", "BTLF");
    assertThat(text("many.nc")).contains("FRHP", "FHIB", "FHDB");
    assertThat(text("types.nc")).contains("OCHK");
    assertThat(text("dense.h5")).contains("FRHP", "FHIB", "BTIN");
    assertThat(text("objects-old.h5")).contains("SNOD", "HEAP", "TREE", "GCOL");
    assertThat(new String(bytes("objects-old.h5"), 512, 4, StandardCharsets.ISO_8859_1))
        .isEqualTo("\u0089HDF");
  }

  private static String text(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.ISO_8859_1);
  }
}
