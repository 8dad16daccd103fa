package rimrep.pipeline.grid;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import rimrep.pipeline.failure.BadInput;

/// Compares units by meaning where two spellings are known to be one unit. Converts nothing.
public final class Units {
  // CF conventions 4.1 and 4.2 list these spellings.
  private static final Set<String> NORTH =
      Set.of("degrees_north", "degree_north", "degree_n", "degrees_n", "degreen", "degreesn");
  private static final Set<String> EAST =
      Set.of("degrees_east", "degree_east", "degree_e", "degrees_e", "degreee", "degreese");
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("metre", "m"),
          Map.entry("meter", "m"),
          Map.entry("metres", "m"),
          Map.entry("meters", "m"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("days", "day"),
          Map.entry("hours", "hour"),
          Map.entry("degc", "celsius"),
          Map.entry("degrees", "degree"),
          Map.entry("weeks", "week"),
          Map.entry("kelvin", "k"),
          Map.entry("deg_c", "celsius"),
          Map.entry("percent", "%"),
          Map.entry("meter-1", "m-1"),
          Map.entry("second-1", "s-1"));

  private Units() {}

  /// The exact spelling that readers need for degrees north and east; others stay as they are.
  static String published(String units) {
    String lower = units.trim().toLowerCase(Locale.ROOT);
    if (NORTH.contains(lower)) {
      return "degrees_north";
    }
    return EAST.contains(lower) ? "degrees_east" : units;
  }

  public static boolean isNorth(String units) {
    return published(units).equals("degrees_north");
  }

  public static boolean isEast(String units) {
    return published(units).equals("degrees_east");
  }

  static boolean same(String a, String b) {
    return a.equals(b) || normal(a).equals(normal(b));
  }

  private static String normal(String units) {
    if (TimeUnits.isTime(units)) {
      try {
        return TimeUnits.parse("units", units, "standard").toString();
      } catch (BadInput e) {
        return units; // unreadable units equal only themselves
      }
    }
    String text = published(units).trim().toLowerCase(Locale.ROOT);
    StringBuilder normal = new StringBuilder();
    boolean below = false;
    for (String word :
        text.replace("/", " / ").replace("degree_celsius", "celsius").split("[\\s_*]+")) {
      if (word.equals("/")) {
        below = true;
        continue;
      }
      String known = WORDS.getOrDefault(word, word);
      normal.append(normal.isEmpty() ? "" : " ").append(known).append(below ? "-1" : "");
    }
    String result = normal.toString().replace("degree celsius", "celsius");
    return result.isEmpty() ? "1" : result;
  }
}
