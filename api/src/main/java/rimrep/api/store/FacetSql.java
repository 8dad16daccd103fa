package rimrep.api.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Field;
import rimrep.api.core.ItemSearch;
import rimrep.api.core.Viewer;
import rimrep.api.core.filter.Expr;
import rimrep.api.core.filter.Expr.Comparison;
import rimrep.api.core.filter.Value;

/// The conditions of a search as conditions on `item_facet i`, all of whose columns are in its
/// indexes: the answer comes from the index alone. They are exact, as long as no value is `odd`.
final class FacetSql implements PropertyCondition<Sql> {

  private final Facets facets;

  private FacetSql(Facets facets) {
    this.facets = facets;
  }

  /// @return empty if `item_facet` does not know all that is asked
  static Optional<Sql> conditions(Viewer viewer, ItemSearch search, Facets facets) {
    boolean other =
        search.area().isPresent() || search.words().isPresent() || search.ids().isPresent();
    boolean byProperty = search.order().stream().anyMatch(k -> k.field() instanceof Field.Property);
    if (other || byProperty || search.filter().isEmpty() || facets.slots().isEmpty()) {
      return Optional.empty();
    }
    Sql sql = SearchSql.frame(viewer, search);
    var facetSql = new FacetSql(facets);
    for (Expr part : FilterSql.conjuncts(search.filter().get().expr())) {
      Optional<Sql> condition = facetSql.of(part);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      sql.add(" and ").add(condition.get());
    }
    return Optional.of(sql);
  }

  @Override
  public Optional<Sql> between(Field.Property property, Value.Number low, Value.Number high) {
    return compare(Comparison.GTE, property, low)
        .flatMap(
            from -> compare(Comparison.LTE, property, high).map(to -> from.add(" and ").add(to)));
  }

  @Override
  public Optional<Sql> in(Field.Property property, List<Value> values) {
    var any = new ArrayList<Sql>();
    for (Value value : values) {
      Optional<Sql> one = compare(Comparison.EQ, property, value);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      any.add(one.get());
    }
    return Sql.anyOf(any);
  }

  /// An inequality would be unknown, not true, for a value of another type: it is not asked here.
  @Override
  public Optional<Sql> compare(Comparison op, Field.Property property, Value value) {
    if (op == Comparison.NEQ) {
      return Optional.empty();
    }
    return facets
        .slot(property)
        .flatMap(slot ->
            switch (value) {
              case Value.Number(BigDecimal number) ->
                  Optional.of(
                      new Sql()
                          .add("i.n" + slot + " " + op.sign() + " ")
                          .text(number.toString())
                          .add("::numeric"));
              case Value.Text(String text) when op == Comparison.EQ ->
                  Optional.of(new Sql().add("i.s" + slot + " = ").text(text));
              default -> Optional.empty();
            });
  }
}
