package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.Variable;

/// What the dimensions and variables of one file are called in the store. Each kind has a name
/// space of its own: a dimension `record` becomes `t` beside a variable `t` along it, whose
/// dimension it then bears. A variable `record` beside these two stays what it is.
///
/// @param rename name in the files to name in the store
record Names(GridSource source, SortedMap<String, String> rename) {

  /// @param word what attributes call a variable, whether there is one or not
  String ofVariable(String word) {
    String other = rename.getOrDefault(word, word);
    boolean dimensionOnly =
        !rename.containsKey(other)
            && source
                .variable(other)
                .filter(v -> v.dimensionNames().equals(List.of(word)))
                .isPresent();
    return dimensionOnly ? word : other;
  }

  String ofDimension(String inFile) {
    return rename.getOrDefault(inFile, inFile);
  }

  /// The variable that has this name in the store.
  Optional<Variable> variable(String stored) {
    List<Variable> found =
        source.variables().stream().filter(v -> ofVariable(v.name()).equals(stored)).toList();
    refuseTwo(stored, "variables", found.stream().map(Variable::name).toList());
    return found.stream().findFirst();
  }

  /// The dimension that has this name in the store.
  Optional<Dimension> dimension(String stored) {
    List<Dimension> found =
        source.dimensions().stream().filter(d -> ofDimension(d.name()).equals(stored)).toList();
    refuseTwo(stored, "dimensions", found.stream().map(Dimension::name).toList());
    return found.stream().findFirst();
  }

  private void refuseTwo(String stored, String what, List<String> found) {
    if (found.size() > 1) {
      throw new BadInput(
          source.name(),
          "%s %s, which both become '%s'".formatted(what, String.join(" and ", found), stored),
          "one name in the store for each",
          "rename one of them otherwise, or not at all");
    }
  }

  /// The coordinate variable of a dimension, both by their name in the store.
  Optional<Variable> coordinate(String stored) {
    return variable(stored).filter(v -> dimensions(v).equals(List.of(stored)));
  }

  /// The dimensions of a variable by their names in the store, without the one that makes texts of
  /// characters.
  List<String> dimensions(Variable variable) {
    List<String> names = new ArrayList<>();
    for (String name : variable.dimensionNames()) {
      names.add(ofDimension(name));
    }
    if (variable.type() == DataType.CHAR && !names.isEmpty()) {
      names.removeLast();
    }
    return names;
  }

  /// What messages call a dimension or variable of the store: its name in the file, where it has
  /// one.
  String shown(String stored) {
    return variable(stored)
        .map(Variable::name)
        .or(() -> dimension(stored).map(Dimension::name))
        .orElseGet(() -> inFiles(stored));
  }

  /// The name that a file would have, for what this one lacks.
  private String inFiles(String stored) {
    return rename.entrySet().stream()
        .filter(e -> e.getValue().equals(stored))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(stored);
  }
}
