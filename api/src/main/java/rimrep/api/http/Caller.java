package rimrep.api.http;

import io.javalin.http.Context;
import java.util.TreeSet;
import rimrep.api.core.Viewer;

/// Who sent a request, once the door has let it in.
///
/// @param subject for the log of writes
/// @param viewer which rows exist for them
/// @param writer whether they may write
record Caller(String subject, Viewer viewer, boolean writer) {

  private static final String ATTRIBUTE = "rimrep.caller";

  static final Caller ANONYMOUS =
      new Caller("anonymous", new Viewer.Visitor(new TreeSet<>()), false);

  void enter(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /// The caller of a request; without one, whoever sees least.
  static Caller of(Context ctx) {
    Caller caller = ctx.attribute(ATTRIBUTE);
    return caller == null ? ANONYMOUS : caller;
  }

  static Viewer viewer(Context ctx) {
    return of(ctx).viewer();
  }
}
