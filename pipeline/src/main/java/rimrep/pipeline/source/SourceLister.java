package rimrep.pipeline.source;

import java.util.List;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;

/// Lists what a provider offers, in a fixed order. A source that cannot be listed is {@link
/// rimrep.pipeline.failure.SourceUnavailable}; it is never taken for an empty one.
public final class SourceLister {
  private final SourceAccess access;

  public SourceLister(SourceAccess access) {
    this.access = access;
  }

  /// The items of one source, sorted by name.
  public List<SourceItem> list(SourceSpec source) {
    return switch (source) {
      case SourceSpec.Folder folder -> new FolderListing(access.catalogRoot(), folder).items();
      case SourceSpec.Http http -> new HttpListing(access, http).items();
    };
  }
}
