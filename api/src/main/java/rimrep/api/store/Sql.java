package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;

/// A statement under construction: text and, in their order, the values of its question marks. No
/// value ever becomes text.
final class Sql {

  private interface Binder {
    void bind(PreparedStatement statement, int index) throws SQLException;
  }

  private final StringBuilder text = new StringBuilder();
  private final List<Binder> values = new ArrayList<>();

  Sql add(String part) {
    text.append(part);
    return this;
  }

  Sql add(Sql part) {
    text.append(part.text);
    values.addAll(part.values);
    return this;
  }

  Sql text(@Nullable String value) {
    return value((s, i) -> s.setString(i, value));
  }

  Sql number(long value) {
    return value((s, i) -> s.setLong(i, value));
  }

  Sql number(int value) {
    return value((s, i) -> s.setInt(i, value));
  }

  Sql number(double value) {
    return value((s, i) -> s.setDouble(i, value));
  }

  Sql truth(boolean value) {
    return value((s, i) -> s.setBoolean(i, value));
  }

  Sql bytes(byte @Nullable [] value) {
    return value((s, i) -> s.setBytes(i, value));
  }

  Sql instant(Optional<Instant> value) {
    return value((s, i) -> {
      if (value.isPresent()) {
        s.setObject(i, OffsetDateTime.ofInstant(value.get(), ZoneOffset.UTC));
      } else {
        s.setNull(i, Types.TIMESTAMP_WITH_TIMEZONE);
      }
    });
  }

  Sql instant(Instant value) {
    return instant(Optional.of(value));
  }

  /// `text[]`
  Sql texts(Collection<String> value) {
    return value((s, i) -> s.setArray(i, s.getConnection().createArrayOf("text", value.toArray())));
  }

  /// `box`, null if absent
  Sql box(Optional<Envelope> value) {
    if (value.isEmpty()) {
      return add("null::box");
    }
    Envelope box = value.get();
    return add("box(point(")
        .number(box.getMinX())
        .add(",")
        .number(box.getMinY())
        .add("),point(")
        .number(box.getMaxX())
        .add(",")
        .number(box.getMaxY())
        .add("))");
  }

  private Sql value(Binder binder) {
    text.append('?');
    values.add(binder);
    return this;
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    for (int i = 0; i < values.size(); i++) {
      values.get(i).bind(statement, i + 1);
    }
    return statement;
  }
}
