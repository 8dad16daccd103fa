package rimrep.pipeline.dataset;

/// Where a member of the complete package comes from.
public enum Origin {
  /// A person wrote it in `datapackage.json`.
  CURATED("curated"),
  /// The last harvested record filled what the person left open.
  HARVESTED("harvested"),
  /// Read back from the stored output.
  MEASURED("measured"),
  /// `gridschema.json` or `tableschema.json`.
  SCHEMA("schema"),
  /// Folder, vocabularies and collection document of the catalogue.
  CATALOGUE("catalogue"),
  /// Made by the merge itself.
  MERGE("merge");

  private final String word;

  Origin(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
