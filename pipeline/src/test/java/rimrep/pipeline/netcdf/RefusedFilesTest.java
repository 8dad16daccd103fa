package rimrep.pipeline.netcdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.pipeline.failure.BadInput;

class RefusedFilesTest {
  private static void refused(byte[] bytes, String... words) {
    assertThatThrownBy(() -> NetcdfFiles.open(new MemorySource("sample.nc", bytes)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("sample.nc: ")
        .hasMessageContainingAll(words);
  }

  @Test
  void refusesAnEmptyFile() {
    refused(new byte[0], "an empty file");
  }

  @ParameterizedTest
  @CsvSource({
    "'<!DOCTYPE html><html>', an HTML page",
    "'\n <HTML>not found', an HTML page",
    "'<?xml version=\"1.0\"?><Error/>', an XML document",
    "GRIB, a GRIB file",
    "'\u000e\u0003\u0013\u0001', an HDF4 file",
    "'\u001f\u008b\b', a gzip file",
    "'PK\u0003\u0004', a ZIP file",
    "some text, an unknown format",
    "'CDF\u0003', an unknown format"
  })
  void refusesOtherFormatsByName(String content, String name) {
    refused(content.getBytes(StandardCharsets.ISO_8859_1), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cdf1.nc", "cdf2.nc", "cdf5.nc", "types.nc", "objects-old.h5", "dense.h5"})
  void refusesATruncatedFile(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(EdgeFilesTest.folder().resolve(name));
    refused(Arrays.copyOf(bytes, bytes.length - 24), "truncated");
    refused(Arrays.copyOf(bytes, bytes.length / 2), "truncated");
  }

  @ParameterizedTest
  @CsvSource({
    "objects-latest.h5, lzf, filter",
    "objects-latest.h5, offset, filter",
    "types.nc, compound, compound",
    "types.nc, ragged, sequences of variable length",
    "objects-latest.h5, reference, references to objects",
    "objects-latest.h5, opaque, opaque"
  })
  void refusesToReadWhatItCannotDecodeByNameAndListsItAllTheSame(
      String name, String variable, String what) throws IOException {
    byte[] bytes = Files.readAllBytes(EdgeFilesTest.folder().resolve(name));
    try (NetcdfFile file = NetcdfFiles.open(new MemorySource(name, bytes))) {
      Variable found =
          file.variables().stream()
              .filter(v -> v.name().equals(variable))
              .findFirst()
              .orElseThrow();
      int[] shape = new int[found.shape().length];
      Arrays.fill(shape, 1);
      assertThatThrownBy(() -> file.read(found, new long[shape.length], shape))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll(name, "variable " + variable, what);
    }
  }

  @Test
  void ignoresAWrongVsize() throws IOException {
    byte[] bytes =
        Files.readAllBytes(EdgeFilesTest.folder().resolve("cdf1-one-record-variable.nc"));
    // The variable "only", int8 [t, x]: after its name, 2 dimensions, no attributes, the type.
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("only") + 4 + 12 + 8 + 4;
    Arrays.fill(bytes, at, at + 4, (byte) 0x7f);
    try (NetcdfFile right = EdgeFilesTest.open("cdf1-one-record-variable.nc");
        NetcdfFile wrong = NetcdfFiles.open(new MemorySource("sample.nc", bytes))) {
      Variable only = wrong.variable("only").orElseThrow();
      assertThat(wrong.read(only).bytes()).isEqualTo(right.read(only).bytes());
    }
  }

  @Test
  void findsADamagedChunk() throws IOException {
    byte[] bytes = Files.readAllBytes(EdgeFilesTest.folder().resolve("filters.nc"));
    int found = 0;
    try (NetcdfFile sound = EdgeFilesTest.open("filters.nc")) {
      for (Variable variable : sound.variables()) {
        for (ChunkRef chunk : sound.chunks(variable)) {
          // Not "oversized": within its long run of zeros a changed bit may decode to the same.
          if (!chunk.missing() && !variable.name().equals("oversized")) {
            byte[] damaged = bytes.clone();
            damaged[(int) (chunk.offset() + chunk.storedBytes() / 2)] ^= 4;
            refusesToRead(damaged, variable, chunk);
            found++;
          }
        }
      }
    }
    assertThat(found).isGreaterThan(20);
  }

  private static void refusesToRead(byte[] damaged, Variable variable, ChunkRef chunk) {
    try (NetcdfFile file = NetcdfFiles.open(new MemorySource("damaged.nc", damaged))) {
      assertThatThrownBy(() -> file.read(variable), variable.name() + chunk)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("HDF5 chunk at offset " + chunk.offset());
    }
  }
}
