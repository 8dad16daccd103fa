package rimrep.api.core;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Who may see a document: its fields `rimrep:access`, `rimrep:roles` and `rimrep:visibility`.
///
/// @param roles who see a document in full that is not public
public record Access(Visibility visibility, SortedSet<String> roles) {

  /// What those without a role see. The order is that of the stored code, 0 to 2.
  public enum Visibility {
    PUBLIC,
    METADATA,
    HIDDEN
  }

  public Access {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  /// An item says so itself; one that is silent is hidden.
  static Access ofItem(JsonNode item) {
    return of(item.path("properties"), Visibility.HIDDEN);
  }

  /// A collection that is silent is public: it is an editorial text, not data.
  static Access ofCollection(JsonNode collection) {
    return of(collection, Visibility.PUBLIC);
  }

  private static Access of(JsonNode fields, Visibility whenSilent) {
    var roles = new TreeSet<String>();
    fields.path("rimrep:roles").forEach(role -> roles.add(role.asString("")));
    Visibility visibility =
        switch (fields.path("rimrep:access").asString("")) {
          case "public" -> Visibility.PUBLIC;
          case "" -> fields.has("rimrep:access") ? Visibility.HIDDEN : whenSilent;
          default ->
              fields.path("rimrep:visibility").asString("").equals("metadata")
                  ? Visibility.METADATA
                  : Visibility.HIDDEN;
        };
    return new Access(visibility, roles);
  }
}
