package rimrep.pipeline.storage;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// How S3 is reached. Everything empty means Amazon's own, with region and credentials from the
/// surroundings (environment, profile, web identity of the pod).
///
/// @param endpoint another server that speaks S3
/// @param pathStyle bucket in the path (`endpoint/bucket/key`), as most other servers need it
public record S3Settings(
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Optional<Credentials> credentials) {

  /// A key pair given explicitly; its secret part is never printed.
  public record Credentials(String accessKey, String secretKey) {
    @Override
    public String toString() {
      return "Credentials[" + accessKey + ", secret]";
    }
  }

  /// Nothing set: Amazon S3 with the default chains of the SDK.
  public static S3Settings defaults() {
    return new S3Settings(Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /// Settings for a server of one's own, addressed by path.
  public static S3Settings of(URI endpoint, Credentials credentials) {
    return new S3Settings(
        Optional.of(endpoint), Optional.of("us-east-1"), true, Optional.of(credentials));
  }

  /// From `AWS_ENDPOINT_URL_S3` (or `AWS_ENDPOINT_URL`), `AWS_REGION` and `RIMREP_S3_PATH_STYLE`
  /// (`true` or `false`; with an endpoint `true` if absent). Credentials stay with the SDK's chain,
  /// which reads `AWS_ACCESS_KEY_ID` and the rest itself.
  public static S3Settings fromEnvironment(Map<String, String> environment) {
    Optional<URI> endpoint =
        first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").map(URI::create);
    boolean pathStyle =
        first(environment, "RIMREP_S3_PATH_STYLE")
            .map(Boolean::parseBoolean)
            .orElse(endpoint.isPresent());
    return new S3Settings(
        endpoint,
        first(environment, "AWS_REGION", "AWS_DEFAULT_REGION"),
        pathStyle,
        Optional.empty());
  }

  private static Optional<String> first(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
