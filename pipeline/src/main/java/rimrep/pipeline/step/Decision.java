package rimrep.pipeline.step;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The one word that a step hands to the workflow. What depends on it is stated in the plan.
public enum Decision {
  CHANGED("changed"),
  UNCHANGED("unchanged");

  private final String word;

  Decision(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  @JsonCreator
  public static Decision of(String word) {
    for (Decision decision : values()) {
      if (decision.word.equals(word)) {
        return decision;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is no decision (changed, unchanged)");
  }
}
