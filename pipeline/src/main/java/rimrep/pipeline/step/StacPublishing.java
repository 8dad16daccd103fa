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
/// A collection is shared by its datasets. Whoever wrote it lists its packages again; if they are
/// others than those used, it is written again: the last writer has seen everybody.
public final class StacPublishing {
  private static final int ROUNDS = 5;

  private final Site site;
  private final StacValidator validator = new StacValidator(StacValidator.UnknownExtensions.REFUSE);

  public StacPublishing(Site site) {
    this.site = site;
  }

  /// @return whether the API holds anything new
  public boolean publish(CompletePackage complete) {
    boolean collection = publish(complete.collection());
    StacItemDocument item = StacItemDocument.of(complete, site.endpoints());
    validate(item.item());
    return changed(ask(() -> site.stac().put(item.item()))) || collection;
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
