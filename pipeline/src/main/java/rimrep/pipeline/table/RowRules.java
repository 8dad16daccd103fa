package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rules a typed row must keep: constraints, position, fid; and those that rows keep together:
/// primary key, unique columns, unique fid. A row that breaks one is rejected with the rule's name;
/// of rows with one key the first stays.
final class RowRules {
  private static final double WEST = -180;
  private static final double EAST = 360;

  private final DuckSession db;
  private final TableContract contract;
  private final List<Rule> rules = new ArrayList<>();

  /// @param holds SQL that is true for a good row, never null
  /// @param value SQL of the text to show
  private record Rule(String field, String name, String holds, String value) {}

  RowRules(DuckSession db, TableContract contract) {
    this.db = db;
    this.contract = contract;
    contract.fields().forEach(this::constraints);
    required().forEach(this::required);
    position();
    rules.add(new Rule("fid", "required", fid() + " IS NOT NULL", "''"));
  }

  /// Makes the table of good rows and returns its name; the given one is dropped.
  String apply(String table) {
    String all =
        rules.stream().map(r -> "(" + r.holds() + ")").collect(Collectors.joining(" AND "));
    db.run(
        "CREATE TABLE good AS SELECT *%s FROM %s WHERE %s"
            .formatted(fidIsField() ? "" : ", " + fid() + " AS fid", table, all));
    if (count("good") < count(table)) {
      rules.forEach(rule -> explain(rule, table));
    }
    db.run("DROP TABLE " + table);
    keys().forEach(key -> explainDoubles(key.name(), key.columns()));
    if (db.count("SELECT count(*) FROM doubles") > 0) {
      db.run(
          "DELETE FROM good WHERE %s IN (SELECT line FROM doubles)"
              .formatted(Sql.name(RawTable.LINE)));
      db.run("INSERT INTO rejects SELECT * FROM doubles");
    }
    db.run("DROP TABLE doubles");
    return "good";
  }

  /// The keys no two rows may share.
  static List<Key> keys(TableContract contract) {
    List<Key> keys = new ArrayList<>();
    if (!contract.primaryKey().isEmpty()) {
      keys.add(new Key("primaryKey", contract.primaryKey()));
    }
    contract.fields().stream()
        .filter(f -> f.constraints().unique())
        .forEach(f -> keys.add(new Key("unique", List.of(f.name()))));
    keys.add(new Key("unique", List.of("fid")));
    return keys;
  }

  record Key(String name, List<String> columns) {
    /// SQL that is true where every column has a value: null equals nothing.
    String present() {
      return columns.stream()
          .map(c -> Sql.name(c) + " IS NOT NULL")
          .collect(Collectors.joining(" AND "));
    }

    String shown() {
      return "concat_ws(', ', "
          + columns.stream().map(RowRules::text).collect(Collectors.joining(", "))
          + ")";
    }
  }

  private List<Key> keys() {
    db.run("CREATE TABLE doubles (line BIGINT, field VARCHAR, rule VARCHAR, value VARCHAR)");
    return keys(contract);
  }

  private void explainDoubles(String rule, List<String> columns) {
    Key key = new Key(rule, columns);
    String names = Sql.names(columns);
    String line = Sql.name(RawTable.LINE);
    long shared =
        db.count(
            "SELECT count(*) FROM (SELECT 1 FROM good WHERE %s GROUP BY %s HAVING count(*) > 1)"
                .formatted(key.present(), names));
    if (shared > 0) {
      db.run(
          "INSERT INTO doubles SELECT line, %s, %s, value FROM (SELECT %s AS line, %s AS value, row_number() OVER (PARTITION BY %s ORDER BY %s) AS nth FROM good WHERE %s) WHERE nth > 1"
              .formatted(
                  Sql.text(String.join(", ", columns)),
                  Sql.text(rule),
                  line,
                  key.shown(),
                  names,
                  line,
                  key.present()));
    }
  }

  private long count(String table) {
    return db.count("SELECT count(*) FROM " + table);
  }

  private void explain(Rule rule, String table) {
    db.run(
        "INSERT INTO rejects SELECT %s, %s, %s, %s FROM %s WHERE NOT (%s)"
            .formatted(
                Sql.name(RawTable.LINE),
                Sql.text(rule.field()),
                Sql.text(rule.name()),
                rule.value(),
                table,
                rule.holds()));
  }

  /// Fields that must have a value: declared so, in the primary key, or, for observations of a
  /// NetCDF file, those that say when and where.
  private List<String> required() {
    List<String> names = new ArrayList<>(contract.primaryKey());
    contract.fields().stream()
        .filter(f -> f.constraints().required())
        .map(FieldSpec::name)
        .forEach(names::add);
    if (contract.input().format() instanceof InputFormat.Netcdf) {
      contract.timeField().map(FieldSpec::name).ifPresent(names::add);
      if (contract.geometry() instanceof GeometrySpec.Point(String x, String y, Crs crs)) {
        names.add(x);
        names.add(y);
      }
    }
    return names.stream().distinct().toList();
  }

  private void required(String field) {
    rules.add(new Rule(field, "required", Sql.name(field) + " IS NOT NULL", "''"));
  }

  private void constraints(FieldSpec field) {
    Constraints c = field.constraints();
    compare(field, "minimum", ">=", c.minimum());
    compare(field, "maximum", "<=", c.maximum());
    compare(field, "exclusiveMinimum", ">", c.exclusiveMinimum());
    compare(field, "exclusiveMaximum", "<", c.exclusiveMaximum());
    String name = Sql.name(field.name());
    c.minLength().ifPresent(n -> rule(field, "minLength", "length(" + name + ") >= " + n));
    c.maxLength().ifPresent(n -> rule(field, "maxLength", "length(" + name + ") <= " + n));
    c.pattern()
        .ifPresent(
            p -> rule(field, "pattern", "regexp_full_match(" + name + ", " + Sql.text(p) + ")"));
    if (!c.allowed().isEmpty()) {
      String values =
          c.allowed().stream().map(v -> literal(field, v)).collect(Collectors.joining(", "));
      rule(field, "enum", name + " IN (" + values + ")");
    }
  }

  private void compare(FieldSpec field, String rule, String operator, Optional<String> bound) {
    bound.ifPresent(
        b -> rule(field, rule, Sql.name(field.name()) + " " + operator + " " + literal(field, b)));
  }

  private static String literal(FieldSpec field, String text) {
    return Sql.text(text) + "::" + field.sqlType();
  }

  private void rule(FieldSpec field, String name, String holds) {
    String column = Sql.name(field.name());
    rules.add(new Rule(field.name(), name, column + " IS NULL OR " + holds, text(field.name())));
  }

  private void position() {
    if (!(contract.geometry() instanceof GeometrySpec.Point(String xName, String yName, Crs crs))) {
      return;
    }
    String x = Sql.name(xName);
    String y = Sql.name(yName);
    rules.add(
        new Rule(
            xName + ", " + yName,
            "position",
            "(" + x + " IS NULL) = (" + y + " IS NULL)",
            "concat_ws(', ', " + x + ", " + y + ")"));
    rules.add(
        new Rule(
            xName,
            "longitude",
            "%s IS NULL OR %s BETWEEN %s AND %s".formatted(x, x, WEST, EAST),
            text(xName)));
    rules.add(
        new Rule(
            yName, "latitude", "%s IS NULL OR %s BETWEEN -90 AND 90".formatted(y, y), text(yName)));
  }

  private boolean fidIsField() {
    return contract.field("fid").isPresent();
  }

  /// SQL of a row's fid; null if a part of it is.
  private String fid() {
    if (contract.fid().isColumn()) {
      String column = contract.fid().columns().getFirst();
      return contract.integerFid() ? Sql.name(column) : textOf(column);
    }
    return contract.fid().parts().stream()
        .map(p -> p.column() ? textOf(p.text()) : Sql.text(p.text()))
        .collect(Collectors.joining(" || ", "(", ")"));
  }

  private String textOf(String column) {
    FieldSpec field = contract.field(column).orElseThrow();
    String name = Sql.name(column);
    return switch (field.type()) {
      case DATETIME ->
          "CASE WHEN epoch_us(%1$s) %% 1000000 = 0 THEN strftime(%1$s::TIMESTAMP, '%%Y-%%m-%%dT%%H:%%M:%%SZ') ELSE strftime(%1$s::TIMESTAMP, '%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ') END"
              .formatted(name);
      case DATE -> "strftime(" + name + ", '%Y-%m-%d')";
      case STRING -> name;
      case INTEGER, NUMBER, BOOLEAN -> name + "::VARCHAR";
    };
  }

  private static String text(String column) {
    return "left(" + Sql.name(column) + "::VARCHAR, 200)";
  }
}
