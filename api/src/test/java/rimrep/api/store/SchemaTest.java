package rimrep.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.RunningApi;

/// The tables are brought to the newest version, and then left alone.
class SchemaTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  @Test
  void theVersionThatNeedsNoMigrationIsThatOfTheNewestOne() throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(Schema.class.getResource("migrations")).toURI();
    try (var files = Files.list(Path.of(folder))) {
      int newest =
          files
              .map(f -> Pattern.compile("V(\\d+)__.*\\.sql").matcher(f.getFileName().toString()))
              .filter(m -> m.matches())
              .mapToInt(m -> Integer.parseInt(m.group(1)))
              .max()
              .orElseThrow();
      assertThat(Schema.VERSION).isEqualTo(newest);
    }
  }

  @Test
  void aRightThatIsMissingIsGrantedAtTheNextStart() {
    String reader = API.postgres().settings().reader().user();
    API.postgres().execute("revoke select on item_count from " + reader);
    String may = "select has_table_privilege('" + reader + "', 'item_count', 'select')";
    assertThat(API.postgres().query(may)).isEqualTo("f");
    Schema.migrate(API.postgres().settings());
    assertThat(API.postgres().query(may)).isEqualTo("t");
  }
}
