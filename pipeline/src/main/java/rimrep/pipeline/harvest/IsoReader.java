package rimrep.pipeline.harvest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.harvest.HarvestedRecord.DatedEvent;
import rimrep.pipeline.harvest.HarvestedRecord.FieldProblem;
import rimrep.pipeline.harvest.HarvestedRecord.Keyword;
import rimrep.pipeline.harvest.HarvestedRecord.Licence;
import rimrep.pipeline.harvest.HarvestedRecord.Link;
import rimrep.pipeline.harvest.HarvestedRecord.Party;

/// Reads ISO 19115-3 (`mdb`, 1.x and 2.x) and ISO 19139 (`gmd`, `gmi`, `mcp`) records. A field that
/// is wrong becomes a problem, never the loss of the record.
final class IsoReader {
  private static final Set<String> ROOTS = Set.of("MD_Metadata", "MI_Metadata");

  private final XmlElement metadata;
  private final List<FieldProblem> problems = new ArrayList<>();

  private IsoReader(XmlElement metadata) {
    this.metadata = metadata;
  }

  /// @param source what messages call it
  static HarvestedRecord read(String source, byte[] document) {
    XmlElement root = XmlElement.parse(source, document);
    XmlElement metadata =
        root.tree()
            .filter(element -> ROOTS.contains(element.name()))
            .findFirst()
            .orElseThrow(() ->
                new BadInput(
                    source,
                    "an XML document with root " + root.name(),
                    "MD_Metadata of ISO 19115-3 or 19139",
                    "see what the address answers"));
    return new IsoReader(metadata).record();
  }

  private HarvestedRecord record() {
    IsoExtents extents = new IsoExtents(problems);
    identification("extent").forEach(extents::read);
    if (metadata.first("identificationInfo/*").isEmpty()) {
      problem(metadata, "no identificationInfo", "one");
    }
    return new HarvestedRecord(
        line(metadata.first("metadataIdentifier/MD_Identifier/code"))
            .or(() -> line(metadata.first("fileIdentifier"))),
        line(metadata.first("parentMetadata/CI_Citation/title"))
            .or(() ->
                line(metadata.first("parentMetadata/CI_Citation/identifier/MD_Identifier/code")))
            .or(() -> line(metadata.first("parentIdentifier"))),
        required("citation/CI_Citation/title").map(Texts::line),
        required("abstract").map(Texts::paragraphs),
        code("status"),
        identification(
                "resourceMaintenance/MD_MaintenanceInformation/maintenanceAndUpdateFrequency")
            .map(XmlElement::code)
            .filter(c -> !c.isEmpty())
            .findFirst(),
        keywords(),
        licences(),
        parties(),
        lineage(),
        dates(identification("citation/CI_Citation/date/CI_Date")),
        dates(metadata.all("dateInfo/CI_Date")),
        extents.boxes(),
        extents.outlines(),
        extents.periods(),
        links(),
        List.copyOf(problems));
  }

  /// Elements below whatever kind of identification the record has (data or service).
  private Stream<XmlElement> identification(String steps) {
    return metadata.all("identificationInfo/*/" + steps);
  }

  private Optional<String> required(String steps) {
    Optional<String> value =
        identification(steps).map(XmlElement::value).filter(v -> !v.isBlank()).findFirst();
    if (value.isEmpty()) {
      problem(metadata, "no identificationInfo/*/" + steps, "a text");
    }
    return value;
  }

  private Optional<String> code(String steps) {
    return identification(steps).map(XmlElement::code).filter(c -> !c.isEmpty()).findFirst();
  }

  private static Optional<String> line(Optional<XmlElement> element) {
    return element.map(XmlElement::value).map(Texts::line).filter(text -> !text.isEmpty());
  }

  private List<Keyword> keywords() {
    Set<Keyword> found = new LinkedHashSet<>();
    identification("descriptiveKeywords/MD_Keywords")
        .forEach(block -> {
          Optional<String> thesaurus = line(block.first("thesaurusName/CI_Citation/title"));
          block
              .all("keyword")
              .forEach(keyword -> {
                String text = Texts.line(keyword.value());
                if (text.isEmpty()) {
                  problem(keyword, "an empty keyword", "a word");
                } else if (!found.add(new Keyword(text, thesaurus))) {
                  problem(keyword, "the keyword '" + text + "' again", "each once");
                }
              });
        });
    identification("descriptiveKeywords/keyword")
        .forEach(k -> problem(k, "a keyword outside MD_Keywords", "it in MD_Keywords"));
    return found.stream()
        .sorted(Comparator.comparing(Keyword::text).thenComparing(k -> k.thesaurus().orElse("")))
        .toList();
  }

  private List<Licence> licences() {
    Set<Licence> found = new LinkedHashSet<>();
    identification("resourceConstraints/MD_LegalConstraints/reference/CI_Citation")
        .forEach(citation -> {
          String title = line(citation.first("title")).orElse("");
          Optional<String> url = line(citation.first("onlineResource/CI_OnlineResource/linkage"));
          add(found, citation, title, url);
        });
    if (found.isEmpty()) {
      oldLicences(found);
    }
    if (found.isEmpty()) {
      problem(metadata, "no licence", "a licence with its address");
    }
    return List.copyOf(found);
  }

  /// ISO 19139 has no place for a licence's address: it stands in a text, or in the links of the
  /// Marine Community Profile.
  private void oldLicences(Set<Licence> found) {
    identification("resourceConstraints/*")
        .flatMap(c ->
            Stream.of("otherConstraints", "useLimitation", "licenseLink", "jurisdictionLink")
                .flatMap(c::all))
        .forEach(text -> {
          String value = Texts.line(text.value());
          Optional<String> url =
              value.matches("(?i)https?://\\S+") ? Optional.of(value) : Optional.empty();
          if (Licences.spdx(value, url).isPresent()) {
            add(found, text, value, url);
          }
        });
  }

  private void add(Set<Licence> found, XmlElement at, String title, Optional<String> url) {
    Optional<String> spdx = Licences.spdx(title, url);
    if (title.isEmpty() && url.isEmpty()) {
      return;
    }
    if (url.isEmpty()) {
      problem(at, "a licence without address", "its address");
    } else if (Licences.spdx("", url).isEmpty()) {
      problem(at, "the licence " + url.get(), "the address of a known licence");
    }
    found.add(new Licence(title, url, spdx));
  }

  private List<Party> parties() {
    Set<Party> found = new LinkedHashSet<>();
    Stream.concat(
            identification("citation/CI_Citation/citedResponsibleParty/*"),
            identification("pointOfContact/*"))
        .forEach(responsibility -> {
          String role = responsibility.first("role").map(XmlElement::code).orElse("");
          party(responsibility, role).ifPresent(found::add);
        });
    return List.copyOf(found);
  }

  private static Optional<Party> party(XmlElement responsibility, String role) {
    Optional<String> organisation =
        line(responsibility.first("party/CI_Organisation/name"))
            .or(() -> line(responsibility.first("organisationName")));
    Optional<String> individual =
        line(responsibility.first("party/CI_Organisation/individual/CI_Individual/name"))
            .or(() -> line(responsibility.first("party/CI_Individual/name")))
            .or(() -> line(responsibility.first("individualName")));
    return organisation.isEmpty() && individual.isEmpty()
        ? Optional.empty()
        : Optional.of(new Party(individual, organisation, role));
  }

  private Optional<String> lineage() {
    return Stream.concat(
            metadata.all("resourceLineage/LI_Lineage/statement"),
            metadata.all("dataQualityInfo/DQ_DataQuality/lineage/LI_Lineage/statement"))
        .map(XmlElement::value)
        .map(Texts::paragraphs)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private List<DatedEvent> dates(Stream<XmlElement> events) {
    List<DatedEvent> found = new ArrayList<>();
    events.forEach(event -> {
      String date = event.first("date").map(XmlElement::value).map(Texts::line).orElse("");
      String type = event.first("dateType").map(XmlElement::code).orElse("");
      if (date.isEmpty()) {
        problem(event, "no date", "a date");
      } else {
        found.add(new DatedEvent(type, date));
      }
    });
    return List.copyOf(found);
  }

  private List<Link> links() {
    List<Link> found = new ArrayList<>();
    metadata
        .all("distributionInfo/MD_Distribution")
        .flatMap(distribution -> distribution.below("CI_OnlineResource"))
        .forEach(resource -> {
          Optional<String> url = line(resource.first("linkage"));
          Optional<String> name = line(resource.first("name"));
          if (url.isEmpty()) {
            problem(resource, "a link without address", "an address");
            return;
          }
          if (name.isEmpty()) {
            problem(resource, "a link without name", "a name");
          }
          found.add(
              new Link(
                  url.get(),
                  name,
                  line(resource.first("protocol")),
                  line(resource.first("description"))));
        });
    return List.copyOf(found);
  }

  private void problem(XmlElement at, String found, String expected) {
    problems.add(new FieldProblem(at.path(), found, expected));
  }
}
