package rimrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// An OpenID Connect provider in a process of its own ([OidcServerMain]): it publishes its
/// configuration and its keys, and signs whatever a test asks, the bad too.
public final class OidcServer implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final ChildServer server;
  private final URI issuer;
  private final HttpClient http = HttpClient.newHttpClient();

  private OidcServer(ChildServer server) {
    this.server = server;
    this.issuer = server.address();
  }

  /// Starts a provider on a free port and waits until it says its address.
  public static OidcServer start() {
    return start(0);
  }

  /// @param port 0 for a free one
  public static OidcServer start(int port) {
    return new OidcServer(ChildServer.start(OidcServerMain.class, port));
  }

  public URI issuer() {
    return issuer;
  }

  /// A token with these claims, signed as asked.
  ///
  /// @param header JSON: `alg` (RS256, ES256, HS256 with the public key, none), `kid` of its own
  ///   choice if it shall not be the right one, null if there shall be none
  /// @param claims JSON
  public String sign(String header, String claims) {
    return post("/sign", "{\"header\":" + header + ",\"claims\":" + claims + "}");
  }

  /// A good RS256 token for an hour.
  ///
  /// @param roles go into `realm_access.roles`
  public String token(String subject, String audience, List<String> roles) {
    var claims = JSON.createObjectNode();
    long now = System.currentTimeMillis() / 1000;
    claims.put("iss", issuer.toString()).put("sub", subject).put("aud", audience);
    claims.put("iat", now).put("exp", now + 3600);
    var array = claims.putObject("realm_access").putArray("roles");
    roles.forEach(array::add);
    return sign("{\"alg\":\"RS256\"}", claims.toString());
  }

  /// From now on it signs with new keys and publishes only those.
  public void rotate() {
    post("/rotate", "");
  }

  /// How often its keys were read.
  public int keyReads() {
    return Integer.parseInt(get("/reads"));
  }

  /// What anybody can read there.
  public String get(String path) {
    return send(HttpRequest.newBuilder(URI.create(issuer + path)).build());
  }

  private String post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(issuer + path))
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(request + ": " + answer.statusCode() + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
