package rimrep.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class LedgerTest {
  private static Ledger ledger(int items) {
    ObjectNode detail = Json.mapper().createObjectNode();
    detail.put("stepsIn", 3).put("first", "2024-01-01T00:00:00Z").put("text", "a \"word\" – ü");
    detail.set("share", Json.mapper().readTree("1.50"));
    detail.set("steps", Json.mapper().readTree("[{\"in\": 3, \"out\": 2}, [], {}, null]"));
    TreeMap<String, Ledger.Entry> entries = new TreeMap<>();
    for (int i = 0; i < items; i++) {
      SourceItem item =
          new SourceItem("files", "f" + i, "sources/f" + i, 10, Optional.of("version " + i));
      entries.put(
          item.location(),
          new Ledger.Entry(
              item,
              10,
              Optional.of("ab"),
              Optional.of("originals/" + i),
              "contract",
              ItemOutcome.INGESTED,
              Optional.empty(),
              i % 2 == 0 ? Optional.of(Detail.of(detail)) : Optional.empty()));
    }
    return new Ledger(Ledger.FORMAT, new DatasetId("demo"), entries, Optional.empty());
  }

  @Test
  void aLedgerThatWasReadIsWrittenWithTheSameBytesAndIsTheSame() {
    Ledger ledger = ledger(4);
    byte[] bytes = Json.bytes(ledger);
    Ledger read = Json.mapper().readValue(bytes, Ledger.class);
    assertThat(Json.bytes(read)).isEqualTo(bytes);
    assertThat(read).isEqualTo(ledger);
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)).contains("1.50");
  }

  @Test
  void aWrittenFileHasTheSameBytes(@TempDir Path folder) throws IOException {
    Ledger ledger = ledger(1000);
    Path file = folder.resolve("ledger.json");
    Json.write(ledger, file);
    assertThat(Files.readAllBytes(file)).isEqualTo(Json.bytes(ledger));
  }
}
