package rimrep.api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.Documents;
import rimrep.api.RunningApi;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/// What was put comes back equal: foreign members, nulls, the spelling of numbers, member order.
class RoundTripTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final int ITEMS = Integer.getInteger("roundtrip.items", 60);
  private static final JsonFactory JSON = new JsonFactory();

  private static final List<String> NUMBERS =
      List.of(
          "1",
          "1.0",
          "1.00",
          "1e3",
          "1E3",
          "1e+3",
          "-0",
          "-0.0",
          "0.1e-7",
          "12345678901234567890",
          "3.141592653589793238462643383279");
  private static final List<String> TEXTS =
      List.of(
          "\"\"",
          "\"ä\"",
          "\"\\u00e4\"",
          "\"\\\\ \\\" \\/ \\n\"",
          "\"\\ud83d\\ude00\"",
          "\"\\u0000\"",
          "\"<a href=''>\"",
          "\"2024-06-30T00:00:00.000Z\"");

  @Test
  void whateverIsPutComesBackEqual() {
    long seed = Long.getLong("rimrep.seed", System.nanoTime());
    var random = new Random(seed);
    API.collection("demo");
    for (int i = 0; i < ITEMS; i++) {
      String id = "i" + i;
      String first = item(id, random);
      String second = item(id, random);
      String as = "seed " + seed + " " + first;
      var created = API.write("POST", "/collections/demo/items", first);
      assertThat(created.statusCode()).as(as + created.body()).isEqualTo(201);
      assertEqual(created.body(), first, as);
      String url = API.publicUrl() + "/collections/demo/items/" + id;
      assertEqual(API.get(url).body(), first, as);
      var put = API.write("PUT", "/collections/demo/items/" + id, second);
      assertThat(put.statusCode()).as(second + put.body()).isEqualTo(200);
      String got = API.get(url).body();
      assertEqual(got, second, as);
      var again = API.write("PUT", "/collections/demo/items/" + id, got);
      assertThat(again.headers().firstValue("ETag")).isEqualTo(put.headers().firstValue("ETag"));
      String found = API.get(API.publicUrl() + "/search?ids=" + id).body();
      assertThat(tokens(found)).as(as).contains(tokens(second));
    }
  }

  @Test
  void whatAPatchDoesNotTouchKeepsItsSpelling() {
    API.collection("demo");
    String spelled =
        "\"n\":[1e3,-0.0,1.50,0.1e+2,1E-7,1e400,12345678901234567890123],\"o\":{\"z\":1e3,\"a\":null}";
    String item =
        Documents.text(Documents.point("a", 1, 1))
            .replace("\"datetime\"", spelled + ",\"datetime\"");
    API.item(item);
    String url = "/collections/demo/items/a";
    var patched =
        API.write("PATCH", url, "{\"properties\":{\"new\":1e3,\"o\":{\"b\":2E0,\"a\":null}}}");
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    String expected = spelled.replace("\"a\":null", "\"b\":2E0");
    assertThat(API.get(API.publicUrl() + url).body()).contains(expected, "\"new\":1e3");
    assertThat(API.get(API.publicUrl() + "/search?fields=properties.n,properties.o.z").body())
        .contains("\"properties\":{" + spelled.replace(",\"a\":null", "") + "}");
  }

  @Test
  void halfASurrogatePairIsRefusedAndNotReplaced() {
    API.collection("demo");
    String item = Documents.text(Documents.point("a", 1, 1));
    for (String half : List.of("\\ud800", "\\udc00", "x\\ud83dx")) {
      for (String wrong :
          List.of(
              item.replace("\"id\":\"a\"", "\"id\":\"" + half + "\""),
              item.replace("\"datetime\"", "\"title\":\"" + half + "\",\"datetime\""),
              item.replace("\"datetime\"", "\"" + half + "\":1,\"datetime\""))) {
        var answer = API.write("POST", "/collections/demo/items", wrong);
        assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
        assertThat(answer.body()).contains("surrogate");
      }
    }
    assertThat(API.search("limit=10")).isEmpty();
  }

  @Test
  void linksMayBeLeftOut() {
    API.collection("demo");
    var item = Documents.point("a", 1, 1);
    item.remove("links");
    API.item(Documents.text(item));
    assertThat(API.search("limit=10")).containsExactly("a");
  }

  private static void assertEqual(String got, String sent, String as) {
    assertThat(tokens(got)).as(as).isEqualTo(tokens(sent));
  }

  private static String item(String id, Random random) {
    var members = new ArrayList<String>();
    members.add("\"type\":\"Feature\"");
    members.add("\"stac_version\":\"1.1.0\"");
    members.add("\"id\":\"" + id + "\"");
    members.add("\"collection\":\"demo\"");
    members.add("\"geometry\":{\"type\":\"Point\",\"coordinates\":[1.0,2e0,3.50]}");
    members.add("\"bbox\":[1,2.0,1e0,2]");
    members.add("\"links\":[]");
    members.add("\"assets\":{\"a\":{\"href\":\"./a\",\"x:y\":" + value(random, 2) + "}}");
    members.add(
        "\"properties\":{\"datetime\":\"2024-06-01T00:00:00.10Z\",\"rimrep:access\":\"public\","
            + "\"a:b\":"
            + value(random, 3)
            + ",\"\":"
            + value(random, 1)
            + ",\"z\":null}");
    members.add("\"foreign\":" + value(random, 4));
    members.add("\"none\":null");
    java.util.Collections.shuffle(members, random);
    return "{ " + String.join(" ,\n ", members) + "}";
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> TEXTS.get(random.nextInt(TEXTS.size()));
      case 3, 4 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
      case 5 -> {
        var list = new StringJoiner(",", "[", "]");
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list.toString();
      }
      default -> {
        var members = new StringJoiner(",", "{", "}");
        for (int i = random.nextInt(4); i > 0; i--) {
          members.add("\"m" + i + "\":" + value(random, depth - 1));
        }
        yield members.toString();
      }
    };
  }

  /// The document token by token, numbers as they are spelled; what `links` hold is the API's.
  private static String tokens(String json) {
    var tokens = new StringJoiner(" ");
    try (JsonParser in = JSON.createParser(json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        tokens.add(token == JsonToken.VALUE_STRING ? '"' + in.getString() : in.getString());
        if (token == JsonToken.PROPERTY_NAME && in.currentName().equals("links")) {
          in.nextToken();
          in.skipChildren();
        }
      }
    }
    String all = tokens.toString();
    return all.startsWith("{") && all.contains("\"FeatureCollection") ? all : all.strip();
  }
}
