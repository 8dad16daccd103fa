package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.storage.Storage;

/// Reads again what is published of a dataset and reports each difference. Writes nothing.
public final class Verification {
  private final Site site;
  private final boolean withStac;

  /// @param withStac whether there is a STAC API to compare with
  public Verification(Site site, boolean withStac) {
    this.site = site;
    this.withStac = withStac;
  }

  /// What a finding is about.
  public enum Kind {
    /// A described object is not there.
    MISSING,
    /// An object is there that nobody describes.
    SURPLUS,
    /// An object, or the data in it, is not as described.
    CONTENT,
    /// A fact in the package is not that of the data.
    FACT,
    /// The package or the schema beside the data is damaged or absent.
    PACKAGE,
    /// The data have moved on and the package still describes an older state.
    STALE,
    STAC,
    PYGEOAPI,
    /// Limited data, or a trace of them, under the public store.
    EXPOSED,
    /// Our own records contradict each other.
    CONTRADICTION;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param thing which object, document or member
  public record Finding(Kind kind, String thing, String found, String expected) {
    @Override
    public String toString() {
      return "%s: %s: %s%s"
          .formatted(kind.word(), thing, found, expected.isEmpty() ? "" : "; expected " + expected);
    }
  }

  /// @param objects that were read
  /// @param notes what could not be looked at, and why
  public record Report(
      DatasetId dataset, long objects, List<Finding> findings, List<String> notes) {
    public Report {
      findings = List.copyOf(findings);
      notes = List.copyOf(notes);
    }

    /// 0 if all is as described; 70 if our own records contradict each other; else 65.
    public int exitCode() {
      if (findings.isEmpty()) {
        return 0;
      }
      return findings.stream().anyMatch(f -> f.kind() == Kind.CONTRADICTION)
          ? Bug.EXIT
          : BadInput.EXIT;
    }
  }

  public Report verify(DatasetId dataset) {
    List<Finding> findings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<CompletePackage> packages = packages(dataset, findings);
    long objects = 0;
    if (packages.size() == 1) {
      CompletePackage complete = packages.getFirst();
      objects = new DataCheck(site, complete, findings, notes).check();
      new DocumentCheck(site, complete, findings).check(withStac);
      if (!withStac) {
        notes.add("STAC documents were not compared: no STAC API is set or running");
      }
    } else if (packages.isEmpty() && findings.isEmpty()) {
      findings.add(
          new Finding(Kind.PACKAGE, dataset.value(), "no datapackage.json", "a published dataset"));
    }
    new ExposureCheck(site, dataset, findings).check();
    return new Report(dataset, objects, findings, notes);
  }

  private List<CompletePackage> packages(DatasetId dataset, List<Finding> findings) {
    List<CompletePackage> found = new ArrayList<>();
    for (Access access : Access.values()) {
      Storage store = site.stores().of(access);
      try {
        Optional<CompletePackage> complete =
            new CompletePackages(site.stores()).find(dataset, access);
        complete.ifPresent(c -> {
          found.add(c);
          placed(c, dataset, access, findings);
        });
      } catch (Failure damaged) {
        findings.add(
            new Finding(
                Kind.PACKAGE,
                store.location().resolve(CompletePackages.key(dataset)).text(),
                damaged.problem().found(),
                damaged.problem().expected()));
      }
    }
    if (found.size() > 1) {
      findings.add(
          new Finding(
              Kind.CONTRADICTION, dataset.value(), "published in both stores", "one of them"));
    }
    return found;
  }

  private static void placed(
      CompletePackage complete, DatasetId dataset, Access access, List<Finding> findings) {
    if (complete.access() != access) {
      findings.add(
          new Finding(
              Kind.CONTRADICTION,
              dataset + "/" + CompletePackages.FILE,
              "access " + complete.access().word() + " in the " + access.word() + " store",
              "access " + access.word()));
    }
    if (!complete.id().equals(dataset)) {
      findings.add(
          new Finding(
              Kind.CONTRADICTION,
              dataset + "/" + CompletePackages.FILE,
              "name " + complete.id(),
              "name " + dataset));
    }
  }
}
