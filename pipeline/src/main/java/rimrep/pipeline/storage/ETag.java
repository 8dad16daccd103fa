package rimrep.pipeline.storage;

/// The version of an object's content as its store names it; equal tags mean equal content.
public record ETag(String value) {
  public ETag {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an ETag is not empty");
    }
  }
}
