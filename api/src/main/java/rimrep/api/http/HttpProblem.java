package rimrep.api.http;

import java.util.List;
import java.util.Map;
import rimrep.api.core.InvalidRequest;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// An answer with a problem body (RFC 9457), with `code` and `description` as STAC clients expect.
final class HttpProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The answers we give, each with its title and `code`.
  enum Kind {
    BAD_REQUEST(400, "Bad request", "InvalidParameterValue"),
    UNAUTHORIZED(401, "Token needed", "Unauthorized"),
    FORBIDDEN(403, "Forbidden", "Forbidden"),
    NOT_FOUND(404, "Not found", "NotFound"),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "MethodNotAllowed"),
    CONFLICT(409, "Conflict", "Conflict"),
    OTHER_VERSION(412, "Another version is stored", "PreconditionFailed"),
    TOO_LARGE(413, "Body too large", "PayloadTooLarge"),
    WRONG_TYPE(415, "Wrong content type", "UnsupportedMediaType"),
    BUG(500, "Internal error", "InternalServerError"),
    TOO_SLOW(503, "The query takes too long", "QueryTimeout"),
    AWAY(503, "The database does not answer", "ServiceUnavailable"),
    PROVIDER_AWAY(503, "The identity provider does not answer", "ServiceUnavailable");

    final int status;
    final String title;
    final String code;

    Kind(int status, String title, String code) {
      this.status = status;
      this.title = title;
      this.code = code;
    }
  }

  private final Kind kind;
  private final String detail;
  private final transient List<InvalidRequest.Fault> faults;
  private final transient Map<String, String> headers;

  HttpProblem(Kind kind, String detail) {
    this(kind, detail, List.of(), Map.of());
  }

  HttpProblem(
      Kind kind, String detail, List<InvalidRequest.Fault> faults, Map<String, String> headers) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
    this.faults = faults;
    this.headers = headers;
  }

  static HttpProblem of(InvalidRequest e) {
    return new HttpProblem(Kind.BAD_REQUEST, e.getMessage(), e.faults(), Map.of());
  }

  static HttpProblem notFound(String what) {
    return new HttpProblem(Kind.NOT_FOUND, what + " does not exist");
  }

  int status() {
    return kind.status;
  }

  Map<String, String> headers() {
    return headers;
  }

  String body() {
    ObjectNode json = StacJson.newObject();
    json.put("type", "about:blank").put("title", kind.title).put("status", kind.status);
    json.put("detail", detail).put("code", kind.code).put("description", detail);
    if (!faults.isEmpty()) {
      var errors = json.putArray("errors");
      for (InvalidRequest.Fault fault : faults) {
        errors.addObject().put("pointer", fault.place()).put("reason", fault.reason());
      }
    }
    return StacJson.write(json);
  }
}
