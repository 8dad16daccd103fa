package rimrep.pipeline.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

  /// Whether the source has columns that the table does not take.
  private boolean hasMore;

  private TableDraft() {}

  static Draft.Parts of(Inspection.Csv csv) {
    TableDraft draft = new TableDraft();
    CsvPreview table = csv.table();
    table.columns().forEach(draft::add);
    draft.roles();
    String dialect =
        "csv, csv: {delimiter: %s, encoding: %s, %smissing: %s}"
            .formatted(
                Draft.quoted(String.valueOf(table.delimiter())),
                Draft.quoted(table.encoding()),
                table.decimal().equals(".") ? "" : "decimal: \",\", ",
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
    draft.hasMore = geojson.nested();
    String crs = Draft.quoted(geojson.crs().filter(c -> !c.isEmpty()).orElse("OGC:CRS84"));
    if (!crs.contains("CRS84")) {
      draft.notes.add("crs " + crs + " as the file says; longitude first, as in all GeoJSON");
    }
    return draft.parts(
        geojson.name(),
        "geojson, crs: " + crs,
        key,
        Optional.of("{column: geometry, crs: " + crs + "}"),
        0);
  }

  static Draft.Parts of(Inspection.Netcdf file, Predicate<String> knownUnit) {
    TableDraft draft = new TableDraft();
    Inspection.Field time =
        file.variables().stream()
            .filter(f -> f.axis().filter("t"::equals).isPresent() && f.dimensions().size() <= 2)
            .min(Comparator.comparing(f -> f.dimensions().size() != 1))
            .orElseThrow();
    List<String> rows = rows(file, time);
    List<Inspection.Field> chosen = new ArrayList<>();
    for (Inspection.Field field : file.variables()) {
      List<String> own = ownDimensions(file, field, rows);
      boolean row =
          file.instances().isPresent()
              ? own.size() <= 1 && rows.containsAll(own)
              : rows.containsAll(own);
      if (row && !field.type().equals("other") && !field.type().equals("unreadable")) {
        draft.add(field, field == time, knownUnit);
        chosen.add(field);
      } else {
        draft.notes.add(
            "variable "
                + field.name()
                + " is left out: not one value per "
                + String.join(", ", rows));
      }
    }
    List<String> key = new ArrayList<>();
    for (String dimension : rows) {
      key.addAll(draft.key(file, chosen, time, rows, dimension));
    }
    key.addAll(key.isEmpty() || !key.contains(time.name()) ? List.of(time.name()) : List.of());
    return draft.parts(file.name(), "netcdf", key.stream().distinct().toList(), draft.point(), 0);
  }

  /// The dimensions that rows lie along: that of the time, those of a ragged array, or two where
  /// the file says what its observations are, or has none along the time alone and coordinates for
  /// both.
  private static List<String> rows(Inspection.Netcdf file, Inspection.Field time) {
    List<String> along = ownDimensions(file, time, List.of());
    if (file.instances().isPresent()) {
      return Stream.concat(along.stream(), file.instances().stream()).distinct().toList();
    }
    boolean declared = file.attributes().containsKey("featureType");
    boolean alone =
        file.variables().stream()
            .anyMatch(f -> isValue(f) && ownDimensions(file, f, List.of()).equals(along));
    if (!declared && alone) {
      return time.dimensions();
    }
    return file.variables().stream()
        .filter(f -> !f.type().equals("char") && !f.type().equals("string"))
        .map(f -> ownDimensions(file, f, List.of()))
        .filter(own -> own.size() <= 2 && own.containsAll(along))
        .filter(own -> declared || own.stream().allMatch(d -> hasCoordinate(file, d)))
        .max(Comparator.comparingInt(List::size))
        .filter(own -> !own.isEmpty())
        .orElse(time.dimensions());
  }

  /// Whether it is no time, place or name but what was observed there.
  private static boolean isValue(Inspection.Field field) {
    return field.axis().isEmpty() && !field.type().equals("char") && !field.type().equals("string");
  }

  private static boolean hasCoordinate(Inspection.Netcdf file, String dimension) {
    return file.dimensions().stream()
        .anyMatch(d -> d.name().equals(dimension) && d.coordinate().isPresent());
  }

  /// What names the rows along one of their dimensions: the time, a word, a depth or a position.
  private List<String> key(
      Inspection.Netcdf file,
      List<Inspection.Field> chosen,
      Inspection.Field time,
      List<String> rows,
      String dimension) {
    if (ownDimensions(file, time, rows).contains(dimension)) {
      return List.of(time.name());
    }
    List<Inspection.Field> along =
        chosen.stream()
            .filter(f -> ownDimensions(file, f, rows).equals(List.of(dimension)))
            .filter(f -> !f.name().toLowerCase(Locale.ROOT).contains("size"))
            .toList();
    Optional<Inspection.Field> word =
        along.stream()
            .filter(f -> f.scale().isEmpty() && f.type().matches("char|string|u?int(16|32|64)"))
            .findFirst();
    Optional<Inspection.Field> level =
        along.stream().filter(f -> f.axis().filter("z"::equals).isPresent()).findFirst();
    if (word.isPresent() || level.isPresent()) {
      return word.or(() -> level).map(Inspection.Field::name).stream().toList();
    }
    List<String> places =
        along.stream()
            .filter(f -> f.axis().filter(a -> "xy".contains(a)).isPresent())
            .map(Inspection.Field::name)
            .toList();
    if (!places.isEmpty()) {
      return places;
    }
    Optional<String> levels =
        chosen.stream()
            .filter(f -> ownDimensions(file, f, rows).contains(dimension))
            .filter(f -> f.axis().filter("z"::equals).isPresent())
            .map(Inspection.Field::name)
            .findFirst();
    if (levels.isEmpty()) {
      notes.add("no variable names the rows along " + dimension + ": correct output.fid");
    }
    return levels.stream().toList();
  }

  /// Without those that vanish in a row: of length 1, and the last one of a text.
  private static List<String> ownDimensions(
      Inspection.Netcdf file, Inspection.Field field, List<String> rows) {
    List<String> all = field.dimensions();
    boolean text = field.type().equals("char") && !all.isEmpty() && !rows.contains(all.getLast());
    return all.subList(0, all.size() - (text ? 1 : 0)).stream()
        .filter(name ->
            rows.contains(name)
                || file.dimensions().stream()
                    .noneMatch(d -> d.name().equals(name) && d.length() == 1))
        .toList();
  }

  private void add(CsvPreview.Column column) {
    ObjectNode node = field(column.name(), column.type());
    if (column.type().equals("datetime") && !column.zoned()) {
      if (!column.formats().isEmpty()) {
        node.put("format", column.formats().getFirst());
      }
      node.put("timezone", "UTC");
      notes.add("timezone UTC is assumed for " + column.name());
    } else if (!column.type().equals("string") && column.formats().size() == 1) {
      node.put("format", column.formats().getFirst());
    } else if (column.formats().size() > 1) {
      notes.add(
          "column %s stays text: no value tells the day from the month; declare a format"
              .formatted(column.name()));
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
    if (column.equals("@id")) {
      return name("feature_id");
    }
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
    if (format.equals("netcdf") || hasMore) {
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
