package rimrep.pipeline.dataset;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import tools.jackson.databind.JsonNode;

/// What a person expects of the data: member `expect` of the curated package.
///
/// ```json
/// {"bbox": [142, -25, 155, -9], "time": {"start": "1985-03-25", "end": "2030-01-01"},
///  "rows": {"min": 1, "max": 1000000}, "variables": {"dhw": {"min": 0, "max": 40}}}
/// ```
///
/// Every part is optional. A measured fact outside ends the run before anything is published; all
/// that is outside is named at once.
final class Expectation {
  private final String thing;
  private final JsonNode expect;
  private final Measured measured;
  private final List<String> found = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  private Expectation(String thing, JsonNode expect, Measured measured) {
    this.thing = thing;
    this.expect = expect;
    this.measured = measured;
  }

  static void check(DatasetDefinition definition, Measured measured) {
    String thing = definition.folder() + "/datapackage.json: /expect";
    new Expectation(thing, definition.curated().path("expect"), measured).check();
  }

  private void check() {
    checkBox();
    checkTime();
    checkRows();
    expect
        .path("variables")
        .properties()
        .forEach(variable -> checkVariable(variable.getKey(), variable.getValue()));
    if (!found.isEmpty()) {
      throw new BadInput(
          thing,
          "measured " + String.join("; ", found),
          String.join("; ", expected),
          "look at the data; if they are right, change the expectation");
    }
  }

  private void checkBox() {
    JsonNode node = expect.path("bbox");
    if (node.isMissingNode()) {
      return;
    }
    BoundingBox box = box(node);
    if (measured.bbox().filter(box::contains).isEmpty()) {
      outside("bbox", measured.bbox().map(b -> b.values().toString()), box.values().toString());
    }
  }

  private BoundingBox box(JsonNode node) {
    List<Double> values = new ArrayList<>();
    node.forEach(value -> values.add(value.doubleValue(Double.NaN)));
    try {
      return BoundingBox.of(values);
    } catch (IllegalArgumentException e) {
      throw unreadable("bbox", node, "four numbers: west, south, east, north");
    }
  }

  private void checkTime() {
    JsonNode node = expect.path("time");
    Optional<Instant> start = instant(node.path("start"), LocalDate::atStartOfDay);
    Optional<Instant> end = instant(node.path("end"), day -> day.atTime(23, 59, 59));
    Optional<Instant> first = measured.time().map(Measured.TimeFacts::start);
    Optional<Instant> last = measured.time().map(Measured.TimeFacts::end);
    if (start.isPresent() && first.filter(t -> !t.isBefore(start.get())).isEmpty()) {
      outside("first time", first.map(Instant::toString), start.get() + " or later");
    }
    if (end.isPresent() && last.filter(t -> !t.isAfter(end.get())).isEmpty()) {
      outside("last time", last.map(Instant::toString), end.get() + " or earlier");
    }
  }

  private Optional<Instant> instant(
      JsonNode node, java.util.function.Function<LocalDate, java.time.LocalDateTime> ofDay) {
    Optional<String> text = node.stringValueOpt();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.get().length() == 10
              ? ofDay.apply(LocalDate.parse(text.get())).toInstant(ZoneOffset.UTC)
              : Instant.parse(text.get()));
    } catch (DateTimeParseException e) {
      throw unreadable("time", node, "a date or a UTC time such as 2024-06-30T12:00:00Z");
    }
  }

  private void checkRows() {
    Optional<Double> rows = measured.rows().map(Long::doubleValue);
    checkRange("rows", expect.path("rows"), rows, rows);
  }

  private void checkVariable(String name, JsonNode range) {
    Optional<Measured.VariableFacts> facts = Optional.ofNullable(measured.variables().get(name));
    if (facts.isEmpty()) {
      outside("variable " + name, Optional.empty(), "it is there");
      return;
    }
    checkRange(name, range, facts.get().min(), facts.get().max());
  }

  private void checkRange(
      String what, JsonNode range, Optional<Double> smallest, Optional<Double> largest) {
    JsonNode min = range.path("min");
    JsonNode max = range.path("max");
    if (min.isNumber() && smallest.filter(v -> v >= min.doubleValue()).isEmpty()) {
      outside(what + " from", smallest.map(CanonicalJson::ecmaScript), min + " or more");
    }
    if (max.isNumber() && largest.filter(v -> v <= max.doubleValue()).isEmpty()) {
      outside(what + " to", largest.map(CanonicalJson::ecmaScript), max + " or less");
    }
  }

  private void outside(String what, Optional<String> fact, String wanted) {
    found.add(what + " " + fact.orElse("none"));
    expected.add(what + " " + wanted);
  }

  private BadConfiguration unreadable(String member, JsonNode node, String wanted) {
    return new BadConfiguration(thing + "/" + member, node.toString(), wanted, "correct it");
  }
}
