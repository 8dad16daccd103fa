package rimrep.pipeline.publish;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The `properties` of an Item, all but what assets and links need.
final class ItemProperties {
  private static final String OTHER_LICENCE = "other";

  private final CompletePackage complete;
  private final ObjectNode properties = Json.mapper().createObjectNode();

  private ItemProperties(CompletePackage complete) {
    this.complete = complete;
  }

  static ObjectNode of(CompletePackage complete) {
    return new ItemProperties(complete).build();
  }

  private ObjectNode build() {
    addTime();
    addDescription();
    new People(complete).addTo(properties);
    addThemes();
    addCitation();
    addProcessing();
    switch (complete.kind()) {
      case GRID -> new CubeFields(complete).addTo(properties);
      case TABLE -> new TableFields(complete).addTo(properties);
    }
    addProjection();
    addOurs();
    return properties;
  }

  /// `datetime: null` must be there beside start and end.
  private void addTime() {
    Optional<String> start = complete.text("/temporal/start_datetime");
    if (start.isPresent()) {
      properties.putNull("datetime");
      properties.put("start_datetime", start.get());
      properties.set("end_datetime", complete.at("/temporal/end_datetime"));
    } else {
      properties.set("datetime", Json.mapper().valueToTree(created(complete).orElseThrow()));
    }
  }

  /// `created` in UTC.
  static Optional<String> created(CompletePackage complete) {
    return complete.text("/created").map(text -> OffsetDateTime.parse(text).toInstant().toString());
  }

  private void addDescription() {
    properties.put("title", complete.title());
    properties.put("description", complete.description());
    copy("/keywords", "keywords");
    properties.put("license", licence(complete));
    created(complete).ifPresent(created -> properties.put("created", created));
    properties.put("updated", complete.completed().toString());
    complete.text("/language").ifPresent(code -> properties.set("language", language(code)));
  }

  private static ObjectNode language(String code) {
    return Json.mapper().createObjectNode().put("code", code);
  }

  private void copy(String pointer, String member) {
    JsonNode value = complete.at(pointer);
    if (!value.isMissingNode()) {
      properties.set(member, value.deepCopy());
    }
  }

  /// STAC takes one SPDX id; several licences, or one without an id, are `other` with links.
  static String licence(CompletePackage complete) {
    JsonNode licences = complete.at("/licenses");
    return licences.size() == 1
        ? licences.path(0).path("name").stringValue(OTHER_LICENCE)
        : OTHER_LICENCE;
  }

  /// Concepts of the vocabulary by their scheme, in the package's order.
  private void addThemes() {
    Map<String, List<ObjectNode>> schemes = new LinkedHashMap<>();
    for (String id : complete.texts("/themes")) {
      JsonNode theme = complete.at("/resolved/vocabulary/themes").path(id);
      theme
          .path("scheme")
          .stringValueOpt()
          .ifPresent(scheme ->
              schemes.computeIfAbsent(scheme, any -> new ArrayList<>()).add(concept(id, theme)));
    }
    if (!schemes.isEmpty()) {
      ArrayNode themes = properties.putArray("themes");
      schemes.forEach((scheme, concepts) -> {
        ObjectNode entry = themes.addObject().put("scheme", scheme);
        entry.putArray("concepts").addAll(concepts);
      });
    }
  }

  private static ObjectNode concept(String id, JsonNode theme) {
    ObjectNode concept =
        Json.mapper().createObjectNode().put("id", theme.path("id").stringValue(id));
    theme.path("title").stringValueOpt().ifPresent(title -> concept.put("title", title));
    theme.path("path").stringValueOpt().ifPresent(url -> concept.put("url", url));
    return concept;
  }

  private void addCitation() {
    copy("/citation/doi", "sci:doi");
    copy("/citation/text", "sci:citation");
  }

  private void addProcessing() {
    copy("/processing/level", "processing:level");
    copy("/processing/lineage", "processing:lineage");
    String[] by = complete.text("/measured/by").orElse("").split(" ", 2);
    if (by.length == 2) {
      properties.putObject("processing:software").put(by[0], by[1]);
    }
    copy("/measured/at", "processing:datetime");
  }

  private void addProjection() {
    Area.box(complete)
        .ifPresent(box -> {
          properties.put("proj:code", new Columns(complete).crs());
          properties.set("proj:bbox", Json.mapper().valueToTree(box));
        });
  }

  private void addOurs() {
    ArrayNode names = properties.putArray("rimrep:variables");
    new Columns(complete).stored().keySet().forEach(names::add);
    properties.put("rimrep:access", complete.access().word());
    if (!complete.roles().isEmpty()) {
      properties.set("rimrep:roles", complete.at("/roles").deepCopy());
    }
    complete.visibility().ifPresent(v -> properties.put("rimrep:visibility", v.word()));
    properties.put("rimrep:content_hash", complete.digest());
  }
}
