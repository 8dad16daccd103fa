package rimrep.pipeline.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;

/// Files of a local folder whose path below it fits a glob; hidden ones are left out. Links to
/// folders are not followed. A link that leads out of the folder is listed, so that it is reported
/// as an item that cannot be taken.
final class FolderListing {
  private final Path catalogRoot;
  private final SourceSpec.Folder source;

  FolderListing(Path catalogRoot, SourceSpec.Folder source) {
    this.catalogRoot = catalogRoot;
    this.source = source;
  }

  List<SourceItem> items() {
    SourceFolder folder = SourceFolder.of(catalogRoot, source);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + source.match());
    List<SourceItem> items = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.path())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path below = folder.path().relativize(file);
        if (Files.isRegularFile(file) && !hidden(below) && matcher.matches(below)) {
          items.add(item(folder, file));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw SourceFolder.unavailable(source, "cannot be listed: " + e.getMessage(), e);
    }
    items.sort(Comparator.comparing(SourceItem::name));
    return List.copyOf(items);
  }

  private static boolean hidden(Path below) {
    for (Path part : below) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private SourceItem item(SourceFolder folder, Path file) throws IOException {
    String name = folder.name(file);
    boolean inside = !Files.isSymbolicLink(file) || folder.holds(file);
    BasicFileAttributes attributes =
        Files.readAttributes(
            file,
            BasicFileAttributes.class,
            inside ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS});
    Optional<String> version =
        inside
            ? Optional.of(attributes.lastModifiedTime() + " " + attributes.size())
            : Optional.empty();
    return new SourceItem(
        source.name(),
        name,
        source.folder() + "/" + name,
        inside ? attributes.size() : -1,
        version);
  }
}
