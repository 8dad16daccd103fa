package rimrep.pipeline.table;

import java.util.List;
import java.util.Optional;

/// What the values of a field must keep to, as text of the tableschema. A row that breaks one is
/// rejected by the name of the rule.
///
/// @param pattern regular expression that the whole text must match
/// @param allowed `enum` of the tableschema; empty: any value
public record Constraints(
    boolean required,
    boolean unique,
    Optional<String> minimum,
    Optional<String> maximum,
    Optional<String> exclusiveMinimum,
    Optional<String> exclusiveMaximum,
    Optional<Long> minLength,
    Optional<Long> maxLength,
    Optional<String> pattern,
    List<String> allowed) {
  public Constraints {
    allowed = List.copyOf(allowed);
  }

  static Constraints none() {
    return new Constraints(
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
