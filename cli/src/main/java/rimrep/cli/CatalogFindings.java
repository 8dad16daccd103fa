package rimrep.cli;

import java.util.ArrayList;
import java.util.List;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.catalog.Finding;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.grid.GridContract;
import rimrep.pipeline.table.TableContract;

/// All that is wrong in a catalogue: what the catalogue itself finds, and what grid and table say
/// to the contracts of the datasets that it finds right.
final class CatalogFindings {
  private CatalogFindings() {}

  static List<Finding> of(Catalog catalog) {
    List<Finding> findings = new ArrayList<>(catalog.check());
    for (DatasetDefinition dataset : catalog.readable()) {
      try {
        readContract(dataset);
      } catch (BadConfiguration e) {
        findings.add(finding(dataset, e.problem()));
      }
    }
    findings.sort(null);
    return List.copyOf(findings);
  }

  private static void readContract(DatasetDefinition dataset) {
    switch (dataset.kind()) {
      case GRID -> GridContract.of(dataset.schema(), dataset.ingest().section());
      case TABLE -> TableContract.of(dataset.schema(), dataset.ingest().section());
    }
  }

  private static Finding finding(DatasetDefinition dataset, Problem problem) {
    String schema = dataset.kind().schemaFile();
    boolean inSchema = problem.thing().startsWith(schema);
    String file = dataset.folder() + "/" + (inSchema ? schema : "ingest.yaml");
    return new Finding(
        Finding.Severity.ERROR,
        file,
        0,
        0,
        problem.thing() + ": " + problem.found(),
        problem.expected(),
        problem.remedy());
  }
}
