package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonValue;

/// What those without a role see of a limited dataset.
public enum Visibility {
  /// Nothing: it does not exist for them.
  HIDDEN("hidden"),
  /// Its description, without assets and data links.
  METADATA("metadata");

  private final String word;

  Visibility(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  static Visibility of(String word) {
    for (Visibility visibility : values()) {
      if (visibility.word.equals(word)) {
        return visibility;
      }
    }
    throw new IllegalArgumentException("visibility '" + word + "' is neither hidden nor metadata");
  }
}
