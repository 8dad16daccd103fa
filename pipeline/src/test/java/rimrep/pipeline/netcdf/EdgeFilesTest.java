package rimrep.pipeline.netcdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import rimrep.pipeline.failure.BadInput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The synthetic edge files (see `src/test/generate`): names, types, dimensions, attributes and
/// values as netCDF4-python and h5py read them. `-Drimrep.edgeFiles=FOLDER` takes another folder
/// that the generator wrote.
class EdgeFilesTest {
  static Path folder() {
    String other = System.getProperty("rimrep.edgeFiles");
    return other != null
        ? Path.of(other)
        : Path.of(System.getProperty("rimrep.root"), "pipeline/src/test/resources/netcdf");
  }

  static NetcdfFile open(String name) throws IOException {
    return NetcdfFiles.open(new MemorySource(name, Files.readAllBytes(folder().resolve(name))));
  }

  @TestFactory
  List<DynamicTest> readsWhatTheReferenceLibrariesRead() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(folder().resolve("expected.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      String name = entry.getKey();
      tests.add(DynamicTest.dynamicTest(name, () -> compare(name, entry.getValue())));
    }
    return tests;
  }

  private static void compare(String name, JsonNode expected) throws IOException {
    try (NetcdfFile file = open(name)) {
      JsonNode variables = expected.path("variables");
      assertThat(file.variables().stream().map(Variable::name))
          .containsExactlyInAnyOrderElementsOf(variables.propertyNames());
      if (expected.has("dimensions")) {
        compareDimensions(file, expected.path("dimensions"));
        compareAttributes(file.attributes(), expected.path("attributes"), "global");
      }
      for (Variable variable : file.variables()) {
        compare(file, variable, variables.path(variable.name()));
      }
    }
  }

  private static void compareDimensions(NetcdfFile file, JsonNode expected) {
    assertThat(file.dimensions().stream().map(Dimension::name))
        .containsExactlyElementsOf(expected.propertyNames());
    for (Dimension dimension : file.dimensions()) {
      JsonNode fact = expected.path(dimension.name());
      assertThat(dimension.length()).as(dimension.name()).isEqualTo(fact.path(0).asLong());
      assertThat(dimension.unlimited()).as(dimension.name()).isEqualTo(fact.path(1).asBoolean());
    }
  }

  private static void compareAttributes(List<Attribute> found, JsonNode expected, String of) {
    assertThat(found.stream().map(Attribute::name))
        .as(of)
        .containsExactlyElementsOf(expected.propertyNames());
    for (Attribute attribute : found) {
      assertThat(attribute.values().stream().map(EdgeFilesTest::asText))
          .as(of + ":" + attribute.name())
          .containsExactlyElementsOf(
              expected.path(attribute.name()).valueStream().map(JsonNode::asString).toList());
    }
  }

  private static String asText(Object value) {
    return value instanceof Double number
        ? Long.toString(Double.doubleToRawLongBits(number))
        : value.toString();
  }

  private static void compare(NetcdfFile file, Variable variable, JsonNode expected) {
    String name = variable.name();
    assertThat(Arrays.stream(variable.shape()).boxed())
        .as(name)
        .containsExactlyElementsOf(
            expected.path("shape").valueStream().map(JsonNode::asLong).toList());
    if (expected.has("dimensions")) {
      assertThat(variable.dimensionNames())
          .as(name)
          .isEqualTo(expected.path("dimensions").valueStream().map(JsonNode::asString).toList());
      compareAttributes(variable.attributes(), expected.path("attributes"), name);
    }
    String type = expected.path("type").asString("");
    if (!type.isEmpty()) {
      assertThat(variable.type().name().toLowerCase(Locale.ROOT)).as(name).isEqualTo(type);
    }
    if (type.equals("other") || expected.has("refused")) {
      assertThatThrownBy(() -> file.read(variable))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("variable " + name);
      return;
    }
    compareValues(file, variable, expected);
  }

  private static void compareValues(NetcdfFile file, Variable variable, JsonNode expected) {
    Values values = file.read(variable);
    if (expected.has("strings")) {
      assertThat(values.strings())
          .as(variable.name())
          .isEqualTo(expected.path("strings").valueStream().map(JsonNode::asString).toList());
    } else if (expected.has("sha256")) {
      assertThat(StoredValuesTest.sha256(values.bytes().array()))
          .as(variable.name())
          .isEqualTo(expected.path("sha256").asString());
      compareRegions(file, variable, values);
    }
  }

  /// Random regions equal the same cells of the whole.
  private static void compareRegions(NetcdfFile file, Variable variable, Values whole) {
    Random random = new Random(variable.name().hashCode());
    int[] all = Cells.array(whole.shape());
    int cell = variable.type().bytes();
    for (int round = 0; round < 5 && variable.cells() > 0; round++) {
      long[] origin = new long[all.length];
      int[] from = new int[all.length];
      int[] shape = new int[all.length];
      int cells = 1;
      for (int i = 0; i < all.length; i++) {
        from[i] = random.nextInt(all[i]);
        origin[i] = from[i];
        shape[i] = 1 + random.nextInt(all[i] - from[i]);
        cells *= shape[i];
      }
      byte[] expected = new byte[cells * cell];
      new Box(whole.bytes().array(), 0, all, from)
          .copyTo(new Box(expected, 0, shape, new int[all.length]), shape, cell);
      byte[] found = new byte[3 + expected.length];
      assertThat(file.readInto(variable, origin, shape, found, 3)).isEqualTo(expected.length);
      assertThat(Arrays.copyOfRange(found, 3, found.length))
          .as(variable.name() + Arrays.toString(origin) + Arrays.toString(shape))
          .isEqualTo(expected);
    }
  }
}
