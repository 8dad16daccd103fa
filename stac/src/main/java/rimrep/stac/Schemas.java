package rimrep.stac;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// The schemas inside this module, compiled once. Nothing is ever fetched: a `$ref` to anything
/// else fails.
final class Schemas {

  /// What one schema says of one value.
  record Finding(String pointer, String reason) {}

  private final SchemaRegistry registry;

  Schemas() {
    Map<String, String> byId = new HashMap<>();
    byId.put("urn:rimrep:stac:common", resource("common"));
    byId.put("urn:rimrep:stac:item", resource("item"));
    byId.put("urn:rimrep:stac:collection", resource("collection"));
    for (Extension extension : Extension.values()) {
      byId.put(id(extension), resource("extensions/" + extension.word()));
    }
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(byId)
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ROOT)
                            .build()));
  }

  List<Finding> item(JsonNode document) {
    return check("urn:rimrep:stac:item", document);
  }

  List<Finding> collection(JsonNode document) {
    return check("urn:rimrep:stac:collection", document);
  }

  List<Finding> fields(Extension extension, JsonNode place) {
    return check(id(extension), place);
  }

  private List<Finding> check(String id, JsonNode value) {
    Schema schema = registry.getSchema(SchemaLocation.of(id));
    var findings = new ArrayList<Finding>();
    for (Error error : schema.validate(value)) {
      findings.add(new Finding(error.getInstanceLocation().toString(), error.getMessage()));
    }
    return findings;
  }

  private static String id(Extension extension) {
    return "urn:rimrep:stac:extension:" + extension.word();
  }

  private static String resource(String name) {
    String path = "schemas/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(Schemas.class.getResourceAsStream(path), path + " is missing")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
