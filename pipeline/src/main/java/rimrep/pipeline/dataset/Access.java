package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Who may see a dataset; decides which store it goes to. `sensitive` is a word the profile knows
/// and the catalogue always refuses, so it never gets this far.
public enum Access {
  PUBLIC("public"),
  LIMITED("limited");

  private final String word;

  Access(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  @JsonCreator
  public static Access of(String word) {
    for (Access access : values()) {
      if (access.word.equals(word)) {
        return access;
      }
    }
    throw new IllegalArgumentException("access '" + word + "' is neither public nor limited");
  }
}
