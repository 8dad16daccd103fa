package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rimrep.pipeline.failure.BadConfiguration;

class TableContractTest {
  private static final String SCHEMA =
      """
      {"fields": [{"name": "site", "type": "string"}, {"name": "lon", "type": "number", "role": "x"},
        {"name": "lat", "type": "number", "role": "y"}, {"name": "n", "type": "integer"}]}
      """;
  private static final String SECTION =
      """
      {"inputs": {"a": {"from": "files", "format": "csv"}}, "steps": [],
       "output": {"fid": "{site}"}, "update": {"mode": "per-source"}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"steps\": []| \"steps\": [{\"start\": \"a\"}, {\"filter\": \"true\"}, {\"pivot\": {}}]| /table/steps/2/pivot: table.steps[2].pivot is not supported yet",
        "\"steps\": []| \"steps\": [{\"sql\": \"SELECT 1\"}]| /table/steps/0/sql: table.steps[0].sql is not supported yet",
        "\"steps\": []| \"steps\": [{\"derive\": {\"x\": \"-y\"}}]| table.steps[0].derive is not supported yet",
        "\"steps\": []| \"steps\": [{\"reanme\": {}}]| /table/steps/0/reanme: unknown step 'reanme'; expected rename, cast, constant or filter",
        "\"steps\": []| \"steps\": [{\"constant\": {\"site\": {\"filename\": \"x\"}}}]| table.steps[0].constant.site is not supported yet",
        "\"csv\"}| \"shapefile\"}| table.inputs.a.format: 'shapefile' is not supported yet; expected csv, geojson or netcdf",
        "\"fid\": \"{site}\"| \"fid\": \"{sight}\"| /table/output/fid: 'sight' is no field",
        "\"fid\": \"{site}\"| \"sort\": \"hilbert\", \"fid\": \"{site}\"| table.output.sort: 'hilbert' is not supported yet",
        "\"fid\": \"{site}\"| \"partition\": \"year(time)\", \"fid\": \"{site}\"| table.output.partition is not supported yet",
        "\"fid\": \"{site}\"| \"sort\": \"time\", \"fid\": \"{site}\"| /table/output/sort: no datetime field with role t",
        "per-source| append| table.update.mode: 'append' is not supported yet; expected per-source; write per-source",
        "per-source| replace| table.update.mode: 'replace' is not supported yet",
        "\"steps\": []| \"geometry\": {\"point\": [\"lon\", \"lat\"], \"crs\": \"EPSG:28355\"}| /table/geometry/crs: reference system 'EPSG:28355' is not supported yet; expected one of OGC:CRS84, EPSG:4326, EPSG:4283, EPSG:7844",
        "\"steps\": []| \"geometry\": {\"point\": [\"lon\", \"site\"]}| /table/geometry/point: 'site' is no number field",
        "\"steps\": []| \"geometry\": {\"column\": \"geometry\"}| /table/geometry: a geometry column, but csv files carry none",
        "\"steps\": []| \"rejects\": {\"atMost\": -1}| /table/rejects/atMost: -1 rows; expected 0 or more",
        "\"steps\": []| \"rejcts\": {}| ingest.yaml /table: unknown key 'rejcts'",
        "\"csv\"}| \"csv\", \"csv\": {\"encoding\": \"cp037\"}}| encoding 'cp037' is not supported yet",
        "\"csv\"}| \"csv\", \"csv\": {\"header\": false}}| table.inputs.a.csv.header: a file without header is not supported yet",
      })
  void refusesMisuseByName(String old, String replacement, String message) {
    String section = SECTION.replace(old, replacement);
    assertThat(section).isNotEqualTo(SECTION);
    assertThatThrownBy(() -> TableBench.contract(SCHEMA, section))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"integer\"| \"geopoint\"| tableschema.json /fields/3/type: type 'geopoint' is not supported yet",
        "\"integer\"| \"datetime\", \"format\": \"%d/%m/%Y\"| tableschema.json /fields/3: times written as '%d/%m/%Y' have no zone, and none is declared",
        "\"integer\"| \"datetime\", \"timezone\": \"Reef\"| /fields/3/timezone: unknown time zone 'Reef'",
        "\"integer\"| \"integer\", \"arrowType\": \"int8\"| /fields/3/arrowType: 'int8' for a field of type INTEGER; expected one of [int32, int64]",
        "\"integer\"| \"integer\", \"constraints\": {\"minimum\": 1.5}| /fields/3/constraints/minimum: '1.5'",
        "\"integer\"| \"string\", \"constraints\": {\"pattern\": \"a(b\"}| /fields/3/constraints/pattern: no regular expression: Unclosed group",
        "\"n\"| \"site\"| /fields: field 'site' twice",
        "\"n\"| \"bbox\"| /fields/3/name: 'bbox' is our own",
        "\"n\"| \"geometry\"| field 'geometry' has the name of a column that we write",
      })
  void refusesFieldsByPointer(String old, String replacement, String message) {
    String schema = SCHEMA.replace(old, replacement);
    assertThatThrownBy(() -> TableBench.contract(schema, SECTION))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n > (SELECT 1)| subquery in a filter",
        "random() > 0.5| function 'random' is not allowed",
        "now() > n| function 'now' is not allowed",
        "count(*) > 1| function 'count_star' is not allowed",
        "row_number() OVER () = 1| window in a filter",
        "1) FROM step --| syntax error",
        "1 FROM step; DROP TABLE step; SELECT 1| syntax error",
        "1), (2| more than one expression",
        "n > | syntax error",
        "getenv('HOME') = ''| function 'getenv' is unknown",
        "step.n > 1| a column with a table's name",
        "n IN (SELECT content FROM read_text('/etc/passwd'))| subquery in a filter",
      })
  void refusesFiltersThatAreMoreThanAnExpressionOverTheRow(String filter, String message) {
    TableContract contract =
        TableBench.contract(
            SCHEMA,
            SECTION.replace("\"steps\": []", "\"steps\": [{\"filter\": \"" + filter + "\"}]"));
    try (TableBench bench = new TableBench(folder, contract, 1)) {
      assertThatThrownBy(() -> bench.plan(1))
          .isInstanceOf(BadConfiguration.class)
          .hasMessageStartingWith("ingest.yaml /table/steps/0/filter: ")
          .hasMessageContaining(message);
    }
  }

  @Test
  void digestChangesWithTheRowsAndNotWithTheWords() {
    String digest = TableBench.contract(SCHEMA, SECTION).digest();
    String described =
        SCHEMA.replace("\"type\": \"integer\"", "\"type\": \"integer\", \"title\": \"Number\"");
    assertThat(TableBench.contract(described, SECTION).digest()).isEqualTo(digest);
    String other = SCHEMA.replace("\"type\": \"integer\"", "\"type\": \"number\"");
    assertThat(TableBench.contract(other, SECTION).digest()).isNotEqualTo(digest);
  }

  @Test
  void databaseSeesNoFileButItsOwnAndCannotBeUnlocked() {
    TableSettings settings = new TableSettings(1, 64L << 20, folder, "test");
    try (DuckSession db = DuckSession.open(settings, java.util.List.of(folder))) {
      assertThatThrownBy(() -> db.run("SELECT * FROM read_text('/etc/passwd')"))
          .hasMessageContaining("disabled by configuration");
      assertThatThrownBy(() -> db.run("SET enable_external_access = true"))
          .hasMessageContaining("onfiguration");
      assertThatThrownBy(() -> db.run("ATTACH '/tmp/other.db'"))
          .hasMessageContaining("disabled by configuration");
      assertThatThrownBy(() -> db.run("INSTALL spatial")).isInstanceOf(RuntimeException.class);
    }
  }
}
