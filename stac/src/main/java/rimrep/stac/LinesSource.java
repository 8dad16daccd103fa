package rimrep.stac;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A file with one Collection or Item per line, in any order. It is read once for each of them.
record LinesSource(Path file) implements StacSource {

  @Override
  public void collections(Consumer<String> consumer) {
    each("Collection", consumer);
  }

  @Override
  public void items(Consumer<String> consumer) {
    each("Feature", consumer);
  }

  private void each(String type, Consumer<String> consumer) {
    long[] number = {0};
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEachOrdered(line -> {
        number[0]++;
        if (!line.isBlank() && type(line, number[0]).equals(type)) {
          consumer.accept(line);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private String type(String line, long number) {
    try {
      return VerbatimJson.texts(line, Set.of("type")).getOrDefault("type", "");
    } catch (StacFormatException e) {
      throw new StacFormatException(file + " line " + number + ": " + e.getMessage());
    }
  }
}
