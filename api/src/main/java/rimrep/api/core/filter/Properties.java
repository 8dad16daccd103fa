package rimrep.api.core.filter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import rimrep.api.core.Field;

/// Finds the properties that a condition names.
public final class Properties {

  private Properties() {}

  public static Set<String> of(Expr expr) {
    var names = new TreeSet<String>();
    collect(expr, names);
    return names;
  }

  private static void collect(Expr expr, Set<String> names) {
    switch (expr) {
      case Expr.Constant constant -> {}
      case Expr.And and -> and.parts().forEach(p -> collect(p, names));
      case Expr.Or or -> or.parts().forEach(p -> collect(p, names));
      case Expr.Not not -> collect(not.part(), names);
      case Expr.Compare c -> values(names, c.left(), c.right());
      case Expr.IsNull isNull -> values(names, isNull.value());
      case Expr.Like like -> values(names, like.value(), like.pattern());
      case Expr.Between b -> values(names, b.value(), b.low(), b.high());
      case Expr.In in -> {
        values(names, in.value());
        in.list().forEach(v -> values(names, v));
      }
      case Expr.Spatial s -> values(names, s.left(), s.right());
      case Expr.Temporal t -> values(names, t.left(), t.right());
      case Expr.Arrays a -> values(names, a.left(), a.right());
      case Expr.Same same -> names.add(same.field().name());
    }
  }

  private static void values(Set<String> names, Value... values) {
    for (Value value : values) {
      for (Value part : parts(value)) {
        if (part instanceof Value.Of(Field.Property property)) {
          names.add(property.name());
        }
      }
    }
  }

  private static List<Value> parts(Value value) {
    return switch (value) {
      case Value.Items items -> items.values().stream().flatMap(v -> parts(v).stream()).toList();
      case Value.Folded folded -> parts(folded.value());
      case Value.Period p ->
          Stream.concat(p.from().stream(), p.to().stream())
              .flatMap(v -> parts(v).stream())
              .toList();
      case Value.Of of -> List.of(of);
      case Value.Footprint footprint -> List.of();
      case Value.Text text -> List.of();
      case Value.Number number -> List.of();
      case Value.Truth truth -> List.of();
      case Value.Moment moment -> List.of();
      case Value.Shape shape -> List.of();
    };
  }
}
