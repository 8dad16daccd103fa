package rimrep.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.step.Difference;
import rimrep.pipeline.step.Preview;
import rimrep.pipeline.step.Stores;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `rimrep plan`: what a run would change, without changing it.
@Command(
    name = "plan",
    description = {
      "Shows what a run of a dataset would change, and writes nothing: each source item as new,",
      "changed, unchanged, still rejected or vanished; and how data package, STAC Item and STAC",
      "Collection would differ from those that are published, given the data as stored now."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep plan demo-loggers",
      "  rimrep plan demo-sst --json",
      "",
      "In the differences, + is added, - removed, ~ changed; the place is a JSON Pointer.",
      "Exit code: 0, whether or not anything would change; else that of the failure."
    })
final class PlanCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 20;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "DATASET", description = "Id of a dataset.")
  private String dataset = "";

  @Override
  public Integer call() {
    Settings settings = options.settings();
    DatasetId id = new DatasetId(dataset);
    Catalog catalog = Catalog.open(settings.catalog());
    catalog.definition(id);
    try (Stores stores = Wiring.stores(settings)) {
      Optional<Services> services = Services.present(settings);
      try (Services used = services.orElseGet(() -> Services.none(settings))) {
        Preview.Changes changes =
            new Preview(used.site(settings, catalog, stores), services.isPresent()).of(id);
        if (settings.json()) {
          System.out.println(Json.mapper().writeValueAsString(json(changes)));
        } else {
          print(changes);
        }
      }
    }
    return 0;
  }

  private static void print(Preview.Changes changes) {
    System.out.printf(
        "%s: %s%n", changes.dataset(), changes.any() ? "a run would change it" : "nothing new");
    for (Preview.State state : Preview.State.values()) {
      long count = changes.count(state);
      if (count > 0) {
        System.out.printf("  %d items %s%n", count, state.word());
        if (state != Preview.State.UNCHANGED) {
          changes.items().stream()
              .filter(i -> i.state() == state)
              .limit(MOST_SHOWN)
              .forEach(i ->
                  System.out.printf(
                      "    %s%s%n", i.location(), i.reason().map(r -> ": " + r).orElse("")));
          if (count > MOST_SHOWN) {
            System.out.printf("    and %d more%n", count - MOST_SHOWN);
          }
        }
      }
    }
    changes.documents().forEach(PlanCommand::print);
    changes.notes().forEach(n -> System.out.println("  note: " + n));
  }

  private static void print(Preview.Document document) {
    if (document.isNew()) {
      System.out.printf("  %s: new%n", document.name());
      return;
    }
    int count = document.differences().size();
    System.out.printf(
        "  %s: %s%n", document.name(), count == 0 ? "unchanged" : count + " differences");
    document.differences().forEach(d -> System.out.println("    " + d));
  }

  private static ObjectNode json(Preview.Changes changes) {
    ObjectNode node =
        Json.mapper()
            .createObjectNode()
            .put("dataset", changes.dataset().value())
            .put("changes", changes.any());
    ArrayNode items = node.putArray("items");
    for (Preview.Item item : changes.items()) {
      ObjectNode entry =
          items.addObject().put("location", item.location()).put("state", item.state().word());
      item.reason().ifPresent(r -> entry.put("reason", r));
    }
    ArrayNode documents = node.putArray("documents");
    for (Preview.Document document : changes.documents()) {
      ObjectNode entry =
          documents.addObject().put("name", document.name()).put("new", document.isNew());
      ArrayNode differences = entry.putArray("differences");
      document.differences().forEach(d -> differences.add(json(d)));
    }
    ArrayNode notes = node.putArray("notes");
    changes.notes().forEach(notes::add);
    return node;
  }

  private static ObjectNode json(Difference difference) {
    ObjectNode node =
        Json.mapper()
            .createObjectNode()
            .put("change", difference.change().name().toLowerCase(Locale.ROOT))
            .put("pointer", difference.pointer());
    difference.before().ifPresent(b -> node.set("before", b));
    difference.after().ifPresent(a -> node.set("after", a));
    return node;
  }
}
