package rimrep.api.http;

import io.javalin.http.HandlerType;
import java.util.regex.Pattern;

/// One operation.
///
/// @param path below the prefix, parameters in braces; empty for the landing page
record Route(HandlerType method, String path, Action action) {

  /// @param rawPath below the prefix, still percent-encoded
  boolean matches(String rawPath) {
    String own = path.isEmpty() ? "/?" : path.replaceAll("\\{[a-z]+}", "[^/]+");
    return Pattern.matches(own, rawPath);
  }
}
