package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rimrep.pipeline.failure.BadConfiguration;

/// From the text rows of one source to its typed rows: typing, steps, rules, fid, uniqueness. Each
/// stage is a table in the database, and each row that is lost on the way is counted and named.
final class RowPipeline {
  private final DuckSession db;
  private final TableContract contract;
  private final Typing typing;
  private final List<StepCounts> steps = new ArrayList<>();

  /// The columns so far, with the type each has.
  private Map<String, FieldSpec> columns = new LinkedHashMap<>();

  private String table = "raw";
  private int stage;
  private long filtered;

  RowPipeline(DuckSession db, TableContract contract) {
    this.db = db;
    this.contract = contract;
    this.typing =
        switch (contract.input().format()) {
          case InputFormat.Csv csv -> new Typing(csv.decimal(), false);
          case InputFormat.GeoJson geojson -> new Typing(".", true);
          case InputFormat.Netcdf netcdf -> new Typing(".", true);
        };
  }

  /// Columns of our own that every stage carries along.
  static List<String> carried(TableContract contract) {
    return contract.geometry() instanceof GeometrySpec.Column
        ? Stream.concat(Stream.of(RawTable.LINE), RawTable.GEOMETRY.stream()).toList()
        : List.of(RawTable.LINE);
  }

  /// @param raw the columns of the table `raw`
  void run(List<String> raw) {
    raw.forEach(c -> columns.put(c, FieldSpec.plain(c, FieldType.STRING)));
    type(ColumnFlow.inputTypes(contract, raw), "read");
    for (TableStep step : contract.steps()) {
      switch (step) {
        case TableStep.Rename rename -> rename(rename);
        case TableStep.Cast cast -> cast(cast);
        case TableStep.Constant constant -> constant(constant);
        case TableStep.Filter filter -> filter(filter);
      }
    }
    agree();
    RowRules rules = new RowRules(db, contract);
    long before = rows(table);
    table = rules.apply(table);
    steps.add(counts("rules", before, rows(table)));
  }

  long rowsOut() {
    return rows(table);
  }

  long rowsFiltered() {
    return filtered;
  }

  List<StepCounts> steps() {
    return List.copyOf(steps);
  }

  /// Writes the rows, in the order of their lines, as a piece.
  void write(String file) {
    Stream<String> fields = contract.attributes().stream().map(FieldSpec::name);
    List<String> names =
        Stream.of(carried(contract).stream(), fields, Stream.of("fid")).flatMap(s -> s).toList();
    db.run(
        "COPY (SELECT %s FROM %s ORDER BY %s) TO %s (FORMAT parquet, COMPRESSION zstd)"
            .formatted(Sql.names(names), table, Sql.name(RawTable.LINE), Sql.text(file)));
  }

  /// Replaces columns of text by typed ones; rows whose text is not of the type are rejected.
  private void type(Map<String, FieldSpec> fields, String label) {
    List<String> texts = new ArrayList<>();
    List<String> typed = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    fields.forEach((column, field) -> {
      String v = Sql.name("rimrep:v:" + column);
      String t = Sql.name(column);
      texts.add(present(column, field) + " AS " + v);
      typed.add(typing.typed(field, v) + " AS " + t);
      conditions.add("(" + v + " IS NULL OR " + t + " IS NOT NULL)");
    });
    List<String> rest = new ArrayList<>(carried(contract));
    columns.keySet().stream().filter(c -> !fields.containsKey(c)).forEach(rest::add);
    String keep = Sql.names(rest);
    String read = "SELECT %s%s FROM %s".formatted(keep, list(texts), table);
    String judged = "SELECT *%s FROM (%s)".formatted(list(typed), read);
    List<String> names = fields.keySet().stream().map(Sql::name).toList();
    String good =
        "SELECT %s%s FROM (%s) WHERE %s"
            .formatted(keep, list(names), judged, String.join(" AND ", conditions));
    advance(good, label, () -> explain(fields));
    columns.putAll(fields);
  }

  private void explain(Map<String, FieldSpec> fields) {
    fields.forEach((column, field) ->
        db.run(
            "INSERT INTO rejects SELECT line, %s, %s, v FROM (SELECT %s AS line, %s AS v FROM %s) WHERE v IS NOT NULL AND (%s) IS NULL"
                .formatted(
                    Sql.text(column),
                    typing.rule(field, "v"),
                    Sql.name(RawTable.LINE),
                    present(column, field),
                    table,
                    typing.typed(field, "v"))));
  }

  /// The text of a column, null where it says that it is missing.
  private String present(String column, FieldSpec field) {
    List<String> missing =
        Stream.concat(
                field.missing().orElse(contract.missing()).stream(),
                contract.input().format().missing().stream())
            .distinct()
            .toList();
    String name = Sql.name(column);
    return missing.isEmpty()
        ? name
        : "CASE WHEN %s NOT IN (%s) THEN %s END".formatted(name, Sql.texts(missing), name);
  }

  private void rename(TableStep.Rename rename) {
    Map<String, FieldSpec> renamed = new LinkedHashMap<>();
    List<String> select = new ArrayList<>();
    columns.forEach((old, field) -> {
      String name = rename.names().getOrDefault(old, old);
      if (renamed.put(name, field) != null) {
        throw mistake(rename, "two columns '" + name + "'");
      }
      select.add(Sql.name(old) + " AS " + Sql.name(name));
    });
    advance(
        "SELECT %s%s FROM %s".formatted(Sql.names(carried(contract)), list(select), table),
        "rename",
        () -> {});
    columns = renamed;
  }

  private void cast(TableStep.Cast cast) {
    Map<String, FieldSpec> fields = new LinkedHashMap<>();
    cast.types()
        .forEach((column, type) -> {
          FieldSpec present = columns.get(column);
          if (present == null || present.type() != FieldType.STRING) {
            throw mistake(cast, "'" + column + "' is no column of text here");
          }
          fields.put(
              column,
              contract
                  .field(column)
                  .filter(f -> f.type() == type)
                  .orElseGet(() -> FieldSpec.plain(column, type)));
        });
    type(fields, "cast");
  }

  /// A constant is text in the form of its field, and must be of its type.
  private void constant(TableStep.Constant constant) {
    Map<String, FieldSpec> fields = new LinkedHashMap<>();
    List<String> select = new ArrayList<>();
    constant
        .values()
        .forEach((column, text) -> {
          FieldSpec field =
              contract.field(column).orElseGet(() -> FieldSpec.plain(column, FieldType.STRING));
          String typed = new Typing(".", true).typed(field, Sql.text(text));
          if (db.one("SELECT (" + typed + ") IS NULL", row -> row.getBoolean(1))) {
            throw mistake(constant, "'" + text + "' is no " + field.type());
          }
          fields.put(column, field);
          select.add(typed + " AS " + Sql.name(column));
        });
    List<String> rest = new ArrayList<>(carried(contract));
    columns.keySet().stream().filter(c -> !fields.containsKey(c)).forEach(rest::add);
    advance(
        "SELECT %s%s FROM %s".formatted(Sql.names(rest), list(select), table),
        "constant",
        () -> {});
    columns.putAll(fields);
  }

  private void filter(TableStep.Filter filter) {
    long before = rows(table);
    String next = "stage" + stage++;
    db.runWritten(
        "CREATE TABLE %s AS SELECT * FROM %s WHERE %s"
            .formatted(next, table, FilterCheck.bracketed(filter)),
        filter.pointer());
    db.run("DROP TABLE " + table);
    table = next;
    steps.add(counts("filter", before, rows(table)));
    filtered += before - rows(table);
  }

  /// The steps' result must be what the tableschema says.
  private void agree() {
    for (FieldSpec field : contract.fields()) {
      FieldSpec made = columns.get(field.name());
      if (made == null || !made.sqlType().equals(field.sqlType())) {
        throw new BadConfiguration(
            "ingest.yaml /table/steps",
            made == null
                ? "no column '" + field.name() + "' after the steps"
                : "column '" + field.name() + "' is " + made.sqlType() + " after the steps",
            field.sqlType() + ", as tableschema.json says",
            "correct the steps or the field");
      }
    }
  }

  private void advance(String select, String label, Runnable explain) {
    long before = rows(table);
    String next = "stage" + stage++;
    db.run("CREATE TABLE " + next + " AS " + select);
    long after = rows(next);
    if (after < before) {
      explain.run();
    }
    db.run("DROP TABLE " + table);
    table = next;
    steps.add(counts(label, before, after));
  }

  private long rows(String name) {
    return db.count("SELECT count(*) FROM " + name);
  }

  private static StepCounts counts(String step, long in, long out) {
    return new StepCounts(step, in, out, in - out);
  }

  private static BadConfiguration mistake(TableStep step, String found) {
    return new BadConfiguration(
        "ingest.yaml " + step.pointer(), found, "steps that fit together", "correct the step");
  }

  private static String list(Collection<String> parts) {
    return parts.stream().map(p -> ", " + p).collect(Collectors.joining());
  }
}
