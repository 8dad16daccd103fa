package rimrep.api.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import rimrep.api.http.HttpProblem.Kind;

/// The names under which the internal API may be called.
///
/// A web page that a user of this machine has open can reach loopback addresses by a name of its
/// own; it cannot forge `Host`.
final class Hosts {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final ApiSettings settings;

  Hosts(ApiSettings settings) {
    this.settings = settings;
  }

  /// Without a provider the API is called by the names of this machine. With one it may stand
  /// anywhere; then its configured URL counts too, and if none is configured every name does.
  void check(Context ctx) {
    String host = ctx.header("Host");
    int port = ctx.req().getLocalPort();
    boolean anywhere = settings.oidc().isPresent() && settings.publicUrl().isEmpty();
    if (host == null || !(anywhere || isLoopback(host, port) || isConfigured(host))) {
      throw new HttpProblem(
          Kind.FORBIDDEN, "Host is " + host + "; expected 127.0.0.1:" + port + " or localhost");
    }
  }

  private static boolean isLoopback(String host, int port) {
    return LOOPBACK.stream().anyMatch(name -> host.equals(name + ":" + port));
  }

  private boolean isConfigured(String host) {
    return settings.oidc().isPresent()
        && settings.publicUrl().map(URI::getAuthority).filter(host::equalsIgnoreCase).isPresent();
  }
}
