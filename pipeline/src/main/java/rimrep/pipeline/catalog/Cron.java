package rimrep.pipeline.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks the five fields of a cron expression (minute, hour, day of month, month, day of week).
final class Cron {
  private static final Pattern PART =
      Pattern.compile("(\\*|[0-9A-Z]+)(?:-([0-9A-Z]+))?(?:/([0-9]+))?");

  /// @param first smallest value
  /// @param names words for values, from `first` on
  private record Field(String name, int first, int last, List<String> names) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                  "DEC")),
          new Field("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")));

  private Cron() {}

  /// What is wrong with the expression, or empty if nothing is.
  static Optional<String> problem(String expression) {
    String[] fields = expression.strip().split("\\s+");
    if (fields.length != FIELDS.size()) {
      return Optional.of("a cron expression of " + fields.length + " fields");
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",", -1)) {
        if (!right(part.toUpperCase(Locale.ROOT), FIELDS.get(i))) {
          return Optional.of("'" + part + "' as " + FIELDS.get(i).name());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean right(String part, Field field) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      return false;
    }
    boolean any = matcher.group(1).equals("*");
    int from = any ? field.first() : value(matcher.group(1), field);
    int to = matcher.group(2) == null ? from : value(matcher.group(2), field);
    boolean stepRight = matcher.group(3) == null || value(matcher.group(3)) > 0;
    boolean rangeRight = from >= field.first() && to <= field.last() && from <= to;
    return rangeRight && stepRight && !(any && matcher.group(2) != null);
  }

  private static int value(String text, Field field) {
    int name = field.names().indexOf(text);
    return name >= 0 ? field.first() + name : value(text);
  }

  private static int value(String digits) {
    return digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : -1;
  }
}
