package rimrep.pipeline.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// One of our JSON Schema 2020-12 documents. The pipeline holds them; a catalogue holds copies, so
/// that editors complete and check while a person writes.
public enum Profile {
  CATALOG("catalog"),
  COLLECTION("collection"),
  DATA_PACKAGE("reef-data-package"),
  GRID_SCHEMA("reef-grid-schema"),
  TABLE_SCHEMA("reef-table-schema"),
  INGEST("ingest"),
  VOCABULARY("vocab");

  private final String word;

  Profile(String word) {
    this.word = word;
  }

  /// File name in a catalogue's `profiles/`.
  public String fileName() {
    return word + ".json";
  }

  /// The profile's own address, its `$id`.
  public String address() {
    return "https://profiles.example.org/" + word + "/1.0.json";
  }

  /// The schema's text.
  public String text() {
    try (InputStream in = Profile.class.getResourceAsStream("profiles/" + fileName())) {
      if (in == null) {
        throw new IllegalStateException("profile " + fileName() + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
