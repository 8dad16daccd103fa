package rimrep.pipeline.inspect;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.grid.TimeUnits;
import rimrep.pipeline.grid.Units;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `gridschema.json` and the section `grid` for a netCDF file with cells in space.
final class GridDraft {
  private static final Set<String> TYPES =
      Set.of(
          "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32",
          "float64", "string", "char");

  private final Inspection.Netcdf file;
  private final Predicate<String> knownUnit;
  private final List<String> notes = new ArrayList<>();
  private final Optional<String> time;
  private final TreeMap<String, String> renamed = new TreeMap<>();

  private GridDraft(Inspection.Netcdf file, Predicate<String> knownUnit) {
    this.file = file;
    this.knownUnit = knownUnit;
    this.time =
        file.dimensions().stream()
            .filter(d -> d.axis().filter("t"::equals).isPresent())
            .map(GridDraft::stored)
            .findFirst();
  }

  static Draft.Parts of(Inspection.Netcdf file, Predicate<String> knownUnit) {
    return new GridDraft(file, knownUnit).parts();
  }

  /// A dimension is called as its coordinates are: readers know them by that alone.
  private static String stored(Inspection.Axis axis) {
    return axis.coordinate().orElse(axis.name());
  }

  /// Without the dimension that makes texts of characters.
  private List<String> stored(Inspection.Field field) {
    List<String> own = field.dimensions();
    boolean letters = field.type().equals("char") && !own.isEmpty();
    return own.subList(0, own.size() - (letters ? 1 : 0)).stream()
        .map(name ->
            file.dimensions().stream()
                .filter(d -> d.name().equals(name))
                .map(GridDraft::stored)
                .findFirst()
                .orElse(name))
        .toList();
  }

  private Draft.Parts parts() {
    List<Inspection.Field> chosen = file.variables().stream().filter(this::isData).toList();
    if (chosen.isEmpty()) {
      throw new BadInput(
          file.name(),
          "no variable that can be stored"
              + notes.stream().limit(3).map(n -> "; " + n).collect(Collectors.joining()),
          "numbers along declared dimensions, time first",
          "write the dataset's folder by hand");
    }
    Set<String> used = new LinkedHashSet<>();
    chosen.forEach(f -> used.addAll(stored(f)));
    file.variables().stream()
        .filter(f -> chosen.contains(f) || stored(f).equals(List.of(f.name())))
        .filter(f -> used.containsAll(stored(f)))
        .flatMap(f -> f.bounds().stream())
        .flatMap(bounds -> file.variables().stream().filter(f -> f.name().equals(bounds)))
        .toList()
        .forEach(bounds -> used.addAll(stored(bounds)));
    ObjectNode schema = Json.mapper().createObjectNode();
    schema.put("$schema", Draft.profile("reef-grid-schema")).put("zarrFormat", 2);
    schema.put("crs", "EPSG:4326").put("match", "superset");
    notes.add("crs EPSG:4326 is assumed: latitude and longitude");
    ArrayNode dimensions = schema.putArray("dimensions");
    Set<String> taken = new LinkedHashSet<>();
    file.dimensions().stream()
        .filter(d -> used.contains(stored(d)))
        .forEach(d -> dimensions.add(dimension(d, taken)));
    ArrayNode variables = schema.putArray("variables");
    chosen.forEach(f -> variables.add(variable(f)));
    Optional<String> append = time.filter(used::contains);
    append
        .filter(t -> !t.equalsIgnoreCase("time"))
        .ifPresent(t ->
            notes.add(
                "pygeoapi serves a grid only if its time is called time: rename %s to it, dimension and variable"
                    .formatted(t)));
    if (append.isEmpty()) {
      chosen.stream().filter(GridDraft::isTime).forEach(this::noteTime);
    }
    return new Draft.Parts(
        Kind.GRID, schema, section(append), coordinates(used), time.isPresent(), notes);
  }

  private String section(Optional<String> append) {
    StringBuilder section = new StringBuilder();
    append.ifPresent(t -> section.append("  append: ").append(Draft.quoted(t)).append('\n'));
    append.flatMap(this::resolution).ifPresent(r -> section.append(time(r)));
    if (!renamed.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      renamed.forEach((from, to) -> pairs.add(Draft.quoted(from) + ": " + Draft.quoted(to)));
      section.append("  variables: {rename: {" + String.join(", ", pairs) + "}}\n");
    }
    return section.isEmpty() ? "grid: {}\n" : "grid:\n" + section;
  }

  private Optional<String> resolution(String time) {
    return file.dimensions().stream()
        .filter(d -> stored(d).equals(time))
        .flatMap(d -> d.resolution().stream())
        .findFirst();
  }

  private static String time(String resolution) {
    String unit = resolution.equals("1ms") ? "milliseconds" : "microseconds";
    return "  time: {resolution: %s, units: \"%s since 1970-01-01T00:00:00Z\"}\n"
        .formatted(resolution, unit);
  }

  private static boolean isTime(Inspection.Field field) {
    return field.dimensions().size() == 1 && field.unit().orElse("").contains(" since ");
  }

  private void noteTime(Inspection.Field field) {
    notes.add(
        "time %s lies along dimension %s, which has no variable of its own name: files are not joined along it"
            .formatted(field.name(), field.dimensions().getFirst()));
  }

  private static boolean isUnreadableTime(String unit) {
    return unit.contains("since") && !TimeUnits.isReadable(unit, "");
  }

  /// Numbers or texts along dimensions, that are no dimension's own coordinates and no bounds of
  /// them.
  private boolean isData(Inspection.Field field) {
    String name = field.name();
    boolean own = stored(field).equals(List.of(name));
    boolean bounds =
        file.variables().stream().anyMatch(f -> f.bounds().filter(name::equals).isPresent());
    boolean one = stored(field).isEmpty();
    if (one) {
      notes.add(
          "variable %s has one value: it is kept only where coordinates or grid_mapping name it"
              .formatted(name));
    }
    if (own || bounds || one) {
      return false;
    }
    String why = "";
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
      why = "its name";
    } else if (!TYPES.contains(field.type())) {
      why = "its type " + field.type();
    } else if (name.endsWith("_bnds") || name.endsWith("_bounds")) {
      why = "the bounds it seems to be: no variable names it under bounds";
    } else if (field.unit().filter(GridDraft::isUnreadableTime).isPresent()) {
      why = "its units '" + field.unit().get() + "', for which readers would not open the store";
    }
    if (!why.isEmpty()) {
      notes.add("variable " + name + " is left out for " + why);
    }
    return why.isEmpty();
  }

  /// @param taken axes that another dimension has
  private ObjectNode dimension(Inspection.Axis axis, Set<String> taken) {
    String name = stored(axis);
    if (!name.equals(axis.name())) {
      renamed.put(axis.name(), name);
      notes.add(
          "dimension %s is called %s in the store, as its coordinates are"
              .formatted(axis.name(), name));
    }
    ObjectNode node = Json.mapper().createObjectNode().put("name", name);
    String word = axis.axis().filter(a -> isPlaced(axis)).filter(taken::add).orElse("");
    if (!isPlaced(axis)) {
      notes.add(
          "dimension %s counts in '%s', not in degrees north or east: another reference system"
              .formatted(name, axis.unit().orElse("")));
    }
    switch (word) {
      case "t" -> node.put("type", "temporal").put("calendar", "standard");
      case "x", "y", "z" -> {
        node.put("type", "spatial").put("axis", word);
        unit(axis.unit(), node, "dimension " + name);
        axis.descending()
            .filter(d -> axis.length() > 1)
            .ifPresent(d -> node.put("order", d ? "descending" : "ascending"));
      }
      default -> node.put("type", axis.first().isPresent() ? "other" : "index");
    }
    return node;
  }

  /// Whether its coordinates are latitudes or longitudes, not those of a rotated or projected grid;
  /// true of other axes.
  private static boolean isPlaced(Inspection.Axis axis) {
    boolean horizontal = axis.axis().filter(a -> a.equals("x") || a.equals("y")).isPresent();
    return !horizontal || axis.unit().filter(u -> !Units.isNorth(u) && !Units.isEast(u)).isEmpty();
  }

  private void unit(Optional<String> unit, ObjectNode node, String thing) {
    if (unit.isPresent() && knownUnit.test(unit.get())) {
      node.put("unit", unit.get());
    } else if (unit.isPresent()) {
      notes.add(
          "unit '" + unit.get() + "' of " + thing + " is not in vocab/units.json and left out");
    }
  }

  private ObjectNode variable(Inspection.Field field) {
    String type = field.type().equals("char") ? "string" : field.type();
    ObjectNode node =
        Json.mapper().createObjectNode().put("name", field.name()).put("dataType", type);
    ArrayNode dimensions = node.putArray("dimensions");
    timeFirst(field).forEach(dimensions::add);
    unit(field.unit(), node, "variable " + field.name());
    field.fill().ifPresent(fill -> nodata(fill, node));
    field.longName().or(field::standardName).ifPresent(t -> node.put("description", t));
    field.standardName().ifPresent(t -> node.put("standardName", t));
    return node;
  }

  private void nodata(Number fill, ObjectNode node) {
    double value = fill.doubleValue();
    boolean integer = fill instanceof BigInteger || fill instanceof Long;
    if (Double.isNaN(value)) {
      node.put("nodata", "nan");
    } else if (Double.isInfinite(value)) {
      node.put("nodata", value > 0 ? "inf" : "-inf");
    } else if (integer && !CanonicalJson.keeps(new BigInteger(fill.toString()))) {
      notes.add(
          "nodata %s of variable %s is no number that every JSON reader keeps, and left out: the store has it"
              .formatted(fill, node.path("name").asString()));
    } else {
      node.set("nodata", Json.mapper().valueToTree(fill));
    }
  }

  /// Stores grow along their first dimension.
  private List<String> timeFirst(Inspection.Field field) {
    List<String> dimensions = new ArrayList<>(stored(field));
    if (time.filter(t -> dimensions.indexOf(t) > 0).isPresent()) {
      dimensions.remove(time.get());
      dimensions.addFirst(time.get());
      notes.add("dimensions of " + field.name() + " are turned: time becomes the first");
    }
    return dimensions;
  }

  private TreeMap<String, String> coordinates(Set<String> used) {
    TreeMap<String, String> coordinates = new TreeMap<>();
    for (Inspection.Axis axis : file.dimensions()) {
      if (used.contains(stored(axis))) {
        axis.axis()
            .filter(a -> isPlaced(axis))
            .ifPresent(a -> coordinates.putIfAbsent(a, stored(axis)));
      }
    }
    file.variables().stream()
        .filter(f -> f.dimensions().size() == 2)
        .sorted(Comparator.comparing(this::fieldsOn).reversed())
        .forEach(f -> f.axis().ifPresent(a -> coordinates.putIfAbsent(a, f.name())));
    return coordinates;
  }

  /// A staggered grid has places of centres, faces and corners; its data tell which are its own.
  private long fieldsOn(Inspection.Field place) {
    return file.variables().stream()
        .filter(f -> f.dimensions().containsAll(place.dimensions()))
        .count();
  }
}
