package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.node.ObjectNode;

/// The store as it will be, while the plan is made: it grows by the arrays that files bring.
///
/// Holds the coordinates of each dimension and the values of all arrays that do not grow, for
/// comparison.
final class TargetStore {
  private final Map<String, ArrayPlan> arrays = new HashMap<>();
  private final Map<String, double[]> axes = new HashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();
  private final Map<String, byte[]> cells = new HashMap<>();
  private final Map<String, String[]> texts = new HashMap<>();
  private ObjectNode attributes = Json.mapper().createObjectNode();

  /// A copy that can be changed without changing this one.
  TargetStore copy() {
    TargetStore copy = new TargetStore();
    copy.arrays.putAll(arrays);
    copy.axes.putAll(axes);
    copy.lengths.putAll(lengths);
    copy.cells.putAll(cells);
    copy.texts.putAll(texts);
    copy.attributes = attributes;
    return copy;
  }

  void attributes(ObjectNode group) {
    attributes = group;
  }

  ObjectNode attributes() {
    return attributes;
  }

  void add(ArrayPlan array) {
    arrays.put(array.name(), array);
  }

  Optional<ArrayPlan> array(String name) {
    return Optional.ofNullable(arrays.get(name));
  }

  /// Sorted by name.
  List<ArrayPlan> arrays() {
    List<ArrayPlan> sorted = new ArrayList<>(arrays.values());
    sorted.sort(java.util.Comparator.comparing(ArrayPlan::name));
    return sorted;
  }

  boolean isEmpty() {
    return arrays.isEmpty();
  }

  /// The length of a dimension that does not grow.
  void dimension(String name, long length) {
    lengths.put(name, length);
  }

  Optional<Long> length(String dimension) {
    return Optional.ofNullable(lengths.get(dimension));
  }

  /// Coordinates of a dimension, cell by cell.
  void axis(String dimension, double[] values) {
    axes.put(dimension, values);
  }

  Optional<double[]> axis(String dimension) {
    return Optional.ofNullable(axes.get(dimension));
  }

  void cells(String array, byte[] values) {
    cells.put(array, values);
  }

  Optional<byte[]> cells(String array) {
    return Optional.ofNullable(cells.get(array));
  }

  void texts(String array, String[] values) {
    texts.put(array, values);
  }

  Optional<String[]> texts(String array) {
    return Optional.ofNullable(texts.get(array));
  }
}
