package rimrep.stac;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rimrep.stac.ApiSource.Ask;
import tools.jackson.databind.node.ObjectNode;

/// How far an import from another API came, so that a run after one that broke off goes on at the
/// page where that one stopped. A file of one line per step; a line that was cut short is as if it
/// were not there.
final class ImportJournal {

  /// How far a collection came.
  ///
  /// @param next page to ask for; absent: all were taken
  /// @param read items so far
  /// @param taken items so far
  record Place(Optional<Ask> next, long read, long taken) {}

  private final Path file;
  private final Map<String, Place> places = new HashMap<>();

  private ImportJournal(Path file) {
    this.file = file;
  }

  /// @throws UncheckedIOException if it cannot be read
  static ImportJournal open(Path file) {
    var journal = new ImportJournal(file);
    if (Files.isRegularFile(file)) {
      try {
        Files.readAllLines(file).forEach(journal::read);
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
    return journal;
  }

  private void read(String line) {
    try {
      ObjectNode json = StacJson.parse(line);
      places.put(
          json.path("collection").asString(""),
          new Place(
              Optional.ofNullable(json.get("next")).map(Ask::fromJson),
              json.path("read").asLong(),
              json.path("taken").asLong()));
    } catch (StacFormatException cutShort) {
      // its step is done again
    }
  }

  Optional<Place> place(String collection) {
    return Optional.ofNullable(places.get(collection));
  }

  /// Called when all items before this place are stored.
  void note(String collection, Place place) {
    ObjectNode line = StacJson.newObject().put("collection", collection);
    line.put("read", place.read()).put("taken", place.taken());
    place.next().ifPresent(ask -> line.set("next", ask.toJson()));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // a line that was cut short must not swallow this one
      Files.writeString(
          file,
          "\n" + StacJson.write(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    places.put(collection, place);
  }

  /// The import came to its end: the next one begins anew.
  void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
