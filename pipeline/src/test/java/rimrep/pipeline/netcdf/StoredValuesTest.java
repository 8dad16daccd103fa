package rimrep.pipeline.netcdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Every array of the real files equals, bit for bit, what netCDF4-python and a second library
/// read.
class StoredValuesTest {
  @TestFactory
  List<DynamicTest> everyArrayOfTheRealFiles() throws IOException {
    Path folder = Path.of(System.getProperty("rimrep.sharedData", "absent"));
    if (!Files.isDirectory(folder)) {
      return List.of(
          DynamicTest.dynamicTest(
              "real files", () -> abort("skipped: no shared data beside the clone")));
    }
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      String format = entry.getValue().path("format").asString("");
      if (format.startsWith("netCDF") && Files.isRegularFile(folder.resolve(entry.getKey()))) {
        tests.add(
            DynamicTest.dynamicTest(
                entry.getKey(), () -> compare(folder, entry.getKey(), entry.getValue())));
      }
    }
    return tests;
  }

  private static void compare(Path folder, String path, JsonNode expected) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(path));
    try (NetcdfFile file = NetcdfFiles.open(new MemorySource(path, bytes))) {
      assertThat(expected.path("format").asString()).startsWith(file.format().title());
      for (Dimension dimension : file.dimensions()) {
        assertThat(dimension.length())
            .as("dimension %s", dimension.name())
            .isEqualTo(expected.path("dimensions").path(dimension.name()).asLong(-1));
      }
      JsonNode variables = expected.path("variables");
      assertThat(file.variables().stream().map(Variable::name))
          .containsExactlyElementsOf(variables.propertyNames());
      for (Variable variable : file.variables()) {
        compare(path, file, variable, variables.path(variable.name()));
      }
    }
  }

  private static void compare(String path, NetcdfFile file, Variable variable, JsonNode expected) {
    Values values = file.read(variable);
    String sum = sha256(values.bytes().array());
    System.out.println(path + " " + variable.name() + " " + values.shape() + " " + sum);
    assertThat(variable.type().name().toLowerCase(Locale.ROOT))
        .as("type of %s", variable.name())
        .isEqualTo(expected.path("type").asString());
    assertThat(variable.dimensionNames())
        .isEqualTo(expected.path("dimensions").valueStream().map(JsonNode::asString).toList());
    assertThat(values.shape())
        .isEqualTo(expected.path("shape").valueStream().map(JsonNode::asInt).toList());
    assertThat(sum).as("%s", variable.name()).isEqualTo(expected.path("storedSha256").asString());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
