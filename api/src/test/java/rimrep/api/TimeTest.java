package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.at;
import static rimrep.api.Documents.during;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a search by time finds, and in which order.
class TimeTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  @BeforeEach
  void items() {
    API.collection("demo");
    API.item(text(at(point("june", 1, 1), "2024-06-01T00:00:00Z")));
    API.item(text(at(point("july", 1, 1), "2024-07-01T10:00:00+10:00")));
    API.item(text(during(point("spring", 1, 1), "2024-03-01T00:00:00Z", "2024-05-31T00:00:00Z")));
  }

  @Test
  @DisplayName("Range items match by overlap, ends included")
  void rangeItemsMatchByOverlapEndsIncluded() {
    assertThat(API.search("datetime=2024-05-31T00:00:00Z")).containsExactly("spring");
    assertThat(API.search("datetime=2024-05-31T00:00:00.000001Z/2024-06-01T00:00:00Z"))
        .containsExactly("june");
    assertThat(API.search("datetime=2024-01-01T00:00:00Z/2024-03-01T00:00:00Z"))
        .containsExactly("spring");
    assertThat(API.search("datetime=2024-07-01T00:00:00Z")).containsExactly("july");
  }

  @Test
  @DisplayName("datetime sorts by datetime, else start_datetime. Default: datetime descending")
  void sortsByDatetimeElseStartNewestFirst() {
    assertThat(API.search("limit=1")).containsExactly("july", "june", "spring");
    API.item(text(during(point("years", 1, 1), "2024-06-15T00:00:00Z", "2030-01-01T00:00:00Z")));
    API.item(
        text(
            at(
                during(point("both", 1, 1), "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
                "2024-06-10T00:00:00Z")));
    List<String> oldestFirst = List.of("spring", "june", "both", "years", "july");
    assertThat(API.search("limit=1")).isEqualTo(oldestFirst.reversed());
    assertThat(API.search("sortby=-datetime&limit=2")).isEqualTo(oldestFirst.reversed());
    assertThat(API.search("sortby=datetime&limit=1")).isEqualTo(oldestFirst);
    assertThat(API.search("sortby=properties.datetime")).isEqualTo(oldestFirst);
    assertThat(API.searchByPost("{\"sortby\":[{\"field\":\"datetime\",\"direction\":\"asc\"}]}"))
        .isEqualTo(oldestFirst);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../2024-12-31T00:00:00Z",
        "/2024-12-31T00:00:00Z",
        "2024-01-01T00:00:00Z/",
        "2024-01-01T00:00:00Z/..",
        "2024-01-01t00:00:00z/..",
        "2024-01-01T00:00:00.123456789Z/..",
        "2024-01-01T10:00:00%2B10:00/..",
        "2024-01-01t10:00:00.000000001%2B10:00/2024-12-31t23:59:59.999999999z"
      })
  @DisplayName(
      ".., /x, x/, lower-case t and z, nine fractional digits (truncated, not rounded) are accepted")
  void acceptsOpenEndsLowerCaseAndFractions(String datetime) {
    assertThat(API.search("datetime=" + datetime)).hasSize(3);
    assertThat(API.searchByPost("{\"datetime\":\"" + datetime.replace("%2B", "+") + "\"}"))
        .hasSize(3);
  }

  @Test
  @DisplayName("nine fractional digits (truncated, not rounded)")
  void cutsNineDigitsInsteadOfRounding() {
    API.item(text(at(point("fraction", 1, 1), "2024-09-01T00:00:00.123456999Z")));
    assertThat(API.search("datetime=2024-09-01T00:00:00.1234567Z")).containsExactly("fraction");
    assertThat(API.search("datetime=2024-09-01T00:00:00.123456Z")).containsExactly("fraction");
    assertThat(API.search("datetime=2024-09-01T00:00:00.123456999Z/.."))
        .containsExactly("fraction");
    assertThat(API.search("datetime=2024-09-01T00:00:00.123457Z")).isEmpty();
    assertThat(API.search("datetime=2024-09-01T00:00:00.123457Z/..")).isEmpty();
    assertThat(API.search("datetime=2024-08-01T00:00:00Z/2024-09-01T00:00:00.123455999Z"))
        .isEmpty();
    String filter = "datetime = TIMESTAMP('2024-09-01T00:00:00.123456789Z')";
    assertThat(API.search("filter=" + RunningApi.encode(filter))).containsExactly("fraction");
    assertThat(API.get(API.publicUrl() + "/collections/demo/items/fraction").body())
        .as("the document keeps its digits")
        .contains("00.123456999Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "../..",
        "2024-06-01",
        "2024-06-01T00:00:00",
        "2024-06-01T00:00:00%2B0100",
        "2024-06-01T00:00:61Z",
        "2024-06-01T00:00:00,5Z",
        "2024-06-02T00:00:00Z/2024-06-01T00:00:00Z",
        "2024-02-30T00:00:00Z",
        "2024-06-01T00:00:00Z/2024-07-01T00:00:00Z/2024-08-01T00:00:00Z",
        "now"
      })
  @DisplayName(
      "/, ../.., date only, no zone, +0100, second 61, comma fraction, reversed interval are 400")
  void refusesWhatIsNoTime(String datetime) {
    var response = API.get(API.publicUrl() + "/search?datetime=" + datetime);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("datetime");
    String asked = URLDecoder.decode(datetime, StandardCharsets.UTF_8);
    var byPost = API.post(API.publicUrl() + "/search", "{\"datetime\":\"" + asked + "\"}");
    assertThat(byPost.statusCode()).as(byPost.body()).isEqualTo(400);
  }
}
