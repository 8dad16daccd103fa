package rimrep.pipeline.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;

/// Reads files of a catalogue, none outside it.
///
/// @param root the catalogue's folder, its real path
record CatalogFiles(Path root) {
  private static final long MAX_FILE_BYTES = 4L << 20;

  Folders folders() {
    return new Folders(root);
  }

  boolean exists(String file) {
    return Files.exists(root.resolve(file));
  }

  /// Entries of a folder without hidden ones, sorted by name; none if there is no such folder.
  List<Path> list(String folder) {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(p -> !p.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new BadConfiguration(
          new Problem(
              path.toString(),
              "cannot be listed: " + e.getMessage(),
              "a readable folder",
              "correct its permissions"),
          e);
    }
  }

  /// The parsed file, or empty after a finding.
  Optional<Document> read(String file, Findings findings) {
    Optional<String> text = text(file, findings);
    return file.endsWith(".yaml")
        ? text.flatMap(t -> LocatedYaml.read(file, t, findings))
        : text.flatMap(t -> LocatedJson.read(file, t, findings));
  }

  private Optional<String> text(String file, Findings findings) {
    Path path = root.resolve(file);
    if (!Files.isRegularFile(path)) {
      findings.error(file, "no such file", "the file", "add it");
      return Optional.empty();
    }
    try {
      if (!path.toRealPath().startsWith(root)) {
        findings.error(
            file, "a link that leads out of the catalogue", "a file of it", "copy the file");
        return Optional.empty();
      }
      if (Files.size(path) > MAX_FILE_BYTES) {
        findings.error(
            file, Files.size(path) + " bytes", "at most " + MAX_FILE_BYTES, "make it smaller");
        return Optional.empty();
      }
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString());
    } catch (CharacterCodingException e) {
      findings.error(file, "bytes that are no UTF-8", "UTF-8", "save it as UTF-8");
      return Optional.empty();
    } catch (IOException e) {
      findings.error(file, "cannot be read: " + e.getMessage(), "a readable file", "correct it");
      return Optional.empty();
    }
  }

  /// `$schema` leads editors to the profile: its address, or the relative path to the copy in
  /// `profiles/`.
  void checkSchemaMember(Document document, Profile profile, Findings findings) {
    String written = document.text("/$schema");
    if (written.isEmpty() || written.equals(profile.address())) {
      return;
    }
    Path folder = root.resolve(document.file()).getParent();
    Path expected = root.resolve("profiles").resolve(profile.fileName());
    if (folder == null || !folder.resolve(written).normalize().equals(expected)) {
      String relative = folder == null ? "profiles" : Folders.slashes(folder.relativize(expected));
      findings.error(
          document,
          "/$schema",
          "'" + written + "'",
          "'" + relative + "' or '" + profile.address() + "'",
          "correct it");
    }
  }
}
