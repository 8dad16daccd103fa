package rimrep.stac;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A static catalogue: every JSON file of a folder tree that is a Collection or an Item, in the
/// order of paths. Other files, catalogues too, are no documents.
record FolderSource(Path folder) implements StacSource {

  @Override
  public void collections(Consumer<String> consumer) {
    each("Collection", consumer);
  }

  @Override
  public void items(Consumer<String> consumer) {
    each("Feature", consumer);
  }

  private void each(String type, Consumer<String> consumer) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(FolderSource::isJson).sorted()::iterator) {
        String text = Files.readString(file);
        if (type(file, text).equals(type)) {
          consumer.accept(text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
  }

  private static boolean isJson(Path file) {
    return file.toString().matches(".*\\.(json|geojson)") && Files.isRegularFile(file);
  }

  private static String type(Path file, String text) {
    try {
      return VerbatimJson.texts(text, Set.of("type")).getOrDefault("type", "");
    } catch (StacFormatException e) {
      throw new StacFormatException(file + ": " + e.getMessage());
    }
  }
}
