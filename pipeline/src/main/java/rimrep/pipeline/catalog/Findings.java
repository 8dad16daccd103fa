package rimrep.pipeline.catalog;

import java.util.ArrayList;
import java.util.List;

/// Collects findings while a catalogue is read. For one thread.
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void error(Document document, String pointer, String found, String expected, String remedy) {
    add(Finding.Severity.ERROR, document.file(), document.at(pointer), found, expected, remedy);
  }

  /// An error that concerns the name of a member.
  void errorAtKey(Document document, String pointer, String found, String expected, String remedy) {
    add(Finding.Severity.ERROR, document.file(), document.keyAt(pointer), found, expected, remedy);
  }

  void error(String file, String found, String expected, String remedy) {
    add(Finding.Severity.ERROR, file, Position.NONE, found, expected, remedy);
  }

  void error(String file, Position position, String found, String expected, String remedy) {
    add(Finding.Severity.ERROR, file, position, found, expected, remedy);
  }

  void warning(String file, String found, String expected, String remedy) {
    add(Finding.Severity.WARNING, file, Position.NONE, found, expected, remedy);
  }

  void warning(Document document, String pointer, String found, String expected, String remedy) {
    add(Finding.Severity.WARNING, document.file(), document.at(pointer), found, expected, remedy);
  }

  /// Whether an error concerns the file, or a file in that folder.
  boolean hasErrorsIn(String path) {
    return all.stream()
        .anyMatch(f -> f.isError() && (f.file().equals(path) || f.file().startsWith(path + "/")));
  }

  List<Finding> sorted() {
    return all.stream().distinct().sorted().toList();
  }

  private void add(
      Finding.Severity severity,
      String file,
      Position position,
      String found,
      String expected,
      String remedy) {
    all.add(
        new Finding(severity, file, position.line(), position.column(), found, expected, remedy));
  }
}
