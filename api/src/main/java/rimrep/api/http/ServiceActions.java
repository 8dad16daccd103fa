package rimrep.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.Conformance;
import rimrep.api.core.Links;
import rimrep.api.core.Role;
import rimrep.stac.Link;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Landing page, conformance, API description and signs of life.
final class ServiceActions {

  static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

  private final ApiSettings settings;
  private final BaseUrl baseUrl;
  private final CatalogueReader reader;
  private final ObjectNode openApi;

  ServiceActions(ApiSettings settings, BaseUrl baseUrl, CatalogueReader reader) {
    this.settings = settings;
    this.baseUrl = baseUrl;
    this.reader = reader;
    this.openApi = openApi(settings.role());
  }

  void landing(Context ctx) {
    Links links = baseUrl.links(ctx);
    ObjectNode json = StacJson.newObject();
    json.put("type", "Catalog").put("id", "rimrep").put("stac_version", "1.1.0");
    json.put("title", settings.title()).put("description", settings.description());
    conformsTo(json);
    ArrayNode array = json.putArray("links");
    array.add(Link.of("self", links.landing(), Links.JSON).toJson());
    array.add(Link.of("root", links.landing(), Links.JSON).toJson());
    array.add(Link.of("data", links.url("/collections"), Links.JSON).toJson());
    array.add(Link.of("conformance", links.url("/conformance"), Links.JSON).toJson());
    for (String method : List.of("GET", "POST")) {
      array.add(
          Link.of("search", links.url("/search"), Links.GEOJSON).toJson().put("method", method));
    }
    array.add(Link.of(Links.QUERYABLES, links.url("/queryables"), Links.SCHEMA).toJson());
    array.add(Link.of(Links.SORTABLES, links.url("/sortables"), Links.SCHEMA).toJson());
    array.add(Link.of("service-desc", links.url("/api"), OPENAPI).toJson());
    Reply.text(ctx, Links.JSON, StacJson.write(json));
  }

  void conformance(Context ctx) {
    ObjectNode json = StacJson.newObject();
    conformsTo(json);
    Reply.text(ctx, Links.JSON, StacJson.write(json));
  }

  void api(Context ctx) {
    ObjectNode json = openApi.deepCopy();
    ((ObjectNode) json.path("info")).put("title", settings.title());
    json.putArray("servers").addObject().put("url", baseUrl.links(ctx).base());
    Reply.text(ctx, OPENAPI, StacJson.write(json));
  }

  /// The process runs.
  void healthz(Context ctx) {
    Reply.text(ctx, Links.JSON, "{\"status\":\"ok\"}");
  }

  /// The database answers too; else 503.
  void readyz(Context ctx) {
    reader.ping();
    Reply.text(ctx, Links.JSON, "{\"status\":\"ready\"}");
  }

  private void conformsTo(ObjectNode json) {
    Conformance.of(settings.role()).forEach(json.putArray("conformsTo")::add);
  }

  /// The shipped description without the operations that the role does not offer.
  static ObjectNode openApi(Role role) {
    ObjectNode json = StacJson.parse(resource());
    for (JsonNode path : json.path("paths")) {
      ObjectNode operations = (ObjectNode) path;
      for (String method : List.copyOf(operations.propertyNames())) {
        boolean internal = operations.path(method).path("x-internal").asBoolean(false);
        if (internal && role == Role.PUBLIC) {
          operations.remove(method);
        }
      }
    }
    return json;
  }

  private static byte[] resource() {
    try (InputStream in =
        Objects.requireNonNull(ServiceActions.class.getResourceAsStream("openapi.json"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
