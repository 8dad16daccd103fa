package rimrep.stac;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Where a catalogue is read from, one document at a time, each as it is spelled there.
public sealed interface StacSource permits FolderSource, LinesSource, ApiSource {

  /// Every Collection.
  void collections(Consumer<String> consumer);

  /// Every Item.
  void items(Consumer<String> consumer);

  /// A folder of STAC JSON files, a file of one document per line, or the address of a STAC API.
  ///
  /// @param token sent to that address as `Authorization: Bearer`, if present
  /// @throws StacFormatException if it is none of them
  static StacSource of(String name, Optional<String> token, Duration timeout) {
    if (name.matches("(?i)https?://.*")) {
      return new ApiSource(new StacExchange(URI.create(name), token, timeout));
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      return new FolderSource(path);
    }
    if (Files.isRegularFile(path)) {
      return new LinesSource(path);
    }
    throw new StacFormatException(
        name + " is not there; expected a folder, a file of one document per line, or an address");
  }
}
