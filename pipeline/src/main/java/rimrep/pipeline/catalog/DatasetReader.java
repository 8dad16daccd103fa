package rimrep.pipeline.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads one dataset's folder: checks each document, and if all are right makes its definition.
final class DatasetReader {
  private static final Set<String> KNOWN_FILES =
      Set.of("datapackage.json", "gridschema.json", "tableschema.json", "ingest.yaml");

  private final CatalogFiles files;
  private final Profiles profiles;
  private final Vocabularies vocabularies;
  private final ObjectNode endpoints;
  private final Findings findings;

  DatasetReader(
      CatalogFiles files,
      Profiles profiles,
      Vocabularies vocabularies,
      ObjectNode endpoints,
      Findings findings) {
    this.files = files;
    this.profiles = profiles;
    this.vocabularies = vocabularies;
    this.endpoints = endpoints;
    this.findings = findings;
  }

  /// @param folder path below the catalogue's root
  /// @param collection what the collection evaluates to; empty if it is wrong
  Optional<DatasetDefinition> read(
      String folder, String id, CollectionId collection, Optional<ObjectNode> collectionDocument) {
    if (!DatasetId.isValid(id)) {
      badId(folder, id);
      return Optional.empty();
    }
    unknownFiles(folder);
    Optional<Kind> kind = kind(folder);
    Optional<Document> curated = document(folder + "/datapackage.json", Profile.DATA_PACKAGE);
    Optional<Document> ingest = document(folder + "/ingest.yaml", Profile.INGEST);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Profile profile = kind.get() == Kind.GRID ? Profile.GRID_SCHEMA : Profile.TABLE_SCHEMA;
    Optional<Document> schema = document(folder + "/" + kind.get().schemaFile(), profile);
    curated.ifPresent(d -> new PackageCheck(d, vocabularies, findings).check(id, kind.get()));
    schema.ifPresent(d -> checkSchema(d, kind.get()));
    if (curated.isEmpty() || ingest.isEmpty() || schema.isEmpty()) {
      return Optional.empty();
    }
    Folders folders = files.folders();
    new IngestCheck(ingest.get(), schema.get(), folder, folders, findings).check(kind.get());
    checkTogether(folder, curated.get(), schema.get(), kind.get());
    if (findings.hasErrorsIn(folder) || collectionDocument.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode written = (ObjectNode) curated.get().root();
    return Optional.of(
        new DatasetDefinition(
            new DatasetId(id),
            collection,
            kind.get(),
            Access.of(curated.get().text("/access")),
            resolved(written),
            withAddress((ObjectNode) schema.get().root(), profile),
            collectionDocument.get(),
            vocabulary(written, schema.get().root(), collectionDocument.get()),
            new IngestReader(folders, folder).read(ingest.get().root(), written, kind.get()),
            folder));
  }

  private void badId(String folder, String id) {
    findings.error(
        folder,
        DatasetId.RESERVED.contains(id) ? "the reserved word '" + id + "'" : "'" + id + "' as id",
        "2 to 63 of a-z, 0-9 and -, beginning with a letter or digit, none of "
            + String.join(", ", DatasetId.RESERVED.stream().sorted().toList()),
        "rename the folder");
  }

  private void unknownFiles(String folder) {
    for (Path path : files.list(folder)) {
      String name = path.getFileName().toString();
      boolean known =
          KNOWN_FILES.contains(name) || name.endsWith(".test.yaml") || Files.isDirectory(path);
      if (!known) {
        findings.warning(
            folder + "/" + name,
            "a file that is not read",
            "one of " + String.join(", ", KNOWN_FILES.stream().sorted().toList()),
            Suggestion.of(name, KNOWN_FILES, "move it into a folder such as sources/"));
      }
    }
  }

  private Optional<Kind> kind(String folder) {
    boolean grid = files.exists(folder + "/" + Kind.GRID.schemaFile());
    boolean table = files.exists(folder + "/" + Kind.TABLE.schemaFile());
    if (grid == table) {
      findings.error(
          folder,
          grid ? "both gridschema.json and tableschema.json" : "no schema",
          "gridschema.json or tableschema.json",
          grid ? "remove one" : "add one");
      return Optional.empty();
    }
    return Optional.of(grid ? Kind.GRID : Kind.TABLE);
  }

  /// The document if it is right by its profile.
  private Optional<Document> document(String file, Profile profile) {
    Optional<Document> document = files.read(file, findings);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    if (!document.get().root().isObject()) {
      findings.error(document.get(), "", "no object", "an object of keys and values", "correct it");
      return Optional.empty();
    }
    files.checkSchemaMember(document.get(), profile, findings);
    boolean right = profiles.check(document.get(), profile, findings);
    if (profile == Profile.DATA_PACKAGE && !right) {
      PackageCheck.refuseMeasured(document.get(), findings);
    }
    return right ? document : Optional.empty();
  }

  private void checkSchema(Document schema, Kind kind) {
    SchemaCheck check = new SchemaCheck(schema, vocabularies, findings);
    switch (kind) {
      case GRID -> check.grid();
      case TABLE -> check.table();
    }
  }

  /// What two documents must agree in.
  private void checkTogether(String folder, Document curated, Document schema, Kind kind) {
    List<String> lists =
        kind == Kind.GRID ? List.of("/dimensions", "/variables") : List.of("/fields");
    List<String> names =
        lists.stream()
            .flatMap(list -> schema.get(list).valueStream())
            .map(item -> item.path("name").asString(""))
            .toList();
    for (String axis : List.of("x", "y", "z", "t")) {
      known(curated, "/coordinates/" + axis, names, schema.file());
    }
    for (String variable : List.copyOf(curated.get("/expect/variables").propertyNames())) {
      if (!names.contains(variable)) {
        unknown(
            curated, Document.child("/expect/variables", variable), variable, names, schema.file());
      }
    }
    String path = curated.text("/harvest/path");
    if (!path.isEmpty()
        && !(files.folders().resolve(folder, path) instanceof Folders.Resolved.Found)) {
      findings.error(
          curated,
          "/harvest/path",
          "'" + path + "', which is no file of the catalogue",
          "a file below the dataset's folder or the catalogue",
          "add it or correct the path");
    }
  }

  private void known(Document curated, String pointer, List<String> names, String schemaFile) {
    String name = curated.text(pointer);
    if (!name.isEmpty() && !names.contains(name)) {
      unknown(curated, pointer, name, names, schemaFile);
    }
  }

  private void unknown(
      Document curated, String pointer, String name, List<String> names, String schemaFile) {
    findings.error(
        curated,
        pointer,
        "'" + name + "', unknown to " + schemaFile.substring(schemaFile.lastIndexOf('/') + 1),
        "one of " + String.join(", ", names),
        Suggestion.of(name, names, "correct it"));
  }

  private static ObjectNode withAddress(ObjectNode document, Profile profile) {
    ObjectNode copy = document.deepCopy();
    copy.put("$schema", profile.address());
    return copy;
  }

  /// The package with the profile's own address and its contributors written out.
  private ObjectNode resolved(ObjectNode curated) {
    ObjectNode copy = withAddress(curated, Profile.DATA_PACKAGE);
    ArrayNode contributors = (ArrayNode) copy.get("contributors");
    for (int i = 0; i < contributors.size(); i++) {
      ObjectNode written = (ObjectNode) contributors.get(i);
      JsonNode provider = written.path("provider");
      if (provider.isString()) {
        contributors.set(
            i, contributor(written, vocabularies.get("providers").path(provider.stringValue())));
      }
    }
    return copy;
  }

  private static ObjectNode contributor(ObjectNode written, JsonNode provider) {
    ObjectNode full = JsonNodeFactory.instance.objectNode();
    for (String member : List.of("title", "path", "email")) {
      if (provider.has(member)) {
        full.set(member, provider.get(member));
      }
    }
    for (Map.Entry<String, JsonNode> entry : written.properties()) {
      if (!entry.getKey().equals("provider")) {
        full.set(entry.getKey(), entry.getValue());
      }
    }
    return full;
  }

  /// The objects that the documents refer to, by vocabulary; and the endpoints.
  private ObjectNode vocabulary(ObjectNode curated, JsonNode schema, ObjectNode collection) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ObjectNode themes = result.putObject("themes");
    curated.path("themes").forEach(id -> take("themes", id, themes));
    ObjectNode licences = result.putObject("licences");
    curated.path("licenses").forEach(licence -> take("licences", licence.path("name"), licences));
    take("licences", collection.path("license"), licences);
    ObjectNode providers = result.putObject("providers");
    curated.path("contributors").forEach(c -> take("providers", c.path("provider"), providers));
    ObjectNode units = result.putObject("units");
    for (String list : List.of("dimensions", "variables", "fields")) {
      schema.path(list).forEach(item -> take("units", item.path("unit"), units));
    }
    result.set("endpoints", endpoints.deepCopy());
    return result;
  }

  private void take(String vocabulary, JsonNode id, ObjectNode into) {
    JsonNode found = vocabularies.get(vocabulary).path(id.asString(""));
    if (found.isObject()) {
      into.set(id.asString(), found);
    }
  }
}
