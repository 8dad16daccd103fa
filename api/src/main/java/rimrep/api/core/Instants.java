package rimrep.api.core;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// RFC 3339 instants as OGC API and STAC take them, kept to microseconds: what PostgreSQL holds.
/// Further digits are cut, never rounded.
public final class Instants {

  private static final Pattern RFC3339 =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d+))?(?:[Zz]|([+-])(\\d{2}):(\\d{2}))");

  private static final int MICRO_DIGITS = 6;
  private static final int DATE_LENGTH = 10;

  private Instants() {}

  /// @param place named in the fault
  /// @throws InvalidRequest for a date only, no zone, `+0100`, second 61, a comma fraction and the
  ///   like
  public static Instant parse(String place, String text) {
    Matcher parts = RFC3339.matcher(text);
    if (!parts.matches()) {
      throw invalid(place, text);
    }
    try {
      return LocalDateTime.parse(parts.group(1).toUpperCase(Locale.ROOT))
          .toInstant(ZoneOffset.UTC)
          .plus(micros(parts.group(2)), ChronoUnit.MICROS)
          .minus(offset(parts));
    } catch (DateTimeException e) {
      throw invalid(place, text);
    }
  }

  private static long micros(@Nullable String digits) {
    return digits == null
        ? 0
        : Long.parseLong((digits + "0".repeat(MICRO_DIGITS)).substring(0, MICRO_DIGITS));
  }

  /// To 23:59 either way; the JDK goes no further than 18:00.
  private static Duration offset(Matcher parts) {
    if (parts.group(3) == null) {
      return Duration.ZERO;
    }
    LocalTime clock = LocalTime.parse(parts.group(4) + ":" + parts.group(5));
    Duration offset = Duration.ofSeconds(clock.toSecondOfDay());
    return "-".equals(parts.group(3)) ? offset.negated() : offset;
  }

  /// The instant that `text` is, if it is one; of a date alone its first, UTC.
  public static Optional<Instant> tryParse(String text) {
    try {
      return Optional.of(parse("", text.length() == DATE_LENGTH ? text + "T00:00:00Z" : text));
    } catch (InvalidRequest e) {
      return Optional.empty();
    }
  }

  private static InvalidRequest invalid(String place, String text) {
    return new InvalidRequest(
        place, "\"" + text + "\" is no instant; expected RFC 3339 such as 2024-06-30T12:00:00Z");
  }
}
