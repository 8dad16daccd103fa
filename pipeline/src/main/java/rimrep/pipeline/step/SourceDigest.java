package rimrep.pipeline.step;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;

/// What the stored output is made of, as the ledger tells it: a package that names another digest
/// describes another state.
final class SourceDigest {
  private SourceDigest() {}

  static Measured.SourceFacts of(Ledger ledger, String contract) {
    List<String> lines =
        ledger.items().values().stream()
            .filter(e -> e.outcome() == ItemOutcome.INGESTED)
            .map(e -> e.sha256().orElse("") + " " + e.item().location())
            .sorted()
            .toList();
    String text = contract + "\n" + String.join("\n", lines);
    return new Measured.SourceFacts(lines.size(), "1220" + sha256(text));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
