package rimrep.cli;

import java.time.Duration;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.testing.Mortal;

/// A program that runs a dataset and dies as by `kill -9` before or behind its nth write: no
/// `finally` is run, no lock is given back, no thread ends.
final class DyingRun {
  private DyingRun() {}

  /// @param arguments dataset, number of writes that land, `before` the next or `after` the last
  public static void main(String[] arguments) {
    DatasetId dataset = new DatasetId(arguments[0]);
    boolean after = arguments[2].equals("after");
    Settings settings = SettingsReader.read(new GlobalOptions(), System.getenv());
    Mortal.Life life =
        new Mortal.Life(
            Integer.parseInt(arguments[1]),
            after,
            () -> {
              Runtime.getRuntime().halt(137);
              return new Mortal.Death();
            });
    try (Stores stores = Wiring.stores(settings);
        Services services = Services.of(settings)) {
      RunRecord record =
          new Runs(
                  services.site(
                      settings, Catalog.open(settings.catalog()), Mortals.stores(stores, life)),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(90))
              .run(dataset, Runs.ingest(), "manual", true, Reporting.listener(settings));
      System.out.println(life.done() + " writes");
      System.exit(record.exitCode());
    }
  }
}
