package rimrep.api.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Answers what a viewer asks, as JSON text, the same for every transport.
///
/// Thread-safe.
public final class Catalogue {

  /// STAC common metadata may be asked for even where no item has it.
  private static final Set<String> COMMON =
      Set.of(
          "title",
          "description",
          "keywords",
          "created",
          "updated",
          "start_datetime",
          "end_datetime",
          "license",
          "platform",
          "instruments",
          "constellation",
          "mission",
          "gsd");

  /// So many a search may name.
  private static final int MAX_PROPERTIES = 500;

  private final CatalogueReader reader;
  private final PageTokens tokens;

  public Catalogue(CatalogueReader reader, PageTokens tokens) {
    this.reader = reader;
    this.tokens = tokens;
  }

  /// A document and its ETag (without quotes).
  public record Document(String text, String etag) {}

  /// An answer of many rows: everything but its links, which the transport knows how to ask for.
  ///
  /// @param head JSON up to where the links go
  /// @param next token of the next page
  public record Listing(String head, int rows, Optional<String> next) {

    /// The complete answer.
    ///
    /// @param links link objects
    public String withLinks(List<ObjectNode> links) {
      var out = new StringBuilder(head.length() + 500).append(head).append(",\"links\":[");
      for (int i = 0; i < links.size(); i++) {
        out.append(i == 0 ? "" : ",").append(StacJson.write(links.get(i)));
      }
      return out.append("]}").toString();
    }
  }

  public Optional<Document> item(Viewer viewer, String collection, String id, Links links) {
    return reader
        .item(viewer, collection, id)
        .map(i -> document(i.document(), links.item(i.collection(), i.id()), i.etag()));
  }

  public Optional<Document> collection(Viewer viewer, String id, Links links) {
    return reader
        .collection(viewer, id)
        .map(c -> document(c.document(), links.collection(c.id()), c.etag()));
  }

  /// The items of one collection.
  ///
  /// @param request asks for this collection
  /// @return empty if the collection does not exist for the viewer
  /// @throws InvalidRequest if the token belongs to another search
  public Optional<Listing> items(Viewer viewer, String id, SearchRequest request, Links links) {
    boolean known = request.search().properties().isEmpty();
    if (!known && reader.collection(viewer, id).isEmpty()) {
      return Optional.empty();
    }
    Listing listing = search(viewer, request, links);
    // who sees an item sees its collection
    boolean exists = !known || listing.rows() > 0 || reader.collection(viewer, id).isPresent();
    return exists ? Optional.of(listing) : Optional.empty();
  }

  /// @throws InvalidRequest if the token belongs to another search
  public Listing search(Viewer viewer, SearchRequest request, Links links) {
    String query = request.search().fingerprint(viewer);
    ItemSearch search =
        request
            .token()
            .map(t -> request.search().from(tokens.read(t, query)))
            .orElse(request.search());
    checkProperties(viewer, search);
    Page<StoredItem> page = reader.search(viewer, search);
    var out = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
    for (StoredItem item : page.rows()) {
      separate(out);
      append(out, item.document(), links.item(item.collection(), item.id()), request.fields());
    }
    counts(out.append(']'), page);
    return new Listing(
        out.toString(), page.rows().size(), page.next().map(c -> tokens.write(c, query)));
  }

  private static void append(
      StringBuilder out, DocumentText text, String links, Optional<FieldSelection> fields) {
    if (fields.isEmpty()) {
      text.splice(out, links);
      return;
    }
    var whole = new StringBuilder();
    text.splice(whole, links);
    out.append(fields.get().apply(whole.toString()));
  }

  /// A typing error would otherwise look like "nothing found".
  private void checkProperties(Viewer viewer, ItemSearch search) {
    var asked = new TreeSet<>(search.properties());
    asked.removeAll(COMMON);
    checkFew(asked);
    refuse(
        asked.isEmpty() ? asked : reader.unknownProperties(viewer, asked),
        "is a property of no item");
  }

  private static void checkFew(Set<String> asked) {
    if (asked.size() > MAX_PROPERTIES) {
      throw new InvalidRequest(
          "filter",
          "names " + asked.size() + " properties; expected " + MAX_PROPERTIES + " at most");
    }
  }

  private static void refuse(Set<String> unknown, String reason) {
    if (!unknown.isEmpty()) {
      throw new InvalidRequest(
          unknown.stream().map(name -> new InvalidRequest.Fault(name, reason)).toList());
    }
  }

  /// @throws InvalidRequest with all that is wrong, unknown parameters too
  public Listing collections(Viewer viewer, Map<String, List<String>> parameters, Links links) {
    CollectionSearch.Asked asked = CollectionSearch.parse(parameters);
    String query = asked.search().fingerprint(viewer);
    CollectionSearch search =
        asked.token().map(t -> asked.search().from(tokens.read(t, query))).orElse(asked.search());
    checkFew(search.members());
    refuse(reader.unknownMembers(viewer, search.members()), "is a member of no collection");
    Page<StoredCollection> page = reader.collections(viewer, search);
    var out = new StringBuilder("{\"collections\":[");
    for (StoredCollection collection : page.rows()) {
      separate(out);
      append(out, collection.document(), links.collection(collection.id()), asked.fields());
    }
    counts(out.append(']'), page);
    return new Listing(
        out.toString(), page.rows().size(), page.next().map(c -> tokens.write(c, query)));
  }

  /// The item as readers will see it.
  public static String rendered(NewItem item, Links links) {
    return document(item.document(), links.item(item.collection(), item.id()), item.etag()).text();
  }

  /// The collection as readers will see it.
  public static String rendered(NewCollection collection, Links links) {
    return document(collection.document(), links.collection(collection.id()), collection.etag())
        .text();
  }

  private static Document document(DocumentText text, String links, String etag) {
    var out = new StringBuilder(text.text().length() + links.length());
    text.splice(out, links);
    return new Document(out.toString(), etag);
  }

  private static void separate(StringBuilder out) {
    if (out.charAt(out.length() - 1) != '[') {
      out.append(',');
    }
  }

  private static void counts(StringBuilder out, Page<?> page) {
    out.append(",\"numberReturned\":").append(page.rows().size());
    out.append(page.matched().exact() ? ",\"numberMatched\":" : ",\"rimrep:matchedAtLeast\":");
    out.append(page.matched().count());
  }
}
