package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.step.Verification.Finding;
import rimrep.pipeline.step.Verification.Kind;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares the data beside a package with what the package says of them.
final class DataCheck {
  private final Site site;
  private final CompletePackage complete;
  private final Storage store;
  private final List<Finding> findings;
  private final List<String> notes;

  DataCheck(Site site, CompletePackage complete, List<Finding> findings, List<String> notes) {
    this.site = site;
    this.complete = complete;
    this.store = site.stores().of(complete.access());
    this.findings = findings;
    this.notes = notes;
  }

  /// @return objects that were read
  long check() {
    Ledger ledger = new Ledgers(site.stores().artifacts()).read(complete.id()).ledger();
    ledgerAgrees(ledger);
    schemaAgrees();
    SortedMap<String, Measured.StoredFile> present = StoredFiles.read(store, complete);
    Optional<DatasetDefinition> definition = definition();
    boolean stale = definition.filter(d -> isStale(d, ledger)).isPresent();
    if (!stale) {
      objects(present);
    }
    definition.ifPresent(d -> facts(d, ledger, stale));
    return present.size() + 2L;
  }

  private Optional<DatasetDefinition> definition() {
    try {
      return Optional.of(site.definition(complete.id()));
    } catch (BadConfiguration absent) {
      notes.add(
          "facts were not measured again: no definition in the catalogue ("
              + absent.problem().found()
              + ")");
      return Optional.empty();
    }
  }

  private void add(Kind kind, String thing, String found, String expected) {
    findings.add(new Finding(kind, thing, found, expected));
  }

  private void ledgerAgrees(Ledger ledger) {
    String key = Ledger.key(complete.id());
    if (ledger.publishedTo().isEmpty()) {
      add(Kind.CONTRADICTION, key, "names no place where it is published", store.location().text());
      return;
    }
    Ledger.Published published = ledger.publishedTo().get();
    if (published.access() != complete.access()) {
      add(
          Kind.CONTRADICTION,
          key,
          "published as " + published.access().word(),
          complete.access().word());
    }
    if (!published.digest().equals(complete.digest())) {
      add(Kind.PACKAGE, key, "package " + published.digest(), complete.digest());
    }
  }

  private void schemaAgrees() {
    String key = complete.id() + "/" + complete.kind().schemaFile();
    Optional<Content> content = store.get(key);
    if (content.isEmpty()) {
      add(Kind.MISSING, key, "absent", "the schema of the package");
      return;
    }
    try {
      JsonNode beside = Json.mapper().readTree(content.get().bytes());
      if (!Difference.between(beside, complete.schema()).isEmpty()) {
        add(Kind.PACKAGE, key, "another schema", "that of the package");
      }
    } catch (JacksonException damaged) {
      add(Kind.PACKAGE, key, "no JSON", "the schema of the package");
    }
  }

  /// The ledger or the contract has moved on and no run has described the new state yet.
  private boolean isStale(DatasetDefinition definition, Ledger ledger) {
    Measured.SourceFacts now = SourceDigest.of(ledger, Room.of(definition, site).contract());
    Measured.SourceFacts described = complete.measured().sources();
    if (now.equals(described)) {
      return false;
    }
    add(
        Kind.STALE,
        complete.id() + "/" + CompletePackages.FILE,
        "described: stale; it describes " + described.count() + " source items",
        "the state with " + now.count() + " source items: rimrep run " + complete.id());
    return true;
  }

  private void objects(SortedMap<String, Measured.StoredFile> present) {
    Optional<SortedMap<String, Measured.StoredFile>> described =
        StoredFiles.described(complete, site.stores().artifacts());
    if (described.isPresent()) {
      described.get().values().forEach(d -> object(d, present.get(d.key())));
      present.keySet().stream()
          .filter(key -> !described.get().containsKey(key))
          .forEach(key -> add(Kind.SURPLUS, complete.id() + "/" + key, "an object", "none"));
    } else if (present.size() != complete.objectCount()) {
      add(
          present.size() < complete.objectCount() ? Kind.MISSING : Kind.SURPLUS,
          complete.id() + "/" + complete.kind().dataPath(),
          present.size() + " objects",
          complete.objectCount() + " objects");
    }
    long bytes = present.values().stream().mapToLong(Measured.StoredFile::bytes).sum();
    if (bytes != complete.measured().bytes()) {
      add(
          Kind.CONTENT,
          complete.id() + "/" + complete.kind().dataPath(),
          bytes + " bytes",
          complete.measured().bytes() + " bytes");
    }
  }

  private void object(
      Measured.StoredFile described, Measured.@org.jspecify.annotations.Nullable StoredFile found) {
    String thing = complete.id() + "/" + described.key();
    if (found == null) {
      add(Kind.MISSING, thing, "absent", described.bytes() + " bytes");
    } else if (!found.equals(described)) {
      add(
          Kind.CONTENT,
          thing,
          found.bytes() + " bytes, sha256 " + found.sha256(),
          described.bytes() + " bytes, sha256 " + described.sha256());
    }
  }

  private void facts(DatasetDefinition definition, Ledger ledger, boolean stale) {
    Measured now;
    try {
      now = MeasureStep.measure(definition, ledger, site);
    } catch (Failure unreadable) {
      add(
          Kind.CONTENT,
          unreadable.problem().thing(),
          unreadable.problem().found(),
          unreadable.problem().expected());
      return;
    }
    if (!stale) {
      for (Difference d : Difference.between(plain(complete.measured()), plain(now))) {
        add(
            Kind.FACT,
            complete.id() + "/" + CompletePackages.FILE + "#/measured" + d.pointer(),
            d.before().map(JsonNode::toString).orElse("absent"),
            d.after().map(JsonNode::toString).orElse("no such fact"));
      }
    }
  }

  private static JsonNode plain(Measured measured) {
    ObjectNode tree = Json.mapper().valueToTree(measured);
    tree.remove(List.of("at", "by", "objects"));
    return Json.mapper().readTree(tree.toString());
  }
}
