package rimrep.api.core;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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

  /// @throws InvalidRequest if `sent` is no JSON object or has no array `links`
  static DocumentText of(String sent) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(sent)) {
      throw new InvalidRequest("", "holds half a surrogate pair, which is no character");
    }
    var out = new StringWriter(sent.length());
    try (JsonParser in = JSON.createParser(sent);
        JsonGenerator generator = JSON.createGenerator(out)) {
      int linksAt = copyDocument(in, generator, out);
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

  private static int copyDocument(JsonParser in, JsonGenerator out, StringWriter written) {
    int linksAt = -1;
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidRequest("", "is no JSON object");
    }
    out.writeStartObject();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      out.writeName(name);
      if (in.nextToken() == JsonToken.START_ARRAY && name.equals("links")) {
        out.writeStartArray();
        out.flush();
        linksAt = written.getBuffer().length();
        copyLinks(in, out);
        out.writeEndArray();
      } else {
        copyValue(in, out);
      }
    }
    out.writeEndObject();
    return linksAt;
  }

  private static void copyLinks(JsonParser in, JsonGenerator out) {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      var link = new StringWriter();
      String relation = "";
      try (JsonGenerator one = JSON.createGenerator(link)) {
        relation = copyLink(in, one);
      }
      if (!GeneratedLinks.isGenerated(relation)) {
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
