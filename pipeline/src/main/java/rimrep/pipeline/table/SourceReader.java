package rimrep.pipeline.table;

import java.util.Set;
import rimrep.pipeline.storage.ByteSource;

/// Reads one file of a format as rows of text.
interface SourceReader {
  /// Writes each row once to `target`, as a row or as a reject. A file that is bad as a whole is
  /// {@link rimrep.pipeline.failure.BadInput}.
  ///
  /// @return the columns the file has, also those nobody asked for
  Set<String> read(ByteSource source, RawTable target);

  static SourceReader of(TableContract contract, String name) {
    return switch (contract.input().format()) {
      case InputFormat.Csv csv -> new CsvReader(csv, name);
      case InputFormat.GeoJson geojson -> new GeoJsonReader(geojson, contract.geometry(), name);
      case InputFormat.Netcdf netcdf -> new NetcdfReader(contract, name);
    };
  }
}
