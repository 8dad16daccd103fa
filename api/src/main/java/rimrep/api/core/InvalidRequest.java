package rimrep.api.core;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A request that says something impossible; all faults at once.
public final class InvalidRequest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param place parameter name or JSON Pointer
  /// @param reason what was found and expected
  public record Fault(String place, String reason) {}

  private final transient List<Fault> faults;

  public InvalidRequest(List<Fault> faults) {
    super(
        faults.stream().map(f -> f.place() + ": " + f.reason()).collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  public InvalidRequest(String place, String reason) {
    this(List.of(new Fault(place, reason)));
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public List<Fault> faults() {
    return faults;
  }
}
