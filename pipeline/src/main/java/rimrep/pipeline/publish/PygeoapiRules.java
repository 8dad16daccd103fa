package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Kind;
import tools.jackson.databind.JsonNode;

/// What keeps pygeoapi from serving a dataset, each in a sentence: what measuring found, and what
/// its entry could not say.
final class PygeoapiRules {
  private PygeoapiRules() {}

  static List<String> reasons(CompletePackage complete) {
    if (complete.access() == Access.LIMITED) {
      return List.of("access is limited: the public file names no limited dataset");
    }
    List<String> reasons = new ArrayList<>();
    for (JsonNode breach : complete.at("/measured/breaches")) {
      breach.stringValueOpt().ifPresent(reasons::add);
    }
    if (complete.kind() == Kind.GRID) {
      addGrid(complete, reasons);
    }
    PygeoapiEntry.textsOf(complete).forEach((where, text) -> refuseVariable(where, text, reasons));
    return List.copyOf(reasons);
  }

  private static void addGrid(CompletePackage complete, List<String> reasons) {
    Columns columns = new Columns(complete);
    for (String axis : List.of("x", "y")) {
      Optional<JsonNode> dimension = columns.axis(axis);
      if (dimension.isEmpty()) {
        reasons.add("no dimension is the " + axis + " axis: coordinates must be 1-D");
      } else if (dimension.get().path("length").longValue(0) < 2) {
        reasons.add(
            "dimension "
                + dimension.get().path("name").stringValue("")
                + " has fewer than 2 cells");
      }
    }
    if (columns.axis("t").filter(t -> "time".equals(t.path("name").stringValue(""))).isEmpty()) {
      reasons.add("no dimension named time");
    }
  }

  /// pygeoapi fills `${NAME}` from its environment, which could publish a secret.
  private static void refuseVariable(String where, String text, List<String> reasons) {
    if (text.contains("${")) {
      reasons.add(where + " contains ${, which pygeoapi would fill from its environment");
    }
  }
}
