package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.http.TrustedProxies;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Links behind proxies: no doubled scheme, no lost port, no lost or doubled prefix, no slash too
/// many, and never from a header of somebody who is no proxy.
class ProxyTest {

  @RegisterExtension
  static final RunningApi API =
      new RunningApi(s -> s.behind(TrustedProxies.of(List.of("127.0.0.0/8", "::1"))));

  @BeforeEach
  void items() {
    API.collection("demo");
    for (int i = 0; i < 3; i++) {
      API.item(text(point("i" + i, 1, 1)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org | https://data.example.org",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org:8443 | https://data.example.org:8443",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org;X-Forwarded-Port=8443 | https://data.example.org:8443",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org;X-Forwarded-Port=443 | https://data.example.org",
        "X-Forwarded-Proto=http;X-Forwarded-Host=data.example.org;X-Forwarded-Port=80 | http://data.example.org",
        "X-Forwarded-Proto=http;X-Forwarded-Host=data.example.org;X-Forwarded-Port=443 | http://data.example.org:443",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org:8443;X-Forwarded-Port=8443 | https://data.example.org:8443",
        "X-Forwarded-Proto=https,http;X-Forwarded-Host=data.example.org,inner:8080 | https://data.example.org",
        "X-Forwarded-Proto=https;X-Forwarded-Port=8443 | https://127.0.0.1:8443",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org;X-Forwarded-Prefix=/api | https://data.example.org/api",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org;X-Forwarded-Prefix=/api/ | https://data.example.org/api",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org;X-Forwarded-Prefix=api/v1 | https://data.example.org/api/v1",
        "X-Forwarded-Proto=https;X-Forwarded-Host=data.example.org;X-Forwarded-Prefix=/ | https://data.example.org",
        "X-Forwarded-Proto=https;X-Forwarded-Host=[2001:db8::1]:8443 | https://[2001:db8::1]:8443",
        "Forwarded=for=10.0.0.1:proto=https:host=data.example.org | https://data.example.org",
        "Forwarded=proto=https:host=\"data.example.org_8443\", proto=http:host=inner | https://data.example.org:8443",
        "Forwarded=Host=data.example.org:Proto=https;X-Forwarded-Host=other.example.org | https://data.example.org",
        "Forwarded=host=data.example.org:proto=https;X-Forwarded-Prefix=/api | https://data.example.org/api"
      })
  void linksAreThoseThatTheClientCanFollow(String headers, String base) {
    String[] sent = headers(headers);
    for (String path :
        List.of(
            "",
            "/collections",
            "/collections?limit=1",
            "/collections/demo",
            "/collections/demo/items?limit=1",
            "/collections/demo/items/i1",
            "/search?limit=1&ids=i0,i1")) {
      var answer = API.get(API.publicUrl() + path, sent);
      assertThat(answer.statusCode()).isEqualTo(200);
      List<String> links = own(StacJson.parse(answer.body()));
      assertThat(links).isNotEmpty().allMatch(l -> l.startsWith(base + "/stac"), base);
      assertThat(RunningApi.link(StacJson.parse(answer.body()), "self"))
          .isEqualTo(base + "/stac" + path);
      assertThat(String.join(" ", links)).doesNotContain("/stac/stac").doesNotContain("//stac");
    }
    assertThat(API.get(API.publicUrl() + "/collections/?limit=1", sent).headers().map())
        .containsEntry("location", List.of(base + "/stac/collections?limit=1"));
    assertThat(
            StacJson.parse(API.get(API.publicUrl() + "/api", sent).body())
                .at("/servers/0/url")
                .asString())
        .isEqualTo(base + "/stac");
    assertThat(
            StacJson.parse(API.get(API.publicUrl() + "/queryables", sent).body())
                .path("$id")
                .asString())
        .isEqualTo(base + "/stac/queryables");
  }

  /// `a=b;c=d`; in `Forwarded`, `:` stands for `;` and `_` for `:`.
  private static String[] headers(String text) {
    var all = new ArrayList<String>();
    for (String pair : text.split(";")) {
      String[] parts = pair.split("=", 2);
      boolean standard = parts[0].equals("Forwarded");
      all.add(parts[0]);
      all.add(standard ? parts[1].replace(':', ';').replace('_', ':') : parts[1]);
    }
    return all.toArray(String[]::new);
  }

  private static List<String> own(JsonNode document) {
    var all = new ArrayList<String>();
    for (JsonNode link : document.path("links")) {
      if (!link.path("rel").asString().equals("license")) {
        all.add(link.path("href").asString());
      }
    }
    document.path("features").forEach(f -> all.addAll(own(f)));
    document.path("collections").forEach(f -> all.addAll(own(f)));
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Proto=javascript",
        "X-Forwarded-Host=a b",
        "X-Forwarded-Host=evil.example.org/path",
        "X-Forwarded-Host=user@evil.example.org",
        "X-Forwarded-Port=x",
        "X-Forwarded-Prefix=/a\"<b>",
        "X-Forwarded-Prefix=/../x y",
        "Forwarded=nonsense"
      })
  void nonsenseIsIgnored(String headers) {
    ObjectNode json =
        StacJson.parse(API.get(API.publicUrl() + "/collections", headers(headers)).body());
    assertThat(RunningApi.link(json, "self")).isEqualTo(API.publicUrl() + "/collections");
  }

  @Test
  void onlyTrustedProxiesAndAConfiguredUrlAreBelieved() {
    var plain = ApiSettings.forPublic("", "Test", "Made-up.");
    String[] sent = {"X-Forwarded-Host", "evil.example.org", "Forwarded", "host=evil.example.org"};
    assertThat(root(plain, sent)).startsWith("http://127.0.0.1:");
    assertThat(root(plain.behind(TrustedProxies.of(List.of("10.0.0.0/8"))), sent))
        .startsWith("http://127.0.0.1:");
    var placed = plain.at(URI.create("https://stac.example.org/reef/"));
    assertThat(root(placed, sent)).isEqualTo("https://stac.example.org/reef");
    assertThat(root(placed.behind(TrustedProxies.of(List.of("127.0.0.1"))), sent))
        .isEqualTo("https://stac.example.org/reef");
    assertThat(root(plain.at(URI.create("https://stac.example.org")), sent))
        .isEqualTo("https://stac.example.org/");
    for (String wrong : List.of("proxy.example.org", "10.0.0.0/33", "10.0.0.0/x", "")) {
      assertThatThrownBy(() -> TrustedProxies.of(List.of(wrong)))
          .hasMessageContaining("\"" + wrong + "\"");
    }
  }

  private static String root(ApiSettings settings, String... headers) {
    try (var database = StacDatabase.open(API.postgres().settings(), "key");
        var server = ApiServer.start("127.0.0.1", 0, database.publicApi(settings), c -> {})) {
      String url = "http://127.0.0.1:" + server.port() + "/collections";
      return RunningApi.link(StacJson.parse(API.get(url, headers).body()), "root");
    }
  }

  @Test
  void everyLinkOfEveryDocumentResolves() {
    for (String path : List.of("", "/collections", "/collections/demo", "/search?limit=1")) {
      for (String link : own(StacJson.parse(API.get(API.publicUrl() + path).body()))) {
        assertThat(API.get(link).statusCode()).as(link).isEqualTo(200);
      }
    }
  }
}
