package rimrep.cli.fault;

import java.util.List;
import java.util.stream.Stream;

/// A command that has ended.
///
/// @param command as it was typed
record Ended(List<String> command, int exitCode, String out, String err) {
  Stream<String> errLines() {
    return err.lines();
  }
}
