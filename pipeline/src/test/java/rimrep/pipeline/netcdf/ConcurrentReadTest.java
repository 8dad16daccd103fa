package rimrep.pipeline.netcdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentReadTest {
  @ParameterizedTest
  @ValueSource(strings = {"filters.nc", "indexes-v110.h5", "cdf5.nc", "unlimited.nc"})
  void severalThreadsReadTheSameValues(String name) throws Exception {
    List<Values> expected;
    try (NetcdfFile file = EdgeFilesTest.open(name)) {
      expected = readAll(file);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 5; round++) {
        try (NetcdfFile file = EdgeFilesTest.open(name)) {
          List<Future<List<Values>>> found = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            found.add(threads.submit(() -> readAll(file)));
          }
          for (Future<List<Values>> values : found) {
            assertThat(values.get()).isEqualTo(expected);
          }
        }
      }
    }
  }

  private static List<Values> readAll(NetcdfFile file) {
    return file.variables().stream().map(file::read).toList();
  }
}
