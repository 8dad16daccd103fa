package rimrep.api.http;

import io.javalin.http.Context;

/// What a route does.
interface Action {
  void handle(Context ctx);
}
