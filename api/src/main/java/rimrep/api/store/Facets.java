package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import rimrep.api.core.Field;

/// Which properties have their values in `item_facet`, and in which slot. A property that has a
/// slot keeps it.
///
/// @param slots by name of the property
record Facets(Map<String, Integer> slots) {

  static final Facets NONE = new Facets(Map.of());

  Facets {
    slots = Map.copyOf(slots);
  }

  Optional<Integer> slot(Field.Property property) {
    return Optional.ofNullable(slots.get(property.name()));
  }

  private static Facets read(Connection c) throws SQLException {
    var slots = new HashMap<String, Integer>();
    try (PreparedStatement s =
            c.prepareStatement("select name, slot from facet_property where ready");
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        slots.put(rows.getString(1), rows.getInt(2));
      }
    }
    return new Facets(slots);
  }

  /// As they were in the database a moment ago. One that came since is not missed, only slower.
  ///
  /// Thread-safe.
  static final class Known {

    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private record Read(Facets facets, long nanos) {}

    private final Pool pool;
    private final AtomicReference<Optional<Read>> last = new AtomicReference<>(Optional.empty());

    Known(Pool pool) {
      this.pool = pool;
    }

    Facets get() {
      long now = System.nanoTime();
      Optional<Read> known = last.get().filter(read -> now - read.nanos() < FRESH_NANOS);
      if (known.isPresent()) {
        return known.get().facets();
      }
      Facets facets = pool.statement("reading which properties are indexed", Facets::read);
      last.set(Optional.of(new Read(facets, now)));
      return facets;
    }
  }
}
