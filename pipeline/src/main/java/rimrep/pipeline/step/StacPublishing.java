package rimrep.pipeline.step;

import java.util.List;
import java.util.function.Supplier;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.publish.StacCollectionDocument;
import rimrep.pipeline.publish.StacItemDocument;
import rimrep.stac.StacException;
import rimrep.stac.StacObject;
import rimrep.stac.StacValidator;
import rimrep.stac.Written;

/// Sends Items and Collections to the STAC API, validated first.
///
/// Whoever wrote an Item reads the package again; if it is another one than that used, the Item is
/// written again. A collection is shared by its datasets. Whoever wrote it lists its packages
/// again; if they are others than those used, it is written again: the last writer has seen
/// everybody.
public final class StacPublishing {
  private static final int ROUNDS = 5;

  private final Site site;
  private final StacValidator validator = new StacValidator(StacValidator.UnknownExtensions.REFUSE);

  public StacPublishing(Site site) {
    this.site = site;
  }

  /// @return whether the API holds anything new
  public boolean publish(CompletePackage complete) {
    boolean changed = publish(complete.collection());
    CompletePackage used = complete;
    for (int round = 0; round < ROUNDS; round++) {
      StacItemDocument item = StacItemDocument.of(used, site.endpoints());
      validate(item.item());
      changed |= changed(ask(() -> site.stac().put(item.item())));
      CompletePackage now = published(used);
      if (now.equals(used)) {
        return changed;
      }
      used = now;
    }
    throw new Temporary(
        "dataset " + complete.id(),
        "its package changed " + ROUNDS + " times while its Item was published",
        "a quiet moment",
        "run it again");
  }

  /// The package as it is published now; another run may have written a newer one, and its Item
  /// before this one.
  private CompletePackage published(CompletePackage used) {
    return new CompletePackages(site.stores()).find(used.id(), used.access()).orElse(used);
  }

  boolean publish(CollectionId id) {
    boolean changed = false;
    List<CompletePackage> used = packages(id);
    for (int round = 0; round < ROUNDS; round++) {
      StacCollectionDocument document = StacCollectionDocument.of(id, used, site.endpoints());
      validate(document.collection());
      changed |= changed(ask(() -> site.stac().put(document.collection())));
      List<CompletePackage> now = packages(id);
      if (now.equals(used)) {
        return changed;
      }
      used = now;
    }
    throw new Temporary(
        "collection " + id,
        "its datasets changed " + ROUNDS + " times while it was published",
        "a quiet moment",
        "run it again");
  }

  private List<CompletePackage> packages(CollectionId id) {
    return new CompletePackages(site.stores())
        .all().stream().filter(p -> p.collection().equals(id)).toList();
  }

  private void validate(StacObject document) {
    List<rimrep.stac.Problem> problems = validator.validate(document);
    if (!problems.isEmpty()) {
      throw new Bug(
          "STAC document",
          String.join("; ", problems.stream().map(Object::toString).toList()),
          "a document that its schemas accept",
          "report this as a bug, with the dataset's folder");
    }
  }

  private static boolean changed(Written written) {
    return switch (written) {
      case Written.Created created -> true;
      case Written.Updated updated -> true;
      case Written.Unchanged unchanged -> false;
    };
  }

  static <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (StacException.Unavailable e) {
      throw new Temporary(
          new Problem("STAC API", String.valueOf(e.getMessage()), "an answer", "run it again"), e);
    } catch (StacException.Refused e) {
      Problem problem =
          new Problem(
              "STAC API",
              String.valueOf(e.getMessage()),
              "that it takes the document",
              e.status() == 401 || e.status() == 403 ? "check the token" : "see what it says");
      if (e.status() == 401 || e.status() == 403) {
        throw new BadConfiguration(problem, e);
      }
      throw new Bug(problem, e);
    }
  }
}
