package rimrep.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/// The edges between modules and packages, as the architecture draws them. Each rule answers with
/// what breaks it, a line each; empty is good.
///
/// Run in the module that sees all others.
public final class HouseRules {
  private static final String PIPELINE = "rimrep.pipeline.";

  /// What each package of the pipeline may see besides itself and `failure`.
  private static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          Map.entry("failure", Set.of()),
          Map.entry("dataset", Set.of()),
          Map.entry("storage", Set.of()),
          Map.entry("http", Set.of("storage")),
          Map.entry("catalog", Set.of("dataset")),
          Map.entry("netcdf", Set.of("storage")),
          Map.entry("source", Set.of("dataset", "storage", "http")),
          Map.entry("grid", Set.of("dataset", "storage", "netcdf")),
          Map.entry("table", Set.of("dataset", "storage", "netcdf")),
          Map.entry("inspect", Set.of("dataset", "storage", "netcdf", "grid", "table")),
          Map.entry("harvest", Set.of("dataset", "http")),
          Map.entry("measure", Set.of("dataset", "storage", "netcdf", "grid", "table")),
          Map.entry("publish", Set.of("dataset", "stac")),
          Map.entry(
              "step",
              Set.of(
                  "dataset", "storage", "http", "catalog", "netcdf", "source", "grid", "table",
                  "harvest", "measure", "publish", "stac")),
          Map.entry("workflow", Set.of("dataset", "step")));

  private final JavaClasses classes;

  private HouseRules(JavaClasses classes) {
    this.classes = classes;
  }

  /// Rules over all classes of ours on the class path, without tests.
  public static HouseRules ofClassPath() {
    return new HouseRules(
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("rimrep"));
  }

  /// How many classes the rules look at.
  public int size() {
    return classes.size();
  }

  /// Packages of the pipeline see only what {@link #MAY_SEE} grants; a package not listed there is
  /// an error too.
  public List<String> pipelineEdges() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass from : classes) {
      if (from.getPackageName().startsWith(PIPELINE)) {
        String own = room(from);
        Set<String> granted = MAY_SEE.get(own);
        if (granted == null) {
          broken.add("package " + own + " is not in the architecture");
          continue;
        }
        for (Dependency edge : from.getDirectDependenciesFromSelf()) {
          String seen = room(edge.getTargetClass());
          if (!seen.isEmpty()
              && !seen.equals(own)
              && !seen.equals("failure")
              && !granted.contains(seen)) {
            broken.add(own + " sees " + seen + ": " + edge.getDescription());
          }
        }
      }
    }
    return List.copyOf(broken);
  }

  /// `grid` for a class of the pipeline's package grid; `stac`, `api`, `cli` for those modules;
  /// empty for what is not ours.
  private static String room(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith("rimrep.")) {
      return "";
    }
    String path = name.startsWith(PIPELINE) ? name.substring(PIPELINE.length()) : name.substring(7);
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /// `stac <- pipeline <- cli`, `stac <- api <- cli`, and the layers of the API: `http -> core <-
  /// store`.
  public List<String> moduleEdges() {
    Set<String> broken = new TreeSet<>();
    broken.addAll(unseen("rimrep.stac..", "rimrep.pipeline..", "rimrep.api..", "rimrep.cli.."));
    broken.addAll(unseen("rimrep.pipeline..", "rimrep.api..", "rimrep.cli..", "rimrep.testing.."));
    broken.addAll(unseen("rimrep.api..", "rimrep.pipeline..", "rimrep.cli..", "rimrep.testing.."));
    broken.addAll(unseen("rimrep.cli..", "rimrep.testing.."));
    broken.addAll(
        unseen(
            "rimrep.api.core..",
            "rimrep.api.http..",
            "rimrep.api.oidc..",
            "rimrep.api.store..",
            "rimrep.api.postgres.."));
    broken.addAll(unseen("rimrep.api.http..", "rimrep.api.store..", "rimrep.api.postgres.."));
    broken.addAll(
        unseen(
            "rimrep.api.store..",
            "rimrep.api.http..",
            "rimrep.api.oidc..",
            "rimrep.api.postgres.."));
    broken.addAll(
        unseen(
            "rimrep.api.oidc..",
            "rimrep.api.core..",
            "rimrep.api.http..",
            "rimrep.api.store..",
            "rimrep.api.postgres.."));
    return List.copyOf(broken);
  }

  private List<String> unseen(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .evaluate(classes)
        .getFailureReport()
        .getDetails();
  }

  /// No package needs, in a round, itself.
  public List<String> cycles() {
    Set<String> broken = new TreeSet<>();
    for (String scope : List.of("rimrep.pipeline.(*)..", "rimrep.api.(*)..", "rimrep.(*)..")) {
      broken.addAll(
          slices()
              .matching(scope)
              .should()
              .beFreeOfCycles()
              .evaluate(classes)
              .getFailureReport()
              .getDetails());
    }
    return List.copyOf(broken);
  }

  /// The top-level classes that see a library, given the start of its packages' names.
  public Set<String> whoSees(String library) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      boolean sees =
          type.getDirectDependenciesFromSelf().stream()
              .map(edge -> edge.getTargetClass().getBaseComponentType().getPackageName())
              .anyMatch(name -> name.equals(library) || name.startsWith(library + "."));
      if (sees) {
        found.add(type.getName().replaceFirst("\\$.*", ""));
      }
    }
    return found;
  }

  /// JDBC is spoken in the API's `store`, where its database is started (`postgres`), and in the
  /// pipeline's `table`.
  public List<String> jdbc() {
    return Set.of("java.sql", "javax.sql").stream()
        .flatMap(library -> whoSees(library).stream())
        .filter(name ->
            !name.startsWith("rimrep.api.store.")
                && !name.startsWith("rimrep.api.postgres.")
                && !name.startsWith("rimrep.pipeline.table.")
                && !name.startsWith("rimrep.testing."))
        .sorted()
        .distinct()
        .toList();
  }

  /// Packages whose `package-info` does not say `@NullMarked`.
  public List<String> unmarkedPackages() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass type : classes) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        broken.add(home.getName());
      }
    }
    return List.copyOf(broken);
  }
}
