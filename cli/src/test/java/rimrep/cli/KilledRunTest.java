package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.testing.Mortal;

/// A run that ends at any of its writes leaves the old state or the new one to every reader, and
/// the next run completes it, to the byte. All writes with `-Dsoak`, some of them otherwise.
class KilledRunTest {
  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void aGridIsOldOrNewAtEachWriteAndTheNextRunCompletesIt() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      endsAtEachWrite(Update.grid(lab));
    }
  }

  @Test
  void aTableIsOldOrNewAtEachWriteAndTheNextRunCompletesIt() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      endsAtEachWrite(Update.table(lab));
    }
  }

  private static void endsAtEachWrite(Update update) {
    RunLab lab = update.lab();
    update.again();
    Mortal.Life whole = Mortal.Life.whole();
    lab.run(update.dataset(), Mortals.stores(lab.stores(), whole));
    assertThat(update.differences()).isEmpty();
    List<String> wrong = new ArrayList<>();
    for (int writes : Moments.of(whole.done(), 8)) {
      update.again();
      Mortal.Life life = new Mortal.Life(writes, false, Mortal.Death::new);
      runToItsEnd(update, life);
      String when = "after %d of %d writes: ".formatted(writes, whole.done());
      update.wrong().forEach(w -> wrong.add(when + w));
      RunRecord next = lab.run(update.dataset());
      if (next.exitCode() != 0) {
        wrong.add(when + "the next run ended with " + next.exitCode() + ", " + next.reason());
      }
      update.differences().forEach(d -> wrong.add(when + d));
    }
    assertThat(whole.done()).isGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  private static void runToItsEnd(Update update, Mortal.Life life) {
    try {
      update.lab().run(update.dataset(), Mortals.stores(update.lab().stores(), life));
    } catch (RuntimeException | Mortal.Death killed) {
      assertThat(life.isOver()).as(killed.toString()).isTrue();
    }
  }
}
