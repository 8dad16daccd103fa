package rimrep.api.store;

import java.util.SortedSet;
import rimrep.api.core.Viewer;

/// What a viewer may see, as SQL: the one predicate that every read passes.
///
/// A row has a visibility (0 public, 1 metadata only, 2 hidden) for those without one of its roles.
/// An item is never more visible than its collection: in a hidden one it is hidden, in one of which
/// only metadata are shown it shows metadata.
final class AccessSql {

  private static final int METADATA = 1;
  private static final int HIDDEN = 2;

  private AccessSql() {}

  /// Whether the item `i` exists for the viewer.
  static Sql visibleItem(Viewer viewer) {
    return item("i", viewer, HIDDEN);
  }

  /// Whether the viewer may see the item `alias` with its data.
  static Sql fullItem(Viewer viewer, String alias) {
    return item(alias, viewer, METADATA);
  }

  /// Whether the collection `c` exists for the viewer.
  static Sql visibleCollection(Viewer viewer) {
    return row("c", viewer, HIDDEN);
  }

  /// Whether the viewer may see the collection `c` with its data.
  static Sql fullCollection(Viewer viewer) {
    return row("c", viewer, METADATA);
  }

  private static Sql item(String alias, Viewer viewer, int closedFrom) {
    return switch (viewer) {
      case Viewer.Insider insider -> new Sql().add("true");
      case Viewer.Visitor visitor ->
          new Sql()
              .add("(")
              .add(row(alias, viewer, closedFrom))
              .add(
                  " and "
                      + alias
                      + ".collection not in (select k.id from collection k where k.visibility >= ")
              .add(closedFrom + " and not ")
              .add(row("k", viewer, closedFrom))
              .add("))");
    };
  }

  /// @param closedFrom the first visibility that needs a role
  private static Sql row(String alias, Viewer viewer, int closedFrom) {
    return switch (viewer) {
      case Viewer.Insider insider -> new Sql().add("true");
      case Viewer.Visitor(SortedSet<String> roles) -> {
        Sql sql = new Sql().add("(" + alias + ".visibility < " + closedFrom);
        if (!roles.isEmpty()) {
          sql.add(" or " + alias + ".roles && ").texts(roles);
        }
        yield sql.add(")");
      }
    };
  }
}
