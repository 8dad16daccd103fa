package rimrep.pipeline.storage;

import java.net.URI;
import java.nio.file.Path;
import rimrep.pipeline.failure.BadConfiguration;

/// Where a store or an object is: an absolute local path or `s3://bucket/prefix`. Never ends with
/// `/`.
public record Location(String text) {
  private static final String S3 = "s3://";

  public Location {
    if (text.length() > 1 && text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    if (!text.startsWith(S3) && !Path.of(text).isAbsolute()) {
      throw new BadConfiguration(
          "location " + text,
          "neither an absolute path nor an s3:// address",
          "/some/folder or s3://bucket/prefix",
          "correct the setting");
    }
  }

  /// Reads what a person wrote; a relative path is taken from the working folder.
  public static Location parse(String written) {
    if (written.startsWith(S3)) {
      return new Location(written);
    }
    if (written.startsWith("file:")) {
      return of(Path.of(URI.create(written)));
    }
    return of(Path.of(written));
  }

  public static Location of(Path path) {
    return new Location(path.toAbsolutePath().normalize().toString());
  }

  public boolean isS3() {
    return text.startsWith(S3);
  }

  /// The local path; only for a location that is not on S3.
  public Path path() {
    if (isS3()) {
      throw new IllegalStateException(text + " is no local path");
    }
    return Path.of(text);
  }

  public Location resolve(String key) {
    return new Location(text + "/" + key);
  }

  @Override
  public String toString() {
    return text;
  }
}
