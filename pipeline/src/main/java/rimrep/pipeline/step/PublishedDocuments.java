package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.publish.StacCollectionDocument;
import rimrep.pipeline.publish.StacItemDocument;
import rimrep.stac.GeneratedLinks;
import rimrep.stac.StacObject;
import tools.jackson.databind.JsonNode;

/// Compares what the STAC API holds with what packages make. Reads only.
final class PublishedDocuments {
  private final Site site;

  PublishedDocuments(Site site) {
    this.site = site;
  }

  /// From the item that is published to the one that the package makes.
  List<Difference> item(CompletePackage complete) {
    Optional<? extends StacObject> stored =
        StacPublishing.ask(
            () -> site.stac().item(complete.collection().value(), complete.id().value()));
    return between(stored, StacItemDocument.of(complete, site.endpoints()).item());
  }

  /// From the collection that is published to the one that all packages make, these among them.
  ///
  /// @param instead takes the place of the published package of its dataset
  List<Difference> collection(CollectionId id, Optional<CompletePackage> instead) {
    SortedMap<String, CompletePackage> packages = new TreeMap<>();
    new CompletePackages(site.stores())
        .all().stream()
            .filter(p -> p.collection().equals(id))
            .forEach(p -> packages.put(p.id().value(), p));
    instead.ifPresent(p -> packages.put(p.id().value(), p));
    Optional<? extends StacObject> stored =
        StacPublishing.ask(() -> site.stac().collection(id.value()));
    List<CompletePackage> all = List.copyOf(packages.values());
    return between(stored, StacCollectionDocument.of(id, all, site.endpoints()).collection());
  }

  private static List<Difference> between(
      Optional<? extends StacObject> stored, StacObject expected) {
    JsonNode after = plain(expected);
    return stored
        .map(s -> Difference.between(plain(s), after))
        .orElseGet(() -> List.of(new Difference("", Optional.empty(), Optional.of(after))));
  }

  /// Without the links that a server makes, and read again so that both are trees of one kind.
  private static JsonNode plain(StacObject document) {
    return Json.mapper().readTree(GeneratedLinks.cut(document.json()).toString());
  }
}
