package rimrep.pipeline.publish;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import rimrep.stac.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The STAC 1.1.0 Collection of a catalogue folder: what a person wrote about it, with extents over
/// its datasets' complete packages. Hidden datasets leave no trace in it.
public record StacCollectionDocument(Collection collection) {
  /// @param packages the complete packages of all its datasets, in any order; at least one
  /// @throws IllegalArgumentException if a package is of another collection, or there is none
  public static StacCollectionDocument of(
      CollectionId id, List<CompletePackage> packages, Endpoints endpoints) {
    if (packages.isEmpty() || packages.stream().anyMatch(p -> !p.collection().equals(id))) {
      throw new IllegalArgumentException("a collection is made of its own packages: " + id);
    }
    List<CompletePackage> visible =
        packages.stream()
            .filter(complete -> !complete.isHidden())
            .sorted(Comparator.comparing(CompletePackage::id))
            .toList();
    ObjectNode document = written(packages);
    document
        .put("type", "Collection")
        .put("stac_version", "1.1.0")
        .put("id", id.value())
        .put("rimrep:access", access(visible).word());
    document.withArray("/links");
    document.set("extent", extent(visible));
    addSummaries(document, visible);
    addItemAssets(document);
    document.set("stac_extensions", StacItemDocument.extensions(document));
    return new StacCollectionDocument(new Collection(document));
  }

  /// Of several packages the newest knows the catalogue best.
  private static ObjectNode written(List<CompletePackage> packages) {
    return (ObjectNode)
        packages.stream()
            .max(
                Comparator.comparing(CompletePackage::completed).thenComparing(CompletePackage::id))
            .orElseThrow()
            .at("/resolved/collection")
            .deepCopy();
  }

  /// Public as soon as one dataset is.
  private static Access access(List<CompletePackage> visible) {
    return visible.stream().anyMatch(complete -> complete.access() == Access.PUBLIC)
        ? Access.PUBLIC
        : Access.LIMITED;
  }

  private static ObjectNode extent(List<CompletePackage> visible) {
    ObjectNode extent = Json.mapper().createObjectNode();
    List<Double> box =
        Area.around(visible.stream().map(Area::box).flatMap(Optional::stream).toList());
    extent.putObject("spatial").putArray("bbox").add(Json.mapper().<JsonNode>valueToTree(box));
    ObjectNode temporal = extent.putObject("temporal");
    temporal
        .putArray("interval")
        .addArray()
        .add(start(visible).orElse(null))
        .add(end(visible).orElse(null));
    return extent;
  }

  private static Optional<String> start(List<CompletePackage> visible) {
    return visible.stream()
        .map(p -> p.text("/temporal/start_datetime").or(() -> ItemProperties.created(p)))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(Instant::parse));
  }

  /// Open while one of its datasets is being updated: users read null as active.
  private static Optional<String> end(List<CompletePackage> visible) {
    if (visible.stream().anyMatch(complete -> !complete.at("/update").isMissingNode())) {
      return Optional.empty();
    }
    return visible.stream()
        .map(p -> p.text("/temporal/end_datetime").or(() -> ItemProperties.created(p)))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(Instant::parse));
  }

  private static void addSummaries(ObjectNode document, List<CompletePackage> visible) {
    TreeSet<String> codes = new TreeSet<>();
    TreeSet<String> levels = new TreeSet<>();
    for (CompletePackage complete : visible) {
      if (Area.box(complete).isPresent()) {
        codes.add(new Columns(complete).crs());
      }
      complete.text("/processing/level").ifPresent(levels::add);
    }
    ObjectNode summaries = Json.mapper().createObjectNode();
    if (!codes.isEmpty()) {
      summaries.set("proj:code", Json.mapper().valueToTree(codes));
    }
    if (!levels.isEmpty()) {
      summaries.set("processing:level", Json.mapper().valueToTree(levels));
    }
    if (!summaries.isEmpty()) {
      document.set("summaries", summaries);
    }
  }

  private static void addItemAssets(ObjectNode document) {
    ObjectNode assets = document.putObject("item_assets");
    assets.putObject("data").put("title", "Data").putArray("roles").add("data");
    assets
        .putObject("metadata")
        .put("title", "Data package")
        .put("type", "application/json")
        .putArray("roles")
        .add("metadata");
  }

  /// Canonical JSON.
  public byte[] bytes() {
    return CanonicalJson.bytes(collection.json());
  }
}
