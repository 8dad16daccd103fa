package rimrep.pipeline.table;

import java.util.List;
import java.util.Optional;

/// How the files of an input are written.
public sealed interface InputFormat {
  /// Texts that mean missing beside those of the tableschema.
  default List<String> missing() {
    return List.of();
  }

  /// Separated text. Nothing is guessed: what is not said here has a fixed default.
  ///
  /// @param quote empty: quotes are plain characters
  /// @param encoding canonical Java name
  record Csv(
      char delimiter,
      Optional<Character> quote,
      String encoding,
      String decimal,
      @Override List<String> missing)
      implements InputFormat {}

  /// RFC 7946, or its forerunner with a `crs` member that agrees with `crs`.
  record GeoJson(Crs crs, boolean crsDeclared) implements InputFormat {}

  /// CF discrete sampling geometries `timeSeries` and `trajectory` in one dimension.
  record Netcdf() implements InputFormat {}
}
