package rimrep.pipeline.inspect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.failure.BadInput;
import tools.jackson.databind.node.ObjectNode;

/// A dataset's folder to start from. What a person must write begins with `Draft: `, which `rimrep
/// check` points out.
///
/// @param files text by file name
/// @param notes what was left out or assumed, each a sentence
public record Draft(SortedMap<String, String> files, List<String> notes) {
  static final String PLACEHOLDER = "Draft: ";
  private static final String PROFILES = "../../../profiles/";

  /// What the drafts of a kind bring to the folder.
  ///
  /// @param section lines of the section `grid` or `table`
  record Parts(
      Kind kind,
      ObjectNode schema,
      String section,
      SortedMap<String, String> coordinates,
      boolean hasTime,
      List<String> notes) {}

  /// @param created becomes the package's date if the data have no time
  /// @param knownUnit whether the catalogue's vocabulary has a unit
  public static Draft of(
      Inspection inspection,
      DatasetId id,
      DraftOrigin origin,
      Instant created,
      Predicate<String> knownUnit) {
    Parts parts =
        switch (inspection) {
          case Inspection.Netcdf netcdf -> netcdf(netcdf, knownUnit);
          case Inspection.Csv csv -> TableDraft.of(csv);
          case Inspection.GeoJson geojson -> TableDraft.of(geojson);
        };
    SortedMap<String, String> files = new TreeMap<>();
    files.put("datapackage.json", text(datapackage(inspection, id, parts, created)));
    files.put(parts.kind().schemaFile(), text(parts.schema()));
    files.put("ingest.yaml", ingest(origin, parts));
    List<String> notes = new ArrayList<>(inspection.notes());
    notes.addAll(parts.notes());
    return new Draft(files, notes);
  }

  private static Parts netcdf(Inspection.Netcdf netcdf, Predicate<String> knownUnit) {
    return switch (netcdf.layout()) {
      case GRID -> GridDraft.of(netcdf, knownUnit);
      case ROWS -> TableDraft.of(netcdf, knownUnit);
      case MESH ->
          throw new BadInput(
              netcdf.name(),
              "an unstructured mesh by the UGRID conventions",
              "a grid of rows and columns, or observations; meshes are not supported",
              "ask the provider for data on a regular grid");
      case UNKNOWN ->
          throw new BadInput(
              netcdf.name(),
              "neither cells along latitude and longitude nor rows along a time",
              "a grid or observations by the CF conventions",
              "write the dataset's folder by hand");
    };
  }

  static String profile(String name) {
    return PROFILES + name + ".json";
  }

  private static String text(ObjectNode node) {
    return Json.mapper().writeValueAsString(node) + "\n";
  }

  private static ObjectNode datapackage(
      Inspection inspection, DatasetId id, Parts parts, Instant created) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("$schema", profile("reef-data-package")).put("name", id.value());
    node.put("title", PLACEHOLDER + attribute(inspection, "title").orElse("title of " + id));
    node.put(
        "description",
        PLACEHOLDER
            + attribute(inspection, "summary")
                .or(() -> attribute(inspection, "abstract"))
                .orElse("what the data are, how they came about, what they are good for"));
    if (!parts.hasTime()) {
      node.put("created", created.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    node.putArray("licenses")
        .addObject()
        .put("name", "other")
        .put("title", PLACEHOLDER + attribute(inspection, "license").orElse("the licence"))
        .put("path", "https://example.org/licence");
    node.putArray("contributors")
        .addObject()
        .put("title", PLACEHOLDER + attribute(inspection, "institution").orElse("who made them"))
        .putArray("roles")
        .add("producer");
    node.put("access", "public");
    if (!parts.coordinates().isEmpty()) {
      ObjectNode coordinates = node.putObject("coordinates");
      parts.coordinates().forEach(coordinates::put);
    }
    ObjectNode resource = node.putArray("resources").addObject().put("name", "data");
    boolean grid = parts.kind() == Kind.GRID;
    if (!grid) {
      resource.put("type", "table");
    }
    resource
        .put("path", parts.kind().dataPath())
        .put("format", grid ? "zarr" : "parquet")
        .put("mediatype", grid ? "application/vnd.zarr" : "application/vnd.apache.parquet")
        .put("schema", parts.kind().schemaFile());
    return node;
  }

  /// An attribute of the file as one line.
  private static Optional<String> attribute(Inspection inspection, String name) {
    return switch (inspection) {
      case Inspection.Netcdf netcdf ->
          Optional.ofNullable(netcdf.attributes().get(name))
              .map(t -> t.replaceAll("\\s+", " ").replace("${", "$ {").strip())
              .filter(t -> !t.isEmpty());
      case Inspection.Csv csv -> Optional.empty();
      case Inspection.GeoJson geojson -> Optional.empty();
    };
  }

  private static String ingest(DraftOrigin origin, Parts parts) {
    String source =
        switch (origin) {
          case DraftOrigin.Folder(String folder, String file) ->
              "{folder: " + quoted(folder) + ", match: " + quoted(file) + "}";
          case DraftOrigin.Http(String address) -> "{http: " + quoted(address) + "}";
        };
    return "# yaml-language-server: $schema="
        + profile("ingest")
        + "\nsources:\n  files: "
        + source
        + "\n"
        + parts.section();
  }

  /// A YAML text in double quotes.
  static String quoted(String text) {
    return Json.mapper().writeValueAsString(text);
  }
}
