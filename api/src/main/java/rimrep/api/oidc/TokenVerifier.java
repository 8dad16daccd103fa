package rimrep.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;

/// Tells good tokens from bad ones: signed with a key of the provider, made by it, for us, valid
/// now.
///
/// Thread-safe.
public final class TokenVerifier {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  /// Clocks differ.
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final OidcSettings settings;
  private final SigningKeys keys;
  private final RoleClaim roleClaim;
  private final InstantSource clock;

  public TokenVerifier(OidcSettings settings, InstantSource clock) {
    this.settings = settings;
    this.keys = new SigningKeys(new ProviderDocuments(settings), clock);
    this.roleClaim = new RoleClaim(settings.roleClaim());
    this.clock = clock;
  }

  public OidcSettings settings() {
    return settings;
  }

  /// @param token a JSON Web Token in its compact form
  /// @throws TokenRefused saying what is wrong with it
  /// @throws ProviderAway if it cannot be checked now
  public Identity verify(String token) throws TokenRefused {
    SignedJWT jwt = signed(token);
    JWTClaimsSet claims = claims(jwt);
    checkIssuer(claims);
    checkSignature(jwt);
    checkAudience(claims);
    checkTime(claims);
    String subject = claims.getSubject();
    if (subject == null || subject.isBlank()) {
      throw new TokenRefused("the token has no subject (sub)");
    }
    return new Identity(subject, roleClaim.of(claims));
  }

  private static SignedJWT signed(String token) throws TokenRefused {
    JWT jwt;
    try {
      jwt = JWTParser.parse(token);
    } catch (ParseException e) {
      throw new TokenRefused("the token is no JSON Web Token", e);
    }
    if (jwt instanceof PlainJWT) {
      throw new TokenRefused("the token is not signed (alg none); expected RS256 or ES256");
    }
    if (!(jwt instanceof SignedJWT signed)) {
      throw new TokenRefused("the token is encrypted; expected one signed with RS256 or ES256");
    }
    if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
      throw new TokenRefused(
          "the token is signed with "
              + signed.getHeader().getAlgorithm()
              + "; expected RS256 or ES256");
    }
    return signed;
  }

  private static JWTClaimsSet claims(SignedJWT jwt) throws TokenRefused {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new TokenRefused("the claims of the token cannot be understood", e);
    }
  }

  private void checkIssuer(JWTClaimsSet claims) throws TokenRefused {
    if (!settings.issuer().toString().equals(claims.getIssuer())) {
      throw new TokenRefused(
          "the token is of issuer \""
              + claims.getIssuer()
              + "\"; expected \""
              + settings.issuer()
              + "\"");
    }
  }

  private void checkSignature(SignedJWT jwt) throws TokenRefused {
    List<JWK> candidates = keys.matching(jwt.getHeader());
    if (candidates.isEmpty()) {
      throw new TokenRefused(
          "the issuer has no "
              + jwt.getHeader().getAlgorithm()
              + " key \""
              + jwt.getHeader().getKeyID()
              + "\"");
    }
    boolean named = jwt.getHeader().getKeyID() != null;
    // a token that names no key says nothing of one that is new
    if (isSignedWithOneOf(jwt, candidates)
        || (!named && isSignedWithOneOf(jwt, keys.newlyRead(jwt.getHeader())))) {
      return;
    }
    throw new TokenRefused("the signature of the token is wrong");
  }

  private static boolean isSignedWithOneOf(SignedJWT jwt, List<JWK> keys) throws TokenRefused {
    for (JWK key : keys) {
      if (isSignedWith(jwt, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignedWith(SignedJWT jwt, JWK key) throws TokenRefused {
    try {
      JWSVerifier verifier =
          key instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier((RSAKey) key);
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      throw new TokenRefused("the signature of the token cannot be checked", e);
    }
  }

  private void checkAudience(JWTClaimsSet claims) throws TokenRefused {
    if (!claims.getAudience().contains(settings.audience())) {
      throw new TokenRefused(
          "the token is for "
              + claims.getAudience()
              + "; expected the audience \""
              + settings.audience()
              + "\"");
    }
  }

  private void checkTime(JWTClaimsSet claims) throws TokenRefused {
    Instant now = clock.instant();
    Date expiry = claims.getExpirationTime();
    if (expiry == null) {
      throw new TokenRefused("the token has no expiry (exp)");
    }
    if (!now.isBefore(expiry.toInstant().plus(SKEW))) {
      throw new TokenRefused("the token expired at " + expiry.toInstant());
    }
    Date start = claims.getNotBeforeTime();
    if (start != null && now.isBefore(start.toInstant().minus(SKEW))) {
      throw new TokenRefused("the token is not valid before " + start.toInstant());
    }
  }
}
