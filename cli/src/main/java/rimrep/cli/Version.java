package rimrep.cli;

import picocli.CommandLine.IVersionProvider;

/// The version of this program.
final class Version implements IVersionProvider {
  /// Name and version as they stand in records and documents.
  static final String SOFTWARE = "rimrep 0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {SOFTWARE};
  }
}
