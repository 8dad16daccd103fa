package rimrep.cli;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.step.Verification;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `rimrep verify`: reads again what is published and reports each difference.
@Command(
    name = "verify",
    description = {
      "Reads again what is published and reports each difference: every stored object with bytes and",
      "SHA-256, the facts measured afresh, the package's digest, the STAC Item and Collection, the",
      "pygeoapi entry, and limited data under the public store. Writes nothing."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep verify demo-sst",
      "  rimrep verify --all --json",
      "",
      "Exit code: 0 all is as described; 65 something differs; 70 our own records contradict each",
      "other; 75 a run of the dataset holds its lock."
    })
final class VerifyCommand implements Callable<Integer> {

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "0..*", paramLabel = "DATASET", description = "Ids of datasets.")
  private List<String> datasets = List.of();

  @Option(names = "--all", description = "All that are published.")
  private boolean all;

  @Override
  public Integer call() {
    if (all != datasets.isEmpty()) {
      throw new BadUsage(
          "rimrep verify",
          "neither or both of ids and --all",
          "one of them",
          "name ids or give --all");
    }
    Settings settings = options.settings();
    Catalog catalog = Catalog.open(settings.catalog());
    ArrayNode json = Json.mapper().createArrayNode();
    int code = 0;
    try (Stores stores = Wiring.stores(settings)) {
      Optional<Services> services = Services.present(settings);
      try (Services used = services.orElseGet(() -> Services.none(settings))) {
        Site site = used.site(settings, catalog, stores);
        Verification verification = new Verification(site, services.isPresent());
        for (DatasetId id : ids(stores)) {
          Verification.Report report;
          try (Storage.Lock lock = Runs.lock(stores.artifacts(), id, "verify", Runs.LOCK_WAIT)) {
            report = verification.verify(id);
          }
          code = Runs.moreSevere(report.exitCode(), code);
          json.add(json(report));
          if (!settings.json()) {
            print(report);
          }
        }
      }
    }
    if (settings.json()) {
      System.out.println(Json.mapper().writeValueAsString(json));
    }
    return code;
  }

  /// What has a folder in a store, whether or not its package can be read.
  private SortedSet<DatasetId> ids(Stores stores) {
    SortedSet<DatasetId> ids = new TreeSet<>();
    datasets.forEach(d -> ids.add(new DatasetId(d)));
    if (all) {
      for (Storage store : List.of(stores.publicStore(), stores.privateStore())) {
        store.folders().stream().filter(DatasetId::isValid).forEach(f -> ids.add(new DatasetId(f)));
      }
    }
    return ids;
  }

  private static void print(Verification.Report report) {
    System.out.printf(
        "%s: %s, %d objects read%n",
        report.dataset(),
        report.findings().isEmpty() ? "as described" : report.findings().size() + " differences",
        report.objects());
    report.findings().forEach(f -> System.out.println("  " + f));
    report.notes().forEach(n -> System.out.println("  note: " + n));
  }

  private static ObjectNode json(Verification.Report report) {
    ObjectNode node =
        Json.mapper()
            .createObjectNode()
            .put("dataset", report.dataset().value())
            .put("exitCode", report.exitCode())
            .put("objects", report.objects());
    ArrayNode findings = node.putArray("findings");
    for (Verification.Finding finding : report.findings()) {
      findings
          .addObject()
          .put("kind", finding.kind().word())
          .put("thing", finding.thing())
          .put("found", finding.found())
          .put("expected", finding.expected());
    }
    ArrayNode notes = node.putArray("notes");
    report.notes().forEach(notes::add);
    return node;
  }
}
