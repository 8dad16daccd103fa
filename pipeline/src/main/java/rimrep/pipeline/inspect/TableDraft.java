package rimrep.pipeline.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.table.CsvPreview;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `tableschema.json` and the section `table` for rows.
final class TableDraft {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "x", List.of("longitude", "lon", "long", "lng"),
          "y", List.of("latitude", "lat"),
          "z", List.of("depth", "altitude", "height"),
          "t", List.of("time", "datetime", "timestamp", "date", "detection_timestamp"));

  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final TreeMap<String, String> coordinates = new TreeMap<>();
  private final Map<String, ObjectNode> fields = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  private TableDraft() {}

  static Draft.Parts of(Inspection.Csv csv) {
    TableDraft draft = new TableDraft();
    CsvPreview table = csv.table();
    table.columns().forEach(draft::add);
    draft.roles();
    String dialect =
        "csv, csv: {delimiter: %s, encoding: %s, missing: %s}"
            .formatted(
                Draft.quoted(String.valueOf(table.delimiter())),
                Draft.quoted(table.encoding()),
                list(table.missing()));
    List<String> key = table.key();
    if (key.isEmpty()) {
      key = table.columns().stream().map(CsvPreview.Column::name).toList();
    }
    return draft.parts(csv.name(), dialect, key, draft.point(), table.ragged());
  }

  static Draft.Parts of(Inspection.GeoJson geojson) {
    TableDraft draft = new TableDraft();
    geojson.properties().forEach(draft::add);
    draft.times();
    List<String> key =
        geojson
            .key()
            .map(List::of)
            .orElseGet(() -> geojson.properties().stream().map(CsvPreview.Column::name).toList());
    if (geojson.key().isEmpty()) {
      draft.notes.add("no property names each feature: fid is made of all of them");
    }
    return draft.parts(
        geojson.name(),
        "geojson, crs: \"OGC:CRS84\"",
        key,
        Optional.of("{column: geometry, crs: \"OGC:CRS84\"}"),
        0);
  }

  static Draft.Parts of(Inspection.Netcdf file, Predicate<String> knownUnit) {
    TableDraft draft = new TableDraft();
    Inspection.Field time =
        file.variables().stream()
            .filter(f -> f.axis().filter("t"::equals).isPresent() && f.dimensions().size() == 1)
            .findFirst()
            .orElseThrow();
    String along = time.dimensions().getFirst();
    for (Inspection.Field field : file.variables()) {
      List<String> dimensions = ownDimensions(file, field, along);
      boolean row = dimensions.isEmpty() || dimensions.equals(List.of(along));
      if (row && !field.type().equals("other") && !field.type().equals("unreadable")) {
        draft.add(field, field == time, knownUnit);
      } else {
        draft.notes.add("variable " + field.name() + " is left out: not one value per " + along);
      }
    }
    return draft.parts(file.name(), "netcdf", List.of(time.name()), draft.point(), 0);
  }

  /// Without those that vanish in a row: of length 1, and the last one of a text.
  private static List<String> ownDimensions(
      Inspection.Netcdf file, Inspection.Field field, String along) {
    List<String> all = field.dimensions();
    boolean text = field.type().equals("char") && !all.isEmpty() && !all.getLast().equals(along);
    return all.subList(0, all.size() - (text ? 1 : 0)).stream()
        .filter(name ->
            name.equals(along)
                || file.dimensions().stream()
                    .noneMatch(d -> d.name().equals(name) && d.length() == 1))
        .toList();
  }

  private void add(CsvPreview.Column column) {
    ObjectNode node = field(column.name(), column.type());
    if (column.type().equals("datetime") && !column.zoned()) {
      node.put("timezone", "UTC");
      notes.add("timezone UTC is assumed for " + column.name());
    }
  }

  private void add(Inspection.Field field, boolean time, Predicate<String> knownUnit) {
    String type = field.type();
    boolean whole = type.contains("int") && field.scale().isEmpty() && field.offset().isEmpty();
    String word =
        time
            ? "datetime"
            : type.equals("string") || type.equals("char")
                ? "string"
                : whole ? "integer" : "number";
    Optional<String> axis = field.axis().filter(a -> time == a.equals("t"));
    boolean free = axis.isPresent() && !coordinates.containsKey(axis.get());
    ObjectNode node =
        field(field.name(), free && !time && word.equals("integer") ? "number" : word);
    if (free) {
      role(names.getOrDefault(field.name(), field.name()), axis.get());
    }
    field
        .unit()
        .filter(u -> !time)
        .ifPresent(u -> {
          if (knownUnit.test(u)) {
            node.put("unit", u);
          } else {
            notes.add("unit '" + u + "' of " + field.name() + " is not in vocab/units.json");
          }
        });
    field.longName().ifPresent(t -> node.put("description", t));
  }

  private ObjectNode field(String column, String type) {
    String name = name(column);
    names.put(column, name);
    if (!name.equals(column)) {
      renamed.put(column, name);
    }
    ObjectNode node = Json.mapper().createObjectNode().put("name", name).put("type", type);
    fields.put(name, node);
    return node;
  }

  /// A name that a field may have: letters, digits and `_`, and none that we write ourselves.
  private String name(String column) {
    Set<String> own =
        new HashSet<>(List.of("fid", "geometry", "bbox", "lon_", "minx", "miny", "maxx", "maxy"));
    String plain = column.strip().replaceAll("[^A-Za-z0-9_.-]+", "_").replaceAll("_+$", "");
    String start = plain.matches("[A-Za-z].*") ? plain : "c_" + plain;
    String name = own.contains(start.toLowerCase(Locale.ROOT)) ? start + "_" : start;
    for (int i = 2; fields.containsKey(name); i++) {
      name = start + "_" + i;
    }
    return name;
  }

  private void role(String name, String role) {
    ObjectNode node = fields.get(name);
    if (node != null) {
      node.put("role", role);
      coordinates.put(role, name);
    }
  }

  /// Gives latitude, longitude, depth and time their roles by the columns' names.
  private void roles() {
    List<String> x = named("x", "number");
    List<String> y = named("y", "number");
    if (!x.isEmpty() && !y.isEmpty()) {
      role(x.getFirst(), "x");
      role(y.getFirst(), "y");
    }
    named("z", "number").stream().limit(1).forEach(n -> role(n, "z"));
    times();
  }

  private void times() {
    List<String> times = new ArrayList<>(named("t", "datetime"));
    fields.forEach((name, node) -> {
      if (node.path("type").stringValue("").equals("datetime")) {
        times.add(name);
      }
    });
    times.stream().limit(1).forEach(n -> role(n, "t"));
  }

  private List<String> named(String role, String type) {
    List<String> found = new ArrayList<>();
    for (String wanted : NAMES.getOrDefault(role, List.of())) {
      fields.forEach((name, node) -> {
        String is = node.path("type").stringValue("");
        boolean fits = is.equals(type) || type.equals("number") && is.equals("integer");
        if (name.toLowerCase(Locale.ROOT).equals(wanted) && fits) {
          node.put("type", type);
          found.add(name);
        }
      });
    }
    return found;
  }

  private Optional<String> point() {
    String x = coordinates.get("x");
    String y = coordinates.get("y");
    if (x == null || y == null) {
      return Optional.empty();
    }
    notes.add("crs OGC:CRS84 is assumed: longitude and latitude");
    return Optional.of("{point: " + list(List.of(x, y)) + ", crs: \"OGC:CRS84\"}");
  }

  private Draft.Parts parts(
      String file, String format, List<String> key, Optional<String> geometry, long rejects) {
    if (fields.isEmpty()) {
      throw new BadInput(file, "no columns", "at least one", "write the folder by hand");
    }
    ObjectNode schema = Json.mapper().createObjectNode();
    schema.put("$schema", Draft.profile("reef-table-schema"));
    if (format.equals("netcdf")) {
      schema.put("fieldsMatch", "subset");
    }
    ArrayNode list = schema.putArray("fields");
    fields.values().forEach(list::add);
    StringBuilder section =
        new StringBuilder("table:\n  inputs:\n    rows: {from: files, format: ");
    section.append(format).append("}\n");
    if (!renamed.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      renamed.forEach((from, to) -> pairs.add(Draft.quoted(from) + ": " + Draft.quoted(to)));
      section.append("  steps:\n    - start: rows\n    - rename: {");
      section.append(String.join(", ", pairs)).append("}\n");
    }
    section.append("  geometry: ").append(geometry.orElse("none")).append('\n');
    List<String> parts = key.stream().map(k -> "{" + names.getOrDefault(k, k) + "}").toList();
    section.append("  output: {fid: ").append(Draft.quoted(String.join("-", parts)));
    section.append(coordinates.containsKey("t") ? ", sort: time}\n" : "}\n");
    section.append("  rejects: {atMost: ").append(rejects).append("}\n");
    return new Draft.Parts(
        Kind.TABLE, schema, section.toString(), coordinates, coordinates.containsKey("t"), notes);
  }

  private static String list(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(Draft::quoted).toList()) + "]";
  }
}
