package rimrep.api.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Catalogue;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.Links;
import rimrep.api.core.SearchRequest;
import rimrep.stac.Link;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Reads of collections and items.
final class ReadActions {

  private final ApiSettings settings;
  private final BaseUrl baseUrl;
  private final Catalogue catalogue;

  ReadActions(ApiSettings settings, BaseUrl baseUrl, Catalogue catalogue) {
    this.settings = settings;
    this.baseUrl = baseUrl;
    this.catalogue = catalogue;
  }

  void collections(Context ctx) {
    Links links = baseUrl.links(ctx);
    Catalogue.Listing listing =
        catalogue.collections(Caller.viewer(ctx), Request.parameters(ctx), links);
    Reply.text(ctx, Links.JSON, listing.withLinks(listLinks(ctx, links, Links.JSON, listing)));
  }

  void collection(Context ctx) {
    String id = ctx.pathParam("collection");
    Catalogue.Document document =
        catalogue
            .collection(Caller.viewer(ctx), id, baseUrl.links(ctx))
            .orElseThrow(() -> HttpProblem.notFound("collection " + id));
    Reply.document(ctx, Links.JSON, document);
  }

  void items(Context ctx) {
    String id = ctx.pathParam("collection");
    Links links = baseUrl.links(ctx);
    SearchRequest request = SearchRequest.ofQuery(Request.parameters(ctx)).in(id);
    Catalogue.Listing listing =
        catalogue
            .items(Caller.viewer(ctx), id, request, links)
            .orElseThrow(() -> HttpProblem.notFound("collection " + id));
    List<ObjectNode> all = listLinks(ctx, links, Links.GEOJSON, listing);
    all.add(Link.of("collection", links.collectionUrl(id), Links.JSON).toJson());
    Reply.text(ctx, Links.GEOJSON, listing.withLinks(all));
  }

  void item(Context ctx) {
    String collection = ctx.pathParam("collection");
    String id = ctx.pathParam("item");
    Catalogue.Document document =
        catalogue
            .item(Caller.viewer(ctx), collection, id, baseUrl.links(ctx))
            .orElseThrow(() -> HttpProblem.notFound("item " + id + " of collection " + collection));
    Reply.document(ctx, Links.GEOJSON, document);
  }

  void searchByGet(Context ctx) {
    Links links = baseUrl.links(ctx);
    SearchRequest request = SearchRequest.ofQuery(Request.parameters(ctx));
    Catalogue.Listing listing = catalogue.search(Caller.viewer(ctx), request, links);
    Reply.text(
        ctx, Links.GEOJSON, listing.withLinks(listLinks(ctx, links, Links.GEOJSON, listing)));
  }

  void searchByPost(Context ctx) {
    Links links = baseUrl.links(ctx);
    ObjectNode body = body(ctx);
    Catalogue.Listing listing =
        catalogue.search(Caller.viewer(ctx), SearchRequest.ofBody(body), links);
    var all = new ArrayList<ObjectNode>();
    all.add(self(ctx, links, Links.GEOJSON));
    all.add(Link.of("root", links.landing(), Links.JSON).toJson());
    listing.next().ifPresent(token -> all.add(nextByPost(links, body, token)));
    Reply.text(ctx, Links.GEOJSON, listing.withLinks(all));
  }

  private static ObjectNode body(Context ctx) {
    try {
      return StacJson.parse(Request.json(ctx));
    } catch (StacFormatException e) {
      throw new InvalidRequest("body", e.getMessage());
    }
  }

  /// Carries the whole body, so that a client need not merge.
  private static ObjectNode nextByPost(Links links, ObjectNode body, String token) {
    ObjectNode link = Link.of("next", links.url("/search"), Links.GEOJSON).toJson();
    link.put("method", "POST").set("body", body.deepCopy().put("token", token));
    return link;
  }

  private List<ObjectNode> listLinks(
      Context ctx, Links links, String mediaType, Catalogue.Listing listing) {
    var all = new ArrayList<ObjectNode>();
    all.add(self(ctx, links, mediaType));
    all.add(Link.of("root", links.landing(), Links.JSON).toJson());
    Optional<String> token = listing.next();
    if (token.isPresent()) {
      String url = links.url(path(ctx)) + Request.queryWithToken(ctx, token.get());
      all.add(Link.of("next", url, mediaType).toJson().put("method", "GET"));
    }
    return all;
  }

  private ObjectNode self(Context ctx, Links links, String mediaType) {
    return Link.of("self", links.url(path(ctx)) + Request.rawQuery(ctx), mediaType).toJson();
  }

  private String path(Context ctx) {
    return Request.rawPath(ctx, settings.prefix());
  }
}
