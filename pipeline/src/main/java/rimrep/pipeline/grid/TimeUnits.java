package rimrep.pipeline.grid;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadInput;

/// CF time units, `days since 1985-01-01 00:00:00 UTC` (CF conventions 4.4), in the standard
/// calendar.
///
/// @param epochMicros microseconds from 1970-01-01T00:00:00Z to the epoch
public record TimeUnits(Unit unit, long epochMicros) {
  private static final Pattern SINCE = Pattern.compile("\\s*([A-Za-z]+)\\s+since\\s+(.+?)\\s*");
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{1,4})-(\\d{1,2})-(\\d{1,2})"
              + "(?:(?:T|\\s+)(\\d{1,2})(?::(\\d{1,2}))?(?::(\\d{1,2})(?:\\.(\\d+))?)?)?"
              + "\\s*(?:Z|UTC|GMT|([+-]\\d{1,2})(?::?(\\d{2}))?)?",
          Pattern.CASE_INSENSITIVE);
  private static final LocalDateTime GREGORIAN_REFORM = LocalDateTime.of(1582, 10, 15, 0, 0);

  /// The units a time may have. Months and years are no fixed length and are refused.
  public enum Unit {
    DAYS(86_400_000_000L, "days", "day", "d"),
    HOURS(3_600_000_000L, "hours", "hour", "hr", "hrs", "h"),
    MINUTES(60_000_000L, "minutes", "minute", "min", "mins"),
    SECONDS(1_000_000L, "seconds", "second", "sec", "secs", "s"),
    MILLISECONDS(1_000L, "milliseconds", "millisecond", "millisec", "millisecs", "msec", "ms"),
    MICROSECONDS(1L, "microseconds", "microsecond", "microsec", "microsecs", "us");

    private final long micros;
    private final java.util.List<String> words;

    Unit(long micros, String... words) {
      this.micros = micros;
      this.words = java.util.List.of(words);
    }

    public long micros() {
      return micros;
    }

    static Optional<Unit> of(String word) {
      for (Unit unit : values()) {
        if (unit.words.contains(word.toLowerCase(Locale.ROOT))) {
          return Optional.of(unit);
        }
      }
      return Optional.empty();
    }
  }

  /// Whether the text has the form of time units.
  public static boolean isTime(String units) {
    return SINCE.matcher(units).matches();
  }

  static boolean isStandard(String calendar) {
    return switch (calendar.toLowerCase(Locale.ROOT)) {
      case "standard", "gregorian", "proleptic_gregorian", "" -> true;
      default -> false;
    };
  }

  /// Reads units. A text without a zone is UTC.
  ///
  /// @param thing what a message calls the variable
  public static TimeUnits parse(String thing, String units, String calendar) {
    if (!isStandard(calendar)) {
      throw new BadInput(
          thing, "not supported yet: calendar " + calendar, "the standard calendar", "");
    }
    Matcher form = SINCE.matcher(units);
    if (!form.matches()) {
      throw new BadInput(thing, "units '" + units + "'", "a unit and 'since' a date", "");
    }
    Unit unit =
        Unit.of(form.group(1))
            .orElseThrow(() ->
                new BadInput(
                    thing,
                    "units '" + units + "'",
                    "days, hours, minutes, seconds, milliseconds or microseconds",
                    "months and years have no fixed length"));
    return new TimeUnits(unit, epoch(thing, form.group(2), calendar));
  }

  private static long epoch(String thing, String text, String calendar) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      throw new BadInput(thing, "epoch '" + text + "'", "a date such as 1970-01-01 00:00:00", "");
    }
    LocalDateTime local;
    try {
      local =
          LocalDateTime.of(
              number(date, 1),
              number(date, 2),
              number(date, 3),
              number(date, 4),
              number(date, 5),
              number(date, 6));
    } catch (DateTimeException e) {
      throw new BadInput(thing, "epoch '" + text + "'", "a date that exists", "");
    }
    if (local.isBefore(GREGORIAN_REFORM) && !calendar.equalsIgnoreCase("proleptic_gregorian")) {
      throw new BadInput(
          thing, "not supported yet: epoch " + text + " before 1582-10-15", "a later epoch", "");
    }
    String fraction = date.group(7) == null ? "" : date.group(7);
    long micros = Long.parseLong((fraction + "000000").substring(0, 6));
    int hours = number(date, 8);
    int minutes =
        number(date, 9) * (date.group(8) != null && date.group(8).startsWith("-") ? -1 : 1);
    long offset = (hours * 60L + minutes) * 60;
    return (local.toEpochSecond(ZoneOffset.UTC) - offset) * 1_000_000L + micros;
  }

  private static int number(Matcher date, int group) {
    return date.group(group) == null ? 0 : Integer.parseInt(date.group(group));
  }

  /// The instant of a stored number.
  public Instant instant(long value) {
    return Instant.EPOCH.plus(
        Math.addExact(epochMicros, Math.multiplyExact(value, unit.micros)), ChronoUnit.MICROS);
  }
}
