package rimrep.api.http;

import java.util.Optional;

/// What a write is about: a collection, or an item of one.
record Target(String collection, Optional<String> item) {

  static Target ofCollection(String id) {
    return new Target(id, Optional.empty());
  }

  static Target ofItem(String collection, String id) {
    return new Target(collection, Optional.of(id));
  }

  /// As people are told.
  String name() {
    return item.map(id -> "item " + id + " of collection " + collection)
        .orElse("collection " + collection);
  }
}
