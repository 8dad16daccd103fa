package rimrep.pipeline.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.harvest.Harvest;
import rimrep.pipeline.source.Discovered;
import rimrep.pipeline.source.Discovery;
import rimrep.pipeline.source.Sighting;
import rimrep.pipeline.source.SourceLister;
import tools.jackson.databind.node.ObjectNode;

/// What a run of a dataset would change. Looks at provider, catalogue and stores; writes nothing.
public final class Preview {
  private final Site site;
  private final boolean withStac;

  /// @param withStac whether there is a STAC API to compare with
  public Preview(Site site, boolean withStac) {
    this.site = site;
    this.withStac = withStac;
  }

  /// How an item looks against the ledger.
  public enum State {
    NEW,
    CHANGED,
    UNCHANGED,
    STILL_REJECTED,
    /// In the ledger, but listed no more.
    VANISHED;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// @param reason why it is taken again or stays rejected
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Item(String location, State state, Optional<String> reason) {}

  /// What would become of a document, given the stored data and the catalogue as they are now.
  ///
  /// @param isNew whether it is not published yet
  public record Document(String name, boolean isNew, List<Difference> differences) {}

  /// @param notes what could not be looked at, and why
  public record Changes(
      DatasetId dataset, List<Item> items, List<Document> documents, List<String> notes) {
    public long count(State state) {
      return items.stream().filter(i -> i.state() == state).count();
    }

    /// Whether a run would do anything.
    public boolean any() {
      return count(State.NEW) + count(State.CHANGED) > 0
          || documents.stream().anyMatch(d -> !d.differences().isEmpty());
    }
  }

  public Changes of(DatasetId dataset) {
    DatasetDefinition definition = site.definition(dataset);
    Ledgers.Read ledger = new Ledgers(site.stores().artifacts()).read(dataset);
    AccessCheck.check(definition, ledger, site);
    List<String> notes = new ArrayList<>();
    List<Item> items = items(definition, ledger.ledger());
    return new Changes(dataset, items, documents(definition, ledger.ledger(), notes), notes);
  }

  private List<Item> items(DatasetDefinition definition, Ledger ledger) {
    Discovered discovered =
        new Discovery(new SourceLister(site.sources()))
            .discover(definition.ingest(), ledger, Room.of(definition, site).contract());
    List<Item> items = new ArrayList<>();
    discovered.sightings().forEach(s -> items.add(item(s)));
    for (Ledger.Entry gone : discovered.vanished()) {
      items.add(
          new Item(
              gone.item().location(), State.VANISHED, Optional.of("no source lists it any more")));
    }
    return List.copyOf(items);
  }

  private static Item item(Sighting sighting) {
    String location = sighting.item().location();
    return switch (sighting) {
      case Sighting.New n -> new Item(location, State.NEW, Optional.empty());
      case Sighting.Changed c -> new Item(location, State.CHANGED, Optional.of(why(c.reason())));
      case Sighting.Unchanged u -> new Item(location, State.UNCHANGED, Optional.empty());
      case Sighting.StillRejected r ->
          new Item(location, State.STILL_REJECTED, r.before().reason());
    };
  }

  private static String why(Sighting.Reason reason) {
    return switch (reason) {
      case CONTENT -> "another version";
      case NO_VERSION -> "the provider names no version: only its bytes can tell";
      case CONTRACT -> "schema or settings changed";
      case FAILED_BEFORE -> "it failed before";
    };
  }

  private List<Document> documents(
      DatasetDefinition definition, Ledger ledger, List<String> notes) {
    CompleteStep complete = new CompleteStep(site);
    if (!complete.hasData(definition)) {
      notes.add("no data are stored yet: the first run measures them and makes all documents");
      return List.of();
    }
    Optional<CompletePackage> published =
        new CompletePackages(site.stores()).find(definition.id(), definition.access());
    CompletePackage now =
        complete
            .complete(definition, harvested(definition, notes), ledger, Optional.empty())
            .complete();
    List<Document> documents = new ArrayList<>();
    documents.add(datapackage(published, now));
    if (withStac) {
      PublishedDocuments stac = new PublishedDocuments(site);
      documents.add(document("STAC item", withoutTime(stac.item(now))));
      documents.add(
          document("STAC collection", stac.collection(now.collection(), Optional.of(now))));
    } else {
      notes.add("STAC documents were not compared: no STAC API is set or running");
    }
    return documents;
  }

  private Optional<ObjectNode> harvested(DatasetDefinition definition, List<String> notes) {
    Optional<Harvest> harvest = HarvestStep.harvest(definition, site);
    return harvest.flatMap(h ->
        switch (h) {
          case Harvest.Read read -> Optional.of(read.fields());
          case Harvest.NotModified(Harvest.Read read) -> Optional.of(read.fields());
          case Harvest.Gone gone -> {
            notes.add("the external record is gone (HTTP " + gone.status() + ")");
            yield Optional.empty();
          }
        });
  }

  private static Document datapackage(Optional<CompletePackage> published, CompletePackage now) {
    if (published.isEmpty()) {
      return document(
          "datapackage.json",
          List.of(new Difference("", Optional.empty(), Optional.of(now.document()))));
    }
    List<Difference> differences =
        Difference.between(withoutTimes(published.get()), withoutTimes(now));
    return document("datapackage.json", differences);
  }

  /// When it is completed is not known before it is.
  private static List<Difference> withoutTime(List<Difference> item) {
    return item.stream().filter(d -> !d.pointer().equals("/properties/updated")).toList();
  }

  /// Without what says when and by whom, and without the digest over the rest.
  private static ObjectNode withoutTimes(CompletePackage complete) {
    ObjectNode document = (ObjectNode) Json.mapper().readTree(complete.document().toString());
    document.remove(List.of("digest", "completed"));
    if (document.path("measured") instanceof ObjectNode measured) {
      measured.remove(List.of("at", "by"));
    }
    return document;
  }

  private static Document document(String name, List<Difference> differences) {
    boolean isNew =
        differences.size() == 1
            && differences.getFirst().pointer().isEmpty()
            && differences.getFirst().before().isEmpty();
    return new Document(name, isNew, differences);
  }
}
