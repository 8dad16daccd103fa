package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.testing.Mortal;
import tools.jackson.databind.JsonNode;

/// A process that runs a dataset dies before or behind one of its writes, while another process
/// reads: each part that the reader saw is the old one or the new one, and the next run completes
/// it, to the byte. All writes with `-Dsoak`, some of them otherwise.
class KilledProcessTest {
  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void aGridIsOldOrNewWhereverTheProcessOfItsRunDies() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      diesAtEachWrite(Update.grid(lab), 3);
    }
  }

  @Test
  void aTableIsOldOrNewWhereverTheProcessOfItsRunDies() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      diesAtEachWrite(Update.table(lab), 2);
    }
  }

  private static void diesAtEachWrite(Update update, int some) {
    RunLab lab = update.lab();
    update.again();
    Mortal.Life whole = Mortal.Life.whole();
    lab.run(update.dataset(), Mortals.stores(lab.stores(), whole));
    List<String> wrong = new ArrayList<>();
    try (Onlooker onlooker = Onlooker.of(update)) {
      for (int moment : Moments.of(2 * whole.done(), some)) {
        String side = moment % 2 == 0 ? "before" : "after";
        int writes = side.equals("before") ? moment / 2 : moment / 2 + 1;
        String when = "died %s write %d of %d: ".formatted(side, writes, whole.done());
        update.again();
        onlooker.look();
        int code =
            RunLab.end(
                lab.start(DyingRun.class, update.dataset().value(), String.valueOf(writes), side));
        // A record more or less is written as the run goes, so that a late moment may not come.
        if (code != 137 && code != 0) {
          wrong.add(when + "ended with " + code + "\n" + lab.said());
        }
        onlooker.seen().forEach(seen -> wrong.addAll(judged(update, when, seen)));
        update.wrong().forEach(w -> wrong.add(when + w));
        RunRecord next = lab.run(update.dataset());
        if (next.exitCode() != 0) {
          wrong.add(when + "the next run ended with " + next.exitCode() + ", " + next.reason());
        }
        update.differences().forEach(d -> wrong.add(when + d));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> judged(Update update, String when, String seen) {
    JsonNode line = Json.mapper().readTree(seen);
    String part = line.get(0).stringValue();
    String content = line.get(1).stringValue();
    boolean known =
        content.equals(update.seenBefore().get(part))
            || content.equals(update.seenAfter().get(part));
    return known ? List.of() : List.of(when + part + " was neither old nor new: " + content);
  }
}
