package rimrep.pipeline.storage;

/// The one place that knows which kind of store belongs to a location.
public final class Storages {
  private Storages() {}

  /// Opens the store at a location; a folder is made when something is first written to it.
  public static Storage open(Location location, S3Settings s3) {
    if (location.isS3()) {
      return new S3Storage(location, s3);
    }
    return new FolderStorage(location.path());
  }
}
