package rimrep.api.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import rimrep.api.core.Catalogue;

/// Writes answers.
final class Reply {

  private Reply() {}

  static void text(Context ctx, String mediaType, String body) {
    ctx.contentType(mediaType).result(body.getBytes(StandardCharsets.UTF_8));
  }

  /// A document with its ETag; 304 if the client has it.
  static void document(Context ctx, String mediaType, Catalogue.Document document) {
    ctx.header("ETag", '"' + document.etag() + '"');
    if (Request.hasVersion(ctx, document.etag())) {
      // a cache takes over what this answer says of the one it has
      ctx.status(304).contentType(mediaType);
    } else {
      text(ctx, mediaType, document.text());
    }
  }
}
