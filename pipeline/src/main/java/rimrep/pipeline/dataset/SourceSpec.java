package rimrep.pipeline.dataset;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A source of a dataset as `ingest.yaml` names it.
public sealed interface SourceSpec {
  /// Name of the source in `ingest.yaml`.
  String name();

  Expectation expect();

  /// Files in a folder of the catalogue, or below an absolute path that `rimrep.yaml` allows.
  ///
  /// @param folder as written: relative to the dataset's folder or to the catalogue's root
  /// @param match glob on the file's path below the folder
  record Folder(String name, String folder, String match, Expectation expect)
      implements SourceSpec {}

  /// Files of an HTTP(S) server: a directory listing, or with `{date:PATTERN}` in the address one
  /// listing or file per date from `from` to today.
  ///
  /// @param match glob on the file name; empty: the address is itself the file
  /// @param hosts further hosts that redirects may lead to
  /// @param authEnv name of the environment variable that holds the `Authorization` value
  record Http(
      String name,
      String url,
      Optional<String> match,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      List<String> hosts,
      Optional<String> authEnv,
      Expectation expect)
      implements SourceSpec {}

  /// What a listing must show, or the run ends before anything is removed.
  ///
  /// @param atLeast fewest items
  /// @param shrinkPercent largest loss against the ledger, in percent
  record Expectation(int atLeast, int shrinkPercent) {}
}
