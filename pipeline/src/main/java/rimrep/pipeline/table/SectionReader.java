package rimrep.pipeline.table;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The section `table` of `ingest.yaml` read against the tableschema.
final class SectionReader {
  private static final Set<String> KEYS =
      Set.of("inputs", "steps", "geometry", "output", "update", "rejects");
  private static final Set<String> CSV_KEYS =
      Set.of("delimiter", "quote", "header", "encoding", "decimal", "missing");
  private static final Set<String> LATER_STEPS =
      Set.of("derive", "pivot", "unpivot", "concat", "join", "sql");
  private static final Set<String> LATER_FORMATS =
      Set.of("ndjson", "json", "shapefile", "geopackage", "kml", "xlsx", "parquet");
  private static final Set<String> ENCODINGS =
      Set.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII", "windows-1252");
  private static final Set<String> GEOMETRY_TYPES =
      Set.of("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon");

  private final SchemaReader schema;
  private final Pointed section;

  SectionReader(SchemaReader schema, Pointed section) {
    this.schema = schema;
    this.section = section;
  }

  TableContract read() {
    section.keys(KEYS);
    update();
    GeometrySpec geometry = geometry();
    List<TableStep> steps = new ArrayList<>();
    InputSpec input = inputs(geometry, steps);
    Optional<Pointed> output = section.get("output");
    output.ifPresent(this::refuseLaterOutput);
    TableContract contract =
        new TableContract(
            schema.fields(),
            schema.fieldsMatch(),
            schema.primaryKey(),
            schema.missing(),
            input,
            List.copyOf(steps),
            geometry,
            fid(output),
            sort(output),
            rejectsAtMost(),
            schema.units());
    refuseNameClash(contract);
    return contract;
  }

  private void refuseNameClash(TableContract contract) {
    List<String> columns = contract.columns();
    for (String name : columns) {
      if (columns.indexOf(name) != columns.lastIndexOf(name)) {
        throw section.refuse(
            "field '" + name + "' has the name of a column that we write",
            "another name for the field",
            "rename it in tableschema.json and by a rename step");
      }
    }
  }

  private InputSpec inputs(GeometrySpec geometry, List<TableStep> steps) {
    Map<String, Pointed> inputs = section.need("inputs").children();
    if (inputs.isEmpty()) {
      throw section.need("inputs").refuse("no input", "one", "name the source to read");
    }
    List<Pointed> written = section.get("steps").map(Pointed::items).orElse(List.of());
    String start = inputs.keySet().iterator().next();
    for (int i = 0; i < written.size(); i++) {
      Map<String, Pointed> one = written.get(i).children();
      if (one.size() != 1) {
        throw written.get(i).refuse("found " + one.keySet(), "exactly one step", "split it");
      }
      Map.Entry<String, Pointed> entry = one.entrySet().iterator().next();
      if (entry.getKey().equals("start") && i == 0) {
        start = entry.getValue().text();
      } else {
        steps.add(step(entry.getKey(), entry.getValue()));
      }
    }
    for (Map.Entry<String, Pointed> entry : inputs.entrySet()) {
      if (!entry.getKey().equals(start)) {
        throw entry
            .getValue()
            .refuse(
                entry.getValue().dotted() + ": a second input is not supported yet",
                "one input, which steps[0].start names",
                "remove it");
      }
    }
    Pointed input =
        Optional.ofNullable(inputs.get(start))
            .orElseThrow(() ->
                section
                    .need("inputs")
                    .refuse(
                        "no input of the name that start " + "gives",
                        "an input that exists",
                        "correct steps[0].start"));
    return input(start, input, geometry);
  }

  private TableStep step(String kind, Pointed step) {
    return switch (kind) {
      case "rename" -> new TableStep.Rename(step.pointer(), texts(step));
      case "cast" -> new TableStep.Cast(step.pointer(), casts(step));
      case "constant" -> new TableStep.Constant(step.pointer(), constants(step));
      case "filter" -> new TableStep.Filter(step.pointer(), step.text());
      case "start" -> throw step.refuse("start after other steps", "start first", "move it");
      default -> {
        if (LATER_STEPS.contains(kind)) {
          throw step.unsupported("the steps are rename, cast, constant and filter");
        }
        throw step.refuse(
            "unknown step '" + kind + "'", "rename, cast, constant or filter", "correct it");
      }
    };
  }

  private static Map<String, String> texts(Pointed step) {
    Map<String, String> texts = new LinkedHashMap<>();
    step.children().forEach((key, value) -> texts.put(key, value.text()));
    return texts;
  }

  private static Map<String, FieldType> casts(Pointed step) {
    Map<String, FieldType> types = new LinkedHashMap<>();
    step.children()
        .forEach((key, value) -> {
          try {
            types.put(key, FieldType.valueOf(value.text().toUpperCase(java.util.Locale.ROOT)));
          } catch (IllegalArgumentException e) {
            throw value.refuse(
                "type '" + value.text() + "'",
                "string, integer, number, boolean, date or datetime",
                "correct it");
          }
        });
    return types;
  }

  private static Map<String, String> constants(Pointed step) {
    Map<String, String> values = new LinkedHashMap<>();
    step.children()
        .forEach((key, value) -> {
          if (value.isObject()) {
            throw value.unsupported("write the value itself");
          }
          values.put(key, value.scalar());
        });
    return values;
  }

  private InputSpec input(String name, Pointed input, GeometrySpec geometry) {
    input.keys(Set.of("from", "format", "csv", "crs"));
    Pointed format = input.need("format");
    String word = format.text();
    if (!word.equals("csv") && input.get("csv").isPresent()) {
      throw input.need("csv").refuse("csv settings of a " + word + " input", "none", "remove it");
    }
    if (!word.equals("geojson") && input.get("crs").isPresent()) {
      throw input
          .need("crs")
          .refuse("crs of a " + word + " input", "table.geometry.crs", "move it there");
    }
    InputFormat read =
        switch (word) {
          case "csv" -> csv(input);
          case "geojson" -> geojson(input, geometry);
          case "netcdf" -> new InputFormat.Netcdf();
          default -> {
            if (LATER_FORMATS.contains(word)) {
              throw format.refuse(
                  format.dotted() + ": '" + word + "' is not supported yet",
                  "csv, geojson or netcdf",
                  "convert the files first");
            }
            throw format.refuse("unknown format '" + word + "'", "csv, geojson or netcdf", "");
          }
        };
    if (geometry instanceof GeometrySpec.Column && !word.equals("geojson")) {
      throw section
          .get("geometry")
          .orElse(section)
          .refuse(
              "a geometry column, but " + word + " files carry none",
              "point: [x, y], or none",
              "name the columns");
    }
    return new InputSpec(name, input.get("from").map(Pointed::text).orElse(name), read);
  }

  private InputFormat csv(Pointed input) {
    Optional<Pointed> written = input.get("csv");
    if (written.isEmpty()) {
      return new InputFormat.Csv(',', Optional.of('"'), "UTF-8", ".", List.of());
    }
    Pointed csv = written.get();
    csv.keys(CSV_KEYS);
    csv.get("header")
        .filter(h -> !h.flag())
        .ifPresent(h -> {
          throw h.refuse(h.dotted() + ": a file without header is not supported yet", "true", "");
        });
    char delimiter = csv.get("delimiter").map(SectionReader::character).orElse(',');
    Optional<Character> quote =
        csv.get("quote").isEmpty()
            ? Optional.of('"')
            : csv.get("quote").filter(q -> !q.text().isEmpty()).map(SectionReader::character);
    return new InputFormat.Csv(
        delimiter,
        quote,
        csv.get("encoding").map(SectionReader::encoding).orElse("UTF-8"),
        csv.get("decimal").map(SchemaReader::decimal).orElse("."),
        csv.get("missing").map(Pointed::texts).orElse(List.of()));
  }

  private static char character(Pointed written) {
    String text = written.text();
    if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
      throw written.refuse("'" + text + "'", "one character", "correct it");
    }
    return text.charAt(0);
  }

  private static String encoding(Pointed written) {
    try {
      String name = Charset.forName(written.text()).name();
      if (ENCODINGS.contains(name)) {
        return name;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw written.refuse("unknown encoding '" + written.text() + "'", ENCODINGS.toString(), "");
    }
    throw written.refuse(
        "encoding '" + written.text() + "' is not supported yet",
        "one of " + ENCODINGS.stream().sorted().toList(),
        "convert the files first");
  }

  private InputFormat geojson(Pointed input, GeometrySpec geometry) {
    Optional<Pointed> written = input.get("crs");
    Crs crs = written.map(SchemaReader::crs).orElse(geometry.crs());
    if (crs != geometry.crs()) {
      throw written
          .orElse(input)
          .refuse(
              "transforming "
                  + crs.code()
                  + " to "
                  + geometry.crs().code()
                  + " is not supported yet",
              "the same reference system in table.geometry.crs",
              "store the data as they are, or transform them first");
    }
    return new InputFormat.GeoJson(crs, written.isPresent());
  }

  private GeometrySpec geometry() {
    Optional<Pointed> written = section.get("geometry");
    if (written.isEmpty()) {
      return geometryByRoles();
    }
    Pointed geometry = written.get();
    if (geometry.node().isString()) {
      if (!geometry.text().equals("none")) {
        throw geometry.refuse("'" + geometry.text() + "'", "none, {point: …} or {column: …}", "");
      }
      return new GeometrySpec.None();
    }
    geometry.keys(Set.of("point", "column", "crs", "types"));
    Crs crs = geometry.get("crs").map(SchemaReader::crs).orElse(schema.crs().orElse(Crs.CRS84));
    if (geometry.get("point").isPresent()) {
      return point(geometry.need("point"), crs);
    }
    Pointed column = geometry.need("column");
    if (!column.text().equals("geometry")) {
      throw column.refuse(
          column.dotted() + ": '" + column.text() + "' is not supported yet", "geometry", "");
    }
    return new GeometrySpec.Column(crs, geometry.get("types").map(this::types).orElse(List.of()));
  }

  private List<String> types(Pointed written) {
    for (Pointed type : written.items()) {
      if (!GEOMETRY_TYPES.contains(type.text())) {
        throw type.refuse(
            "geometry type '" + type.text() + "'",
            "one of " + GEOMETRY_TYPES.stream().sorted().toList(),
            "correct it");
      }
    }
    return written.texts().stream().sorted().toList();
  }

  private GeometrySpec point(Pointed point, Crs crs) {
    List<String> names = point.texts();
    if (names.size() != 2) {
      throw point.refuse(names.size() + " names", "two: x (longitude), then y (latitude)", "");
    }
    for (String name : names) {
      boolean number =
          schema.fields().stream()
              .anyMatch(f -> f.name().equals(name) && f.type() == FieldType.NUMBER);
      if (!number) {
        throw point.refuse("'" + name + "' is no number field", "fields of type number", "");
      }
    }
    return new GeometrySpec.Point(names.get(0), names.get(1), crs);
  }

  private GeometrySpec geometryByRoles() {
    Crs crs = schema.crs().orElse(Crs.CRS84);
    if (schema.geometryField()) {
      return new GeometrySpec.Column(crs, List.of());
    }
    Optional<String> x = withRole("x");
    Optional<String> y = withRole("y");
    return x.isPresent() && y.isPresent()
        ? new GeometrySpec.Point(x.get(), y.get(), crs)
        : new GeometrySpec.None();
  }

  private Optional<String> withRole(String role) {
    return schema.fields().stream()
        .filter(f -> f.hasRole(role) && f.type() == FieldType.NUMBER)
        .map(FieldSpec::name)
        .findFirst();
  }

  private void refuseLaterOutput(Pointed output) {
    output.keys(Set.of("fid", "sort", "partition"));
    output
        .get("partition")
        .ifPresent(p -> {
          throw p.unsupported("the output is one object, all.parquet; remove it");
        });
  }

  private FidTemplate fid(Optional<Pointed> output) {
    Optional<Pointed> written = output.flatMap(o -> o.get("fid"));
    if (written.isPresent()) {
      return fid(written.get());
    }
    return schema.fields().stream()
        .filter(f -> f.hasRole("id"))
        .findFirst()
        .map(f -> FidTemplate.parse(f.name()))
        .orElseThrow(() ->
            section.refuse(
                "no fid",
                "output.fid: a column or a template such as \"{site}-{time}\"",
                "add it, or give a field the role id"));
  }

  private FidTemplate fid(Pointed written) {
    if (!written.text().contains("{") && field(written.text()).isEmpty()) {
      throw written.refuse("'" + written.text() + "' is no field", "a field or a template", "");
    }
    if (written.text().contains("{") && !written.text().contains("}")) {
      throw written.refuse("'" + written.text() + "'", "columns in braces", "close the brace");
    }
    FidTemplate fid = FidTemplate.parse(written.text());
    for (String column : fid.columns()) {
      if (field(column).isEmpty()) {
        throw written.refuse("'" + column + "' is no field", "fields in braces", "correct it");
      }
    }
    return fid;
  }

  private Optional<FieldSpec> field(String name) {
    return schema.fields().stream().filter(f -> f.name().equals(name)).findFirst();
  }

  private List<String> sort(Optional<Pointed> output) {
    Optional<Pointed> written = output.flatMap(o -> o.get("sort"));
    Optional<String> time =
        schema.fields().stream()
            .filter(f -> f.hasRole("t") && f.type() == FieldType.DATETIME)
            .map(FieldSpec::name)
            .findFirst();
    if (written.isEmpty()) {
      return time.map(List::of).orElse(List.of());
    }
    Pointed sort = written.get();
    if (sort.node().isString() && sort.text().equals("hilbert")) {
      throw sort.refuse(
          sort.dotted() + ": 'hilbert' is not supported yet", "time or a list of fields", "");
    }
    if (sort.node().isString() && sort.text().equals("time")) {
      return List.of(
          time.orElseThrow(() -> sort.refuse("no datetime field with role t", "one", "")));
    }
    for (String name : sort.textOrTexts()) {
      if (field(name).isEmpty()) {
        throw sort.refuse("'" + name + "' is no field", "time or a list of fields", "");
      }
    }
    return sort.textOrTexts();
  }

  /// Only what `per-source` with `fail` means is done; anything else would remove or choose rows.
  private void update() {
    section
        .get("update")
        .ifPresent(update -> {
          update.keys(Set.of("mode", "duplicates"));
          only(update, "mode", "per-source");
          only(update, "duplicates", "fail");
        });
  }

  private static void only(Pointed holder, String key, String word) {
    holder
        .get(key)
        .filter(p -> !p.text().equals(word))
        .ifPresent(p -> {
          throw p.refuse(
              p.dotted() + ": '" + p.text() + "' is not supported yet", word, "write " + word);
        });
  }

  private long rejectsAtMost() {
    Optional<Pointed> rejects = section.get("rejects");
    rejects.ifPresent(r -> r.keys(Set.of("atMost")));
    Optional<Pointed> most = rejects.flatMap(r -> r.get("atMost"));
    long value = most.map(Pointed::whole).orElse(0L);
    if (value < 0) {
      throw most.orElse(section).refuse(value + " rows", "0 or more", "correct it");
    }
    return value;
  }
}
