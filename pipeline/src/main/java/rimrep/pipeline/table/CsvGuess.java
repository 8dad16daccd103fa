package rimrep.pipeline.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a column's texts can be: each type stands until a text refutes it.
final class CsvGuess {
  private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9]\\d{0,17})");
  private static final Pattern WHOLE_OF_ANY_LENGTH = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(0|[1-9]\\d*|)(\\.\\d*)?([eE][+-]?\\d+)?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?(Z|[+-]\\d{2}:?\\d{2})?");
  private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2})");

  private final String name;
  private boolean whole = true;
  private boolean number = true;
  private boolean truth = true;
  private boolean date = true;
  private boolean time = true;
  private boolean zoned = true;
  private final DateForms forms = new DateForms();
  private long values;
  private long missing;
  private Optional<String> first = Optional.empty();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  CsvGuess(String name) {
    this.name = name;
  }

  void see(String value, boolean absent) {
    if (absent) {
      missing++;
      return;
    }
    values++;
    if (first.isEmpty()) {
      first = Optional.of(value);
    }
    whole = whole && WHOLE.matcher(value).matches();
    number = number && isNumber(value) && isExact(value);
    truth = truth && FieldSpec.TRUE.contains(value) | FieldSpec.FALSE.contains(value);
    date = date && DATE.matcher(value).matches();
    time = time && TIME.matcher(value).matches();
    forms.see(value);
    zoned = zoned && time && ZONE.matcher(value).matches();
    if (number) {
      double n = Double.parseDouble(value);
      min = Math.min(min, n);
      max = Math.max(max, n);
    }
  }

  /// A whole number beyond 2^53 would be another one as a double; it stays text.
  private static boolean isExact(String value) {
    return value.length() < 16
        || !WHOLE_OF_ANY_LENGTH.matcher(value).matches()
        || new BigDecimal(value).compareTo(new BigDecimal(Double.parseDouble(value))) == 0;
  }

  private static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches() && value.chars().anyMatch(Character::isDigit);
  }

  static boolean isTimeOrNumber(String value) {
    return isNumber(value) || isTime(value);
  }

  static boolean isTime(String value) {
    return DATE.matcher(value).matches()
        || TIME.matcher(value).matches()
        || DateForms.matches(value);
  }

  CsvPreview.Column column() {
    boolean numeric = number && values > 0;
    return new CsvPreview.Column(
        name,
        type(),
        values > 0 && (zoned || forms.formats().stream().anyMatch(f -> f.endsWith("%z"))),
        values > 0 ? forms.formats() : List.of(),
        missing,
        first,
        numeric ? Optional.of(min) : Optional.empty(),
        numeric ? Optional.of(max) : Optional.empty());
  }

  private String type() {
    if (values == 0) {
      return "string";
    }
    if (whole) {
      return "integer";
    }
    if (number) {
      return "number";
    }
    if (truth) {
      return "boolean";
    }
    if (date) {
      return "date";
    }
    if (time) {
      return "datetime";
    }
    List<String> formats = forms.formats();
    if (formats.size() != 1) {
      return "string";
    }
    return formats.getFirst().contains(" ") ? "datetime" : "date";
  }

  /// Sets of columns that may name a row. A word with the time comes before the time alone, which
  /// would not tell the rows of a second file from these.
  static List<List<Integer>> keys(List<CsvPreview.Column> columns) {
    List<Integer> words = new ArrayList<>();
    List<Integer> times = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      CsvPreview.Column column = columns.get(i);
      boolean full = column.missing() == 0;
      switch (column.type()) {
        case "string", "integer" -> {
          if (full) {
            words.add(i);
          }
        }
        case "datetime", "date" -> {
          if (full) {
            times.add(i);
          }
        }
        default -> {}
      }
    }
    List<List<Integer>> keys = new ArrayList<>();
    words.forEach(w -> keys.add(List.of(w)));
    times.stream().limit(1).forEach(t -> words.forEach(w -> keys.add(List.of(w, t))));
    times.forEach(t -> keys.add(List.of(t)));
    List<Integer> all = new ArrayList<>(words);
    all.addAll(times);
    if (all.size() > 1) {
      keys.add(List.copyOf(all));
    }
    return keys;
  }

  static String join(List<String> fields, List<Integer> places) {
    StringBuilder joined = new StringBuilder();
    places.forEach(p -> joined.append(fields.get(p)).append('\u001f'));
    return joined.toString();
  }
}
