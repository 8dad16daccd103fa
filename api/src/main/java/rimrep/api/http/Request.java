package rimrep.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rimrep.api.core.InvalidRequest;
import rimrep.api.http.HttpProblem.Kind;

/// Reads parts of requests that Javalin leaves to us.
final class Request {

  /// Items of some hundred variables have some hundred kilobytes.
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private Request() {}

  /// Path and query below the prefix, as the client spelled them.
  static String rawPath(Context ctx, String prefix) {
    String path = ctx.req().getRequestURI();
    return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
  }

  static String rawQuery(Context ctx) {
    return ctx.queryString() == null ? "" : "?" + ctx.queryString();
  }

  /// The raw query with another token.
  static String queryWithToken(Context ctx, String token) {
    String query = ctx.queryString() == null ? "" : ctx.queryString();
    String others =
        Arrays.stream(query.split("&"))
            .filter(p -> !p.isEmpty() && !p.startsWith("token="))
            .map(p -> p + "&")
            .collect(Collectors.joining());
    return "?" + others + "token=" + token;
  }

  static Map<String, List<String>> parameters(Context ctx) {
    return ctx.queryParamMap();
  }

  /// The JSON body.
  static byte[] json(Context ctx) {
    String type = ctx.req().getContentType();
    if (type == null || !type.matches("(?i)application/(json|[a-z.-]+\\+json)\\s*(;.*)?")) {
      throw new HttpProblem(
          Kind.WRONG_TYPE,
          "Content-Type is " + type + "; expected application/json or application/geo+json");
    }
    if (ctx.req().getContentLengthLong() > MAX_BODY) {
      throw tooLarge();
    }
    try {
      byte[] body = ctx.req().getInputStream().readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw tooLarge();
      }
      return body;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// The client went away, or sends too slowly.
  static HttpProblem unreadable(IOException e) {
    return new HttpProblem(
        Kind.BAD_REQUEST, "the body cannot be read to its end: " + e.getMessage());
  }

  private static HttpProblem tooLarge() {
    return new HttpProblem(
        Kind.TOO_LARGE,
        "the body has more than " + MAX_BODY + " bytes; send many items as NDJSON to bulk_items");
  }

  /// The ETag that `If-Match` asks for, without quotes. `*` asks nothing: a document that is not
  /// there is an answer of its own.
  static Optional<String> ifMatch(Context ctx) {
    String header = ctx.header("If-Match");
    if (header == null || header.strip().equals("*")) {
      return Optional.empty();
    }
    if (!header.strip().matches("(W/)?\"[^\"]*\"")) {
      throw new InvalidRequest("If-Match", "is " + header + "; expected one ETag in quotes, or *");
    }
    return Optional.of(header.strip().replaceAll("^\"|\"$", ""));
  }

  /// Whether the client has this version already.
  static boolean hasVersion(Context ctx, String etag) {
    String header = ctx.header("If-None-Match");
    return header != null
        && Arrays.stream(header.split(","))
            .map(e -> e.strip().replaceFirst("^W/", ""))
            .anyMatch(e -> e.equals("*") || e.equals('"' + etag + '"'));
  }
}
