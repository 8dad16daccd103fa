package rimrep.pipeline.harvest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.BoundingBox;

/// An external metadata record in our words: texts trimmed and in NFC, sets sorted, dates as they
/// were written.
///
/// @param identifier as the catalogue writes it; often no UUID
/// @param description the abstract, without HTML
/// @param parties of the resource, in the order of the record
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record HarvestedRecord(
    Optional<String> identifier,
    Optional<String> parent,
    Optional<String> title,
    Optional<String> description,
    Optional<String> status,
    Optional<String> frequency,
    List<Keyword> keywords,
    List<Licence> licences,
    List<Party> parties,
    Optional<String> lineage,
    List<DatedEvent> dates,
    List<DatedEvent> metadataDates,
    List<BoundingBox> boxes,
    List<Outline> outlines,
    List<Period> periods,
    List<Link> links,
    List<FieldProblem> problems) {

  /// @param thesaurus title of the vocabulary it is from
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Keyword(String text, Optional<String> thesaurus) {}

  /// @param spdx its id, if title or address are those of a known licence
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Licence(String title, Optional<String> url, Optional<String> spdx) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Party(Optional<String> individual, Optional<String> organisation, String role) {}

  /// @param type creation, publication, revision, …
  /// @param date year, month, day or time, as written
  public record DatedEvent(String type, String date) {}

  /// A polygon of the extent.
  ///
  /// @param crs as written; empty if it is not named
  /// @param envelope in degrees, longitude first; empty if the reference system is unknown
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Outline(Optional<String> crs, int vertices, Optional<BoundingBox> envelope) {}

  /// @param start as written; empty if it is open or not stated
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Period(Optional<String> start, Optional<String> end) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Link(
      String url, Optional<String> name, Optional<String> protocol, Optional<String> description) {}

  /// A field that could not be taken as it stands; the record is kept.
  ///
  /// @param xpath by local names
  public record FieldProblem(String xpath, String found, String expected) {}
}
