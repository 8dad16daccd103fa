package rimrep.pipeline.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.source.Discovery;
import rimrep.pipeline.source.FetchResult;
import rimrep.pipeline.source.Fetcher;
import rimrep.pipeline.source.Sighting;

/// Brings the bytes of new and changed items into the artifacts store, verified.
final class FetchStep implements Step {
  private final Site site;

  FetchStep(Site site) {
    this.site = site;
  }

  /// @param fetched items whose bytes are here and that have to be judged
  /// @param renewed items with a new version but the bytes the ledger knows
  record Fetched(List<FetchedItem> fetched, List<FetchedItem> renewed) {}

  @Override
  public StepName name() {
    return StepName.FETCH;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.DISCOVER);
  }

  @Override
  public Outcome run(StepContext context) {
    DatasetDefinition definition = site.definition(context.dataset());
    DiscoverStep.Found found = context.run().output(StepName.DISCOVER, 0, DiscoverStep.Found.class);
    Ledger ledger = new Ledgers(site.stores().artifacts()).read(context.dataset()).ledger();
    List<FetchedItem> fetched = new ArrayList<>();
    List<FetchedItem> renewed = new ArrayList<>();
    List<ItemReport> reports = new ArrayList<>();
    long done = 0;
    Path work = workFolder();
    try {
      for (SourceSpec source : definition.ingest().sources()) {
        List<SourceItem> wanted =
            found.fetch().stream().filter(i -> i.source().equals(source.name())).toList();
        try (Fetcher fetcher =
            new Fetcher(
                site.sources(), source, context.dataset(), site.stores().artifacts(), work)) {
          for (FetchResult result : fetch(fetcher, source, wanted, done, found, context)) {
            settle(result, definition, found, ledger, fetched, renewed, reports);
          }
          done += wanted.size();
        }
      }
    } finally {
      delete(work);
    }
    String reason =
        "%d of %d items fetched, %d with known bytes"
            .formatted(fetched.size() + renewed.size(), found.fetch().size(), renewed.size());
    return Outcome.changed(reason, Json.mapper().valueToTree(new Fetched(fetched, renewed)))
        .withItems(reports);
  }

  /// Files of a folder several at a time, for each waits until the disk has it; a web server is
  /// asked for one after the other. The results are in the order of the items.
  private List<FetchResult> fetch(
      Fetcher fetcher,
      SourceSpec source,
      List<SourceItem> items,
      long before,
      DiscoverStep.Found found,
      StepContext context) {
    AtomicLong done = new AtomicLong(before);
    int threads =
        switch (source) {
          case SourceSpec.Folder folder -> 2 * site.limits().threads();
          case SourceSpec.Http http -> 1;
        };
    return InParallel.map(
        threads,
        items,
        item -> {
          FetchResult result = fetcher.fetch(item);
          context.progress().report("items", done.incrementAndGet(), found.fetch().size());
          return result;
        });
  }

  private static void settle(
      FetchResult result,
      DatasetDefinition definition,
      DiscoverStep.Found found,
      Ledger ledger,
      List<FetchedItem> fetched,
      List<FetchedItem> renewed,
      List<ItemReport> reports) {
    switch (result) {
      case FetchResult.NotFetched(SourceItem item, Problem problem, String kind) ->
          reports.add(
              new ItemReport(
                  item,
                  item.sizeBytes(),
                  Optional.empty(),
                  ItemOutcome.FAILED,
                  Optional.of(problem.message()),
                  Optional.of(kind),
                  Optional.empty()));
      case FetchResult.Fetched(FetchedItem item) -> {
        Ledger.Entry before = ledger.items().get(item.item().location());
        Sighting seen =
            before == null
                ? new Sighting.New(item.item())
                : new Sighting.Changed(item.item(), before, Sighting.Reason.CONTENT);
        Optional<ItemReport> known =
            DiscoverStep.report(
                Discovery.settle(seen, item, found.contract(), definition.ingest().knownBad()));
        known.ifPresentOrElse(
            report -> {
              renewed.add(item);
              reports.add(report);
            },
            () -> fetched.add(item));
      }
    }
  }

  private Path workFolder() {
    try {
      Files.createDirectories(site.scratch());
      return Files.createTempDirectory(site.scratch(), "fetch-");
    } catch (IOException e) {
      throw new Temporary(
          new Problem(
              "folder " + site.scratch(),
              "cannot be written: " + e.getMessage(),
              "room for files on their way",
              "free some space or name another folder: RIMREP_SCRATCH"),
          e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new Temporary(
          new Problem("folder " + folder, "cannot be removed: " + e.getMessage(), "", "remove it"),
          e);
    }
  }
}
