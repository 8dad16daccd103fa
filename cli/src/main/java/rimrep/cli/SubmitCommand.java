package rimrep.cli;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.pipeline.workflow.argo.ArgoManifests;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `rimrep workflows submit`.
@Command(
    name = "submit",
    description = {
      "Starts the workflow of a dataset on the Argo server of RIMREP_ARGO_SERVER, in the namespace of",
      "RIMREP_ARGO_NAMESPACE (default: rimrep), with the token of RIMREP_ARGO_TOKEN."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep workflows submit demo-reefs --wait",
      "  rimrep workflows submit demo-reefs --dry-run     let the server check it, and start nothing",
      "",
      "With --wait the exit code is the run's: 0 done, 65 a part is missing, 69 or 75 try again, …"
    })
final class SubmitCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 3000;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "DATASET", description = "Id of a dataset.")
  private String dataset = "";

  @Option(names = "--wait", description = "Follow it to its end and return its exit code.")
  private boolean wait;

  @Option(names = "--dry-run", description = "Let the server check it; start nothing.")
  private boolean dry;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    ArgoServer server = ArgoServer.of(settings);
    try (Stores stores = Wiring.stores(settings)) {
      DatasetDefinition definition =
          Wiring.catalog(settings, stores).definition(new DatasetId(dataset));
      ObjectNode workflow =
          Json.mapper()
              .valueToTree(
                  ArgoManifests.submission(
                      new ArgoManifests.Scheduled(
                          definition.id(),
                          definition.collection(),
                          definition.access(),
                          definition.ingest().schedule())));
      JsonNode made = server.create(workflow, word(), dry);
      String name = made.path("metadata").path("name").asString();
      System.out.println(dry ? dataset + ": the server would take it" : name);
      return wait && !dry ? follow(server, name, folder(made, name, stores)) : 0;
    }
  }

  private static RunFolder folder(JsonNode workflow, String name, Stores stores) {
    Instant created = Instant.parse(workflow.path("metadata").path("creationTimestamp").asString());
    return RunFolder.of(stores.artifacts(), name, created);
  }

  private int follow(ArgoServer server, String name, RunFolder folder) throws InterruptedException {
    Map<String, String> seen = new TreeMap<>();
    StoredLogs logs = new StoredLogs(folder);
    while (true) {
      JsonNode workflow = server.find(name).orElseThrow(() -> gone(name));
      logs.tell(line -> System.err.println("    " + line));
      tell(workflow.path("status").path("nodes"), seen);
      String phase = workflow.path("status").path("phase").asString("");
      switch (phase) {
        case "Succeeded", "Failed", "Error" -> {
          System.out.println(name + ": " + phase);
          return exitCode(phase, folder);
        }
        default -> Thread.sleep(POLL_MILLIS);
      }
    }
  }

  /// Each pod whose phase changed, for people.
  private static void tell(JsonNode nodes, Map<String, String> seen) {
    for (JsonNode node : nodes) {
      String phase = node.path("phase").asString("");
      String id = node.path("id").asString("");
      if (node.path("type").asString("").equals("Pod") && !phase.equals(seen.put(id, phase))) {
        String message = node.path("message").asString("");
        System.err.println(
            "  %-28s %s %s".formatted(node.path("displayName").asString(""), phase, message));
      }
    }
  }

  /// What the run's record says; a workflow that left none ended for a reason outside of it.
  private static int exitCode(String phase, RunFolder folder) {
    return folder
        .read("run.json", RunRecord.class)
        .map(RunRecord::exitCode)
        .filter(code -> code != 0 || phase.equals("Succeeded"))
        .orElse(phase.equals("Succeeded") ? 0 : Temporary.EXIT);
  }

  private static Temporary gone(String name) {
    return new Temporary(
        new rimrep.pipeline.failure.Problem(
            "workflow " + name,
            "not there any more",
            "a workflow",
            "see rimrep status for how its run ended"),
        null);
  }

  private static String word() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
