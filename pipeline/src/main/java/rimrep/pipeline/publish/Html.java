package rimrep.pipeline.publish;

import java.util.Locale;

/// Texts and numbers for people, safe in HTML.
final class Html {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  private Html() {}

  /// Safe as content and in quoted attributes.
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /// A link; an address that is not HTTP(S) is shown, not linked, so that no script can hide in it.
  static String link(String href, String text) {
    return href.startsWith("https://") || href.startsWith("http://")
        ? "<a href=\"" + escape(href) + "\">" + escape(text) + "</a>"
        : escape(text) + " <code>" + escape(href) + "</code>";
  }

  /// Three digits and a decimal unit: `7.34 MB`.
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String digits =
        unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, threeDigits(value), value);
    return digits + " " + UNITS[unit];
  }

  private static String threeDigits(double value) {
    return value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
