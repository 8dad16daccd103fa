package rimrep.pipeline.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a person knows about a dataset: the curated package, with harvested members where it leaves
/// something open. Lists are replaced whole, objects are filled member by member.
final class PersonsPart {
  /// What a harvested record may fill. Access, names and resources are never taken from outside.
  private static final List<String> HARVESTABLE =
      List.of(
          "title",
          "description",
          "keywords",
          "licenses",
          "contributors",
          "sources",
          "citation",
          "themes",
          "language",
          "created",
          "processing",
          "homepage");

  /// Instructions to the pipeline; they describe no data.
  private static final List<String> INSTRUCTIONS = List.of("expect", "harvest");

  private final Provenance provenance;
  private final List<ReviewItem> reviews = new ArrayList<>();
  private final ObjectNode merged = Json.mapper().createObjectNode();

  PersonsPart(ObjectNode curated, Optional<ObjectNode> harvested, Provenance provenance) {
    this.provenance = provenance;
    curated.properties().stream()
        .filter(member -> !INSTRUCTIONS.contains(member.getKey()))
        .forEach(member -> curate(member.getKey(), member.getValue()));
    harvested.ifPresent(
        record -> HARVESTABLE.forEach(name -> harvest(merged, "", name, record.path(name))));
  }

  ObjectNode merged() {
    return merged;
  }

  List<ReviewItem> reviews() {
    return List.copyOf(reviews);
  }

  private void curate(String name, JsonNode value) {
    merged.set(name, value.deepCopy());
    provenance.set(Provenance.pointer("", name), Origin.CURATED);
  }

  private void harvest(ObjectNode target, String parent, String name, JsonNode offered) {
    if (isOpen(offered)) {
      return;
    }
    String pointer = Provenance.pointer(parent, name);
    JsonNode held = target.path(name);
    if (isOpen(held)) {
      target.set(name, offered.deepCopy());
      provenance.set(pointer, Origin.HARVESTED);
    } else if (held instanceof ObjectNode inner && offered.isObject()) {
      offered
          .properties()
          .forEach(member -> harvest(inner, pointer, member.getKey(), member.getValue()));
    } else if (!CanonicalJson.text(held).equals(CanonicalJson.text(offered))) {
      reviews.add(new ReviewItem(pointer, held, offered));
    }
  }

  private static boolean isOpen(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isContainer() && value.isEmpty())
        || (value.isString() && value.stringValue().isBlank());
  }
}
