package rimrep.api.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.SortedSet;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.Links;
import rimrep.api.core.Viewer;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Which properties can be asked for and sorted by: those that a visible item has.
final class PropertyActions {

  private static final String SCHEMA = "https://json-schema.org/draft/2020-12/schema";

  private final BaseUrl baseUrl;
  private final CatalogueReader reader;

  PropertyActions(BaseUrl baseUrl, CatalogueReader reader) {
    this.baseUrl = baseUrl;
    this.reader = reader;
  }

  void queryables(Context ctx) {
    ObjectNode properties = properties(Caller.viewer(ctx), Optional.empty(), false);
    reply(ctx, "/queryables", "Queryables", queryable(properties));
  }

  void sortables(Context ctx) {
    reply(ctx, "/sortables", "Sortables", properties(Caller.viewer(ctx), Optional.empty(), true));
  }

  void queryablesOfCollection(Context ctx) {
    String id = existing(ctx);
    ObjectNode properties = properties(Caller.viewer(ctx), Optional.of(id), false);
    reply(ctx, path(id) + "/queryables", "Queryables of " + id, queryable(properties));
  }

  void sortablesOfCollection(Context ctx) {
    String id = existing(ctx);
    reply(
        ctx,
        path(id) + "/sortables",
        "Sortables of " + id,
        properties(Caller.viewer(ctx), Optional.of(id), true));
  }

  private static String path(String collection) {
    return new Links("").collectionUrl(collection);
  }

  private String existing(Context ctx) {
    String id = ctx.pathParam("collection");
    if (reader.collection(Caller.viewer(ctx), id).isEmpty()) {
      throw HttpProblem.notFound("collection " + id);
    }
    return id;
  }

  private ObjectNode properties(Viewer viewer, Optional<String> collection, boolean scalarsOnly) {
    ObjectNode properties = StacJson.newObject();
    properties.putObject("id").put("type", "string");
    properties.putObject("collection").put("type", "string");
    properties.putObject("datetime").put("type", "string").put("format", "date-time");
    reader
        .properties(viewer, collection)
        .forEach((name, types) -> {
          boolean array = types.contains("array") || types.contains("object");
          if (!properties.has(name) && !(scalarsOnly && array)) {
            type(properties.putObject(name), types);
          }
        });
    return properties;
  }

  private static void type(ObjectNode schema, SortedSet<String> types) {
    if (types.size() == 1) {
      schema.put("type", types.first());
    } else {
      types.forEach(schema.putArray("type")::add);
    }
  }

  private static ObjectNode queryable(ObjectNode properties) {
    properties.putObject("geometry").put("format", "geometry-any");
    return properties;
  }

  private void reply(Context ctx, String path, String title, ObjectNode properties) {
    ObjectNode json = StacJson.newObject();
    json.put("$schema", SCHEMA).put("$id", baseUrl.links(ctx).url(path)).put("type", "object");
    json.put("title", title).set("properties", properties);
    json.put("additionalProperties", false);
    Reply.text(ctx, Links.SCHEMA, StacJson.write(json));
  }
}
