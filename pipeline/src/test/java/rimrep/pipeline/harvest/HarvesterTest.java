package rimrep.pipeline.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.http.HttpSettings;
import rimrep.testing.HttpFixture;

class HarvesterTest {
  private static final Path CATALOG = Path.of(System.getProperty("rimrep.root"), "catalog");
  private static final String RECORD = "sources/records/demo-sst.xml";
  private static final HttpSettings QUICK =
      new HttpSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          2,
          Duration.ofMillis(10));

  @TempDir Path folder;

  private static Harvester harvester() {
    return new Harvester(CATALOG, QUICK, true, Map.of());
  }

  private static Harvest ask(Ingest.HarvestSpec spec) {
    return harvester().harvest(spec, Optional.empty());
  }

  private static Harvest.Read sample() {
    return (Harvest.Read) ask(new Ingest.HarvestSpec.RecordFile(RECORD));
  }

  @Test
  void fillsTheFieldsOfADataPackage() {
    assertThat(sample().fields().toString())
        .isEqualTo(
            "{\"title\":\"Demo SST: sea surface temperature of a made-up reef\",\"description\":"
                + "\"Daily sea surface temperature computed by a short program. Nothing in it was"
                + " ever measured.\",\"keywords\":[\"coral bleaching\",\"sea surface temperature\","
                + "\"synthetic\"],\"licenses\":[{\"name\":\"CC-BY-4.0\",\"title\":\"Creative Commons"
                + " Attribution 4.0 International License\",\"path\":"
                + "\"http://creativecommons.org/licenses/by/4.0/\"}],\"contributors\":[{\"title\":"
                + "\"Demo Reef Office\",\"roles\":[\"licensor\"]}],\"processing\":{\"lineage\":"
                + "\"Sine waves of place and time with seeded noise, packed to hundredths of a"
                + " degree.\"}}");
  }

  @Test
  void theDigestIgnoresTheDateOfTheRecordAndSpaces() throws IOException {
    String text = Files.readString(CATALOG.resolve(RECORD));
    assertThat(digest(text.replace("2024-02-02T03:04:05Z", "2025-01-01T00:00:00Z")))
        .isEqualTo(sample().digest());
    assertThat(digest(text.replace("coral bleaching", " coral\n  bleaching ")))
        .isEqualTo(sample().digest());
    assertThat(digest(text.replace("coral bleaching", "bleaching")))
        .isNotEqualTo(sample().digest());
  }

  private static String digest(String text) {
    return Harvester.read("record", text.getBytes(StandardCharsets.UTF_8)).digest();
  }

  @Test
  void readsOlderRecordsOfIso19139() {
    String record =
        """
        <gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"
            xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx">
          <gmd:fileIdentifier><gco:CharacterString>old-1</gco:CharacterString></gmd:fileIdentifier>
          <gmd:identificationInfo><gmd:MD_DataIdentification>
            <gmd:citation><gmd:CI_Citation>
              <gmd:title><gmx:Anchor>An  old record</gmx:Anchor></gmd:title>
            </gmd:CI_Citation></gmd:citation>
            <gmd:abstract><gco:CharacterString>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two &lt; 3&lt;/p&gt;</gco:CharacterString></gmd:abstract>
            <gmd:pointOfContact><gmd:CI_ResponsibleParty>
              <gmd:organisationName><gco:CharacterString>Old Office</gco:CharacterString></gmd:organisationName>
              <gmd:role><gmd:CI_RoleCode codeListValue="custodian"/></gmd:role>
            </gmd:CI_ResponsibleParty></gmd:pointOfContact>
            <gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:otherConstraints>
              <gco:CharacterString>http://creativecommons.org/licenses/by/3.0/au/</gco:CharacterString>
            </gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>
          </gmd:MD_DataIdentification></gmd:identificationInfo>
          <gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:lineage><gmd:LI_Lineage>
            <gmd:statement><gco:CharacterString>By hand.</gco:CharacterString></gmd:statement>
          </gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo>
        </gmd:MD_Metadata>
        """;
    Harvest.Read read = Harvester.read("old", record.getBytes(StandardCharsets.UTF_8));
    assertThat(read.record().identifier()).contains("old-1");
    assertThat(read.fields().path("title").asString()).isEqualTo("An old record");
    assertThat(read.fields().path("description").asString()).isEqualTo("One\nTwo < 3");
    assertThat(read.fields().at("/licenses/0/name").asString()).isEqualTo("CC-BY-3.0-AU");
    assertThat(read.fields().at("/contributors/0/roles/0").asString()).isEqualTo("host");
    assertThat(read.fields().at("/processing/lineage").asString()).isEqualTo("By hand.");
  }

  @Test
  void refusesADocumentTypeAndItsEntities() {
    String bomb =
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><MD_Metadata>&x;</MD_Metadata>";
    assertThatThrownBy(() -> Harvester.read("record", bomb.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("document type");
  }

  @Test
  void refusesWhatIsNoRecord() {
    assertThatThrownBy(() -> Harvester.read("r", "<html/>".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("root html");
    assertThatThrownBy(() -> Harvester.read("r", "no xml".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("r:1: no XML");
  }

  @Test
  void fetchesARecordFromAServer() {
    try (HttpFixture server = HttpFixture.serve(CATALOG)) {
      assertThat(ask(url(server, "/" + RECORD)))
          .isInstanceOfSatisfying(
              Harvest.Read.class, read -> assertThat(read.digest()).isEqualTo(sample().digest()));
      assertThat(ask(url(server, "/none.xml"))).isEqualTo(new Harvest.Gone(404));
      server.arm("/" + RECORD, new HttpFixture.Fault.Status(500));
      assertThatThrownBy(() -> ask(url(server, "/" + RECORD)))
          .isInstanceOf(SourceUnavailable.class);
    }
  }

  @Test
  void asksAServerWhetherItHasAnotherRecord() throws IOException {
    Path served = Files.createDirectories(folder.resolve("served"));
    Files.copy(CATALOG.resolve(RECORD), served.resolve("r.xml"));
    try (HttpFixture server = HttpFixture.serve(served)) {
      Ingest.HarvestSpec spec = url(server, "/r.xml");
      Harvest.Read first = (Harvest.Read) ask(spec);
      assertThat(harvester().harvest(spec, first.source()))
          .isInstanceOfSatisfying(
              Harvest.NotModified.class,
              same -> assertThat(same.known().fields()).isEqualTo(first.fields()));
      assertThat(harvester().harvest(url(server, "/other.xml"), first.source()))
          .isEqualTo(new Harvest.Gone(404));
      assertThat(server.requests().getLast().headers()).doesNotContainKey("if-none-match");

      Files.writeString(
          served.resolve("r.xml"),
          Files.readString(served.resolve("r.xml")).replace("coral bleaching", "heat"));
      assertThat(harvester().harvest(spec, first.source())).isInstanceOf(Harvest.Read.class);

      server.arm("/r.xml", new HttpFixture.Fault.Status(304));
      assertThatThrownBy(() -> ask(spec))
          .isInstanceOf(SourceUnavailable.class)
          .hasMessageContaining("answers 304 to a plain request");
    }
  }

  private static Ingest.HarvestSpec url(HttpFixture server, String path) {
    return new Ingest.HarvestSpec.RecordUrl(
        server.uri(path).toString(), List.of(), Optional.empty());
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> ask(new Ingest.HarvestSpec.RecordFile("sources/none.xml")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("sources/none.xml");
  }

  @ParameterizedTest
  @CsvSource({
    "x, http://creativecommons.org/licenses/by/4.0/, CC-BY-4.0",
    "x, https://creativecommons.org/licenses/by-sa/4.0, CC-BY-SA-4.0",
    "x, https://creativecommons.org/licenses/by/3.0/au/deed.en, CC-BY-3.0-AU",
    "x, http://creativecommons.org/publicdomain/zero/1.0/, CC0-1.0",
    "Creative Commons Attribution-NonCommercial 4.0 International License, , CC-BY-NC-4.0",
    "Creative Commons Attribution 2.5 Australia License, , CC-BY-2.5-AU",
    "x, http://creativecommons.org/licenses/, ",
    "All rights reserved, , "
  })
  void tellsLicencesByAddressAndName(String title, String url, String spdx) {
    assertThat(Licences.spdx(title, Optional.ofNullable(url))).isEqualTo(Optional.ofNullable(spdx));
  }
}
