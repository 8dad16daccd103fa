package rimrep.pipeline.workflow.argo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.StepName;

/// Names that Kubernetes takes.
final class ArgoNames {
  /// Argo adds 11 characters for each run of a CronWorkflow, and a Workflow's name has 63.
  private static final int CRON_NAME = 52;

  private ArgoNames() {}

  /// A dataset's name: itself, or its first 43 characters, a hyphen and 8 hex digits of its
  /// SHA-256.
  static String dataset(DatasetId id) {
    String value = id.value();
    if (value.length() <= CRON_NAME) {
      return value.endsWith("-")
          ? value.substring(0, value.length() - 1) + "x" + hash(value)
          : value;
    }
    return value.substring(0, 43) + "-" + hash(value);
  }

  /// A label's value ends in a letter or digit and has at most 63 characters: an id that ends
  /// otherwise is shortened as its name is.
  static String label(String id) {
    return id.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
        ? id
        : dataset(new DatasetId(id));
  }

  /// A task is called as its step. Argo reads no underscore in `depends`; the hyphen, which would
  /// break an `{{=…}}` expression, is harmless in the plain references we write.
  static String task(StepName step) {
    return step.word();
  }

  private static String hash(String value) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
