package rimrep.pipeline.step;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Every step there is. The word names it on the command line, in the run's folder and in
/// manifests.
public enum StepName {
  DISCOVER,
  FETCH,
  PLAN,
  CONVERT,
  COMMIT,
  MEASURE,
  HARVEST,
  COMPLETE,
  PUBLISH_DATAPACKAGE,
  PUBLISH_STAC,
  PUBLISH_PYGEOAPI;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static StepName of(String word) {
    for (StepName name : values()) {
      if (name.word().equals(word)) {
        return name;
      }
    }
    throw new IllegalArgumentException("no step is called '" + word + "'");
  }
}
