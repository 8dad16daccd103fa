package rimrep.api.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rimrep.api.core.Catalogue;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.CatalogueWriter;
import rimrep.api.core.Intake;
import rimrep.api.core.PageTokens;
import rimrep.api.core.Role;
import rimrep.api.http.HttpProblem.Kind;
import rimrep.api.http.Route.Need;
import rimrep.stac.StacValidator;
import rimrep.stac.StacValidator.UnknownExtensions;

/// The STAC API as routes that can be added to any Javalin server, all below one prefix.
public final class StacApi {

  private final ApiSettings settings;
  private final Guard guard;
  private final List<Route> routes = new ArrayList<>();

  private StacApi(ApiSettings settings, BaseUrl baseUrl) {
    this.settings = settings;
    this.guard = new Guard(settings, baseUrl);
  }

  /// The public API.
  public static StacApi forPublic(ApiSettings settings, CatalogueReader reader, PageTokens tokens) {
    var baseUrl = new BaseUrl(settings);
    var api = new StacApi(settings, baseUrl);
    api.addReads(baseUrl, reader, tokens);
    return api;
  }

  /// The internal API.
  public static StacApi forInternal(
      ApiSettings settings, CatalogueReader reader, CatalogueWriter writer, PageTokens tokens) {
    if (settings.role() != Role.INTERNAL) {
      throw new IllegalArgumentException("writes belong to the internal role");
    }
    var baseUrl = new BaseUrl(settings);
    var api = new StacApi(settings, baseUrl);
    api.addReads(baseUrl, reader, tokens);
    api.addWrites(baseUrl, reader, writer);
    return api;
  }

  private void addReads(BaseUrl baseUrl, CatalogueReader reader, PageTokens tokens) {
    var service = new ServiceActions(settings, baseUrl, reader);
    var read = new ReadActions(settings, baseUrl, new Catalogue(reader, tokens));
    get("", service::landing);
    plain("/conformance", service::conformance);
    get("/api", service::api);
    get("/api.html", service::apiForPeople);
    open("/healthz", service::healthz);
    open("/readyz", service::readyz);
    get("/collections", read::collections);
    plain("/collections/{collection}", read::collection);
    get("/collections/{collection}/items", read::items);
    plain("/collections/{collection}/items/{item}", read::item);
    var properties = new PropertyActions(baseUrl, reader);
    plain("/queryables", properties::queryables);
    plain("/sortables", properties::sortables);
    plain("/collections/{collection}/queryables", properties::queryablesOfCollection);
    plain("/collections/{collection}/sortables", properties::sortablesOfCollection);
    get("/search", read::searchByGet);
    add(HandlerType.POST, "/search", withoutParameters(read::searchByPost));
  }

  private void addWrites(BaseUrl baseUrl, CatalogueReader reader, CatalogueWriter writer) {
    var intake = new Intake(new StacValidator(UnknownExtensions.ACCEPT));
    var write = new WriteActions(baseUrl, intake, writer);
    write(HandlerType.POST, "/collections", write::createCollection);
    write(HandlerType.PUT, "/collections/{collection}", write::replaceCollection);
    write(HandlerType.PATCH, "/collections/{collection}", write::patchCollection);
    write(HandlerType.PATCH, "/collections/{collection}/items/{item}", write::patchItem);
    var bulk = new BulkActions(baseUrl, intake, reader, writer);
    write(HandlerType.POST, "/collections/{collection}/bulk_items", bulk::write);
    write(HandlerType.DELETE, "/collections/{collection}", write::deleteCollection);
    write(HandlerType.POST, "/collections/{collection}/items", write::createItems);
    write(HandlerType.PUT, "/collections/{collection}/items/{item}", write::replaceItem);
    write(HandlerType.DELETE, "/collections/{collection}/items/{item}", write::deleteItem);
  }

  /// A read that takes no parameters.
  private void plain(String path, Action action) {
    get(path, withoutParameters(action));
  }

  private static Action withoutParameters(Action action) {
    return ctx -> {
      Request.checkNoParameters(ctx);
      action.handle(ctx);
    };
  }

  private void get(String path, Action action) {
    add(HandlerType.GET, path, action);
    add(HandlerType.HEAD, path, action);
  }

  private void open(String path, Action action) {
    routes.add(new Route(HandlerType.GET, path, action, Need.NOTHING));
    routes.add(new Route(HandlerType.HEAD, path, action, Need.NOTHING));
  }

  private void add(HandlerType method, String path, Action action) {
    routes.add(new Route(method, path, action, Need.READER));
  }

  private void write(HandlerType method, String path, Action action) {
    routes.add(new Route(method, path, action, Need.WRITER));
  }

  /// Whether it may be served on loopback addresses only: it takes writes from whoever has one
  /// token.
  boolean isForLoopbackOnly() {
    return settings.role() == Role.INTERNAL && settings.oidc().isEmpty();
  }

  /// Every operation as `GET /collections/{collection}`.
  List<String> operations() {
    return routes.stream().map(r -> r.method() + " " + r.path()).toList();
  }

  /// Adds all routes below the prefix to a server under construction.
  public void addTo(JavalinConfig config) {
    for (Route route : routes) {
      String path = settings.prefix() + route.path();
      config.routes.addHttpHandler(
          route.method(), path.isEmpty() ? "/" : path, ctx -> guard.run(ctx, route));
    }
    for (HandlerType method : HandlerType.commonHttp()) {
      boolean options = method.equals(HandlerType.OPTIONS);
      Action action = options ? this::options : this::unknown;
      Route rest = new Route(method, "", action, options ? Need.NOTHING : Need.READER);
      config.routes.addHttpHandler(
          method, settings.prefix() + "/<rest>", ctx -> guard.run(ctx, rest));
      boolean landingTaken =
          routes.stream().anyMatch(r -> r.path().isEmpty() && r.method().equals(method));
      if (!landingTaken) {
        String landing = settings.prefix().isEmpty() ? "/" : settings.prefix();
        config.routes.addHttpHandler(method, landing, ctx -> guard.run(ctx, rest));
      }
    }
    // A method that no RFC knows comes to no handler.
    config.routes.error(
        404,
        ctx -> {
          if (!HandlerType.commonHttp().contains(ctx.method()) && isBelowPrefix(ctx.path())) {
            guard.run(ctx, new Route(ctx.method(), "", this::unknown, Need.READER));
          }
        });
  }

  private boolean isBelowPrefix(String path) {
    return path.equals(settings.prefix()) || path.startsWith(settings.prefix() + "/");
  }

  private void options(Context ctx) {
    List<String> methods = methods(ctx);
    if (methods.isEmpty()) {
      throw HttpProblem.notFound(ctx.path());
    }
    ctx.status(204).header("Allow", String.join(", ", methods)).res().setContentType(null);
    if (settings.role() == Role.PUBLIC) {
      ctx.header("Access-Control-Allow-Methods", String.join(", ", methods));
      ctx.header(
          "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, If-None-Match");
      ctx.header("Access-Control-Max-Age", "3600");
    }
  }

  private void unknown(Context ctx) {
    List<String> methods = methods(ctx);
    if (methods.isEmpty()) {
      throw HttpProblem.notFound(ctx.path());
    }
    throw new HttpProblem(
        Kind.METHOD_NOT_ALLOWED,
        ctx.method() + " is not possible here; expected one of " + methods,
        List.of(),
        Map.of("Allow", String.join(", ", methods)));
  }

  private List<String> methods(Context ctx) {
    String path = Request.rawPath(ctx, settings.prefix());
    var methods = new ArrayList<String>();
    for (Route route : routes) {
      if (route.matches(path)) {
        methods.add(route.method().toString());
      }
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods.stream().sorted().toList();
  }
}
