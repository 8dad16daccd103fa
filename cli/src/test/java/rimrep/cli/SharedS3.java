package rimrep.cli;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rimrep.testing.S3FaultProxy;
import rimrep.testing.S3Server;

/// An S3 server behind a proxy, for the tests of a class. This process and its children find their
/// credentials where they would at home: in their surroundings.
final class SharedS3 implements BeforeAllCallback, AfterAllCallback {
  private static final String BUCKET = "reef-data";
  private static final String KEY = "tester";
  private static final String SECRET = "not-a-secret";

  private final S3Server server = S3Server.start();
  private final S3FaultProxy proxy = S3FaultProxy.before(server.endpoint());

  @Override
  public void beforeAll(ExtensionContext context) {
    server.createBucket(BUCKET);
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    proxy.close();
    server.close();
  }

  S3FaultProxy proxy() {
    return proxy;
  }

  /// Settings that put three empty stores on this server, and nothing else.
  Map<String, String> environment() {
    String root = "s3://" + BUCKET + "/" + UUID.randomUUID();
    return Map.of(
        "RIMREP_STORES_PUBLIC",
        root + "/public",
        "RIMREP_STORES_PRIVATE",
        root + "/private",
        "RIMREP_STORES_ARTIFACTS",
        root + "/artifacts",
        "RIMREP_S3_ENDPOINT",
        proxy.endpoint().toString(),
        "RIMREP_S3_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET);
  }
}
