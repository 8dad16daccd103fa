package rimrep.pipeline.table;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// Tableschema to SQL: the expression that makes a value of a field's type out of text, or null if
/// the text is not one. DuckDB's own casts are too kind: they take `5.7`, `1e2`, `1_000` and `0x1F`
/// as INTEGER and cut the time off a DATE, so the text is matched first.
///
/// @param decimal the dialect's decimal mark
/// @param machine the text comes from a reader of ours (GeoJSON, NetCDF): points and ISO times,
///   whatever the field's format says about people's text
record Typing(String decimal, boolean machine) {
  private static final String ZONE = "(Z|[+-]\\d{2}:?\\d{2})";
  private static final String NAIVE = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?";

  /// @param v SQL of the text, missing already null
  String typed(FieldSpec field, String v) {
    return switch (field.type()) {
      case STRING -> v;
      case INTEGER -> matched(v, "[+-]?\\d+", "TRY_CAST(" + v + " AS " + field.sqlType() + ")");
      case NUMBER -> number(field, v);
      case BOOLEAN ->
          "CASE WHEN %s IN (%s) THEN true WHEN %s IN (%s) THEN false END"
              .formatted(v, Sql.texts(field.trueValues()), v, Sql.texts(field.falseValues()));
      case DATE -> date(field, v);
      case DATETIME -> datetime(field, v);
    };
  }

  /// SQL of the name of the rule that a text breaks when {@link #typed} is null.
  String rule(FieldSpec field, String v) {
    return switch (field.type()) {
      case STRING -> "'string'";
      case INTEGER -> "'integer'";
      case NUMBER -> "'number'";
      case BOOLEAN -> "'boolean'";
      case DATE -> "'date'";
      case DATETIME ->
          field.zone().isEmpty() && format(field).isEmpty()
              ? "CASE WHEN regexp_full_match(%s, %s) THEN 'timezone' ELSE 'datetime' END"
                  .formatted(v, Sql.text(NAIVE))
              : "'datetime'";
    };
  }

  private Optional<String> format(FieldSpec field) {
    return machine ? Optional.empty() : field.format();
  }

  private static String matched(String v, String pattern, String then) {
    return "CASE WHEN regexp_full_match(%s, %s) THEN %s END".formatted(v, Sql.text(pattern), then);
  }

  private String number(FieldSpec field, String v) {
    String mark = machine ? "." : field.decimal().orElse(decimal);
    String point = mark.equals(".") ? v : "replace(" + v + ", ',', '.')";
    String cast = "TRY_CAST(" + point + " AS " + field.sqlType() + ")";
    String pattern =
        "[+-]?(\\d+(M\\d*)?|M\\d+)([eE][+-]?\\d+)?".replace("M", mark.equals(".") ? "\\." : ",");
    // Overflow becomes infinity in DuckDB; it is not a number anyone wrote.
    return matched(v, pattern, "CASE WHEN isfinite(" + cast + ") THEN " + cast + " END");
  }

  private String date(FieldSpec field, String v) {
    return format(field)
        .map(f -> strptime(v, f, "::DATE"))
        .orElseGet(() -> matched(v, "\\d{4}-\\d{2}-\\d{2}", "TRY_CAST(" + v + " AS DATE)"));
  }

  private static String strptime(String v, String format, String then) {
    String parsed = "try_strptime(" + v + ", " + Sql.text(format) + ")";
    // DuckDB skips blanks, and reads 24 as the year 24: neither is a full match.
    return "CASE WHEN %s = trim(%s) AND year(%s) >= 1000 THEN %s%s END"
        .formatted(v, v, parsed, parsed, then);
  }

  private String datetime(FieldSpec field, String v) {
    Optional<String> format = format(field);
    if (format.isPresent()) {
      boolean zoned = format.get().contains("%z") || format.get().contains("%Z");
      return zoned
          ? strptime(v, format.get(), "::TIMESTAMPTZ")
          : local(strptime(v, format.get(), "::TIMESTAMP"), field.zone().orElse("UTC"));
    }
    String zoned = matched(v, NAIVE + ZONE, "TRY_CAST(" + v + " AS TIMESTAMPTZ)");
    if (field.zone().isEmpty()) {
      return zoned;
    }
    String naive = matched(v, NAIVE, "TRY_CAST(" + v + " AS TIMESTAMP)");
    return "coalesce(" + zoned + ", " + local(naive, field.zone().get()) + ")";
  }

  /// A local time as an instant. A time that the zone's clocks skipped, or showed twice, is null:
  /// it would be a guess.
  private static String local(String timestamp, String zone) {
    ZoneId id = ZoneId.of(zone);
    if (id.getRules().isFixedOffset()) {
      ZoneOffset offset = id.getRules().getOffset(Instant.EPOCH);
      return "timezone('UTC', (%s) - INTERVAL (%d) SECOND)"
          .formatted(timestamp, offset.getTotalSeconds());
    }
    return "local_time(" + timestamp + ", " + Sql.text(zone) + ")";
  }
}
