package rimrep.cli;

import java.io.IOException;
import java.nio.file.Path;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// Names what went wrong with a local file.
final class LocalFiles {
  private LocalFiles() {}

  static Temporary failure(Path path, IOException cause) {
    return new Temporary(
        new Problem(
            path.toString(),
            "cannot be read or written: " + cause.getMessage(),
            "a folder of ours with room on its disk",
            "free some space, or name another folder with --data"),
        cause);
  }
}
