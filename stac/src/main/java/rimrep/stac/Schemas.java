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
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// The schemas inside this module, compiled once. Nothing is ever fetched: a `$ref` to anything
/// else fails.
final class Schemas {

  /// What one schema says of one value.
  record Finding(String pointer, String reason) {}

  private final SchemaRegistry registry;
  private final QuickSchema quick;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  Schemas() {
    Map<String, String> byId = new HashMap<>();
    byId.put("urn:rimrep:stac:common", resource("common"));
    byId.put("urn:rimrep:stac:item", resource("item"));
    byId.put("urn:rimrep:stac:collection", resource("collection"));
    for (Extension extension : Extension.values()) {
      byId.put(id(extension), resource("extensions/" + extension.word()));
    }
    quick = new QuickSchema(byId);
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

  /// The quick test settles nearly all; what it does not is looked at in full.
  private List<Finding> check(String id, JsonNode value) {
    return quick.accepts(id, value) ? List.of() : checkInFull(id, value);
  }

  List<Finding> checkInFull(String id, JsonNode value) {
    Schema schema = compiled.computeIfAbsent(id, i -> registry.getSchema(SchemaLocation.of(i)));
    var findings = new ArrayList<Finding>();
    for (Error error : schema.validate(value)) {
      findings.add(new Finding(error.getInstanceLocation().toString(), error.getMessage()));
    }
    return findings;
  }

  /// Whether the quick test settles it.
  boolean isSurelyValid(String id, JsonNode value) {
    return quick.accepts(id, value);
  }

  static String id(Extension extension) {
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
