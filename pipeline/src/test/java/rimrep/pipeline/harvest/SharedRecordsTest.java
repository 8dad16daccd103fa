package rimrep.pipeline.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import rimrep.testing.SharedData;
import tools.jackson.databind.JsonNode;

/// Every record of the shared data is read, and says what an independent reader found in it.
class SharedRecordsTest {
  private static final String INVALID_BOX = "sample_self_intersect3.xml";

  static Stream<String> names() throws IOException {
    Optional<Path> folder = SharedData.folder();
    if (folder.isEmpty()) {
      return Stream.of("sample10.xml");
    }
    try (Stream<Path> files = Files.list(folder.get().resolve("iso19115"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static JsonNode expected(String name) throws IOException {
    return Json.mapper()
        .readTree(Files.readString(SharedData.file("expected.json")))
        .path("iso19115/" + name);
  }

  private static Harvest.Read read(String name) throws IOException {
    return Harvester.read(name, Files.readAllBytes(SharedData.file("iso19115/" + name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsTextsKeywordsAndLicences(String name) throws IOException {
    HarvestedRecord record = read(name).record();
    JsonNode expected = expected(name);
    assertThat(record.identifier()).contains(expected.path("identifier").asString());
    assertThat(record.title()).contains(expected.path("title").asString());
    assertThat(record.description().orElse("").length())
        .isCloseTo(expected.path("abstractCharacters").asInt(), within(60));
    assertThat(record.keywords().stream().map(HarvestedRecord.Keyword::text).distinct())
        .hasSize(expected.path("keywordDistinct").asInt());
    JsonNode licence = expected.path("licence").path(0);
    assertThat(record.licences())
        .first()
        .satisfies(l -> {
          assertThat(l.title()).isEqualTo(licence.path("title").asString());
          assertThat(l.url().orElse(null))
              .isEqualTo(licence.path("url").isNull() ? null : licence.path("url").asString());
        });
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsDatesAndLinks(String name) throws IOException {
    HarvestedRecord record = read(name).record();
    JsonNode expected = expected(name);
    assertThat(dates(record.dates(), 19)).isEqualTo(dates(expected.path("citationDates")));
    assertThat(dates(record.metadataDates(), 19)).isEqualTo(dates(expected.path("metadataDates")));
    assertThat(record.links()).hasSize(expected.path("distributionLinks").asInt());
    assertThat(record.links().stream().filter(link -> link.name().isEmpty()))
        .hasSize(expected.path("distributionLinksWithoutName").asInt());
  }

  private static List<String> dates(List<HarvestedRecord.DatedEvent> events, int length) {
    return events.stream()
        .map(e -> e.type() + " " + e.date().substring(0, Math.min(length, e.date().length())))
        .toList();
  }

  private static List<String> dates(JsonNode events) {
    return events
        .valueStream()
        .map(e -> e.path("type").asString() + " " + e.path("date").asString())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsExtents(String name) throws IOException {
    HarvestedRecord record = read(name).record();
    JsonNode expected = expected(name);
    List<BoundingBox> boxes = new ArrayList<>();
    for (JsonNode box : expected.path("bboxes")) {
      if (!name.equals(INVALID_BOX)) {
        boxes.add(Json.mapper().treeToValue(box, BoundingBox.class));
      }
    }
    assertThat(record.boxes()).isEqualTo(boxes);
    assertThat(record.outlines()).hasSize(expected.path("gmlPolygonCount").asInt());
    assertThat(record.outlines().stream().mapToInt(HarvestedRecord.Outline::vertices).sum())
        .isEqualTo(expected.path("polygonVertices").asInt(0));
    Optional<BoundingBox> envelope =
        record.outlines().stream().flatMap(o -> o.envelope().stream()).reduce(BoundingBox::union);
    if (expected.has("polygonEnvelopeLonLat")) {
      List<Double> found = envelope.orElseThrow().values();
      for (int i = 0; i < 4; i++) {
        assertThat(found.get(i))
            .isCloseTo(expected.path("polygonEnvelopeLonLat").get(i).asDouble(), within(1e-5));
      }
    }
    List<List<String>> periods = new ArrayList<>();
    for (HarvestedRecord.Period period : record.periods()) {
      periods.add(
          period.start().equals(period.end())
              ? List.of(period.start().orElse(""))
              : Stream.of(period.start(), period.end()).flatMap(Optional::stream).toList());
    }
    List<List<String>> wanted = new ArrayList<>();
    for (JsonNode extent : expected.path("temporalExtents")) {
      wanted.add(extent.valueStream().map(JsonNode::asString).filter(t -> !t.isEmpty()).toList());
    }
    assertThat(periods).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample_self_intersect2.xml|Self-intersection",
        "sample_non_noded_intersections.xml|Self-intersection",
        "sample_non_noded_intersections.xml|a licence without address",
        "sample_self_intersect3.xml|latitudes 115.3384944 and 33.6298833",
        "sample_incorrect_projection.xml|a polygon in EPSG:3857",
        "sample_empty_link_name.xml|a link without name",
        "sample_empty_link_name.xml|an empty keyword",
        "sample_empty_link_name.xml|a keyword outside MD_Keywords",
        "sample_abnormal_structure_GA.xml|the licence http://creativecommons.org/licenses/"
      })
  void listsWhatIsWrongWithItsPlace(String nameAndProblem) throws IOException {
    String[] parts = nameAndProblem.split("\\|");
    assertThat(read(parts[0]).record().problems())
        .anySatisfy(problem -> {
          assertThat(problem.found()).isEqualTo(parts[1]);
          assertThat(problem.xpath()).startsWith("/");
        });
  }
}
