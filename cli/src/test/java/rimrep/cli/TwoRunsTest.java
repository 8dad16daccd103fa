package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.Temporary;

/// Two processes run one dataset at once: both succeed, or one ends as temporary; the bytes are
/// those of a single run. 20 rounds with `-Dsoak`.
class TwoRunsTest {
  @RegisterExtension static final SharedApi API = new SharedApi();
  @RegisterExtension static final SharedS3 S3 = new SharedS3();

  @TempDir private Path folder;

  @Test
  void twoRunsAtOnceInAFolderLeaveWhatOneLeaves() {
    try (RunLab lab = new RunLab(folder.resolve("lab"), API, Map.of())) {
      atOnce(Update.grid(lab));
    }
  }

  @Test
  void twoRunsAtOnceOnS3LeaveWhatOneLeaves() {
    try (RunLab lab = new RunLab(folder.resolve("lab"), API, S3.environment())) {
      atOnce(Update.table(lab));
    }
  }

  private static void atOnce(Update update) {
    int rounds = Moments.soak() ? 20 : 2;
    for (int round = 0; round < rounds; round++) {
      update.again();
      // The second one waits for the first, or does not wait at all.
      String wait = round % 2 == 0 ? "90" : "0";
      Process one = start(update, wait);
      Process two = start(update, wait);
      List<Integer> codes = List.of(RunLab.end(one), RunLab.end(two));
      assertThat(codes).as(update.lab().said()).contains(0).isSubsetOf(0, Temporary.EXIT);
      assertThat(update.differences()).as("round " + round).isEmpty();
      assertThat(update.wrong()).as("round " + round).isEmpty();
    }
  }

  private static Process start(Update update, String wait) {
    return update.lab().start(Main.class, "run", update.dataset().value(), "--lock-wait", wait);
  }
}
