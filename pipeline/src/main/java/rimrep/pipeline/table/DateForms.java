package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The forms in which people write dates and times beside ISO 8601, each by the format that a
/// tableschema declares for it. Each stands until a text refutes it: `13/02/2024` cannot have the
/// month first.
final class DateForms {
  private static final Map<String, Pattern> FORMS = forms();

  private final List<String> left = new ArrayList<>(FORMS.keySet());

  private static Map<String, Pattern> forms() {
    String day = "(0?[1-9]|[12]\\d|3[01])";
    String month = "(0?[1-9]|1[0-2])";
    Map<String, String> days = new LinkedHashMap<>();
    days.put("%Y-%m-%d", "\\d{4}-\\d{2}-\\d{2}");
    days.put("%d/%m/%Y", day + "/" + month + "/\\d{4}");
    days.put("%m/%d/%Y", month + "/" + day + "/\\d{4}");
    String minutes = " \\d{1,2}:\\d{2}";
    Map<String, String> times = new LinkedHashMap<>();
    times.put("", "");
    times.put(" %H:%M", minutes);
    times.put(" %H:%M:%S", minutes + ":\\d{2}");
    times.put(" %H:%M:%S.%f", minutes + ":\\d{2}\\.\\d{1,6}");
    String zone = "[+-]\\d{2}:?\\d{2}";
    times.put(" %H:%M:%S%z", minutes + ":\\d{2}" + zone);
    times.put(" %H:%M:%S.%f%z", minutes + ":\\d{2}\\.\\d{1,6}" + zone);
    Map<String, Pattern> forms = new LinkedHashMap<>();
    days.forEach((date, dateText) ->
        times.forEach(
            (time, timeText) -> forms.put(date + time, Pattern.compile(dateText + timeText))));
    forms.remove("%Y-%m-%d");
    return forms;
  }

  /// Whether a text has any of the forms.
  static boolean matches(String value) {
    return FORMS.values().stream().anyMatch(form -> form.matcher(value).matches());
  }

  void see(String value) {
    if (!left.isEmpty()) {
      left.removeIf(format -> !FORMS.getOrDefault(format, NEVER).matcher(value).matches());
    }
  }

  private static final Pattern NEVER = Pattern.compile("(?!)");

  /// The formats that all texts have; two if no text tells day from month.
  List<String> formats() {
    return List.copyOf(left);
  }
}
