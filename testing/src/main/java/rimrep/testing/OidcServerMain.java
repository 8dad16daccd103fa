package rimrep.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The process of [OidcServer], over the JDK alone, so that no library checks what it signed
/// itself.
public final class OidcServerMain {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private record Keys(int generation, KeyPair rsa, KeyPair ec) {
    static Keys make(int generation) throws GeneralSecurityException {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
      ec.initialize(new ECGenParameterSpec("secp256r1"));
      return new Keys(generation, rsa.generateKeyPair(), ec.generateKeyPair());
    }

    String id(String algorithm) {
      return (algorithm.equals("ES256") ? "ec-" : "rsa-") + generation;
    }
  }

  private final HttpServer server;
  private Keys keys = Keys.make(1);
  private int reads;

  private OidcServerMain(int port) throws IOException, GeneralSecurityException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
  }

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    var provider = new OidcServerMain(Integer.parseInt(args[0]));
    provider.server.start();
    System.out.println(provider.issuer());
  }

  private String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    int status = 200;
    String answer;
    try {
      answer = answer(exchange.getRequestURI().getPath(), sent);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      status = 400;
      answer = e.toString();
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String answer(String path, byte[] sent) throws GeneralSecurityException {
    return switch (path) {
      case "/.well-known/openid-configuration" -> configuration();
      case "/jwks" -> keySet();
      case "/reads" -> String.valueOf(reads);
      case "/rotate" -> {
        keys = Keys.make(keys.generation() + 1);
        yield "rotated";
      }
      case "/sign" -> {
        JsonNode asked = JSON.readTree(sent);
        yield sign((ObjectNode) asked.get("header"), asked.get("claims"));
      }
      default -> throw new IllegalArgumentException("nothing at " + path);
    };
  }

  private String configuration() {
    ObjectNode json = JSON.createObjectNode();
    json.put("issuer", issuer()).put("jwks_uri", issuer() + "/jwks");
    json.putArray("response_types_supported").add("code");
    json.putArray("id_token_signing_alg_values_supported").add("RS256").add("ES256");
    return json.toString();
  }

  private String keySet() {
    reads++;
    ObjectNode json = JSON.createObjectNode();
    var array = json.putArray("keys");
    RSAPublicKey rsa = (RSAPublicKey) keys.rsa().getPublic();
    array
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", keys.id("RS256"))
        .put("n", number(rsa.getModulus(), 256))
        .put("e", number(rsa.getPublicExponent(), 3));
    ECPublicKey ec = (ECPublicKey) keys.ec().getPublic();
    array
        .addObject()
        .put("kty", "EC")
        .put("use", "sig")
        .put("crv", "P-256")
        .put("kid", keys.id("ES256"))
        .put("x", number(ec.getW().getAffineX(), 32))
        .put("y", number(ec.getW().getAffineY(), 32));
    return json.toString();
  }

  private static String number(BigInteger value, int bytes) {
    byte[] all = value.toByteArray();
    byte[] fixed = new byte[bytes];
    int length = Math.min(all.length, bytes);
    System.arraycopy(all, all.length - length, fixed, bytes - length, length);
    return BASE64.encodeToString(fixed);
  }

  private String sign(ObjectNode header, JsonNode claims) throws GeneralSecurityException {
    String algorithm = header.path("alg").asString("");
    if (!header.has("kid")) {
      header.put("kid", keys.id(algorithm));
    } else if (header.get("kid").isNull()) {
      header.remove("kid");
    }
    String text = encode(header.toString()) + "." + encode(claims.toString());
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    byte[] signature =
        switch (algorithm) {
          case "none" -> new byte[0];
          case "RS256" -> sign("SHA256withRSA", keys.rsa().getPrivate(), bytes);
          case "RS512" -> sign("SHA512withRSA", keys.rsa().getPrivate(), bytes);
          case "ES256" -> sign("SHA256withECDSAinP1363Format", keys.ec().getPrivate(), bytes);
          case "HS256" -> mac(keys.rsa().getPublic().getEncoded(), bytes);
          default -> throw new IllegalArgumentException("algorithm " + algorithm);
        };
    return text + "." + BASE64.encodeToString(signature);
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sign(String algorithm, PrivateKey key, byte[] bytes)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(bytes);
    return signature.sign();
  }

  private static byte[] mac(byte[] key, byte[] bytes) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes);
  }
}
