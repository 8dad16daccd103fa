package rimrep.pipeline.storage;

import java.time.Duration;

/// Stores on S3 whose locks outlive their holder only for a moment, so that a test need not wait
/// for a minute.
public final class ShortLease {
  private ShortLease() {}

  public static Storage open(Location location, S3Settings settings, Duration lease) {
    return new S3Storage(location, settings, lease);
  }
}
