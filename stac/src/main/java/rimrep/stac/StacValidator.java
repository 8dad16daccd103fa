package rimrep.stac;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Validates Items and Collections offline: STAC 1.1 core, each extension of [Extension], and the
/// rules that a schema cannot say (interval order, closed rings, bbox order). All problems at once.
///
/// Thread-safe; build one and keep it.
public final class StacValidator {

  /// What to do with a `stac_extensions` entry that is not in [Extension].
  public enum UnknownExtensions {
    /// A problem: the document is ours and must be checked in full.
    REFUSE,
    /// Accepted unchecked: the document comes from elsewhere.
    ACCEPT
  }

  private final Schemas schemas = new Schemas();
  private final UnknownExtensions unknown;

  public StacValidator(UnknownExtensions unknown) {
    this.unknown = unknown;
  }

  /// What is wrong, in order of place; empty if the document is valid.
  public List<Problem> validate(StacObject object) {
    return switch (object) {
      case Item item -> validate(item.label(), item.json());
      case Collection collection -> validate(collection.label(), collection.json());
    };
  }

  /// As [#validate(StacObject)], of a document that passed the checks of [Item] or [Collection]
  /// already. It is only read.
  ///
  /// @param label names it in messages
  public List<Problem> validate(String label, ObjectNode json) {
    var problems = new TreeSet<Problem>();
    boolean item = json.path("type").asString().equals("Feature");
    for (Schemas.Finding f : item ? schemas.item(json) : schemas.collection(json)) {
      problems.add(new Problem(label, f.pointer(), f.reason()));
    }
    for (Schemas.Finding f : item ? ItemRules.check(json) : CollectionRules.check(json)) {
      problems.add(new Problem(label, f.pointer(), f.reason()));
    }
    for (Schemas.Finding f : extensions(json)) {
      problems.add(new Problem(label, f.pointer(), f.reason()));
    }
    return List.copyOf(problems);
  }

  private List<Schemas.Finding> extensions(ObjectNode json) {
    var findings = new ArrayList<Schemas.Finding>();
    JsonNode listed = json.path("stac_extensions");
    if (listed.isEmpty()) {
      return findings;
    }
    List<FieldPlaces.Place> places = FieldPlaces.of(json);
    for (int i = 0; i < listed.size(); i++) {
      String url = listed.get(i).asString("");
      String pointer = "/stac_extensions/" + i;
      Optional<Extension> extension = Extension.byUrl(url);
      if (extension.isPresent()) {
        findings.addAll(fields(extension.get(), pointer, places));
      } else if (unknown == UnknownExtensions.REFUSE) {
        findings.add(
            new Schemas.Finding(
                pointer,
                "unknown extension " + url + "; expected one that can be checked offline"));
      }
    }
    return findings;
  }

  private List<Schemas.Finding> fields(
      Extension extension, String pointer, List<FieldPlaces.Place> places) {
    var findings = new ArrayList<Schemas.Finding>();
    if (!extension.isUsedIn(places)) {
      findings.add(
          new Schemas.Finding(
              pointer,
              extension.url()
                  + " is listed but none of its fields is present; expected "
                  + extension.fieldNames()
                  + ", or the entry removed"));
    }
    for (FieldPlaces.Place place : places) {
      if (!place.summary()) {
        for (Schemas.Finding f : schemas.fields(extension, place.object())) {
          findings.add(new Schemas.Finding(place.pointer() + f.pointer(), f.reason()));
        }
      }
    }
    return findings;
  }
}
