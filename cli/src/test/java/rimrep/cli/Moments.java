package rimrep.cli;

import java.util.List;
import java.util.stream.IntStream;

/// Which of many moments a test tries: all with `-Dsoak`, some evenly spread ones otherwise.
final class Moments {
  private Moments() {}

  static boolean soak() {
    return System.getProperty("soak") != null;
  }

  /// Numbers from 0 to `all` - 1.
  static List<Integer> of(int all, int some) {
    int tried = soak() ? all : Math.min(all, some);
    return IntStream.range(0, tried)
        .mapToObj(i -> tried < 2 ? 0 : (int) ((long) i * (all - 1) / (tried - 1)))
        .distinct()
        .toList();
  }
}
