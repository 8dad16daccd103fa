package rimrep.pipeline.harvest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells licences by their addresses and names, as SPDX ids.
final class Licences {
  private record Rule(Pattern address, Pattern title, String spdx) {
    static Rule of(String address, String title, String spdx) {
      return new Rule(
          Pattern.compile("(?i)^https?://(?:www\\.)?" + address + "(?:/?|/(?:deed|legalcode).*)$"),
          Pattern.compile("(?i).*" + title + ".*"),
          spdx);
    }
  }

  private static final String CC = "creativecommons\\.org/licenses/";

  private static final List<Rule> RULES =
      List.of(
          cc("by", "4\\.0", "4\\.0", "CC-BY-4.0"),
          cc("by-sa", "4\\.0", "4\\.0", "CC-BY-SA-4.0"),
          cc("by-nc", "4\\.0", "4\\.0", "CC-BY-NC-4.0"),
          cc("by-nc-sa", "4\\.0", "4\\.0", "CC-BY-NC-SA-4.0"),
          cc("by-nc-nd", "4\\.0", "4\\.0", "CC-BY-NC-ND-4.0"),
          cc("by-nd", "4\\.0", "4\\.0", "CC-BY-ND-4.0"),
          cc("by", "3\\.0/au", "3\\.0 Australia", "CC-BY-3.0-AU"),
          cc("by", "2\\.5/au", "2\\.5 Australia", "CC-BY-2.5-AU"),
          cc("by", "3\\.0", "3\\.0 Unported", "CC-BY-3.0"),
          Rule.of(
              "creativecommons\\.org/publicdomain/zero/1\\.0",
              "\\bCC0\\b|\\bCreative Commons Zero\\b",
              "CC0-1.0"));

  private Licences() {}

  private static Rule cc(String kind, String version, String titleVersion, String spdx) {
    String words =
        switch (kind) {
          case "by" -> "Attribution";
          case "by-sa" -> "Attribution-ShareAlike";
          case "by-nc" -> "Attribution-NonCommercial";
          case "by-nc-sa" -> "Attribution-NonCommercial-ShareAlike";
          case "by-nc-nd" -> "Attribution-NonCommercial-NoDeriv\\w*";
          case "by-nd" -> "Attribution-NoDeriv\\w*";
          default -> throw new IllegalStateException("no such licence kind: " + kind);
        };
    return Rule.of(
        CC + kind + "/" + version, "Creative Commons " + words + " " + titleVersion + "\\b", spdx);
  }

  /// The SPDX id that an address names, else the one that a title names.
  static Optional<String> spdx(String title, Optional<String> url) {
    return url.flatMap(Licences::byAddress).or(() -> byTitle(title));
  }

  private static Optional<String> byAddress(String url) {
    return RULES.stream()
        .filter(rule -> rule.address().matcher(url.strip()).matches())
        .map(Rule::spdx)
        .findFirst();
  }

  private static Optional<String> byTitle(String title) {
    return RULES.stream()
        .filter(rule -> rule.title().matcher(Texts.line(title)).matches())
        .map(Rule::spdx)
        .findFirst();
  }
}
