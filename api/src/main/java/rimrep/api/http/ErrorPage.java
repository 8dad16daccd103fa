package rimrep.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import rimrep.stac.StacJson;

/// Problem bodies for what never comes as far as a route: requests that are no HTTP, and URIs and
/// headers that are too long.
final class ErrorPage extends ErrorHandler {

  /// Of the request line and all headers, in bytes: a shape of a thousand vertices fits.
  static final int MAX_HEAD = 64 * 1024;

  private static final String PROBLEM = "application/problem+json";

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, PROBLEM);
    response.write(true, ByteBuffer.wrap(body(code, message)), callback);
  }

  private static byte[] body(int status, @Nullable String reason) {
    String title = HttpStatus.getMessage(status);
    String detail =
        switch (status) {
          case HttpStatus.URI_TOO_LONG_414 ->
              "the URI has more than about " + MAX_HEAD + " bytes; search with POST";
          case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
              "the headers have more than about " + MAX_HEAD + " bytes";
          default -> reason == null ? title : reason;
        };
    var json = StacJson.newObject();
    json.put("type", "about:blank").put("title", title).put("status", status);
    json.put("detail", detail).put("code", title.replace(" ", "")).put("description", detail);
    return StacJson.write(json).getBytes(StandardCharsets.UTF_8);
  }
}
