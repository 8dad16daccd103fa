package rimrep.pipeline.grid;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.JulianDate;

/// CF time units, `days since 1985-01-01 00:00:00 UTC` (CF conventions 4.4), in the standard
/// calendar.
///
/// @param epochMicros microseconds from 1970-01-01T00:00:00Z to the epoch
public record TimeUnits(Unit unit, long epochMicros) {
  private static final Pattern SINCE =
      Pattern.compile("\\s*([A-Za-z]+)\\s+since\\s+(.+?)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ANY =
      Pattern.compile("\\s*(\\w+)\\s+since\\s+(.+?)\\s*", Pattern.CASE_INSENSITIVE);

  /// Calendars of CF conventions 4.4.1, as cftime knows them.
  private static final Set<String> CALENDARS =
      Set.of(
          "",
          "standard",
          "gregorian",
          "proleptic_gregorian",
          "noleap",
          "365_day",
          "all_leap",
          "366_day",
          "360_day",
          "julian");

  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{1,4})-(\\d{1,2})-(\\d{1,2})"
              + "(?:(?:T|\\s+)(\\d{1,2})(?::(\\d{1,2}))?(?::(\\d{1,2})(?:\\.(\\d+))?)?)?"
              + "\\s*(?:Z|UTC|GMT|([+-]\\d{1,2})(?::?(\\d{2}))?)?",
          Pattern.CASE_INSENSITIVE);
  private static final long MICROS_OF_DAY = 86_400_000_000L;

  /// The first instant of the Gregorian calendar. Before it one number is another date by the
  /// calendars `standard` and `proleptic_gregorian`.
  static final long REFORM_MICROS = JulianDate.REFORM * MICROS_OF_DAY;

  /// The units a time may have. Months and years are no fixed length and are refused.
  public enum Unit {
    DAYS(86_400_000_000L, "days", "day", "d"),
    HOURS(3_600_000_000L, "hours", "hour", "hr", "hrs", "h"),
    MINUTES(60_000_000L, "minutes", "minute", "min", "mins"),
    SECONDS(1_000_000L, "seconds", "second", "sec", "secs", "s"),
    MILLISECONDS(1_000L, "milliseconds", "millisecond", "millisec", "millisecs", "msec", "ms"),
    MICROSECONDS(1L, "microseconds", "microsecond", "microsec", "microsecs", "us");

    private final long micros;
    private final List<String> words;

    Unit(long micros, String... words) {
      this.micros = micros;
      this.words = List.of(words);
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

  /// The unit of time units, if their text has the form and the unit a fixed length.
  public static Optional<Unit> unitOf(String units) {
    Matcher form = SINCE.matcher(units);
    return form.matches() ? Unit.of(form.group(1)) : Optional.empty();
  }

  static boolean isStandard(String calendar) {
    return switch (calendar.strip().toLowerCase(Locale.ROOT)) {
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
    long day;
    int second;
    try {
      day = day(thing, text, date, calendar);
      second = LocalTime.of(number(date, 4), number(date, 5), number(date, 6)).toSecondOfDay();
    } catch (DateTimeException e) {
      throw new BadInput(thing, "epoch '" + text + "'", "a date that exists", "");
    }
    String fraction = date.group(7) == null ? "" : date.group(7);
    long micros = Long.parseLong((fraction + "000000").substring(0, 6));
    int hours = number(date, 8);
    int minutes =
        number(date, 9) * (date.group(8) != null && date.group(8).startsWith("-") ? -1 : 1);
    long offset = (hours * 60L + minutes) * 60;
    return day * MICROS_OF_DAY + (second - offset) * 1_000_000L + micros;
  }

  /// The calendar `standard` is the Julian one before the reform.
  private static long day(String thing, String text, Matcher date, String calendar) {
    int year = number(date, 1);
    int month = number(date, 2);
    int dayOfMonth = number(date, 3);
    boolean proleptic = calendar.strip().equalsIgnoreCase("proleptic_gregorian");
    if (!proleptic && JulianDate.isDate(year, month, dayOfMonth)) {
      return JulianDate.epochDay(year, month, dayOfMonth);
    }
    long day = LocalDate.of(year, month, dayOfMonth).toEpochDay();
    if (!proleptic && day < JulianDate.REFORM) {
      throw new BadInput(
          thing,
          "epoch '" + text + "'",
          "a date of the calendar standard: it has no year 0 and no days from 1582-10-05 to 14",
          "ask the provider");
    }
    return day;
  }

  /// Whether readers can make dates of numbers in these units. xarray does not open a store in
  /// which one variable's units say `since` and cannot be read.
  public static boolean isReadable(String units, String calendar) {
    Matcher form = ANY.matcher(units);
    if (!form.matches()) {
      return false;
    }
    String word = form.group(1).toLowerCase(Locale.ROOT);
    String name = calendar.strip().toLowerCase(Locale.ROOT);
    boolean known =
        Unit.of(word).isPresent()
            || word.matches("nanoseconds?")
            || word.matches("months?") && name.equals("360_day")
            || word.equals("common_years") && List.of("noleap", "365_day").contains(name);
    Matcher date = DATE.matcher(form.group(2));
    return known
        && CALENDARS.contains(name)
        && date.matches()
        && number(date, 1) > 0
        && number(date, 2) >= 1
        && number(date, 2) <= 12
        && number(date, 3) >= 1
        && number(date, 3) <= 31;
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
