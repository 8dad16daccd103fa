package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.CompletePackages;
import rimrep.pipeline.step.PygeoapiPublishing;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.StacPublishing;
import rimrep.pipeline.storage.Body;
import rimrep.stac.Collection;

/// Datasets that share a collection and pygeoapi's file are published at once: both say in the end
/// what they say when one comes after the other.
class ManyPublishersTest {
  private static final int DATASETS = 8;
  private static final int ROUNDS = 50;
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final String COLLECTION = "reef-monitoring";
  private static final String CONFIG = "pygeoapi/config-pygeoapi.yaml";

  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void eightAtOnceLeaveWhatOneAfterTheOtherLeaves() throws Exception {
    System.out.println("ManyPublishersTest: -Dseed=" + SEED);
    Random random = new Random(SEED);
    try (RunLab lab = new RunLab(folder, API, Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(DATASETS)) {
      List<CompletePackage> packages = new ArrayList<>(packages(lab));
      Publishing publishing = Publishing.of(lab);
      clear(lab);
      packages.forEach(publishing::publish);
      SortedMap<String, String> serial = result(lab);
      assertThat(serial).hasSize(3);
      for (int round = 0; round < ROUNDS; round++) {
        clear(lab);
        Collections.shuffle(packages, random);
        atOnce(publishing, packages, threads);
        assertThat(result(lab)).as("round " + round).isEqualTo(serial);
      }
    }
  }

  /// Complete packages of eight datasets, each measured from data of its own.
  private static List<CompletePackage> packages(RunLab lab) throws Exception {
    Path reefs = lab.settings().catalog().resolve("collections/reef-monitoring");
    Path sources = lab.settings().catalog().resolve("sources");
    for (int i = 1; i <= DATASETS; i++) {
      String name = "demo-reefs-" + i;
      Files.createDirectories(reefs.resolve(name));
      Files.createDirectories(sources.resolve(name));
      for (String file : List.of("datapackage.json", "ingest.yaml", "tableschema.json")) {
        String text = Files.readString(reefs.resolve("demo-reefs").resolve(file));
        Files.writeString(
            reefs.resolve(name).resolve(file),
            text.replace("demo-reefs", name).replace("reef outlines\",", "outlines " + i + "\","));
      }
      String outlines = Files.readString(sources.resolve("demo-reefs/demo-reefs.geojson"));
      Files.writeString(
          sources.resolve(name).resolve(name + ".geojson"), outlines.replace("67.74", "67." + i));
      assertThat(lab.run(new DatasetId(name)).exitCode()).as(name).isZero();
    }
    return new CompletePackages(lab.stores()).all();
  }

  private static void clear(RunLab lab) {
    for (int i = 1; i <= DATASETS; i++) {
      String name = "demo-reefs-" + i;
      lab.stac().deleteItem(COLLECTION, name);
      lab.stores().publicStore().delete(name + "/datapackage.json");
      lab.stores().artifacts().delete("pygeoapi/datasets/" + name + ".yaml");
    }
    lab.stac().deleteCollection(COLLECTION);
    lab.stores().artifacts().delete(CONFIG);
  }

  /// What the three last steps of a run do.
  private record Publishing(RunLab lab, StacPublishing stac, PygeoapiPublishing pygeoapi) {
    static Publishing of(RunLab lab) {
      Site site = lab.site();
      return new Publishing(lab, new StacPublishing(site), new PygeoapiPublishing(site));
    }

    void publish(CompletePackage complete) {
      lab.stores()
          .publicStore()
          .put(complete.id() + "/datapackage.json", Body.of(complete.bytes()));
      patiently(() -> stac.publish(complete));
      patiently(() -> pygeoapi.publish(complete));
    }
  }

  /// As the engine does: what is temporary is tried again.
  private static void patiently(Runnable step) {
    for (int attempt = 1; ; attempt++) {
      try {
        step.run();
        return;
      } catch (Temporary e) {
        if (attempt == 4) {
          throw e;
        }
      }
    }
  }

  private static void atOnce(
      Publishing publishing, List<CompletePackage> packages, ExecutorService threads)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(packages.size());
    List<Future<?>> running = new ArrayList<>();
    for (CompletePackage complete : packages) {
      running.add(
          threads.submit(() -> {
            start.await();
            publishing.publish(complete);
            return true;
          }));
    }
    for (Future<?> future : running) {
      future.get();
    }
  }

  private static SortedMap<String, String> result(RunLab lab) {
    SortedMap<String, String> result = new TreeMap<>();
    lab.stores().artifacts().get(CONFIG).ifPresent(c -> result.put(CONFIG, c.text()));
    lab.stac()
        .collection(COLLECTION)
        .map(Collection::json)
        .ifPresent(c -> result.put("collection", c.toString()));
    StringBuilder items = new StringBuilder();
    lab.stac().items(COLLECTION).forEach(i -> items.append(i.json()).append('\n'));
    result.put("items", items.toString());
    return result;
  }
}
