package rimrep.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.catalog.Finding;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;

/// `rimrep check`: all that is wrong in the catalogue, at once.
@Command(
    name = "check",
    description = {
      "Checks the catalogue and lists all problems at once, each with file, line, what was found,",
      "what was expected and how to mend it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep check",
      "  rimrep check --catalog ../reef-catalogue --json",
      "",
      "Exit code: 0 if there is no error, 65 if there is one, 78 if there is no catalogue."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    Settings settings = options.settings();
    Catalog catalog = Catalog.open(settings.catalog());
    List<Finding> findings = CatalogFindings.of(catalog);
    long errors = findings.stream().filter(Finding::isError).count();
    if (settings.json()) {
      System.out.println(Json.mapper().writeValueAsString(findings));
    } else {
      findings.forEach(f -> System.out.println(f));
      System.out.printf(
          "%d datasets, %d errors, %d warnings%n",
          catalog.ids().size(), errors, findings.size() - errors);
    }
    return errors == 0 ? 0 : BadInput.EXIT;
  }
}
