package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.Variable;
import tools.jackson.databind.node.ObjectNode;

/// The attributes a variable gets in the store: names follow the renaming, nothing points to what
/// is not stored, units are what readers need.
final class PublishedAttributes {
  private static final List<String> REFERENCES =
      List.of("coordinates", "grid_mapping", "bounds", "climatology", "ancillary_variables");
  private static final List<String> OF_OLD_TIMES =
      List.of(
          "valid_min",
          "valid_max",
          "valid_range",
          "actual_range",
          "missing_value",
          "units",
          "calendar",
          "scale_factor",
          "add_offset");

  private final GridContract contract;

  PublishedAttributes(GridContract contract) {
    this.contract = contract;
  }

  /// Variables of the file that this one needs: coordinates, grid mapping, bounds. Those whose
  /// dimensions the schema does not know are left out.
  Set<String> named(GridSource source, Variable variable) {
    Set<String> names = new LinkedHashSet<>();
    Names its = contract.names(source);
    for (String attribute : List.of("coordinates", "grid_mapping", "bounds", "climatology")) {
      for (String word : words(Attributes.text(variable, attribute).orElse(""))) {
        source
            .variable(word)
            .filter(v -> known(its.dimensions(v)))
            .ifPresent(v -> names.add(v.name()));
      }
    }
    return names;
  }

  private boolean known(List<String> dimensions) {
    return dimensions.stream().allMatch(d -> contract.axis(d).isPresent())
        && contract.append().map(a -> dimensions.indexOf(a) <= 0).orElse(true);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("[\\s,]+")) {
      String plain = word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
      if (!plain.isEmpty()) {
        words.add(plain);
      }
    }
    return words;
  }

  /// @param unit what the schema says
  /// @param stored names of all arrays of the store
  ObjectNode of(
      GridSource source,
      Variable variable,
      Optional<String> unit,
      DriftLog drift,
      Set<String> stored) {
    ObjectNode attributes = Attributes.json(variable.attributes());
    Names names = contract.names(source);
    String name = names.ofVariable(variable.name());
    FillValue fill =
        Attributes.declaredFill(variable, Attributes.storedType(variable)).orElse(FillValue.NONE);
    boolean one =
        variable.attribute("missing_value").isEmpty()
            || variable.attribute("missing_value").get().values().size() == 1;
    boolean markersDiffer =
        Attributes.markers(variable, Attributes.storedType(variable), fill).others().stream()
            .anyMatch(bits -> bits != Markers.defaultFill(Attributes.storedType(variable)).bits());
    if (attributes.has("missing_value") && (!one || markersDiffer || !fill.declared())) {
      attributes.remove("missing_value");
      drift.add(
          Drift.of(
              source.name(),
              name,
              "missing_value",
              "beside _FillValue",
              "",
              "replaced by the fill value"));
    }
    for (String reference : REFERENCES) {
      if (attributes.has(reference)) {
        references(names, attributes, name, reference, stored, drift);
      }
    }
    if (attributes.path("cell_methods").isString()) {
      attributes.put("cell_methods", renamed(names, attributes.path("cell_methods").asString()));
    }
    if (attributes.has("units") || !isBounds(source, variable)) {
      units(source.name() + ", variable " + variable.name(), attributes, unit);
    }
    return attributes;
  }

  private static void references(
      Names names,
      ObjectNode attributes,
      String name,
      String reference,
      Set<String> stored,
      DriftLog drift) {
    String before = attributes.path(reference).asString("");
    List<String> kept = new ArrayList<>();
    for (String word : words(before)) {
      String storedName = names.ofVariable(word);
      if (stored.contains(storedName)) {
        kept.add(storedName);
      } else {
        drift.add(
            Drift.of(
                names.source().name(),
                name,
                reference,
                word,
                "",
                "removed, for no such array is stored"));
      }
    }
    if (kept.isEmpty()) {
      attributes.remove(reference);
    } else if (!before.contains(":")) {
      attributes.put(reference, String.join(" ", kept));
    }
  }

  private static String renamed(Names names, String cellMethods) {
    StringBuilder text = new StringBuilder();
    for (String word : cellMethods.split(" ", -1)) {
      boolean name = word.endsWith(":");
      String plain = name ? word.substring(0, word.length() - 1) : word;
      text.append(text.isEmpty() ? "" : " ");
      text.append(name ? renamedWord(names, plain) + ":" : word);
    }
    return text.toString();
  }

  /// A name in `cell_methods` is that of a dimension or of a scalar variable (CF conventions 7.3).
  private static String renamedWord(Names names, String word) {
    return names.source().dimensions().stream().anyMatch(d -> d.name().equals(word))
        ? names.ofDimension(word)
        : names.ofVariable(word);
  }

  /// Bounds without units have those of what they bound (CF conventions 7.1).
  private static boolean isBounds(GridSource source, Variable variable) {
    return source.variables().stream()
        .anyMatch(v -> Attributes.text(v, "bounds").filter(variable.name()::equals).isPresent());
  }

  private static void units(String thing, ObjectNode attributes, Optional<String> unit) {
    String found = attributes.path("units").asString("").trim();
    if (!found.isEmpty() && !TimeUnits.isTime(found) && unit.isPresent()) {
      found = unit.get();
    }
    String published = found.isEmpty() ? unit.orElse("1") : found;
    boolean time = published.contains("since");
    if (time && !TimeUnits.isReadable(published, attributes.path("calendar").asString(""))) {
      throw new BadInput(
          thing,
          "units '%s' of calendar '%s'"
              .formatted(published, attributes.path("calendar").asString("standard")),
          "a unit, 'since' and a date of that calendar: no reader would open the store",
          "leave the variable out of gridschema.json, or ask the provider");
    }
    attributes.put("units", Units.published(published));
  }

  /// Makes the attributes of the append coordinate those of the stored integers.
  void asTime(ObjectNode attributes) {
    OF_OLD_TIMES.forEach(attributes::remove);
    if (!attributes.has("standard_name")) {
      attributes.put("standard_name", "time");
    }
    attributes.put("axis", "T");
    attributes.put("units", contract.time().units());
    attributes.put("calendar", "standard");
  }
}
