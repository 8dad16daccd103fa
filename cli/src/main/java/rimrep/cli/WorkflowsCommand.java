package rimrep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.workflow.argo.ArgoManifests;
import rimrep.pipeline.workflow.argo.NodeSize;

/// `rimrep workflows`: the Argo manifests.
@Command(
    name = "workflows",
    description = "Argo Workflows manifests of the plans and datasets.",
    mixinStandardHelpOptions = true,
    subcommands = {WorkflowsCommand.Render.class, SubmitCommand.class},
    footerHeading = "%nExample:%n",
    footer = "  rimrep workflows render")
final class WorkflowsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a subcommand: render or submit");
  }

  /// `rimrep workflows render`.
  @Command(
      name = "render",
      description = {
        "Writes the manifests of all plans and of each dataset of the catalogue into a folder.",
        "What was rendered before and is no longer wanted is removed."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = {
        "  rimrep workflows render --out workflows",
        "  rimrep workflows render --check        exit 65 if the folder is not up to date"
      })
  static final class Render implements Callable<Integer> {
    @Mixin private GlobalOptions options = new GlobalOptions();

    @Option(
        names = "--out",
        paramLabel = "DIR",
        defaultValue = "workflows",
        description = "Folder of the manifests. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("workflows");

    @Option(
        names = "--image",
        paramLabel = "IMAGE",
        defaultValue = "rimrep:0.1.0",
        description = "The pipeline's image, by digest in production. Default: ${DEFAULT-VALUE}.")
    private String image = "rimrep:0.1.0";

    @Option(
        names = "--small",
        description = "For a trial cluster of one small node: containers ask for next to nothing.")
    private boolean small;

    @Option(names = "--check", description = "Write nothing; say what differs.")
    private boolean check;

    @Override
    public Integer call() {
      Catalog catalog = Catalog.open(options.settings().catalog());
      SortedMap<String, String> wanted =
          new ArgoManifests(image, small ? NodeSize.SMALL : NodeSize.ORDINARY)
              .render(
                  catalog.datasets().stream()
                      .map(d ->
                          new ArgoManifests.Scheduled(
                              d.id(), d.collection(), d.access(), d.ingest().schedule()))
                      .toList());
      try {
        SortedMap<String, String> present = present();
        List<String> differing = differing(wanted, present);
        if (check) {
          differing.forEach(path -> System.out.println(out.resolve(path) + ": not up to date"));
          return differing.isEmpty() ? 0 : BadInput.EXIT;
        }
        for (String path : differing) {
          if (wanted.containsKey(path)) {
            Files.createDirectories(out.resolve(path).getParent());
            Files.writeString(out.resolve(path), wanted.get(path));
          } else {
            Files.delete(out.resolve(path));
          }
        }
        System.out.printf("%d manifests, %d changed%n", wanted.size(), differing.size());
        return 0;
      } catch (IOException e) {
        throw LocalFiles.failure(out, e);
      }
    }

    private SortedMap<String, String> present() throws IOException {
      SortedMap<String, String> present = new TreeMap<>();
      if (Files.isDirectory(out)) {
        try (Stream<Path> files = Files.walk(out)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
            present.put(out.relativize(file).toString().replace('\\', '/'), Files.readString(file));
          }
        }
      }
      return present;
    }

    private static List<String> differing(
        SortedMap<String, String> wanted, SortedMap<String, String> present) {
      SortedMap<String, String> all = new TreeMap<>(present);
      all.putAll(wanted);
      return all.keySet().stream()
          .filter(path -> !java.util.Objects.equals(wanted.get(path), present.get(path)))
          .toList();
    }
  }
}
