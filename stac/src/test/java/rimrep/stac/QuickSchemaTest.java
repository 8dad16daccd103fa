package rimrep.stac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The quick test may only say yes where the full validator has no findings.
class QuickSchemaTest {

  private static final int MUTANTS = Integer.getInteger("quick.mutants", 4_000);
  private static final String ITEM = "urn:rimrep:stac:item";
  private static final String COLLECTION = "urn:rimrep:stac:collection";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "x\n",
          "é",
          "2024-02-30T00:00:00Z",
          "2024-02-28T00:00:00Z",
          "2024-04-31T00:00:00Z",
          "2024-02-28t00:00:00z",
          "2024-06-30T23:59:60Z",
          "2024-06-30",
          "2024-06-30T00:00:00+10:00",
          "https://example.org/a b",
          "https://example.org/%7E",
          "http://[::1]/x",
          "s3://b/k.zarr",
          "//host/x",
          "/x",
          "./x.json",
          "../x",
          "a:b",
          "http://",
          "https://example.org:99999/",
          "https://example.org/?q=1&r=2",
          "urn:x:y",
          "#x",
          "1.1.0",
          "Feature",
          "collection",
          "spatial",
          "x",
          "nan",
          "Point",
          "Polygon",
          "deadbeef",
          "CC BY",
          "CC-BY-4.0");

  private final Schemas schemas = new Schemas();

  @Test
  void settlesOrdinaryDocumentsAlone() {
    assertThat(schemas.isSurelyValid(ITEM, StacJson.parse(Samples.ITEM))).isTrue();
    assertThat(schemas.isSurelyValid(COLLECTION, StacJson.parse(Samples.COLLECTION))).isTrue();
    ObjectNode properties = (ObjectNode) StacJson.parse(Samples.ITEM).path("properties");
    for (Extension extension : Extension.values()) {
      assertThat(schemas.isSurelyValid(Schemas.id(extension), properties))
          .as(extension.url())
          .isTrue();
    }
  }

  @Test
  void neverAcceptsWhatTheFullValidatorRefuses() {
    long seed = Long.getLong("quick.seed", 20_240_630L);
    var random = new Random(seed);
    int invalid = 0;
    for (int i = 0; i < MUTANTS; i++) {
      boolean item = random.nextInt(3) > 0;
      ObjectNode document = StacJson.parse(item ? Samples.ITEM : Samples.COLLECTION);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutate(document, random);
      }
      invalid += compare(item ? ITEM : COLLECTION, document, seed);
      for (FieldPlaces.Place place : FieldPlaces.of(document)) {
        for (Extension extension : Extension.values()) {
          if (random.nextInt(8) == 0) {
            compare(Schemas.id(extension), place.object(), seed);
          }
        }
      }
    }
    assertThat(invalid).as("mutants that are invalid").isGreaterThan(MUTANTS / 4);
  }

  private int compare(String id, JsonNode document, long seed) {
    List<Schemas.Finding> findings = schemas.checkInFull(id, document);
    if (schemas.isSurelyValid(id, document)) {
      assertThat(findings).as("%s, seed %d: %s", id, seed, document).isEmpty();
    }
    return findings.isEmpty() ? 0 : 1;
  }

  /// Removes, replaces or adds one value anywhere.
  private static void mutate(ObjectNode document, Random random) {
    var containers = new ArrayList<JsonNode>();
    collect(document, containers);
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object when !object.isEmpty() -> {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
          object.remove(name);
        } else {
          object.set(name, value(random));
        }
      }
      case ArrayNode array when !array.isEmpty() -> {
        int at = random.nextInt(array.size());
        switch (random.nextInt(3)) {
          case 0 -> array.remove(at);
          case 1 -> array.set(at, value(random));
          default -> array.add(array.get(at).deepCopy());
        }
      }
      default -> {
        // an empty container stays
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode value(Random random) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(8)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(random.nextInt(7) - 2);
      case 2 -> StacJson.parse("{\"v\":1.0}").get("v");
      case 3 -> nodes.booleanNode(random.nextBoolean());
      case 4 -> nodes.arrayNode().add(TEXTS.get(random.nextInt(TEXTS.size())));
      case 5 -> nodes.objectNode().put("type", TEXTS.get(random.nextInt(TEXTS.size())));
      default -> nodes.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }
}
