package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadConfiguration;

/// The one word that names a dataset everywhere: folder, store prefix, STAC item, pygeoapi
/// collection.
public record DatasetId(@JsonValue String value) implements Comparable<DatasetId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}");

  /// Words that are folders of our stores and so no dataset's name.
  public static final Set<String> RESERVED =
      Set.of("pygeoapi", "runs", "ledger", "originals", "pieces", "inbox", "stac", "data");

  @JsonCreator
  public DatasetId {
    if (!isValid(value)) {
      throw new BadConfiguration(
          "dataset id '" + value + "'",
          RESERVED.contains(value) ? "a reserved word" : "not of the form of an id",
          "2 to 63 of a-z, 0-9 and -, beginning with a letter or digit, none of "
              + sortedReserved(),
          "rename the folder");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches() && !RESERVED.contains(value);
  }

  private static String sortedReserved() {
    return String.join(", ", RESERVED.stream().sorted().toList());
  }

  @Override
  public int compareTo(DatasetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
