package rimrep.pipeline.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.JulianDate;

/// CF time units (CF Conventions section 4.4) to instants. `UTC`, `+00:00`, `Z` and no zone at all
/// mean the same.
///
/// @param unitSeconds seconds of one unit
record CfTime(Instant epoch, double unitSeconds) {
  private static final Set<String> CALENDARS =
      Set.of("standard", "gregorian", "proleptic_gregorian");
  private static final Pattern UNITS =
      Pattern.compile(
          "(\\w+)\\s+since\\s+(\\d{1,4})-(\\d{1,2})-(\\d{1,2})"
              + "(?:[T ]\\s*(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d+))?)?)?"
              + "\\s*(UTC|GMT|Z|[+-]\\d{1,2}(?::?\\d{2})?)?",
          Pattern.CASE_INSENSITIVE);

  private static final long REFORM_SECONDS = JulianDate.REFORM * 86_400;

  /// Largest difference from a whole second that counts as rounding, in seconds.
  private static final double ROUNDING = 0.001;

  static CfTime parse(String thing, String units, Optional<String> calendar) {
    calendar
        .map(c -> c.strip().toLowerCase(Locale.ROOT))
        .filter(c -> !c.isEmpty() && !CALENDARS.contains(c))
        .ifPresent(c -> {
          throw new BadInput(
              thing, "calendar '" + c + "' is not supported yet", CALENDARS.toString(), "");
        });
    Matcher m = UNITS.matcher(units.strip());
    if (!m.matches()) {
      throw bad(thing, units);
    }
    try {
      LocalDate day = day(m, calendar);
      String fraction = Optional.ofNullable(m.group(8)).orElse("0");
      int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
      LocalTime time = LocalTime.of(number(m, 5), number(m, 6), number(m, 7), nanos);
      ZoneOffset zone = zone(Optional.ofNullable(m.group(9)).orElse("Z"));
      return new CfTime(LocalDateTime.of(day, time).toInstant(zone), seconds(thing, m.group(1)));
    } catch (DateTimeException e) {
      BadInput refusal = bad(thing, units);
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  /// The calendar `standard` is the Julian one before the reform, and has no year 0.
  private static LocalDate day(Matcher m, Optional<String> calendar) {
    boolean proleptic =
        calendar.map(String::strip).filter("proleptic_gregorian"::equalsIgnoreCase).isPresent();
    if (!proleptic && JulianDate.isDate(number(m, 2), number(m, 3), number(m, 4))) {
      return LocalDate.ofEpochDay(JulianDate.epochDay(number(m, 2), number(m, 3), number(m, 4)));
    }
    LocalDate day = LocalDate.of(number(m, 2), number(m, 3), number(m, 4));
    if (!proleptic && day.toEpochDay() < JulianDate.REFORM) {
      throw new DateTimeException("no date of the calendar standard");
    }
    return day;
  }

  /// The instant of a value: a whole second that lies within a millisecond, else to the microsecond
  /// or millisecond that the number can tell. Empty if it tells none of these, or lies before the
  /// Gregorian calendar.
  ///
  /// @param unitsInLastPlace distance of the next number that the source could hold
  Optional<Instant> instant(double value, double unitsInLastPlace) {
    double seconds = value * unitSeconds;
    double whole = Math.rint(seconds);
    if (!(Math.abs(whole) <= 1e12)) {
      return Optional.empty();
    }
    double told = unitsInLastPlace * unitSeconds;
    boolean second = Math.abs(seconds - whole) <= ROUNDING;
    double step = second ? 1 : told <= 1e-6 ? 1e-6 : 1e-3;
    if (!second && told > 1e-3) {
      return Optional.empty();
    }
    double rest = Math.rint((seconds - whole) / step) * step;
    Instant instant =
        epoch.plusSeconds((long) whole).plus(Math.round(rest * 1e6), ChronoUnit.MICROS);
    return Optional.of(instant).filter(i -> i.getEpochSecond() >= REFORM_SECONDS);
  }

  private static int number(Matcher m, int group) {
    return Optional.ofNullable(m.group(group)).map(Integer::parseInt).orElse(0);
  }

  private static ZoneOffset zone(String written) {
    if (!written.startsWith("+") && !written.startsWith("-")) {
      return ZoneOffset.UTC;
    }
    String digits = written.substring(1).replace(":", "");
    int hoursAt = digits.length() > 2 ? digits.length() - 2 : digits.length();
    int hours = Integer.parseInt(digits.substring(0, hoursAt));
    int minutes = hoursAt < digits.length() ? Integer.parseInt(digits.substring(hoursAt)) : 0;
    int seconds = hours * 3600 + minutes * 60;
    return ZoneOffset.ofTotalSeconds(written.startsWith("-") ? -seconds : seconds);
  }

  private static double seconds(String thing, String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "day", "days", "d" -> 86_400;
      case "hour", "hours", "hr", "hrs", "h" -> 3_600;
      case "minute", "minutes", "min", "mins" -> 60;
      case "second", "seconds", "sec", "secs", "s" -> 1;
      case "millisecond", "milliseconds", "msec", "ms" -> 1e-3;
      case "microsecond", "microseconds", "usec", "us" -> 1e-6;
      case "nanosecond", "nanoseconds", "nsec", "ns" -> 1e-9;
      default -> throw bad(thing, unit);
    };
  }

  private static BadInput bad(String thing, String units) {
    return new BadInput(
        thing,
        "time units '" + units + "'",
        "such as 'days since 1950-01-01 00:00:00 UTC'",
        "ask the provider for CF units");
  }
}
