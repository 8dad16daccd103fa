package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.storage.StoredObject;

/// The complete packages are the one truth: everything that is published beside data can be lost
/// and is made from them again, to the byte.
class PublishAgainTest {
  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void publishAllMakesTheSameBytesFromThePackagesAlone() throws IOException {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      for (String dataset : List.of("demo-reefs", "demo-waves", "demo-survey-sites")) {
        assertThat(lab.run(new DatasetId(dataset)).exitCode()).as(dataset).isZero();
      }
      SortedMap<String, String> published = published(lab);
      assertThat(published)
          .containsKeys(
              "pygeoapi/config-pygeoapi.yaml",
              "pygeoapi/datasets/demo-reefs.yaml",
              "pygeoapi/datasets/demo-waves.yaml",
              "reef-monitoring/demo-reefs",
              "reef-monitoring/demo-survey-sites",
              "sea-surface/demo-waves");

      API.clear();
      deleteAllButThePackages(lab.data());
      assertThat(published(lab)).isEmpty();
      int code = RunLab.end(lab.start(Main.class, "publish", "--all"));

      assertThat(code).as(lab.said()).isZero();
      assertThat(published(lab)).isEqualTo(published);
    }
  }

  private static void deleteAllButThePackages(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean empty = true;
        if (Files.isDirectory(file)) {
          try (Stream<Path> entries = Files.list(file)) {
            empty = entries.findAny().isEmpty();
          }
        }
        if (empty && !file.getFileName().toString().equals("datapackage.json")) {
          Files.delete(file);
        }
      }
    }
  }

  private static SortedMap<String, String> published(RunLab lab) {
    SortedMap<String, String> all = new TreeMap<>();
    for (StoredObject object : lab.stores().artifacts().list("pygeoapi/")) {
      lab.stores().artifacts().get(object.key()).ifPresent(c -> all.put(object.key(), c.text()));
    }
    lab.stac()
        .collections()
        .forEach(c -> {
          all.put(c.id(), c.json().toString());
          lab.stac()
              .items(c.id())
              .forEach(i -> all.put(c.id() + "/" + i.id(), i.json().toString()));
        });
    return all;
  }
}
