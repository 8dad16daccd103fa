package rimrep.api.core.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import rimrep.api.core.GeoJson;
import rimrep.api.core.Instants;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.filter.Tokens.Kind;
import rimrep.api.core.filter.Tokens.Token;

/// Reads CQL2 text by recursive descent.
public final class Cql2Text {

  private static final int MAX_DEPTH = 200;
  private static final List<String> SHAPES =
      List.of(
          "POINT",
          "MULTIPOINT",
          "LINESTRING",
          "MULTILINESTRING",
          "POLYGON",
          "MULTIPOLYGON",
          "GEOMETRYCOLLECTION");

  private final Tokens tokens;
  private int depth;

  private Cql2Text(String text) {
    this.tokens = new Tokens(text);
  }

  /// @throws InvalidRequest with the position of what is wrong
  public static Expr parse(String text) {
    var parser = new Cql2Text(text);
    Expr expr = parser.or();
    if (parser.tokens.peek().kind() != Kind.END) {
      throw parser.error("found " + parser.tokens.found() + "; expected AND, OR or the end");
    }
    return expr;
  }

  private Expr or() {
    var parts = new ArrayList<Expr>();
    do {
      parts.add(and());
    } while (tokens.takeIf("OR"));
    return parts.size() == 1 ? parts.getFirst() : new Expr.Or(parts);
  }

  private Expr and() {
    var parts = new ArrayList<Expr>();
    do {
      parts.add(factor());
    } while (tokens.takeIf("AND"));
    return parts.size() == 1 ? parts.getFirst() : new Expr.And(parts);
  }

  private Expr factor() {
    if (++depth > MAX_DEPTH) {
      throw error("is nested deeper than " + MAX_DEPTH);
    }
    try {
      if (tokens.takeIf("NOT")) {
        return new Expr.Not(factor());
      }
      if (tokens.takeIf("(")) {
        Expr inner = or();
        tokens.expect(")");
        return inner;
      }
      return predicate();
    } finally {
      depth--;
    }
  }

  private Expr predicate() {
    Token start = tokens.peek();
    if (start.kind() == Kind.NAME && tokens.peekSecond().is("(") && !isValueFunction(start)) {
      String name = tokens.take().text();
      List<Value> args = list();
      return Operators.binary(name, args).orElseThrow(() -> unknown(start));
    }
    Value left = value();
    Token after = tokens.peek();
    if (left instanceof Value.Truth truth && !isComparison(after)) {
      return new Expr.Constant(truth.truth());
    }
    return after.kind() == Kind.SIGN ? comparison(left) : word(left);
  }

  private Expr comparison(Value left) {
    Token sign = tokens.take();
    Expr.Comparison op =
        Operators.comparison(sign.text())
            .orElseThrow(() ->
                tokens.error(
                    sign.at(),
                    "\"" + sign.text() + "\" is no comparison; expected = <> < <= > >="));
    return new Expr.Compare(op, left, value());
  }

  private static boolean isComparison(Token token) {
    return token.kind() == Kind.SIGN && Operators.comparison(token.text()).isPresent();
  }

  private Expr word(Value left) {
    if (tokens.takeIf("IS")) {
      boolean not = tokens.takeIf("NOT");
      tokens.expect("NULL");
      return negated(not, new Expr.IsNull(left));
    }
    boolean not = tokens.takeIf("NOT");
    if (tokens.takeIf("LIKE")) {
      return negated(not, new Expr.Like(left, value()));
    }
    if (tokens.takeIf("BETWEEN")) {
      Value low = value();
      tokens.expect("AND");
      return negated(not, new Expr.Between(left, low, value()));
    }
    if (tokens.takeIf("IN")) {
      return negated(not, new Expr.In(left, list()));
    }
    throw error(
        "found " + tokens.found() + "; expected a comparison, IS NULL, LIKE, BETWEEN or IN");
  }

  private static Expr negated(boolean not, Expr expr) {
    return not ? new Expr.Not(expr) : expr;
  }

  private List<Value> list() {
    tokens.expect("(");
    var values = new ArrayList<Value>();
    do {
      values.add(value());
    } while (tokens.takeIf(","));
    tokens.expect(")");
    return values;
  }

  private Value value() {
    if (++depth > MAX_DEPTH) {
      throw error("is nested deeper than " + MAX_DEPTH);
    }
    try {
      Token token = tokens.peek();
      return switch (token.kind()) {
        case TEXT -> new Value.Text(tokens.take().text());
        case NUMBER -> Operators.number(new BigDecimal(tokens.take().text()));
        case QUOTED_NAME -> Operators.property(tokens.take().text());
        case NAME -> tokens.peekSecond().is("(") || isShape(token) ? function() : name();
        case SIGN -> {
          if (token.is("(")) {
            yield array();
          }
          throw error("found " + tokens.found() + "; expected a value");
        }
        case END -> throw error("ends where a value is expected");
      };
    } finally {
      depth--;
    }
  }

  /// Unlike the list of IN it may be empty.
  private Value array() {
    if (tokens.peekSecond().is(")")) {
      tokens.take();
      tokens.take();
      return new Value.Items(List.of());
    }
    return new Value.Items(list());
  }

  private Value name() {
    Token token = tokens.take();
    if (token.is("true") || token.is("false")) {
      return new Value.Truth(token.is("true"));
    }
    return Operators.property(token.text());
  }

  private static boolean isShape(Token token) {
    return SHAPES.contains(token.text().toUpperCase(Locale.ROOT));
  }

  private static boolean isValueFunction(Token token) {
    return isShape(token)
        || List.of("CASEI", "ACCENTI", "TIMESTAMP", "DATE", "INTERVAL", "BBOX", "ENVELOPE")
            .contains(token.text().toUpperCase(Locale.ROOT));
  }

  private Value function() {
    Token name = tokens.peek();
    if (isShape(name)) {
      return shape(name);
    }
    tokens.take();
    List<Value> args = list();
    return switch (name.text().toUpperCase(Locale.ROOT)) {
      case "CASEI" -> new Value.Folded(Value.Folding.CASE, only(name, args));
      case "ACCENTI" -> new Value.Folded(Value.Folding.ACCENTS, only(name, args));
      case "TIMESTAMP" -> moment(text(name, only(name, args)));
      case "DATE" -> new Value.Moment(Operators.date(text(name, only(name, args))));
      case "INTERVAL" -> interval(name, args);
      case "BBOX", "ENVELOPE" -> Operators.box(args.stream().map(v -> number(name, v)).toList());
      default -> throw unknown(name);
    };
  }

  private Value interval(Token name, List<Value> args) {
    if (args.size() != 2) {
      throw tokens.error(name.at(), "INTERVAL has " + args.size() + " arguments; expected 2");
    }
    return new Value.Period(end(args.get(0)), end(args.get(1)));
  }

  private static Optional<Value> end(Value value) {
    if (value instanceof Value.Text(String text)) {
      return text.equals("..") ? Optional.empty() : Optional.of(moment(Operators.dated(text)));
    }
    return Optional.of(value);
  }

  private static Value moment(String text) {
    return new Value.Moment(Instants.parse(Operators.PLACE, text));
  }

  private Value shape(Token name) {
    String wkt = tokens.takeBalanced();
    try {
      return Operators.shape(GeoJson.checked(Operators.PLACE, new WKTReader().read(wkt)));
    } catch (ParseException | IllegalArgumentException e) {
      throw tokens.error(name.at(), "no valid WKT: " + e.getMessage());
    }
  }

  private Value only(Token name, List<Value> args) {
    if (args.size() != 1) {
      throw tokens.error(name.at(), name.text() + " has " + args.size() + " arguments; expected 1");
    }
    return args.getFirst();
  }

  private String text(Token name, Value value) {
    if (value instanceof Value.Text(String text)) {
      return text;
    }
    throw tokens.error(name.at(), name.text() + " wants text in quotes");
  }

  private double number(Token name, Value value) {
    if (value instanceof Value.Number(BigDecimal number)) {
      return number.doubleValue();
    }
    throw tokens.error(name.at(), name.text() + " wants numbers");
  }

  private InvalidRequest unknown(Token name) {
    return tokens.error(name.at(), "\"" + name.text() + "\" is no operator or function known here");
  }

  private InvalidRequest error(String reason) {
    return tokens.error(tokens.peek().at(), reason);
  }
}
