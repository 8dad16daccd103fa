package rimrep.pipeline.grid;

/// A difference of files to the store that did not reject them.
///
/// @param item the first file that shows it
/// @param items how many files show it
/// @param variable what differs, by its name in the store; a dimension or variable
/// @param action what was done: flipped, transposed, kept, ignored, filled, removed, …
public record Drift(
    String item,
    int items,
    String variable,
    String what,
    String before,
    String after,
    String action) {
  static Drift of(
      String item, String variable, String what, String before, String after, String action) {
    return new Drift(item, 1, variable, what, before, after, action);
  }

  /// One sentence for people.
  public String message() {
    String files = items == 1 ? item : item + " and " + (items - 1) + " more";
    return "%s: %s of %s: '%s' in the store, '%s' here; %s"
        .formatted(files, what, variable, before, after, action);
  }

  boolean sameAs(Drift other) {
    return variable.equals(other.variable)
        && what.equals(other.what)
        && before.equals(other.before)
        && after.equals(other.after)
        && action.equals(other.action);
  }

  Drift counted() {
    return new Drift(item, items + 1, variable, what, before, after, action);
  }
}
