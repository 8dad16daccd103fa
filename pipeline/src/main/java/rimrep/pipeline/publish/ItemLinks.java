package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.stac.Link;
import tools.jackson.databind.JsonNode;

/// The links of an Item. `collection` is there because an Item with a collection is invalid
/// without; a STAC API makes its own of it.
final class ItemLinks {
  private final CompletePackage complete;
  private final Endpoints endpoints;

  ItemLinks(CompletePackage complete, Endpoints endpoints) {
    this.complete = complete;
    this.endpoints = endpoints;
  }

  List<Link> all() {
    List<Link> links = new ArrayList<>();
    links.add(
        Link.of(
            "collection",
            endpoints.stacApi() + "/collections/" + complete.collection(),
            "application/json"));
    addDataApi(links);
    source().ifPresent(links::add);
    licence().ifPresent(links::add);
    complete
        .text("/citation/doi")
        .ifPresent(doi -> links.add(Link.of("cite-as", "https://doi.org/" + doi, "text/html")));
    return links;
  }

  /// Notebooks of users follow the title. A dataset that the data API does not serve gets no link
  /// to it: it would lead nowhere.
  private void addDataApi(List<Link> links) {
    if (!PygeoapiRules.reasons(complete).isEmpty()) {
      return;
    }
    String collection = endpoints.dataApiCollection(complete.id());
    links.add(Link.of("describedby", collection, "application/json").titled("Link to Data API"));
    links.add(Link.of("service", collection, "application/json").titled("OGC API"));
    links.add(
        Link.of("service-doc", endpoints.dataApi() + "/openapi?f=html", "text/html")
            .titled("OGC API documentation"));
  }

  private Optional<Link> source() {
    for (JsonNode source : complete.at("/sources")) {
      Optional<String> path = source.path("path").stringValueOpt();
      if (path.isPresent()) {
        Link link = Link.of("via", path.get(), "text/html");
        return Optional.of(source.path("title").stringValueOpt().map(link::titled).orElse(link));
      }
    }
    return Optional.empty();
  }

  /// The first licence that has an address, its own or the vocabulary's.
  private Optional<Link> licence() {
    for (JsonNode licence : complete.at("/licenses")) {
      JsonNode known =
          complete.at("/resolved/vocabulary/licences").path(licence.path("name").stringValue(""));
      Optional<String> path =
          licence.path("path").stringValueOpt().or(() -> known.path("path").stringValueOpt());
      if (path.isPresent()) {
        Link link = Link.of("license", path.get(), "text/html");
        return Optional.of(
            licence
                .path("title")
                .stringValueOpt()
                .or(() -> known.path("title").stringValueOpt())
                .map(link::titled)
                .orElse(link));
      }
    }
    return Optional.empty();
  }
}
