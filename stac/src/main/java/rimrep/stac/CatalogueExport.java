package rimrep.stac;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/// Writes a catalogue as files: one document per line, or a static catalogue with relative links.
/// Links that an API makes are left out; all else stays as it is spelled.
public final class CatalogueExport {

  private static final String JSON = "application/json";
  private static final String GEOJSON = "application/geo+json";

  private CatalogueExport() {}

  /// One document per line, collections first. The file is there when it is complete.
  ///
  /// @return number of items by collection
  public static SortedMap<String, Long> toLines(StacSource source, Path file) {
    var counts = new TreeMap<String, Long>();
    try {
      Path beside = file.resolveSibling("." + file.getFileName() + ".part");
      try (BufferedWriter out = Files.newBufferedWriter(beside)) {
        source.collections(c -> {
          counts.put(text(c, "id"), 0L);
          line(out, c);
        });
        source.items(i -> {
          counts.merge(text(i, "collection"), 1L, Long::sum);
          line(out, i);
        });
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    return counts;
  }

  private static void line(Writer out, String document) {
    try {
      String plain = VerbatimJson.withLinks(document, "");
      out.write(plain.replace("\n", " ").replace("\r", " "));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A folder per collection with `collection.json` and a file per item, and `catalog.json` over
  /// all, written last.
  ///
  /// @return number of items by collection
  public static SortedMap<String, Long> toFolder(StacSource source, Path folder) {
    Map<String, String> collections = new TreeMap<>();
    SortedMap<String, List<String>> items = new TreeMap<>();
    source.collections(c -> {
      collections.put(text(c, "id"), c);
      items.put(text(c, "id"), new ArrayList<>());
    });
    source.items(i -> {
      String collection = text(i, "collection");
      String name = name(text(i, "id")) + ".json";
      items.computeIfAbsent(collection, k -> new ArrayList<>()).add(name);
      String links =
          join(
              link("root", "../../catalog.json", JSON),
              link("parent", "../collection.json", JSON),
              link("collection", "../collection.json", JSON));
      Path file = folder.resolve(name(collection)).resolve("items").resolve(name);
      write(file, VerbatimJson.withLinks(i, links));
    });
    collections.forEach((id, text) -> {
      var links = new StringJoiner(",");
      links.add(link("root", "../catalog.json", JSON)).add(link("parent", "../catalog.json", JSON));
      items
          .getOrDefault(id, List.of())
          .forEach(n -> links.add(link("item", "./items/" + href(n), GEOJSON)));
      Path file = folder.resolve(name(id)).resolve("collection.json");
      write(file, VerbatimJson.withLinks(text, links.toString()));
    });
    write(folder.resolve("catalog.json"), catalog(collections.keySet()));
    var counts = new TreeMap<String, Long>();
    items.forEach((id, names) -> counts.put(id, (long) names.size()));
    return counts;
  }

  private static String catalog(Set<String> ids) {
    var links = new StringJoiner(",");
    links.add(link("root", "./catalog.json", JSON));
    ids.forEach(id -> links.add(link("child", "./" + href(name(id)) + "/collection.json", JSON)));
    return "{\"type\":\"Catalog\",\"stac_version\":\"1.1.0\",\"id\":\"export\","
        + "\"description\":\"Exported from a STAC API.\",\"links\":["
        + links
        + "]}";
  }

  private static String join(String... links) {
    return String.join(",", links);
  }

  private static String link(String relation, String href, String type) {
    return StacJson.write(Link.of(relation, href, type).toJson());
  }

  /// An id as the name of a file.
  private static String name(String id) {
    return StacExchange.segment(id).replace("*", "%2A");
  }

  private static String href(String name) {
    return name.replace("%", "%25");
  }

  private static String text(String document, String member) {
    return VerbatimJson.texts(document, Set.of(member)).getOrDefault(member, "");
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
