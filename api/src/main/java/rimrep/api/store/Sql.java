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
import rimrep.api.core.InvalidRequest;

/// A statement under construction: text and, in their order, the values of its question marks. No
/// value ever becomes text.
final class Sql {

  private interface Binder {
    void bind(PreparedStatement statement, int index) throws SQLException;
  }

  /// The protocol counts them in two bytes.
  private static final int MAX_VALUES = 65_535;

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

  /// Whether one of the conditions holds; empty without any.
  static Optional<Sql> anyOf(List<Sql> conditions) {
    Sql sql = new Sql();
    for (int i = 0; i < conditions.size(); i++) {
      sql.add(i == 0 ? "(" : " or ").add(conditions.get(i));
    }
    return conditions.isEmpty() ? Optional.empty() : Optional.of(sql.add(")"));
  }

  Sql text(@Nullable String value) {
    String storable = value == null ? null : storable(value);
    return value((s, i) -> s.setString(i, storable));
  }

  /// PostgreSQL refuses NUL characters and knows no half surrogate pairs: no stored text holds one,
  /// so neither is equal to any.
  private static String storable(String text) {
    if (text.indexOf('\0') < 0 && text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    var out = new StringBuilder(text.length());
    text.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFF : c)
        .forEach(out::appendCodePoint);
    return out.toString();
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
    Object[] storable = value.stream().map(Sql::storable).toArray();
    return value((s, i) -> s.setArray(i, s.getConnection().createArrayOf("text", storable)));
  }

  /// An array of any type that the driver knows, for `unnest`; nulls are kept.
  Sql array(String type, @Nullable Object[] value) {
    return value((s, i) -> s.setArray(i, s.getConnection().createArrayOf(type, value)));
  }

  /// `box`, null if absent
  Sql box(Optional<Envelope> value) {
    text(value.map(Sql::boxText).orElse(null));
    return add("::box");
  }

  /// A box as PostgreSQL reads it.
  static String boxText(Envelope b) {
    return "(" + b.getMaxX() + "," + b.getMaxY() + "),(" + b.getMinX() + "," + b.getMinY() + ")";
  }

  private Sql value(Binder binder) {
    text.append('?');
    values.add(binder);
    return this;
  }

  /// @throws InvalidRequest if a search asks for more values than a statement can have
  PreparedStatement prepare(Connection connection) throws SQLException {
    if (values.size() > MAX_VALUES) {
      throw new InvalidRequest(
          "filter", "asks for " + values.size() + " values; expected " + MAX_VALUES + " at most");
    }
    PreparedStatement statement = connection.prepareStatement(text.toString());
    bind(statement);
    return statement;
  }

  private void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      values.get(i).bind(statement, i + 1);
    }
  }
}
