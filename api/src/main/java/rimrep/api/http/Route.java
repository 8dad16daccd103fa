package rimrep.api.http;

import io.javalin.http.HandlerType;
import java.util.regex.Pattern;

/// One operation.
///
/// @param path below the prefix, parameters in braces; empty for the landing page
/// @param need what its caller must have
record Route(HandlerType method, String path, Action action, Need need) {

  /// What a caller must have.
  enum Need {
    /// nothing: signs of life
    NOTHING,
    /// what the role of the API asks of everybody
    READER,
    /// the right to write
    WRITER
  }

  /// @param rawPath below the prefix, still percent-encoded
  boolean matches(String rawPath) {
    String own = path.isEmpty() ? "/?" : path.replaceAll("\\{[a-z]+}", "[^/]+");
    return Pattern.matches(own, rawPath);
  }
}
