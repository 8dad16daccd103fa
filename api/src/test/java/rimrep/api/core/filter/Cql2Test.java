package rimrep.api.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import rimrep.api.core.InvalidRequest;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;

/// The text and the JSON form of CQL2, and what conditions mean.
class Cql2Test {

  private static final Candidate ITEM =
      new Candidate() {
        @Override
        public String id() {
          return "a";
        }

        @Override
        public String collection() {
          return "demo";
        }

        @Override
        public Instant datetime() {
          return Instant.parse("2024-06-01T00:00:00Z");
        }

        @Override
        public JsonNode properties() {
          return StacJson.parse(
              """
              {"v":5,"w":5.0,"name":"Récif d'Or","flag":true,"tags":["a","b"],
               "eo:cloud":1.5e1,"created":"2024-01-01T00:00:00Z","day":"2024-02-29",
               "nested":[["a","b"],["c",1.0]],"empty":[]}
              """);
        }

        @Override
        public Optional<Geometry> footprint() {
          return Optional.of(new GeometryFactory().createPoint(new Coordinate(179, -17)));
        }
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v = 5",
        "5 = v",
        "v = w",
        "properties.v = 5.0 AND flag = true",
        "v <> 4 and not v > 5",
        "v BETWEEN 1 AND 5",
        "v NOT BETWEEN 6 AND 7",
        "v IN (1, 5)",
        "v NOT IN (1, 2)",
        "name LIKE 'R_cif%'",
        "name NOT LIKE 'r%'",
        "CASEI(name) LIKE CASEI('RÉCIF%')",
        "ACCENTI(name) = ACCENTI('Recif d''Or')",
        "CASEI(ACCENTI(name)) = 'recif d\\'or'",
        "missing IS NULL",
        "name IS NOT NULL",
        "\"eo:cloud\" = 15",
        "eo:cloud >= 15",
        "NOT (v = 4 OR v = 6)",
        "v = 4 OR (v = 5 AND flag = true)",
        "datetime >= TIMESTAMP('2024-06-01T00:00:00Z')",
        "datetime > DATE('2024-05-31')",
        "created < TIMESTAMP('2024-06-01T00:00:00Z')",
        "T_AFTER(datetime, TIMESTAMP('2024-05-01T00:00:00Z'))",
        "T_DURING(datetime, INTERVAL('2024-05-01', '..'))",
        "T_INTERSECTS(datetime, INTERVAL('..', '2024-06-01T00:00:00Z'))",
        "T_BEFORE(created, datetime)",
        "S_INTERSECTS(geometry, BBOX(170, -20, -170, -10))",
        "S_INTERSECTS(BBOX(170, -20, -170, -10), geometry)",
        "S_WITHIN(geometry, POLYGON((178 -18, 182 -18, 182 -16, 178 -16, 178 -18)))",
        "S_DISJOINT(geometry, POINT(0 0))",
        "S_EQUALS(geometry, POINT(179 -17))",
        "A_CONTAINS(tags, ('a'))",
        "A_EQUALS(tags, ('b', 'a'))",
        "A_CONTAINEDBY(tags, ('a', 'b', 'c'))",
        "A_OVERLAPS(tags, ('x', 'b'))",
        "A_CONTAINS(nested, (('a', 'b')))",
        "A_EQUALS(nested, (('c', 1), ('a', 'b')))",
        "A_OVERLAPS(nested, (('x'), ('a', 'b')))",
        "A_EQUALS(empty, ())",
        "A_CONTAINS(tags, ())",
        "A_CONTAINEDBY((), tags)",
        "A_CONTAINS(tags, (CASEI('A')))",
        "CASEI(name) IN ('x', CASEI('RÉCIF D''OR'))",
        "day = DATE('2024-02-29')",
        "day < DATE('2024-03-01') AND day >= TIMESTAMP('2024-02-29T00:00:00Z')",
        "day BETWEEN DATE('2024-02-01') AND DATE('2024-02-29')",
        "T_DURING(day, INTERVAL('2024-02-28', '2024-03-01'))",
        "created BETWEEN DATE('2024-01-01') AND TIMESTAMP('2024-01-01T00:00:00Z')",
        "datetime = TIMESTAMP('2024-05-31T00:01:00-23:59')",
        "id = 'a' AND collection = 'demo'",
        "true"
      })
  void selects(String text) {
    assertThat(Evaluation.selects(Cql2Text.parse(text), ITEM)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v = 4",
        "v = '5'",
        "v <> 'x'",
        "NOT v = '5'",
        "missing = 1",
        "NOT missing = 1",
        "missing <> 1",
        "name = 'récif d''or'",
        "name LIKE 'cif'",
        "S_INTERSECTS(geometry, BBOX(-170, -20, 170, -10))",
        "T_AFTER(missing, datetime)",
        "A_CONTAINS(nested, (('a')))",
        "A_CONTAINS(nested, (('b', 'a')))",
        "A_EQUALS(nested, (('a', 'b')))",
        "A_CONTAINS(tags, (missing))",
        "NOT A_CONTAINS(tags, (missing))",
        "A_CONTAINS(nested, ((missing)))",
        "A_OVERLAPS(tags, ())",
        "day = DATE('2024-02-28')",
        "name = DATE('2024-02-29')",
        "v NOT IN ('x', 1)",
        "false"
      })
  void doesNotSelect(String text) {
    assertThat(Evaluation.selects(Cql2Text.parse(text), ITEM)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v = | position 4",
        "v == 5 | position 4",
        "v = 5 AND | position",
        "v = 5 v = 6 | position 7",
        "(v = 5 | position",
        "SHOUT(v, 5) | SHOUT",
        "v + 1 = 5 | \"+\"",
        "v LIKE | position",
        "v IN 5 | position 6",
        "S_INTERSECTS(geometry) | arguments",
        "S_INTERSECTS(v, POINT(1 1)) | places",
        "S_INTERSECTS(geometry, POINT(1)) | WKT",
        "S_INTERSECTS(geometry, POINT(1 91)) | no place",
        "datetime > TIMESTAMP('2024-06-01') | instant",
        "datetime > DATE('2024-06-01T00:00:00Z') | no date",
        "datetime > DATE('2024-02-30') | 2024-02-30",
        "v IN () | expected a value",
        "v = 1e300 | 300 digits",
        "v > -1e-301 | 300 digits",
        "v = 'x | position 5: the text has no closing quote",
        "ACCENTI(v, v) = 5 | arguments"
      })
  void refusesTextWithItsPosition(String text, String expected) {
    assertThatThrownBy(() -> Cql2Text.parse(text))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(expected);
  }

  @Test
  void refusesDeepNesting() {
    String deep = "(".repeat(10_000) + "v = 5" + ")".repeat(10_000);
    assertThatThrownBy(() -> Cql2Text.parse(deep))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("nested");
    assertThatThrownBy(() -> Cql2Text.parse("NOT ".repeat(10_000) + "v = 5"))
        .isInstanceOf(InvalidRequest.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"op\":\"=\",\"args\":[{\"property\":\"v\"},5]} | v = 5",
        "{\"op\":\"and\",\"args\":[{\"op\":\"<\",\"args\":[{\"property\":\"v\"},5]},{\"op\":\"isNull\",\"args\":[{\"property\":\"x\"}]}]} | v < 5 AND x IS NULL",
        "{\"op\":\"not\",\"args\":[{\"op\":\"in\",\"args\":[{\"property\":\"v\"},[1,2]]}]} | v NOT IN (1,2)",
        "{\"op\":\"between\",\"args\":[{\"property\":\"v\"},1,2]} | v BETWEEN 1 AND 2",
        "{\"op\":\"like\",\"args\":[{\"op\":\"casei\",\"args\":[{\"property\":\"n\"}]},\"a%\"]} | CASEI(n) LIKE 'a%'",
        "{\"op\":\"t_during\",\"args\":[{\"property\":\"datetime\"},{\"interval\":[\"2024-01-01T00:00:00Z\",\"..\"]}]} | T_DURING(datetime, INTERVAL('2024-01-01T00:00:00Z','..'))",
        "{\"op\":\"s_intersects\",\"args\":[{\"property\":\"geometry\"},{\"type\":\"Point\",\"coordinates\":[1,2]}]} | S_INTERSECTS(geometry, POINT(1 2))",
        "{\"op\":\"s_intersects\",\"args\":[{\"property\":\"geometry\"},{\"bbox\":[170,-20,-170,-10]}]} | S_INTERSECTS(geometry, BBOX(170,-20,-170,-10))",
        "{\"op\":\"a_contains\",\"args\":[{\"property\":\"tags\"},[\"a\"]]} | A_CONTAINS(tags, ('a'))",
        "{\"op\":\">\",\"args\":[{\"property\":\"datetime\"},{\"timestamp\":\"2024-01-01T00:00:00Z\"}]} | datetime > TIMESTAMP('2024-01-01T00:00:00Z')"
      })
  void jsonAndTextMeanTheSame(String json, String text) {
    assertThat(Cql2Json.parse(StacJson.parse(json)).toString())
        .isEqualTo(Cql2Text.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"op\":\"=\"}",
        "{\"op\":\"=\",\"args\":[1]}",
        "{\"op\":\"shout\",\"args\":[1,2]}",
        "{\"op\":\"and\",\"args\":[]}",
        "{\"op\":\"and\",\"args\":[1]}",
        "{\"op\":\"in\",\"args\":[{\"property\":\"v\"},5]}",
        "{\"op\":\"=\",\"args\":[null,5]}",
        "{\"op\":\"isNull\",\"args\":{\"property\":\"v\"}}",
        "{\"op\":\"=\",\"args\":[{\"op\":\"casei\",\"args\":[{\"property\":\"v\"},\"x\"]},5]}",
        "{\"op\":\"=\",\"args\":[{\"property\":\"v\"},1e300]}",
        "{\"op\":\"=\",\"args\":[{\"property\":\"v\"},{\"date\":\"2024-06-01T00:00:00Z\"}]}",
        "{\"op\":\"=\",\"args\":[{\"op\":\"+\",\"args\":[1,2]},5]}"
      })
  void refusesWrongJson(String json) {
    assertThatThrownBy(() -> Cql2Json.parse(StacJson.parse(json)))
        .isInstanceOf(InvalidRequest.class);
  }
}
