package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a dataset becomes: a grid is one Zarr store, a table a folder of Parquet files.
public enum Kind {
  GRID("grid", "data.zarr", "gridschema.json"),
  TABLE("table", "data.parquet", "tableschema.json");

  private final String word;
  private final String dataPath;
  private final String schemaFile;

  Kind(String word, String dataPath, String schemaFile) {
    this.word = word;
    this.dataPath = dataPath;
    this.schemaFile = schemaFile;
  }

  @JsonValue
  public String word() {
    return word;
  }

  /// Path of the data below the dataset's prefix.
  public String dataPath() {
    return dataPath;
  }

  /// File name of the contract in the dataset's folder and beside the data.
  public String schemaFile() {
    return schemaFile;
  }
}
