package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonValue;

/// What became of a source item. Nothing an item can do falls outside these.
public enum ItemOutcome {
  INGESTED("ingested"),
  UNCHANGED("unchanged"),
  REJECTED("rejected"),
  FAILED("failed");

  private final String word;

  ItemOutcome(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }
}
