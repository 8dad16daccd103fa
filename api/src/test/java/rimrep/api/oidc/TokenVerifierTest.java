package rimrep.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.stac.StacJson;
import rimrep.testing.OidcServer;
import tools.jackson.databind.node.ObjectNode;

/// Which tokens are taken, against a provider in a process of its own.
class TokenVerifierTest {

  private static final OidcServer PROVIDER = OidcServer.start();
  private static final Instant NOW = Instant.now();

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final TokenVerifier verifier = verifier(PROVIDER.issuer(), "realm_access.roles");

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  private TokenVerifier verifier(URI issuer, String roleClaim) {
    return new TokenVerifier(
        new OidcSettings(issuer, "stac", roleClaim, "writer"), () -> clock.get());
  }

  private static ObjectNode claims() {
    return StacJson.newObject()
        .put("iss", PROVIDER.issuer().toString())
        .put("sub", "someone")
        .put("aud", "stac")
        .put("exp", NOW.getEpochSecond() + 3600);
  }

  private static String rs256(ObjectNode claims) {
    return PROVIDER.sign("{\"alg\":\"RS256\"}", StacJson.write(claims));
  }

  private void refused(String token, String reason) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256"})
  void takesTokensOfBothAlgorithms(String algorithm) throws TokenRefused {
    ObjectNode claims = claims();
    claims.putObject("realm_access").putArray("roles").add("team").add("writer").add(1);
    String token = PROVIDER.sign("{\"alg\":\"" + algorithm + "\"}", StacJson.write(claims));
    Identity who = verifier.verify(token);
    assertThat(who.subject()).isEqualTo("someone");
    assertThat(who.roles()).containsExactly("team", "writer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "realm_access.roles | {\"realm_access\":{\"roles\":[\"a\",\"b\"]}} | a b",
        "scope | {\"scope\":\"a b\"} | a b",
        "groups | {\"groups\":[\"a\"]} | a",
        "https://example.org/roles | {\"https://example.org/roles\":[\"a\"]} | a",
        "groups | {} | ''",
        "groups.x | {\"groups\":[\"a\"]} | ''",
        "groups | {\"groups\":{\"a\":true}} | ''"
      })
  void readsRolesWhereTheyAreConfigured(String path, String more, String roles)
      throws TokenRefused {
    ObjectNode claims = claims();
    claims.setAll(StacJson.parse(more));
    assertThat(String.join(" ", verifier(PROVIDER.issuer(), path).verify(rs256(claims)).roles()))
        .isEqualTo(roles);
  }

  @Test
  void refusesAlgorithmsThatAnybodyCanUse() {
    String claims = StacJson.write(claims());
    refused(PROVIDER.sign("{\"alg\":\"none\"}", claims), "not signed");
    refused(PROVIDER.sign("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}", claims), "HS256");
    refused(PROVIDER.sign("{\"alg\":\"RS512\"}", claims), "RS512");
    refused("nonsense", "no JSON Web Token");
    refused("a.b.c", "no JSON Web Token");
  }

  @Test
  void refusesAWrongKeyAndAWrongSignature() {
    String good = rs256(claims());
    try (OidcServer other = OidcServer.start()) {
      refused(other.sign("{\"alg\":\"RS256\"}", StacJson.write(claims())), "signature");
      refused(
          other.sign("{\"alg\":\"RS256\",\"kid\":\"other\"}", StacJson.write(claims())),
          "no RS256 key \"other\"");
      refused(other.sign("{\"alg\":\"ES256\"}", StacJson.write(claims())), "signature");
    }
    String[] parts = good.split("\\.");
    String changed = rs256(claims().put("sub", "somebody-else")).split("\\.")[1];
    refused(parts[0] + "." + changed + "." + parts[2], "signature");
    refused(parts[0] + "." + parts[1] + ".", "JSON Web Token");
  }

  @Test
  void refusesAnotherIssuerAndAudience() throws TokenRefused {
    refused(rs256(claims().put("iss", "https://elsewhere.example.org")), "elsewhere");
    refused(rs256(claims().without("iss")), "issuer");
    refused(rs256(claims().put("aud", "other")), "[other]");
    refused(rs256(claims().without("aud")), "audience");
    ObjectNode several = claims();
    several.putArray("aud").add("other").add("stac");
    assertThat(verifier.verify(rs256(several)).subject()).isEqualTo("someone");
    refused(rs256(claims().without("sub")), "subject");
  }

  @Test
  void timesCountWithASkewOfSixtySeconds() throws TokenRefused {
    long now = NOW.getEpochSecond();
    clock.set(Instant.ofEpochSecond(now));
    assertThat(verifier.verify(rs256(claims().put("exp", now - 59))).subject()).isNotEmpty();
    refused(rs256(claims().put("exp", now - 60)), "expired");
    refused(rs256(claims().without("exp")), "no expiry");
    assertThat(verifier.verify(rs256(claims().put("nbf", now + 60))).subject()).isNotEmpty();
    refused(rs256(claims().put("nbf", now + 61)), "not valid before");
    refused(rs256(claims().put("exp", "soon")), "claims");
  }

  @Test
  void changedKeysAreFoundWithOneMoreRead() throws TokenRefused {
    try (OidcServer provider = OidcServer.start()) {
      TokenVerifier rotating = verifier(provider.issuer(), "groups");
      String old = provider.token("someone", "stac", List.of());
      for (int i = 0; i < 5; i++) {
        rotating.verify(old);
      }
      assertThat(provider.keyReads()).isEqualTo(1);
      provider.rotate();
      rotating.verify(provider.token("someone", "stac", List.of()));
      assertThat(provider.keyReads()).isEqualTo(2);
      assertThatThrownBy(() -> rotating.verify(old)).hasMessageContaining("no RS256 key");
      for (int i = 0; i < 30; i++) {
        String unknown = token(provider, "unknown-" + i);
        assertThatThrownBy(() -> rotating.verify(unknown)).isInstanceOf(TokenRefused.class);
      }
      assertThat(provider.keyReads()).as("nobody makes us ask all day").isEqualTo(10);
      clock.set(NOW.plusSeconds(31));
      assertThatThrownBy(() -> rotating.verify(token(provider, "unknown")));
      assertThat(provider.keyReads()).isEqualTo(11);
    }
  }

  /// Some providers name no key in their tokens.
  @Test
  void changedKeysAreFoundForTokensThatNameNoKey() throws TokenRefused {
    String header = "{\"alg\":\"RS256\",\"kid\":null}";
    try (OidcServer provider = OidcServer.start()) {
      TokenVerifier rotating = verifier(provider.issuer(), "groups");
      String claims = StacJson.write(claims().put("iss", provider.issuer().toString()));
      String old = provider.sign(header, claims);
      assertThat(rotating.verify(old).subject()).isEqualTo("someone");
      assertThat(rotating.verify(old).subject()).isEqualTo("someone");
      assertThat(provider.keyReads()).isEqualTo(1);
      provider.rotate();
      assertThat(rotating.verify(provider.sign(header, claims)).subject()).isEqualTo("someone");
      assertThat(provider.keyReads()).isEqualTo(2);
      for (int i = 0; i < 30; i++) {
        assertThatThrownBy(() -> rotating.verify(old)).hasMessageContaining("signature");
      }
      assertThat(provider.keyReads()).as("nobody makes us ask all day").isEqualTo(10);
    }
  }

  private static String token(OidcServer provider, String key) {
    ObjectNode claims = claims().put("iss", provider.issuer().toString());
    return provider.sign("{\"alg\":\"RS256\",\"kid\":\"" + key + "\"}", StacJson.write(claims));
  }

  @Test
  void knownKeysCountForAnHourWhileTheProviderIsAway() {
    OidcServer provider = OidcServer.start();
    TokenVerifier alone = verifier(provider.issuer(), "groups");
    ObjectNode claims = claims().put("iss", provider.issuer().toString());
    String token =
        provider.sign(
            "{\"alg\":\"RS256\"}",
            StacJson.write(claims.put("exp", NOW.getEpochSecond() + 100_000)));
    String unknown = token(provider, "unknown");
    assertThatCode(() -> alone.verify(token)).doesNotThrowAnyException();
    provider.close();
    clock.set(NOW.plus(Duration.ofMinutes(59)));
    assertThatCode(() -> alone.verify(token)).doesNotThrowAnyException();
    clock.set(NOW.plus(Duration.ofMinutes(61)));
    assertThatThrownBy(() -> alone.verify(token)).isInstanceOf(ProviderAway.class);
    assertThatThrownBy(() -> verifier(provider.issuer(), "groups").verify(unknown))
        .isInstanceOf(ProviderAway.class);
  }

  @Test
  void aProviderMustNameItselfAsConfigured() {
    URI other = URI.create(PROVIDER.issuer().toString().replace("127.0.0.1", "localhost"));
    String token = rs256(claims().put("iss", other.toString()));
    assertThatThrownBy(() -> verifier(other, "groups").verify(token))
        .isInstanceOf(ProviderAway.class)
        .hasMessageContaining("is of issuer");
  }

  @Test
  void settingsRefuseAnIssuerThatAnybodyCanPlay() {
    for (String issuer : List.of("http://login.example.org", "login.example.org", "ftp://x/y")) {
      assertThatThrownBy(() -> new OidcSettings(URI.create(issuer), "a", "b", "c"))
          .hasMessageContaining(issuer);
    }
    assertThat(
            new OidcSettings(URI.create("https://example.org/realms/x/"), "a", "b", "c")
                .configuration())
        .hasToString("https://example.org/realms/x/.well-known/openid-configuration");
  }
}
