package rimrep.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.step.CompletePackages;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.RunRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `rimrep status`: how fresh each dataset is and how its last run ended.
@Command(
    name = "status",
    description = "Shows for each dataset its freshness, its last run and what its ledger holds.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {"  rimrep status", "  rimrep status --json"})
final class StatusCommand implements Callable<Integer> {
  private static final Set<String> TROUBLE =
      Arrays.stream(Health.State.values())
          .filter(Health.State::isTrouble)
          .map(Health.State::word)
          .collect(Collectors.toUnmodifiableSet());

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--tell",
      description = "Post the datasets that are late or failing to RIMREP_NOTIFY_WEBHOOK.")
  private boolean tell;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    ArrayNode all = Json.mapper().createArrayNode();
    try (Stores stores = Wiring.stores(settings)) {
      Catalog catalog = Wiring.catalog(settings, stores);
      catalog.datasets().forEach(d -> all.add(status(d, stores)));
      new CompletePackages(stores)
          .all().stream()
              .filter(p -> !catalog.ids().contains(p.id().value()))
              .forEach(p -> all.add(orphan(p)));
    }
    if (settings.json()) {
      System.out.println(Json.mapper().writeValueAsString(all));
    } else {
      all.forEach(s ->
          System.out.printf(
              "%-24s %-10s %s%n",
              s.path("dataset").asString(), s.path("state").asString(), s.path("text").asString()));
    }
    if (tell) {
      tell(settings, all);
    }
    return 0;
  }

  /// A run that never starts cannot complain; this does. Silent while all is well.
  private static void tell(Settings settings, ArrayNode all) {
    StringBuilder text = new StringBuilder();
    for (JsonNode status : all) {
      String state = status.path("state").asString();
      if (TROUBLE.contains(state)) {
        text.append(text.isEmpty() ? "" : "\n")
            .append(status.path("dataset").asString())
            .append(": ")
            .append(state)
            .append(", ")
            .append(status.path("text").asString());
      }
    }
    if (!text.isEmpty()) {
      Notification.post(settings, text.toString());
    }
  }

  private static ObjectNode orphan(CompletePackage complete) {
    return Json.mapper()
        .createObjectNode()
        .put("dataset", complete.id().value())
        .put("state", "orphan")
        .put("text", "published, but no longer in the catalogue");
  }

  private static ObjectNode status(DatasetDefinition definition, Stores stores) {
    DatasetId id = definition.id();
    Optional<RunHistory.Past> past = new RunHistory(stores.artifacts(), Clock.systemUTC()).last(id);
    Optional<RunRecord> last = past.map(RunHistory.Past::record);
    Optional<CompletePackage> complete = new CompletePackages(stores).find(id, definition.access());
    Map<ItemOutcome, Integer> items = new EnumMap<>(ItemOutcome.class);
    stores
        .artifacts()
        .get(Ledger.key(id))
        .map(c -> Json.mapper().readValue(c.bytes(), Ledger.class))
        .ifPresent(l -> l.items().values().forEach(e -> items.merge(e.outcome(), 1, Integer::sum)));
    Health health =
        Health.of(
            definition.ingest().freshness(),
            last,
            complete.flatMap(c -> c.measured().time()).map(t -> t.end()),
            Instant.now());
    StringBuilder text = new StringBuilder(health.why());
    last.ifPresent(l ->
        text.append(text.isEmpty() ? "" : "; ")
            .append("last run ")
            .append(l.result().word())
            .append(' ')
            .append(l.started()));
    past.filter(l -> definition.ingest().harvest().isPresent())
        .flatMap(l -> harvest(stores, l))
        .ifPresent(reason -> text.append(", harvest: ").append(reason));
    items.forEach((o, n) -> text.append(", ").append(n).append(' ').append(o.word()));
    ObjectNode status = Json.mapper().createObjectNode();
    status
        .put("dataset", id.value())
        .put("state", health.state().word())
        .put("text", text.toString());
    last.ifPresent(l -> status.set("lastRun", Json.mapper().valueToTree(l)));
    return status;
  }

  /// What the last run's asking for the external record came to.
  private static Optional<String> harvest(Stores stores, RunHistory.Past run) {
    return new RunFolder(stores.artifacts(), run.prefix())
        .record(StepName.HARVEST, 0)
        .filter(r -> r.decision().isPresent())
        .flatMap(StepRecord::reason);
  }
}
