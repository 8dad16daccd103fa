package rimrep.api.core;

/// What items can be sorted and compared by.
public sealed interface Field {

  /// `datetime`, else `start_datetime`.
  record Datetime() implements Field {}

  record Id() implements Field {}

  record CollectionId() implements Field {}

  /// A member of `properties`: a number, text, truth value or array.
  record Property(String name) implements Field {}

  /// The field that a client calls `name`: `v` and `properties.v` are the same.
  static Field named(String name) {
    String bare = name.startsWith("properties.") ? name.substring("properties.".length()) : name;
    return switch (bare) {
      case "datetime" -> new Datetime();
      case "id" -> name.equals("id") ? new Id() : new Property("id");
      case "collection" ->
          name.equals("collection") ? new CollectionId() : new Property("collection");
      default -> new Property(bare);
    };
  }
}
