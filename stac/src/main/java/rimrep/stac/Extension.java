package rimrep.stac;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The STAC extensions that this project writes and checks, each in one version.
public enum Extension {
  DATACUBE("datacube", "2.3.0", "cube:"),
  TABLE("table", "1.2.0", "table:"),
  PROJECTION("projection", "2.0.0", "proj:"),
  SCIENTIFIC("scientific", "1.0.0", "sci:"),
  PROCESSING("processing", "1.2.0", "processing:"),
  FILE("file", "2.1.0", "file:"),
  STORAGE("storage", "2.0.0", "storage:"),
  THEMES("themes", "1.0.0", "themes"),
  CONTACTS("contacts", "1.0.0", "contacts"),
  LANGUAGE("language", "1.0.0", "language", "languages", "hreflang"),
  AUTHENTICATION("authentication", "1.1.0", "auth:"),
  XARRAY_ASSETS("xarray-assets", "1.0.0", "xarray:"),
  ZARR("zarr", "1.1.0", "zarr:");

  private final String word;
  private final String version;
  private final List<String> fields;

  Extension(String word, String version, String... fields) {
    this.word = word;
    this.version = version;
    this.fields = List.of(fields);
  }

  /// What `stac_extensions` lists.
  public String url() {
    return "https://stac-extensions.github.io/" + word + "/v" + version + "/schema.json";
  }

  public static Optional<Extension> byUrl(String url) {
    return Arrays.stream(values()).filter(e -> e.url().equals(url)).findFirst();
  }

  /// Whether a document holds a field of this extension in one of the places where STAC allows
  /// fields: then, and only then, `stac_extensions` lists it.
  public boolean isUsedIn(ObjectNode document) {
    return isUsedIn(FieldPlaces.of(document));
  }

  boolean isUsedIn(List<FieldPlaces.Place> places) {
    return places.stream()
        .anyMatch(place -> place.object().propertyNames().stream().anyMatch(this::owns));
  }

  String word() {
    return word;
  }

  /// The fields it is known by, for messages: `cube:...`.
  String fieldNames() {
    return String.join(", ", fields.stream().map(f -> f.endsWith(":") ? f + "..." : f).toList());
  }

  private boolean owns(String name) {
    return fields.stream().anyMatch(f -> f.endsWith(":") ? name.startsWith(f) : name.equals(f));
  }
}
