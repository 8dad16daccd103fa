package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.List;

/// The columns of the stored file: the tableschema's, then geometry, its extent, the flat columns
/// that older readers filter by, and the fid. Decided by the contract alone.
record OutputColumns(TableContract contract) {
  List<String> names() {
    List<String> names = new ArrayList<>();
    contract.attributes().forEach(f -> names.add(f.name()));
    if (contract.geometry().present()) {
      names.add("geometry");
      names.add("bbox");
    }
    names.addAll(flat());
    names.add("fid");
    return List.copyOf(names);
  }

  /// Flat columns that are not fields already.
  List<String> flat() {
    return switch (contract.geometry()) {
      case GeometrySpec.None none -> List.of();
      case GeometrySpec.Point point -> List.of();
      case GeometrySpec.Column column ->
          column.pointsOnly() ? List.of("lon", "lat") : List.of("minx", "miny", "maxx", "maxy");
    };
  }
}
