package rimrep.api.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;

/// Reads what a provider publishes: its configuration and, where that says, its keys.
final class ProviderDocuments {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long ANSWER_SECONDS = 10;
  private static final long MAX_BYTES = 1 << 20;

  private final OidcSettings settings;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ProviderDocuments(OidcSettings settings) {
    this.settings = settings;
  }

  /// The keys that the provider signs with now.
  ///
  /// @throws ProviderAway if they cannot be had
  JWKSet keys() {
    URI place = keysAt(get(settings.configuration()));
    try {
      return JWKSet.parse(get(place));
    } catch (ParseException e) {
      throw new ProviderAway(place + " is no JSON Web Key Set", e);
    }
  }

  private URI keysAt(String configuration) {
    String place = settings.configuration().toString();
    try {
      var json = StacJson.parse(configuration);
      String issuer = json.path("issuer").asString("");
      if (!issuer.equals(settings.issuer().toString())) {
        throw new ProviderAway(
            place + " is of issuer \"" + issuer + "\"; expected \"" + settings.issuer() + "\"");
      }
      URI keys = URI.create(json.path("jwks_uri").asString(""));
      if (!"https".equals(keys.getScheme()) && "https".equals(settings.issuer().getScheme())) {
        throw new ProviderAway(place + " has jwks_uri \"" + keys + "\"; expected an https address");
      }
      return keys;
    } catch (StacFormatException | IllegalArgumentException e) {
      throw new ProviderAway(place + " cannot be understood: " + e.getMessage(), e);
    }
  }

  private String get(URI place) {
    try {
      var request = HttpRequest.newBuilder(place).header("Accept", "application/json").build();
      HttpResponse<String> answer =
          http.sendAsync(
                  request,
                  BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES))
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer.statusCode() != 200) {
        throw new ProviderAway(place + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof IOException io ? io : e;
      throw new ProviderAway(place + " does not answer: " + cause, cause);
    } catch (TimeoutException e) {
      throw new ProviderAway(place + " did not answer in " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderAway(place + " was not waited for", e);
    }
  }
}
