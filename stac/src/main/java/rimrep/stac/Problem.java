package rimrep.stac;

/// One thing wrong in a STAC document.
///
/// @param object `Item[id=x]`
/// @param pointer JSON Pointer of the place, empty for the whole document
/// @param reason what was found and expected
public record Problem(String object, String pointer, String reason) implements Comparable<Problem> {

  /// `Item[id=x]: /properties/datetime: ...`
  @Override
  public String toString() {
    return object + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + reason;
  }

  @Override
  public int compareTo(Problem other) {
    int byPointer = pointer.compareTo(other.pointer);
    return byPointer != 0 ? byPointer : reason.compareTo(other.reason);
  }
}
