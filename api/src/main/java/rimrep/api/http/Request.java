package rimrep.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.Precondition;
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
    var parameters = new LinkedHashMap<>(ctx.queryParamMap());
    // an ampersand too many
    parameters.remove(
        "", parameters.getOrDefault("", List.of()).stream().filter(String::isEmpty).toList());
    return parameters;
  }

  /// OGC API Features part 1, 7.8: what an operation does not know is refused.
  static void checkNoParameters(Context ctx) {
    List<InvalidRequest.Fault> unknown =
        parameters(ctx).keySet().stream()
            .map(name -> new InvalidRequest.Fault(name, "is unknown here; expected no parameter"))
            .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidRequest(unknown);
    }
  }

  /// The body of a PATCH: a merge patch.
  static byte[] patch(Context ctx) {
    String type = String.valueOf(ctx.req().getContentType());
    if (type.matches("(?i)application/json-patch\\+json\\s*(;.*)?")) {
      throw new HttpProblem(
          Kind.WRONG_TYPE,
          "JSON Patch is not taken; expected a JSON Merge Patch (RFC 7386)",
          List.of(),
          Map.of("Accept-Patch", "application/merge-patch+json, application/json"));
    }
    return json(ctx);
  }

  /// Bodies are taken as they are, not compressed.
  static void checkNoCoding(Context ctx) {
    String coding = ctx.header("Content-Encoding");
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw new HttpProblem(
          Kind.WRONG_TYPE,
          "Content-Encoding is " + coding + "; expected none",
          List.of(),
          Map.of("Accept-Encoding", "identity"));
    }
  }

  /// The JSON body.
  static byte[] json(Context ctx) {
    checkNoCoding(ctx);
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

  /// What `If-Match` and `If-None-Match` ask before a change.
  static Precondition precondition(Context ctx) {
    return new Precondition(
        etags(ctx, "If-Match"),
        etags(ctx, "If-None-Match").stream()
            .map(e -> e.replaceFirst("^W/\"(.*)\"$", "$1"))
            .collect(Collectors.toSet()));
  }

  /// The ETags of a header without their quotes, weak ones as they are.
  private static Set<String> etags(Context ctx, String name) {
    String header = ctx.header(name);
    if (header == null) {
      return Set.of();
    }
    var etags = new TreeSet<String>();
    for (String etag : header.split(",", -1)) {
      if (!etag.strip().matches("\\*|(W/)?\"[^\"]*\"")) {
        throw new InvalidRequest(name, "is " + header + "; expected ETags in quotes, or *");
      }
      etags.add(etag.strip().replaceFirst("^\"(.*)\"$", "$1"));
    }
    return etags;
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
