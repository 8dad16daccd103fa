package rimrep.cli;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.http.RequestObserver;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.publish.Endpoints;
import rimrep.pipeline.step.Stores;

/// The one public address: `/` the page, `/stac` the STAC API, `/data` the files of the public
/// store.
final class PublicServer {
  private PublicServer() {}

  static ApiServer start(
      Settings settings,
      Catalog catalog,
      Database database,
      Stores stores,
      Endpoints endpoints,
      int port,
      String instance,
      RequestObserver... observers) {
    DataFiles files = new DataFiles(stores.publicStore());
    Page page = new Page(stores, endpoints, Wiring.owner(catalog));
    ApiSettings plain =
        ApiSettings.forPublic("/stac", "Reef data", "Public catalogue of reef and ocean data");
    ApiSettings open = Wiring.withTokens(plain, settings).behind(settings.trustedProxies());
    ApiSettings api = settings.publicApi().map(open::at).orElse(open);
    return ApiServer.start(
        "0.0.0.0",
        port,
        database.stac().publicApi(api),
        config -> {
          for (HandlerType method : new HandlerType[] {HandlerType.GET, HandlerType.HEAD}) {
            config.routes.addHttpHandler(method, "/", page::serve);
            config.routes.addHttpHandler(
                method, "/instance", context -> context.result(instance + "\n"));
            config.routes.addHttpHandler(
                method, "/data/<key>", context -> files.serve(context, context.pathParam("key")));
          }
          config.routes.addHttpHandler(HandlerType.OPTIONS, "/data/<key>", PublicServer::preflight);
        },
        observers);
  }

  private static void preflight(Context context) {
    context
        .status(204)
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        .header("Access-Control-Allow-Headers", "Range, If-None-Match, If-Range")
        .header("Access-Control-Max-Age", "3600");
  }
}
