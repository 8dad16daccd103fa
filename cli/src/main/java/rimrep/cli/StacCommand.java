package rimrep.cli;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import rimrep.stac.CatalogueExport;
import rimrep.stac.CatalogueImport;
import rimrep.stac.StacException;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacSource;

/// `rimrep stac`: moves whole catalogues in and out, and tends the STAC database.
@Command(
    name = "stac",
    description = "Moves STAC catalogues in and out of the STAC API, and tends its database.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep stac import https://stac.example.org",
      "  rimrep stac export catalogue.ndjson"
    })
final class StacCommand implements Runnable {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command given: import, export, index or migrate");
  }

  @Command(
      name = "import",
      description = {
        "Takes collections and items into the STAC API: from a folder of STAC files, a file of one document",
        "per line, or another STAC API (its token in RIMREP_SOURCE_TOKEN). What is there and the same is not",
        "written again: an import that was interrupted is run again, and from another API goes on at the page",
        "where it stopped. At the end the counts are compared."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = {
        "  rimrep stac import https://stac.example.org",
        "  rimrep stac import catalogue.ndjson"
      })
  int take(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "SOURCE", description = "Folder, file or address.") String name) {
    return translated(() -> {
      Optional<String> token = Optional.ofNullable(System.getenv("RIMREP_SOURCE_TOKEN"));
      StacSource source = StacSource.of(name, token, TIMEOUT);
      try (Services services = Services.of(options.settings())) {
        var target = new CatalogueImport(services.internalApi(), services.token(), TIMEOUT);
        CatalogueImport.Report report =
            target.run(source, journal(options.settings(), name, services));
        report
            .counts()
            .forEach((id, count) ->
                System.out.println(
                    id
                        + ": "
                        + count.read()
                        + " read, "
                        + count.taken()
                        + " taken, "
                        + count.held()
                        + " held"));
        if (!report.isComplete()) {
          throw new BadInput(incomplete(name, report), null);
        }
        return 0;
      }
    });
  }

  /// One per source and target.
  private static Path journal(Settings settings, String source, Services services) {
    UUID id =
        UUID.nameUUIDFromBytes(
            (source + "\n" + target(settings, services)).getBytes(StandardCharsets.UTF_8));
    return settings.data().resolve("import").resolve(id + ".ndjson");
  }

  /// The API of this machine takes another port each time.
  private static String target(Settings settings, Services services) {
    return settings.internalApi().isPresent() ? services.internalApi().toString() : "here";
  }

  private static Problem incomplete(String name, CatalogueImport.Report report) {
    List<String> unequal =
        report.counts().entrySet().stream()
            .filter(e -> !e.getValue().isEqual())
            .map(e -> e.getKey())
            .toList();
    String found =
        (unequal.isEmpty() ? "" : "the numbers of items differ in " + unequal + " ")
            + String.join("\n  ", report.reasons());
    return new Problem(
        name, found.strip(), "the same items there and here", "correct them and import again");
  }

  @Command(
      name = "export",
      description = {
        "Writes all collections and items of the STAC API, each as it was sent, without the links that an",
        "API makes: to a file of one document per line (*.ndjson) or as a static catalogue into a folder."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = {"  rimrep stac export catalogue.ndjson", "  rimrep stac export catalogue"})
  int give(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "TARGET", description = "File *.ndjson, or folder.") Path target) {
    return translated(() -> {
      boolean lines = target.toString().endsWith(".ndjson") && !Files.isDirectory(target);
      try (Services services = Services.of(options.settings())) {
        StacSource source =
            StacSource.of(services.internalApi().toString(), services.token(), TIMEOUT);
        Path file = target.toAbsolutePath();
        SortedMap<String, Long> counts =
            lines ? CatalogueExport.toLines(source, file) : CatalogueExport.toFolder(source, file);
        counts.forEach((id, count) -> System.out.println(id + ": " + count + " items"));
        return 0;
      }
    });
  }

  @Command(
      name = "index",
      description = {
        "Builds indexes for ranges and sorting by item properties, while others read and write. Equality",
        "needs none. Only for the database of this data folder or RIMREP_DATABASE."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rimrep stac index eo:cloud_cover")
  int index(
      @Mixin GlobalOptions options,
      @Parameters(arity = "1..*", paramLabel = "PROPERTY", description = "Names of properties.")
          List<String> names) {
    Database.index(options.settings(), Set.copyOf(names));
    names.forEach(name -> System.out.println(name + ": indexed"));
    return 0;
  }

  @Command(
      name = "migrate",
      description = {
        "Makes the tables of RIMREP_DATABASE, or brings them to the version of this program, as the user",
        "RIMREP_DATABASE_USER, and grants RIMREP_DATABASE_WRITER and RIMREP_DATABASE_READER what they need.",
        "Can be run again."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rimrep stac migrate")
  int migrate(@Mixin GlobalOptions options) {
    Database.migrate(options.settings());
    System.out.println("the tables are those of this version");
    return 0;
  }

  private static int translated(Supplier<Integer> work) {
    try {
      return work.get();
    } catch (StacException.Unavailable e) {
      throw new Temporary(problem(e, "a STAC API that answers", "try again"), e);
    } catch (StacException.Refused e) {
      throw new BadInput(problem(e, "", "correct it"), e);
    } catch (StacFormatException e) {
      throw new BadInput(problem(e, "", "correct it"), e);
    } catch (UncheckedIOException e) {
      throw LocalFiles.failure(
          Path.of(String.valueOf(e.getMessage())), Objects.requireNonNull(e.getCause()));
    }
  }

  private static Problem problem(RuntimeException e, String expected, String remedy) {
    return new Problem("STAC", String.valueOf(e.getMessage()), expected, remedy);
  }
}
