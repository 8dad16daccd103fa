package rimrep.api.core.filter;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/// Which values can be compared: jsonb holds no NUL character and no numbers beyond numeric. That
/// reaches further than here, but nobody compares such numbers.
public final class Storable {

  /// Digits before the point, and behind it.
  static final int MAX_DIGITS = 300;

  private Storable() {}

  public static boolean fits(JsonNode value) {
    if (value.isNumber()) {
      return fits(value.decimalValue());
    }
    if (value.isContainer()) {
      return value.valueStream().allMatch(Storable::fits)
          && value.propertyNames().stream().allMatch(Storable::fits);
    }
    return fits(value.asString(""));
  }

  public static boolean fits(String text) {
    return text.indexOf('\0') < 0;
  }

  static boolean fits(BigDecimal number) {
    return Math.abs((long) number.precision() - number.scale()) < MAX_DIGITS
        && Math.abs((long) number.scale()) < MAX_DIGITS;
  }
}
