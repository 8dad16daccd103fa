package rimrep.pipeline.grid;

import java.util.List;
import java.util.Optional;

/// One array of the store and where its values come from.
///
/// @param sourceChunks cells of a stored chunk of the first file, in the store's order of axes, so
///   that a task covers whole ones
/// @param isNew whether the store has no such array yet
/// @param staticItem index of the item that gives a new array without the append dimension
public record ArrayPlan(
    ArrayLayout layout,
    Role role,
    List<Integer> sourceChunks,
    boolean isNew,
    Optional<Integer> staticItem) {

  /// What an array is to its store.
  public enum Role {
    /// The coordinate of the append dimension; written by `commit` alone.
    AXIS,
    /// Grows along the append dimension.
    GROWING,
    /// A coordinate that does not grow: compared within the tolerance.
    COORDINATE,
    /// Data that do not grow: stored once, compared exactly.
    STATIC
  }

  ArrayPlan withLayout(ArrayLayout other) {
    return new ArrayPlan(other, role, sourceChunks, isNew, staticItem);
  }

  String name() {
    return layout.name();
  }
}
