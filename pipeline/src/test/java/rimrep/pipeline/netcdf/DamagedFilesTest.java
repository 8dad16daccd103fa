package rimrep.pipeline.netcdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.pipeline.failure.BadInput;

/// Mutants of the edge files: each is read within 5 s, and nothing but a bad-input failure comes
/// out. 200 mutants of each file, with `-Dfuzz` or `-Dfuzz=SEED` 1,000.
class DamagedFilesTest {
  private static final long MOST_CELLS = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cdf1.nc",
        "cdf2.nc",
        "cdf5.nc",
        "types.nc",
        "filters.nc",
        "groups.nc",
        "many.nc",
        "indexes-v110.h5",
        "objects-old.h5",
        "objects-latest.h5",
        "dense.h5",
        "direct.h5"
      })
  void mutantsGiveOnlyBadInput(String name) throws IOException {
    String fuzz = System.getProperty("fuzz");
    long seed = fuzz == null || fuzz.isBlank() || fuzz.equals("true") ? 42 : Long.parseLong(fuzz);
    int mutants = fuzz == null ? 200 : 1000;
    byte[] original = Files.readAllBytes(EdgeFilesTest.folder().resolve(name));
    Checksums checksums = Checksums.of(original);
    Random random = new Random(seed);
    int refused = 0;
    long slowest = 0;
    for (int i = 0; i < mutants; i++) {
      byte[] mutant = mutate(original, checksums, random);
      long start = System.nanoTime();
      try {
        refused += readAll(new MemorySource(name + " mutant " + i, mutant)) > 0 ? 1 : 0;
      } catch (BadInput expected) {
        refused++;
      } catch (RuntimeException | Error other) {
        throw new AssertionError(name + " mutant " + i + " of seed " + seed, other);
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    System.out.println(
        name
            + ": "
            + refused
            + " of "
            + mutants
            + " mutants refused, slowest "
            + slowest / 1_000_000
            + " ms, seed "
            + seed);
    assertThat(slowest).as("slowest, ns").isLessThan(5_000_000_000L);
    assertThat(refused).isPositive();
  }

  /// Reads what there is; returns how many variables were refused.
  private static int readAll(MemorySource source) {
    int refused = 0;
    try (NetcdfFile file = NetcdfFiles.open(source)) {
      for (Variable variable : file.variables()) {
        try {
          file.chunks(variable).stream().limit(1000).forEach(ChunkRef::missing);
          readSome(file, variable);
        } catch (BadInput expected) {
          refused++;
        }
      }
    }
    return refused;
  }

  private static void readSome(NetcdfFile file, Variable variable) {
    int[] shape = new int[variable.dimensions().size()];
    long left = MOST_CELLS;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) Math.min(left, variable.dimensions().get(i).length());
      left /= Math.max(1, shape[i]);
    }
    file.read(variable, new long[shape.length], shape);
  }

  private static byte[] mutate(byte[] original, Checksums checksums, Random random) {
    byte[] mutant = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(Math.min(mutant.length, random.nextBoolean() ? 2048 : mutant.length));
      switch (random.nextInt(6)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt(256);
        case 2 -> mutant[at] = (byte) 0xff;
        case 3 -> {
          int length = Math.min(mutant.length - at, 1 + random.nextInt(16));
          int from = random.nextInt(mutant.length - length + 1);
          System.arraycopy(original, from, mutant, at, length);
        }
        case 4 -> {
          int aligned = Math.min(at & ~3, mutant.length - 8);
          ByteBuffer.wrap(mutant).putLong(aligned, random.nextLong() >>> random.nextInt(64));
        }
        default ->
            mutant =
                random.nextInt(8) == 0 ? java.util.Arrays.copyOf(mutant, Math.max(1, at)) : mutant;
      }
    }
    if (random.nextBoolean()) {
      checksums.repair(mutant); // so that the walks behind the checksums meet the damage too
    }
    return mutant;
  }
}
