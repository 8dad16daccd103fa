package rimrep.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.Conformance;
import rimrep.api.core.Links;
import rimrep.api.core.Role;
import rimrep.api.oidc.OidcSettings;
import rimrep.stac.Link;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Landing page, conformance, API description and signs of life.
final class ServiceActions {

  static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

  private static final String AUTHENTICATION =
      "https://stac-extensions.github.io/authentication/v1.1.0/schema.json";

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
    settings.oidc().ifPresent(v -> login(json, v.settings()));
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
    array.add(Link.of("service-doc", links.url("/api.html"), "text/html").toJson());
    Reply.text(ctx, Links.JSON, StacJson.write(json));
  }

  /// How a client gets a token (authentication extension 1.1.0).
  private static void login(ObjectNode json, OidcSettings oidc) {
    json.putArray("stac_extensions").add(AUTHENTICATION);
    json.putObject("auth:schemes")
        .putObject("oidc")
        .put("type", "openIdConnect")
        .put("openIdConnectUrl", oidc.configuration().toString());
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

  /// The same for people: every operation with what it takes.
  void apiForPeople(Context ctx) {
    var html = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(escape(settings.title()))
        .append("</title><h1>")
        .append(escape(settings.title()))
        .append("</h1><dl>");
    for (var path : openApi.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        html.append("<dt><code>")
            .append(escape(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
            .append("</code><dd>")
            .append(escape(operation.getValue().path("summary").asString("")))
            .append("<ul>");
        for (JsonNode parameter : operation.getValue().path("parameters")) {
          html.append("<li><code>")
              .append(escape(parameter.path("name").asString("")))
              .append("</code> ")
              .append(escape(parameter.path("description").asString("")));
        }
        html.append("</ul>");
      }
    }
    Reply.text(ctx, "text/html", html.append("</dl></html>").toString());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
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
    ObjectNode paths = (ObjectNode) json.get("paths");
    for (String path : List.copyOf(paths.propertyNames())) {
      ObjectNode operations = (ObjectNode) paths.get(path);
      for (String method : List.copyOf(operations.propertyNames())) {
        boolean internal = operations.path(method).path("x-internal").asBoolean(false);
        if (internal && role == Role.PUBLIC) {
          operations.remove(method);
        }
      }
      if (operations.isEmpty()) {
        paths.remove(path);
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
