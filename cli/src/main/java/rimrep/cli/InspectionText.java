package rimrep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.inspect.Inspection;
import rimrep.pipeline.table.CsvPreview;

/// An inspection as a table for people.
final class InspectionText {
  private InspectionText() {}

  static String of(Inspection inspection) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s, %d bytes%n".formatted(inspection.name(), inspection.format(), inspection.bytes()));
    switch (inspection) {
      case Inspection.Netcdf netcdf -> netcdf(netcdf, text);
      case Inspection.Csv csv -> csv(csv.table(), text);
      case Inspection.GeoJson geojson -> geojson(geojson, text);
    }
    inspection.notes().forEach(n -> text.append("note: ").append(n).append('\n'));
    return text.toString();
  }

  private static void netcdf(Inspection.Netcdf file, StringBuilder text) {
    List<List<String>> dimensions = new ArrayList<>();
    dimensions.add(List.of("dimension", "length", "axis", "unit", "first", "last"));
    for (Inspection.Axis a : file.dimensions()) {
      dimensions.add(
          List.of(
              a.name()
                  + a.coordinate()
                      .filter(c -> !c.equals(a.name()))
                      .map(c -> " (" + c + ")")
                      .orElse(""),
              a.length() + (a.unlimited() ? " (unlimited)" : ""),
              a.axis().orElse(""),
              a.unit().orElse(""),
              a.first().orElse(""),
              a.last().orElse("")));
    }
    table(dimensions, text);
    List<List<String>> variables = new ArrayList<>();
    variables.add(List.of("variable", "type", "dimensions", "unit", "packing", "what it is"));
    for (Inspection.Field f : file.variables()) {
      variables.add(
          List.of(
              f.name(),
              f.type(),
              String.join(" ", f.dimensions()),
              f.unit().orElse(""),
              packing(f),
              f.longName().or(f::standardName).orElse("")));
    }
    table(variables, text);
    for (String name : List.of("title", "institution", "license", "Conventions", "featureType")) {
      Optional.ofNullable(file.attributes().get(name))
          .ifPresent(v ->
              text.append(name)
                  .append(": ")
                  .append(v.strip().replaceAll("\\s+", " "))
                  .append('\n'));
    }
    text.append(
        switch (file.layout()) {
          case GRID -> "It can become a grid.\n";
          case ROWS -> "It can become a table, a row per time.\n";
          case MESH -> "It is an unstructured mesh (UGRID), which is not supported.\n";
          case UNKNOWN -> "It is neither a grid nor rows along a time that we know.\n";
        });
  }

  private static String packing(Inspection.Field field) {
    List<String> parts = new ArrayList<>();
    field.scale().ifPresent(s -> parts.add("× " + s));
    field.offset().ifPresent(o -> parts.add("+ " + o));
    field.fill().ifPresent(f -> parts.add("fill " + f));
    return String.join(" ", parts);
  }

  private static void csv(CsvPreview table, StringBuilder text) {
    text.append(
        "%d rows%s, separated by '%s', %s%n"
            .formatted(
                table.rows(),
                table.whole() ? "" : " looked at",
                table.delimiter() == '\t' ? "tab" : String.valueOf(table.delimiter()),
                table.encoding()));
    columns(table.columns(), text);
    if (!table.key().isEmpty()) {
      text.append("Rows are named by ").append(String.join(", ", table.key())).append(".\n");
    }
  }

  private static void columns(List<CsvPreview.Column> columns, StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("column", "type", "missing", "first", "least", "greatest"));
    for (CsvPreview.Column c : columns) {
      rows.add(
          List.of(
              c.name(),
              c.type(),
              String.valueOf(c.missing()),
              c.first().orElse(""),
              c.min().map(String::valueOf).orElse(""),
              c.max().map(String::valueOf).orElse("")));
    }
    table(rows, text);
  }

  private static void geojson(Inspection.GeoJson file, StringBuilder text) {
    text.append(file.features()).append(" features: ");
    List<String> kinds = new ArrayList<>();
    file.geometries().forEach((k, n) -> kinds.add(n + " " + k));
    text.append(String.join(", ", kinds)).append('\n');
    file.bbox().ifPresent(b -> text.append("bbox ").append(b.values()).append('\n'));
    columns(file.properties(), text);
    file.key().ifPresent(k -> text.append("Features are named by ").append(k).append(".\n"));
  }

  /// Columns as wide as their widest cell, a long one cut.
  private static void table(List<List<String>> rows, StringBuilder text) {
    int count = rows.getFirst().size();
    int[] width = new int[count];
    for (List<String> row : rows) {
      for (int i = 0; i < count; i++) {
        width[i] = Math.max(width[i], cut(row.get(i)).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < count; i++) {
        line.append(("%-" + Math.max(1, width[i]) + "s  ").formatted(cut(row.get(i))));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    text.append('\n');
  }

  private static String cut(String cell) {
    String line = cell.replaceAll("\\s+", " ");
    return line.length() <= 40 ? line : line.substring(0, 39) + "…";
  }
}
