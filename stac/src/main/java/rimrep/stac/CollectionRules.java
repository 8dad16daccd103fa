package rimrep.stac;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Rules of the Collection specification that JSON Schema cannot say.
final class CollectionRules {

  private CollectionRules() {}

  static List<Schemas.Finding> check(ObjectNode collection) {
    var findings = new ArrayList<Schemas.Finding>();
    JsonNode boxes = collection.at("/extent/spatial/bbox");
    for (int i = 0; i < boxes.size(); i++) {
      ItemRules.Boxes.check(boxes.get(i), "/extent/spatial/bbox/" + i).ifPresent(findings::add);
    }
    JsonNode intervals = collection.at("/extent/temporal/interval");
    for (int i = 0; i < intervals.size(); i++) {
      JsonNode interval = intervals.get(i);
      Times.checkOrder(interval.path(0), interval.path(1), "/extent/temporal/interval/" + i)
          .ifPresent(findings::add);
    }
    return findings;
  }
}
