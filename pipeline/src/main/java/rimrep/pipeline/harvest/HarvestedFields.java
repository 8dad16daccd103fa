package rimrep.pipeline.harvest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a harvested record may fill in a data package, under the package's own names. People's
/// addresses and telephones are not taken.
final class HarvestedFields {
  private HarvestedFields() {}

  static ObjectNode of(HarvestedRecord record) {
    ObjectNode fields = Json.mapper().createObjectNode();
    record.title().ifPresent(title -> fields.put("title", title));
    record.description().ifPresent(text -> fields.put("description", text));
    keywords(record, fields);
    licences(record, fields);
    contributors(record, fields);
    record.lineage().ifPresent(text -> fields.putObject("processing").put("lineage", text));
    return fields;
  }

  /// SHA-256 over all that the record says about the resource, as a multihash; dates of the record
  /// itself and its identifiers are left out.
  static String digest(HarvestedRecord record) {
    ObjectNode content = Json.mapper().valueToTree(record);
    for (String name : List.of("identifier", "parent", "metadataDates", "problems")) {
      content.remove(name);
    }
    return CanonicalJson.multihash(content);
  }

  private static void keywords(HarvestedRecord record, ObjectNode fields) {
    Set<String> words = new TreeSet<>();
    record.keywords().forEach(keyword -> words.add(keyword.text()));
    if (!words.isEmpty()) {
      ArrayNode list = fields.putArray("keywords");
      words.forEach(list::add);
    }
  }

  /// A licence that is neither known nor has an address cannot be named in a package.
  private static void licences(HarvestedRecord record, ObjectNode fields) {
    Set<ObjectNode> licences = new LinkedHashSet<>();
    for (HarvestedRecord.Licence licence : record.licences()) {
      Optional<String> url = licence.url().filter(u -> u.matches("https?://\\S+"));
      if (licence.spdx().isEmpty() && url.isEmpty()) {
        continue;
      }
      ObjectNode node = Json.mapper().createObjectNode();
      node.put("name", licence.spdx().orElse("other"));
      if (!licence.title().isEmpty()) {
        node.put("title", licence.title());
      }
      boolean vague = licence.spdx().isPresent() && Licences.spdx("", url).isEmpty();
      url.filter(path -> !vague).ifPresent(path -> node.put("path", path));
      licences.add(node);
    }
    if (!licences.isEmpty()) {
      ArrayNode list = fields.putArray("licenses");
      licences.forEach(list::add);
    }
  }

  private static void contributors(HarvestedRecord record, ObjectNode fields) {
    Map<List<String>, Set<String>> roles = new LinkedHashMap<>();
    for (HarvestedRecord.Party party : record.parties()) {
      List<String> names = new ArrayList<>();
      party.individual().ifPresent(names::add);
      party.organisation().ifPresent(names::add);
      Set<String> held = roles.computeIfAbsent(names, key -> new TreeSet<>());
      if (!party.role().isEmpty()) {
        held.add(role(party.role()));
      }
    }
    if (roles.isEmpty()) {
      return;
    }
    ArrayNode list = fields.putArray("contributors");
    roles.forEach((names, held) -> {
      ObjectNode node = list.addObject().put("title", names.getFirst());
      if (names.size() > 1) {
        node.put("organization", names.getLast());
      }
      ArrayNode of = node.putArray("roles");
      (held.isEmpty() ? Set.of("contributor") : held).forEach(of::add);
    });
  }

  /// ISO 19115 CI_RoleCode in the words of a data package and of STAC.
  private static String role(String code) {
    return switch (code) {
      case "owner", "rightsHolder" -> "licensor";
      case "originator", "author", "coAuthor", "principalInvestigator", "resourceProvider" ->
          "producer";
      case "distributor", "publisher", "custodian" -> "host";
      case "processor" -> "processor";
      default -> code;
    };
  }
}
