package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.store.PropertyIndexes;
import tools.jackson.databind.node.ObjectNode;

/// Indexes on chosen properties make answers faster, never different.
class PropertyIndexTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ODD = "it's \"odd\"";
  private static final String COUNT =
      "select count(*) from pg_index x join pg_class r on r.oid = x.indexrelid where x.indisvalid"
          + " and r.relname like 'item_property_%'";

  @BeforeEach
  void items() {
    API.collection("demo");
    item("one", 1.0);
    item("two", 2);
    item("none", null);
    item("ten", 10);
  }

  @AfterEach
  void dropIndexes() {
    API.postgres()
        .execute(
            "do $$ declare n text; begin for n in select relname from pg_class where relname like"
                + " 'item_property_%' loop execute 'drop index ' || n; end loop; end $$");
  }

  private static void item(String id, @Nullable Number value) {
    ObjectNode item = Documents.point(id, 1, 1);
    if (value != null) {
      ((ObjectNode) item.get("properties")).put("v", value.doubleValue());
    }
    API.item(Documents.text(item));
  }

  @Test
  void answersAreTheSameWithAndWithout() {
    List<List<String>> before = answers();
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v", ODD));
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v"));
    assertThat(API.postgres().query(COUNT)).isEqualTo("4");
    assertThat(answers()).isEqualTo(before);
    assertThat(before.getFirst()).containsExactly("one", "two", "ten", "none");
  }

  private static List<List<String>> answers() {
    return List.of(
        API.search("sortby=v&limit=1"),
        API.search("sortby=-v&limit=1"),
        API.search("filter=v%20%3E%201"),
        API.search("filter=v%20between%201%20and%202"),
        API.search("filter=not%20(v%20%3E=%202)"));
  }
}
