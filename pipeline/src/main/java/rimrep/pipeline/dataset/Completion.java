package rimrep.pipeline.dataset;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.failure.BadConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the complete package: merge of what a person knows, what was harvested and what was
/// measured, with everything that publishing needs.
public final class Completion {
  /// What the complete package keeps to. The curated one's own profile allows no measured members,
  /// and often is a path inside the catalogue.
  private static final String PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json";

  /// Only the machine writes these; a curated package that has one is refused.
  private static final List<String> MACHINE =
      List.of(
          "formatVersion",
          "kind",
          "collection",
          "spatial",
          "temporal",
          "measured",
          "resolved",
          "provenance",
          "digest",
          "completed");

  private final DatasetDefinition definition;
  private final Measured measured;
  private final Provenance provenance = new Provenance();
  private final PersonsPart persons;

  private Completion(
      DatasetDefinition definition, Optional<ObjectNode> harvested, Measured measured) {
    this.definition = definition;
    this.measured = measured;
    this.persons = new PersonsPart(definition.curated(), harvested, provenance);
  }

  /// What completing came to. Reviews are the fields where curated and harvested differ.
  public sealed interface Result {
    /// The package that stands now.
    CompletePackage complete();

    List<ReviewItem> reviews();

    /// Same digest: nothing is to be written.
    record Unchanged(CompletePackage complete, List<ReviewItem> reviews) implements Result {}

    record Changed(CompletePackage complete, List<ReviewItem> reviews) implements Result {}
  }

  /// @param harvested the last harvested record, with the member names of a data package
  /// @param previous the complete package that is published now
  /// @param now becomes `completed` if anything changed
  /// @throws rimrep.pipeline.failure.BadInput if a measured fact is outside the curated `expect`
  /// @throws BadConfiguration if a person must add or remove something
  public static Result complete(
      DatasetDefinition definition,
      Optional<ObjectNode> harvested,
      Measured measured,
      Optional<CompletePackage> previous,
      Instant now) {
    requireNoMachineMembers(definition);
    Expectation.check(definition, measured);
    Completion completion = new Completion(definition, harvested, measured);
    ObjectNode document = completion.document();
    List<ReviewItem> reviews = completion.persons.reviews();
    String digest = CompletePackage.digestOf(document);
    if (previous.isPresent() && previous.get().digest().equals(digest)) {
      return new Result.Unchanged(previous.get(), reviews);
    }
    document.put("digest", digest);
    document.put("completed", now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Result.Changed(new CompletePackage(document), reviews);
  }

  private static void requireNoMachineMembers(DatasetDefinition definition) {
    for (String member : MACHINE) {
      if (definition.curated().has(member)) {
        throw new BadConfiguration(
            file(definition),
            "/" + member + " written by hand",
            "only what a person knows; extents, counts and sizes are measured",
            "remove /" + member);
      }
    }
  }

  private ObjectNode document() {
    ObjectNode document = persons.merged();
    require(document, "title");
    require(document, "description");
    require(document, "licenses");
    requireRoles(document);
    requireDate(document);
    put(document, "$schema", text(PROFILE), Origin.MERGE);
    put(document, "formatVersion", Json.mapper().valueToTree(CompletePackage.FORMAT), Origin.MERGE);
    put(document, "collection", text(definition.collection().value()), Origin.CATALOGUE);
    put(document, "kind", text(definition.kind().word()), Origin.CATALOGUE);
    put(document, "resolved", resolved(), Origin.CATALOGUE);
    new PackageFacts(definition, measured, provenance).addTo(document);
    for (String own : List.of("provenance", "digest", "completed")) {
      provenance.set(Provenance.pointer("", own), Origin.MERGE);
    }
    document.set("provenance", provenance.node());
    return document;
  }

  private ObjectNode resolved() {
    ObjectNode resolved = Json.mapper().createObjectNode();
    resolved.set("collection", definition.collectionDocument().deepCopy());
    resolved.set("vocabulary", definition.vocabulary().deepCopy());
    return resolved;
  }

  private void put(ObjectNode document, String name, JsonNode value, Origin origin) {
    document.set(name, value);
    provenance.set(Provenance.pointer("", name), origin);
  }

  private void require(ObjectNode document, String member) {
    JsonNode value = document.path(member);
    boolean blank = value.isString() ? value.stringValue().isBlank() : value.isEmpty();
    if (blank) {
      throw new BadConfiguration(
          file(definition),
          "no /" + member + ", neither curated nor harvested",
          "a " + member + " before the dataset is published",
          "write /" + member);
    }
  }

  private void requireRoles(ObjectNode document) {
    boolean hasRoles = document.path("roles") instanceof ArrayNode roles && !roles.isEmpty();
    if (definition.access() == Access.LIMITED && !hasRoles) {
      throw new BadConfiguration(
          file(definition),
          "access limited without /roles",
          "the roles that may read it",
          "write /roles, or make it public");
    }
  }

  /// STAC needs a `datetime`, which for data without time is the package's date (Frictionless
  /// `created`).
  private void requireDate(ObjectNode document) {
    JsonNode created = document.path("created");
    boolean needed = measured.time().isEmpty();
    if ((needed || !created.isMissingNode()) && !isDateTime(created.stringValue(""))) {
      throw new BadConfiguration(
          file(definition),
          (created.isMissingNode() ? "no /created" : "/created " + created)
              + (needed ? ", and the data have no time" : ""),
          "/created such as 2024-06-30T00:00:00Z"
              + (needed ? ", which becomes the STAC datetime" : ""),
          "write /created");
    }
  }

  private static boolean isDateTime(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static JsonNode text(String value) {
    return Json.mapper().valueToTree(value);
  }

  private static String file(DatasetDefinition definition) {
    return definition.folder() + "/datapackage.json";
  }
}
