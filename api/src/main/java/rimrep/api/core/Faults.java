package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Collects what is wrong with a request, so that it is told at once.
final class Faults {

  private final List<InvalidRequest.Fault> faults = new ArrayList<>();

  /// The value, or empty and a fault more.
  <T> Optional<T> check(Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (InvalidRequest e) {
      faults.addAll(e.faults());
      return Optional.empty();
    }
  }

  void add(String place, String reason) {
    faults.add(new InvalidRequest.Fault(place, reason));
  }

  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new InvalidRequest(faults);
    }
  }
}
