package rimrep.pipeline.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/// Addresses as messages and records may show them: what could be a secret is cut.
final class Shown {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:^|&)[^=&]*(?:token|key|sig|secret|pass|pwd|auth|credential)[^=&]*=)[^&]*");

  private Shown() {}

  static String of(URI address) {
    URI bare = withoutUser(address);
    String query = bare.getRawQuery();
    if (query == null) {
      return bare.toString();
    }
    String text = bare.toString();
    int start = text.indexOf('?') + 1;
    return text.substring(0, start)
        + SECRET.matcher(query).replaceAll("$1…")
        + text.substring(start + query.length());
  }

  /// The address without `user:password@` and fragment, as it is requested.
  static URI withoutUser(URI address) {
    if (address.getRawUserInfo() == null && address.getRawFragment() == null) {
      return address;
    }
    String text = address.toString();
    int fragment = text.indexOf('#');
    String whole = fragment < 0 ? text : text.substring(0, fragment);
    String user = address.getRawUserInfo() == null ? "" : address.getRawUserInfo() + "@";
    try {
      return new URI(whole.replaceFirst(Pattern.quote("//" + user), "//"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address stays one without its user", e);
    }
  }
}
