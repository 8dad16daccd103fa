package rimrep.pipeline.netcdf;

/// Dates before the reform of 1582-10-15. The calendar `standard` counts them by Julius Caesar's
/// rule, with a leap day in every fourth year (CF conventions 4.4.1); it has no year 0.
public final class JulianDate {
  /// 1582-10-15 of the Gregorian calendar, the first day after the reform, as a day since
  /// 1970-01-01.
  public static final long REFORM = -141_427;

  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private JulianDate() {}

  /// Whether the date is one of the Julian calendar in the calendar `standard`: it lies before the
  /// ten days that were left out.
  public static boolean isDate(int year, int month, int day) {
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > length(year, month)) {
      return false;
    }
    return year < 1582 || year == 1582 && (month < 10 || month == 10 && day <= 4);
  }

  private static int length(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /// Days from 1970-01-01 to the date: the Julian day number, moved.
  public static long epochDay(int year, int month, int day) {
    int early = (14 - month) / 12;
    long years = year + 4800L - early;
    int months = month + 12 * early - 3;
    long days = day + (153 * months + 2) / 5 + 365 * years + years / 4 - 32_083;
    return days - JULIAN_DAY_OF_1970;
  }
}
