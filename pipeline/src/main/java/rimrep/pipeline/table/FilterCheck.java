package rimrep.pipeline.table;

import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import tools.jackson.databind.JsonNode;

/// Lets a person's filter expression through only if it is one expression over the row's columns:
/// no subquery, no table, no file, no aggregate, and only functions whose answer never changes. The
/// check reads DuckDB's own parse of it, so no trick of writing gets past it.
final class FilterCheck {
  private static final Set<String> CLASSES =
      Set.of(
          "CONJUNCTION",
          "COMPARISON",
          "CONSTANT",
          "COLUMN_REF",
          "FUNCTION",
          "CAST",
          "TYPE",
          "BETWEEN",
          "OPERATOR",
          "CASE");

  private final DuckSession db;
  private final TableStep.Filter filter;
  private final Set<String> columns = new TreeSet<>();

  private FilterCheck(DuckSession db, TableStep.Filter filter) {
    this.db = db;
    this.filter = filter;
  }

  /// The columns the expression reads. Anything not allowed is {@link BadConfiguration}.
  static Set<String> columns(DuckSession db, TableStep.Filter filter) {
    FilterCheck check = new FilterCheck(db, filter);
    check.check();
    return check.columns;
  }

  /// The expression as it stands in our SQL; the line end keeps a comment inside the brackets.
  static String bracketed(TableStep.Filter filter) {
    return "(" + filter.expression() + "\n)";
  }

  private void check() {
    String sql = "SELECT " + bracketed(filter) + " FROM step";
    String parsed =
        db.one("SELECT json_serialize_sql(" + Sql.text(sql) + ")", row -> row.getString(1));
    JsonNode tree = Json.mapper().readTree(parsed);
    if (tree.path("error").asBoolean()) {
      throw refuse(tree.path("error_message").asString("no SQL"), "correct the expression");
    }
    JsonNode node = tree.path("statements").path(0).path("node");
    boolean shape =
        tree.path("statements").size() == 1
            && node.path("type").asString("").equals("SELECT_NODE")
            && node.path("select_list").size() == 1
            && node.path("modifiers").isEmpty()
            && node.path("cte_map").path("map").isEmpty()
            && node.path("from_table").path("type").asString("").equals("BASE_TABLE")
            && absent(node.path("where_clause"))
            && node.path("group_expressions").isEmpty()
            && absent(node.path("having"))
            && absent(node.path("qualify"))
            && absent(node.path("sample"));
    if (!shape) {
      throw refuse("more than one expression", "write one expression over the columns");
    }
    walk(node.path("select_list").path(0));
  }

  private static boolean absent(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }

  private void walk(JsonNode node) {
    if (node.isObject() && node.has("class")) {
      expression(node);
    }
    if (node.isObject() || node.isArray()) {
      for (JsonNode child : node) {
        walk(child);
      }
    }
  }

  private void expression(JsonNode node) {
    String kind = node.path("class").asString("");
    if (!CLASSES.contains(kind)) {
      throw refuse(
          kind.toLowerCase(java.util.Locale.ROOT) + " in a filter",
          "use only columns, constants, operators and functions of the row");
    }
    if (kind.equals("COLUMN_REF")) {
      JsonNode names = node.path("column_names");
      columns.add(names.path(names.size() - 1).asString(""));
      if (names.size() != 1) {
        throw refuse("a column with a table's name", "write the column alone");
      }
    }
    if (kind.equals("FUNCTION")) {
      function(node.path("function_name").asString(""));
    }
  }

  private void function(String name) {
    long unfit =
        db.count(
            "SELECT count(*) FROM duckdb_functions() WHERE function_name = "
                + Sql.text(name)
                + " AND (function_type <> 'scalar' OR stability IS DISTINCT FROM 'CONSISTENT')");
    long known =
        db.count("SELECT count(*) FROM duckdb_functions() WHERE function_name = " + Sql.text(name));
    if (known == 0 || unfit > 0) {
      throw refuse(
          "function '" + name + "' " + (known == 0 ? "is unknown" : "is not allowed"),
          "use functions of the row whose answer never changes");
    }
  }

  private BadConfiguration refuse(String found, String remedy) {
    return new BadConfiguration(
        "ingest.yaml " + filter.pointer(),
        found,
        "one expression over the columns that is true or false",
        remedy);
  }
}
