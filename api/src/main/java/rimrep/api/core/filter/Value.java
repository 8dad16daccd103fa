package rimrep.api.core.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import rimrep.api.core.Field;

/// A part of a condition that has a value.
public sealed interface Value {

  /// A property of the item, or its datetime, id or collection.
  record Of(Field field) implements Value {}

  /// The item's footprint.
  record Footprint() implements Value {}

  record Text(String text) implements Value {}

  record Number(BigDecimal number) implements Value {}

  record Truth(boolean truth) implements Value {}

  record Moment(Instant instant) implements Value {}

  /// A time range; an absent end is open.
  record Period(Optional<Value> from, Optional<Value> to) implements Value {}

  /// A place.
  ///
  /// @param boxes hold the whole of it
  record Shape(Geometry geometry, List<Envelope> boxes) implements Value {}

  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// `CASEI` and `ACCENTI`: text without its case or its accents.
  record Folded(Folding folding, Value value) implements Value {}

  enum Folding {
    CASE,
    ACCENTS
  }
}
