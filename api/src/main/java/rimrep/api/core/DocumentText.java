package rimrep.api.core;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import rimrep.stac.GeneratedLinks;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A document as it is stored: compact, member order and number spelling as sent, without the links
/// that the API makes itself.
///
/// @param text JSON
/// @param linksAt offset in `text` right after the `[` of the top-level `links`, where generated
///   links are spliced in
public record DocumentText(String text, int linksAt) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Relations of links that tell about data and never lead to them. What is not listed is taken
  /// for a link to data.
  private static final Set<String> SHOWN =
      Set.of(
          "about",
          "author",
          "cite-as",
          "contact",
          "help",
          "latest-version",
          "license",
          "predecessor-version",
          "privacy-policy",
          "service-doc",
          "successor-version",
          "terms-of-service",
          "via");

  /// Members that say where the data lie.
  private static final Set<String> DATA = Set.of("storage:schemes");

  private static final int ETAG_BYTES = 16;

  /// @throws InvalidRequest if `sent` is no JSON object or has no array `links`
  static DocumentText of(String sent) {
    DocumentText document = copy(sent, false);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(document.text())) {
      throw new InvalidRequest("", "holds half a surrogate pair, which is no character");
    }
    return document;
  }

  private static DocumentText copy(String sent, boolean withoutData) {
    var out = new StringWriter(sent.length());
    try (JsonParser in = JSON.createParser(sent);
        JsonGenerator generator = JSON.createGenerator(out)) {
      int linksAt = copyDocument(in, generator, out, withoutData);
      generator.flush();
      if (linksAt < 0) {
        throw new InvalidRequest("/links", "is missing or no array");
      }
      return new DocumentText(out.toString(), linksAt);
    } catch (JacksonException e) {
      throw new InvalidRequest("", "no valid JSON: " + e.getOriginalMessage());
    }
  }

  /// The document with `generated`, a comma-separated list of link objects, before its own links.
  void splice(StringBuilder out, String generated) {
    out.append(text, 0, linksAt).append(generated);
    if (!generated.isEmpty() && text.charAt(linksAt) != ']') {
      out.append(',');
    }
    out.append(text, linksAt, text.length());
  }

  /// Whether a member is only for those who see a document with its data.
  public static boolean isData(String member) {
    return DATA.contains(member);
  }

  /// What those see who may read about the data but not have it: `assets` is empty, links are those
  /// of [#SHOWN], and nothing names the storage.
  DocumentText withoutData() {
    return copy(text, true);
  }

  /// A strong ETag, without quotes.
  ///
  /// @param audience who sees this text; another audience gets another ETag
  String etag(String audience) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(text.getBytes(StandardCharsets.UTF_8));
      byte[] digest = sha256.digest(audience.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, ETAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static int copyDocument(
      JsonParser in, JsonGenerator out, StringWriter written, boolean withoutData) {
    int linksAt = -1;
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidRequest("", "is no JSON object");
    }
    out.writeStartObject();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (withoutData && DATA.contains(name)) {
        in.skipChildren();
        continue;
      }
      out.writeName(name);
      if (value == JsonToken.START_ARRAY && name.equals("links")) {
        out.writeStartArray();
        out.flush();
        linksAt = written.getBuffer().length();
        copyLinks(in, out, withoutData);
        out.writeEndArray();
      } else if (withoutData && name.equals("assets")) {
        in.skipChildren();
        out.writeStartObject();
        out.writeEndObject();
      } else if (withoutData && value == JsonToken.START_OBJECT && name.equals("properties")) {
        copyProperties(in, out);
      } else {
        copyValue(in, out);
      }
    }
    out.writeEndObject();
    return linksAt;
  }

  private static void copyProperties(JsonParser in, JsonGenerator out) {
    out.writeStartObject();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (DATA.contains(name)) {
        in.skipChildren();
      } else {
        out.writeName(name);
        copyValue(in, out);
      }
    }
    out.writeEndObject();
  }

  private static void copyLinks(JsonParser in, JsonGenerator out, boolean withoutData) {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      var link = new StringWriter();
      String relation = "";
      try (JsonGenerator one = JSON.createGenerator(link)) {
        relation = copyLink(in, one);
      }
      boolean shown = !withoutData || SHOWN.contains(relation);
      if (shown && !GeneratedLinks.isGenerated(relation)) {
        out.writeRawValue(link.toString());
      }
    }
  }

  private static String copyLink(JsonParser in, JsonGenerator out) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      copyValue(in, out);
      return "";
    }
    String relation = "";
    out.writeStartObject();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      out.writeName(name);
      if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("rel")) {
        relation = in.getString();
      }
      copyValue(in, out);
    }
    out.writeEndObject();
    return relation;
  }

  /// The value at the current token, numbers as they are spelled.
  private static void copyValue(JsonParser in, JsonGenerator out) {
    int depth = 0;
    do {
      JsonToken token = in.currentToken();
      switch (token) {
        case START_OBJECT -> {
          out.writeStartObject();
          depth++;
        }
        case START_ARRAY -> {
          out.writeStartArray();
          depth++;
        }
        case END_OBJECT -> {
          out.writeEndObject();
          depth--;
        }
        case END_ARRAY -> {
          out.writeEndArray();
          depth--;
        }
        case PROPERTY_NAME -> out.writeName(in.currentName());
        case VALUE_STRING -> out.writeString(in.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getString());
        case VALUE_TRUE -> out.writeBoolean(true);
        case VALUE_FALSE -> out.writeBoolean(false);
        case VALUE_NULL -> out.writeNull();
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
            throw new IllegalStateException("a text parser gave " + token);
      }
    } while (depth > 0 && in.nextToken() != null);
  }
}
