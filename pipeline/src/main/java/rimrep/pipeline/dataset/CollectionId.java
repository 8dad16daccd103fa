package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadConfiguration;

/// The name of a catalogue folder that holds datasets, and of its STAC Collection.
public record CollectionId(@JsonValue String value) implements Comparable<CollectionId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}");

  @JsonCreator
  public CollectionId {
    if (!isValid(value)) {
      throw new BadConfiguration(
          "collection '" + value + "'",
          "not of the form of an id",
          "2 to 63 of a-z, 0-9 and -, beginning with a letter or digit",
          "rename the folder");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public int compareTo(CollectionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
