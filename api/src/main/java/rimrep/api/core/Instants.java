package rimrep.api.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// RFC 3339 instants as OGC API and STAC take them, kept to microseconds: what PostgreSQL holds.
/// Further digits are cut, never rounded.
public final class Instants {

  private static final Pattern RFC3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?\\d*([Zz]|[+-]\\d{2}:\\d{2})");

  private Instants() {}

  /// @param place named in the fault
  /// @throws InvalidRequest for a date only, no zone, `+0100`, second 61, a comma fraction and the
  ///   like
  public static Instant parse(String place, String text) {
    if (!RFC3339.matcher(text).matches()) {
      throw invalid(place, text);
    }
    try {
      // the JDK takes nine fractional digits at most
      String cut = text.replaceFirst("(\\.\\d{9})\\d+", "$1").toUpperCase(Locale.ROOT);
      return OffsetDateTime.parse(cut).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw invalid(place, text);
    }
  }

  /// The instant that `text` is, if it is one.
  public static Optional<Instant> tryParse(String text) {
    try {
      return Optional.of(parse("", text));
    } catch (InvalidRequest e) {
      return Optional.empty();
    }
  }

  private static InvalidRequest invalid(String place, String text) {
    return new InvalidRequest(
        place, "\"" + text + "\" is no instant; expected RFC 3339 such as 2024-06-30T12:00:00Z");
  }
}
