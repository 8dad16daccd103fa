package rimrep.pipeline.table;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import rimrep.pipeline.failure.BadConfiguration;

/// `tableschema.json` read: Frictionless Table Schema v2 with our `role`, `arrowType`, `unit`,
/// `timezone` and `crs`.
///
/// @param geometryField whether a field says that the rows carry a geometry
/// @param crs the schema's own statement of the reference system
record SchemaReader(
    List<FieldSpec> fields,
    FieldsMatch fieldsMatch,
    List<String> primaryKey,
    List<String> missing,
    Map<String, String> units,
    boolean geometryField,
    Optional<Crs> crs) {
  private static final List<String> UNSUPPORTED = List.of("uniqueKeys", "foreignKeys");
  private static final List<String> UNSUPPORTED_IN_FIELD =
      List.of("groupChar", "bareNumber", "delimiter", "categories", "itemType");
  private static final Set<String> ROLES = Set.of("x", "y", "z", "t", "geometry", "id", "quality");
  private static final Set<String> CONSTRAINTS =
      Set.of(
          "required",
          "unique",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "pattern",
          "enum");

  static SchemaReader read(Pointed schema) {
    for (String key : UNSUPPORTED) {
      schema
          .get(key)
          .ifPresent(p -> {
            throw p.unsupported("remove it, or use primaryKey and constraints.unique");
          });
    }
    List<FieldSpec> fields = new ArrayList<>();
    Map<String, String> units = new LinkedHashMap<>();
    boolean geometry = false;
    for (Pointed field : schema.need("fields").items()) {
      if (field.get("role").map(Pointed::text).filter("geometry"::equals).isPresent()) {
        geometry = true;
        continue;
      }
      fields.add(field(field));
      field
          .get("unit")
          .filter(u -> u.node().isString())
          .ifPresent(u -> units.put(field.need("name").text(), u.text()));
    }
    refuseDoubles(schema, fields);
    return new SchemaReader(
        List.copyOf(fields),
        fieldsMatch(schema),
        primaryKey(schema, fields),
        missing(schema).orElse(List.of("")),
        units,
        geometry,
        schema.get("crs").map(SchemaReader::crs));
  }

  static Crs crs(Pointed written) {
    return Crs.of(written.text())
        .orElseThrow(() ->
            written.refuse(
                "reference system '" + written.text() + "' is not supported yet",
                "one of " + Crs.known(),
                "transform the data first"));
  }

  private static void refuseDoubles(Pointed schema, List<FieldSpec> fields) {
    Set<String> seen = new HashSet<>();
    for (FieldSpec field : fields) {
      if (!seen.add(field.name())) {
        throw schema
            .need("fields")
            .refuse("field '" + field.name() + "' twice", "each name once", "rename one");
      }
    }
    if (fields.isEmpty()) {
      throw schema.need("fields").refuse("no field", "at least one", "describe the columns");
    }
  }

  private static FieldsMatch fieldsMatch(Pointed schema) {
    Optional<Pointed> written = schema.get("fieldsMatch");
    if (written.isEmpty()) {
      return FieldsMatch.EXACT;
    }
    Pointed match = written.get();
    // The standard allows a list of one.
    String word = match.textOrTexts().getFirst();
    return switch (word) {
      case "exact", "equal" -> FieldsMatch.EXACT;
      case "subset" -> FieldsMatch.SUBSET;
      case "superset" -> FieldsMatch.SUPERSET;
      case "partial" -> FieldsMatch.PARTIAL;
      default ->
          throw match.refuse(
              "'" + word + "'", "exact, equal, subset, superset or partial", "correct it");
    };
  }

  private static List<String> primaryKey(Pointed schema, List<FieldSpec> fields) {
    Optional<Pointed> written = schema.get("primaryKey");
    if (written.isEmpty()) {
      return List.of();
    }
    List<String> names = written.get().textOrTexts();
    for (String name : names) {
      if (fields.stream().noneMatch(f -> f.name().equals(name))) {
        throw written.get().refuse("'" + name + "' is no field", "names of fields", "correct it");
      }
    }
    return names;
  }

  private static Optional<List<String>> missing(Pointed holder) {
    return holder
        .get("missingValues")
        .map(list ->
            list.items().stream()
                .map(p -> p.isObject() ? p.need("value").text() : p.text())
                .toList());
  }

  private static FieldSpec field(Pointed field) {
    for (String key : UNSUPPORTED_IN_FIELD) {
      field
          .get(key)
          .ifPresent(p -> {
            throw p.unsupported("remove it");
          });
    }
    String name = field.need("name").text();
    if (name.isEmpty() || name.startsWith(RawTable.OWN) || name.equals("bbox")) {
      throw field.need("name").refuse("'" + name + "' is our own", "another name", "rename it");
    }
    FieldType type = type(field.need("type"));
    Constraints constraints = constraints(field, type);
    refuseZonelessFormat(field, type);
    return new FieldSpec(
        name,
        type,
        format(field, type),
        role(field),
        field.get("timezone").map(SchemaReader::zone),
        field.get("trueValues").map(Pointed::texts).orElse(FieldSpec.TRUE),
        field.get("falseValues").map(Pointed::texts).orElse(FieldSpec.FALSE),
        field.get("decimalChar").map(SchemaReader::decimal),
        missing(field),
        narrow(field, type, constraints),
        constraints);
  }

  /// A pattern without zone and no declared zone would be a guess for every row (data-truth T7).
  private static void refuseZonelessFormat(Pointed field, FieldType type) {
    Optional<String> format = type == FieldType.DATETIME ? format(field, type) : Optional.empty();
    boolean zoned = format.isEmpty() || format.get().contains("%z") || format.get().contains("%Z");
    if (!zoned && field.get("timezone").isEmpty()) {
      throw field.refuse(
          "times written as '" + format.get() + "' have no zone, and none is declared",
          "timezone: a name such as Australia/Brisbane, or UTC",
          "add timezone");
    }
  }

  private static FieldType type(Pointed type) {
    return switch (type.text()) {
      case "string" -> FieldType.STRING;
      case "integer" -> FieldType.INTEGER;
      case "number" -> FieldType.NUMBER;
      case "boolean" -> FieldType.BOOLEAN;
      case "date" -> FieldType.DATE;
      case "datetime" -> FieldType.DATETIME;
      default ->
          throw type.refuse(
              "type '" + type.text() + "' is not supported yet",
              "string, integer, number, boolean, date or datetime",
              "describe the column with one of these");
    };
  }

  private static Optional<String> role(Pointed field) {
    return field
        .get("role")
        .map(role -> {
          if (!ROLES.contains(role.text())) {
            throw role.refuse(
                "role '" + role.text() + "'", "x, y, z, t, geometry, id or quality", "");
          }
          return role.text();
        });
  }

  static String decimal(Pointed written) {
    String mark = written.text();
    if (!mark.equals(".") && !mark.equals(",")) {
      throw written.refuse("decimal mark '" + mark + "'", "'.' or ','", "correct it");
    }
    return mark;
  }

  private static String zone(Pointed written) {
    try {
      return ZoneId.of(written.text()).getId();
    } catch (DateTimeException e) {
      throw written.refuse(
          "unknown time zone '" + written.text() + "'",
          "a name such as Australia/Brisbane, UTC, or an offset such as +10:00",
          "correct it");
    }
  }

  /// Only dates and times have formats; `default` is ISO 8601, `any` would be a guess.
  private static Optional<String> format(Pointed field, FieldType type) {
    Optional<Pointed> written = field.get("format").filter(f -> !f.text().equals("default"));
    boolean temporal = type == FieldType.DATE || type == FieldType.DATETIME;
    written
        .filter(f -> !temporal || !f.text().contains("%"))
        .ifPresent(f -> {
          throw f.refuse(
              "format '" + f.text() + "' is not supported yet",
              temporal ? "default or a pattern such as %d/%m/%Y %H:%M" : "default",
              "remove it or write the pattern");
        });
    return written.map(Pointed::text);
  }

  private static boolean narrow(Pointed field, FieldType type, Constraints constraints) {
    Optional<Pointed> written = field.get("arrowType");
    boolean narrow =
        written
            .map(a -> List.of("int32", "float", "float32").contains(a.text()))
            .orElseGet(() -> type == FieldType.INTEGER && fitsInt(constraints));
    written.ifPresent(a -> agree(a, FieldSpec.plain("", type), narrow));
    return narrow;
  }

  private static void agree(Pointed arrow, FieldSpec plain, boolean narrow) {
    List<String> allowed =
        switch (plain.type()) {
          case STRING -> List.of("string", "utf8");
          case INTEGER -> List.of("int32", "int64");
          case NUMBER -> List.of("float", "float32", "double", "float64");
          case BOOLEAN -> List.of("bool", "boolean");
          case DATE -> List.of("date32", "date32[day]");
          case DATETIME -> List.of("timestamp[us, tz=UTC]");
        };
    if (!allowed.contains(arrow.text())) {
      throw arrow.refuse(
          "'" + arrow.text() + "' for a field of type " + plain.type(),
          "one of " + allowed + ", which every reader knows",
          "correct arrowType or type");
    }
  }

  private static boolean fitsInt(Constraints constraints) {
    return constraints.minimum().isPresent()
        && constraints.maximum().isPresent()
        && Long.parseLong(constraints.minimum().get()) >= Integer.MIN_VALUE
        && Long.parseLong(constraints.maximum().get()) <= Integer.MAX_VALUE;
  }

  private static Constraints constraints(Pointed field, FieldType type) {
    Optional<Pointed> written = field.get("constraints");
    if (written.isEmpty()) {
      return Constraints.none();
    }
    Pointed c = written.get();
    c.keys(CONSTRAINTS);
    return new Constraints(
        c.get("required").map(Pointed::flag).orElse(false),
        c.get("unique").map(Pointed::flag).orElse(false),
        bound(c, "minimum", type),
        bound(c, "maximum", type),
        bound(c, "exclusiveMinimum", type),
        bound(c, "exclusiveMaximum", type),
        length(c, "minLength", type),
        length(c, "maxLength", type),
        c.get("pattern").map(p -> pattern(p, type)),
        c.get("enum").map(e -> e.items().stream().map(Pointed::scalar).toList()).orElse(List.of()));
  }

  private static Optional<String> bound(Pointed constraints, String key, FieldType type) {
    return constraints
        .get(key)
        .map(bound -> {
          String text = bound.scalar();
          String form =
              switch (type) {
                case INTEGER -> "[+-]?\\d{1,18}";
                case NUMBER -> "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?";
                case DATE -> "\\d{4}-\\d{2}-\\d{2}";
                case DATETIME -> "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z";
                case STRING, BOOLEAN ->
                    throw bound.refuse(key + " for a " + type, "a number or a time", "remove it");
              };
          if (!text.matches(form)) {
            throw bound.refuse("'" + text + "'", "a value of type " + type, "correct it");
          }
          return text;
        });
  }

  private static Optional<Long> length(Pointed constraints, String key, FieldType type) {
    return constraints
        .get(key)
        .map(length -> {
          if (type != FieldType.STRING) {
            throw length.refuse(key + " for a " + type, "a string field", "remove it");
          }
          return length.whole();
        });
  }

  private static String pattern(Pointed written, FieldType type) {
    if (type != FieldType.STRING) {
      throw written.refuse("a pattern for a " + type, "a string field", "remove it");
    }
    try {
      return Pattern.compile(written.text()).pattern();
    } catch (PatternSyntaxException e) {
      BadConfiguration refusal =
          written.refuse("no regular expression: " + e.getDescription(), "", "correct it");
      refusal.addSuppressed(e);
      throw refusal;
    }
  }
}
