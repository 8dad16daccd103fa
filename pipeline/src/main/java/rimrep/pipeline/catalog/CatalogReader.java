package rimrep.pipeline.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.DatasetDefinition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads a whole catalogue once, in this order: `catalog.yaml`, profiles, vocabularies,
/// collections, datasets. It goes on after each finding, so that a person sees all at once.
final class CatalogReader {
  private final CatalogFiles files;
  private final Profiles profiles = new Profiles();
  private final Vocabularies vocabularies = new Vocabularies();
  private final Findings findings = new Findings();

  /// Folder of each dataset id met so far.
  private final Map<String, String> folders = new TreeMap<>();

  private final Map<String, DatasetDefinition> definitions = new TreeMap<>();

  CatalogReader(Path root) {
    this.files = new CatalogFiles(root);
  }

  /// @param findings sorted by file and line
  /// @param folders folder of each dataset, right or wrong, by id
  /// @param definitions of the datasets without errors, by id
  record Reading(
      List<Finding> findings,
      Map<String, String> folders,
      Map<String, DatasetDefinition> definitions) {}

  /// @param given addresses that replace those of `catalog.yaml`; null: take `endpoints.local`
  Reading read(@Nullable Map<String, String> given) {
    ObjectNode endpoints = endpoints(files.read("catalog.yaml", findings), given);
    for (String name : Vocabularies.NAMES) {
      vocabulary(name);
    }
    profileCopies();
    Jsonnet jsonnet = new Jsonnet(files.root(), endpoints);
    DatasetReader datasets = new DatasetReader(files, profiles, vocabularies, endpoints, findings);
    if (files.list("collections").isEmpty()) {
      findings.error("collections", "no collection", "a folder for each collection", "add one");
    }
    for (Path collection : files.list("collections")) {
      collection(collection.getFileName().toString(), jsonnet, datasets);
    }
    return new Reading(findings.sorted(), folders, definitions);
  }

  private ObjectNode endpoints(Optional<Document> catalog, @Nullable Map<String, String> given) {
    ObjectNode endpoints = JsonNodeFactory.instance.objectNode();
    if (catalog.isPresent() && profiles.check(catalog.get(), Profile.CATALOG, findings)) {
      if (catalog.get().get("/endpoints/local") instanceof ObjectNode local) {
        endpoints.setAll(local.deepCopy());
      }
    }
    if (given != null) {
      new TreeMap<>(given).forEach(endpoints::put);
    }
    return endpoints;
  }

  private void vocabulary(String name) {
    Optional<Document> document = files.read("vocab/" + name + ".json", findings);
    if (document.isPresent()
        && profiles.check(document.get(), Profile.VOCABULARY, findings)
        && document.get().root() instanceof ObjectNode objects) {
      files.checkSchemaMember(document.get(), Profile.VOCABULARY, findings);
      vocabularies.put(name, objects);
    }
  }

  /// The copies that editors read, if there are any, must say what the program checks.
  private void profileCopies() {
    if (!files.exists("profiles")) {
      return;
    }
    for (Profile profile : Profile.values()) {
      String file = "profiles/" + profile.fileName();
      if (!files.exists(file)) {
        findings.warning(
            file, "no such file", "a copy of the profile, for editors", "copy it from the program");
      } else if (!sameText(file, profile)) {
        findings.warning(
            file,
            "another text than the profile that is used",
            "an exact copy",
            "copy it from the program");
      }
    }
  }

  private boolean sameText(String file, Profile profile) {
    try {
      return Files.readString(files.root().resolve(file)).equals(profile.text());
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private void collection(String name, Jsonnet jsonnet, DatasetReader datasets) {
    String folder = "collections/" + name;
    if (!Files.isDirectory(files.root().resolve(folder))) {
      findings.warning(folder, "a file", "folders only", "remove it");
      return;
    }
    if (!CollectionId.isValid(name)) {
      findings.error(
          folder,
          "'" + name + "' as id",
          "2 to 63 of a-z, 0-9 and -, beginning with a letter or digit",
          "rename the folder");
      return;
    }
    Optional<ObjectNode> document = evaluate(folder + "/collection.jsonnet", jsonnet);
    for (Path entry : files.list(folder)) {
      String id = entry.getFileName().toString();
      if (Files.isDirectory(entry)) {
        dataset(folder + "/" + id, id, new CollectionId(name), document, datasets);
      } else if (!id.equals("collection.jsonnet") && !id.endsWith(".libsonnet")) {
        findings.warning(
            folder + "/" + id, "a file that is not read", "collection.jsonnet", "remove it");
      }
    }
  }

  private void dataset(
      String folder,
      String id,
      CollectionId collection,
      Optional<ObjectNode> document,
      DatasetReader datasets) {
    String other = folders.putIfAbsent(id, folder);
    if (other != null) {
      findings.error(
          folder,
          "the id '" + id + "' a second time, as " + other,
          "each id once in the whole catalogue",
          "rename one of the folders");
      return;
    }
    datasets.read(folder, id, collection, document).ifPresent(d -> definitions.put(id, d));
  }

  private Optional<ObjectNode> evaluate(String file, Jsonnet jsonnet) {
    if (!files.exists(file)) {
      findings.error(file, "no such file", "the collection's description", "add it");
      return Optional.empty();
    }
    return switch (jsonnet.evaluate(file)) {
      case Jsonnet.Fault fault -> {
        findings.error(
            fault.file(),
            fault.position(),
            fault.found(),
            "Jsonnet that evaluates to a collection",
            fault.remedy());
        yield Optional.empty();
      }
      case Jsonnet.Value value -> collectionDocument(file, value.value());
    };
  }

  private Optional<ObjectNode> collectionDocument(String file, JsonNode value) {
    Document document = Document.computed(file, value);
    boolean right = profiles.check(document, Profile.COLLECTION, findings);
    String license = document.text("/license");
    if (right && !license.equals("other")) {
      vocabularies.require("licences", license, document, "/license", findings);
    }
    return right && value instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }
}
