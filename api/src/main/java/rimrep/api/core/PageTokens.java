package rimrep.api.core;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Paging tokens: a [Cursor], signed together with the query it belongs to. They need no memory, so
/// they survive restarts and work on every instance that has the same key.
public final class PageTokens {

  private static final int SIGNATURE_BYTES = 16;

  private final SecretKeySpec key;

  /// @param key shared by all instances, secret
  public PageTokens(String key) {
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /// @param query everything that decides which rows come in which order, the viewer's roles too
  String write(Cursor cursor, String query) {
    ObjectNode json = StacJson.newObject();
    var values = json.putArray("v");
    cursor.values().forEach(values::add);
    json.put("c", cursor.collection()).put("i", cursor.id());
    byte[] payload = StacJson.write(json).getBytes(StandardCharsets.UTF_8);
    byte[] token = Arrays.copyOf(sign(payload, query), SIGNATURE_BYTES + payload.length);
    System.arraycopy(payload, 0, token, SIGNATURE_BYTES, payload.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /// @throws InvalidRequest if the token is not one of ours, or of another query
  Cursor read(String token, String query) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length <= SIGNATURE_BYTES) {
        throw invalid();
      }
      byte[] payload = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
      if (!MessageDigest.isEqual(Arrays.copyOf(bytes, SIGNATURE_BYTES), sign(payload, query))) {
        throw invalid();
      }
      return cursor(StacJson.parse(payload));
    } catch (IllegalArgumentException | StacFormatException e) {
      throw invalid();
    }
  }

  private static Cursor cursor(ObjectNode json) {
    List<JsonNode> values = new ArrayList<>();
    json.path("v").forEach(values::add);
    return new Cursor(values, json.path("c").asString(), json.path("i").asString());
  }

  private byte[] sign(byte[] payload, String query) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(query.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Arrays.copyOf(mac.doFinal(payload), SIGNATURE_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static InvalidRequest invalid() {
    return new InvalidRequest(
        "token", "is none that was given out for this query; start again without it");
  }
}
