package rimrep.pipeline.storage;

import rimrep.pipeline.failure.BadConfiguration;

/// The one place that knows which kind of store belongs to a location.
public final class Storages {
  private Storages() {}

  /// Opens the store at a location; a folder is made when something is first written to it.
  public static Storage open(Location location, S3Settings s3) {
    if (location.isS3()) {
      throw new BadConfiguration(
          "store " + location, "S3 is not there yet", "a local folder", "give a folder");
    }
    return new FolderStorage(location.path());
  }
}
