package rimrep.pipeline.workflow.argo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import rimrep.pipeline.failure.BadConfiguration;

/// What the API server would turn down, found before it is asked: names, labels, sizes.
final class Admission {
  /// A CronWorkflow's name, behind which Argo puts 11 characters for each run.
  private static final int CRON_NAME = 52;

  private static final int NAME = 63;

  /// etcd takes requests of 1.5 MiB, and a Workflow's state grows in the same object.
  private static final int MAX_BYTES = 1 << 20;

  private Admission() {}

  static void check(String path, Map<String, ?> document, String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw refused(path, bytes + " bytes", "at most " + MAX_BYTES);
    }
    String name = name(document);
    int longest = "CronWorkflow".equals(document.get("kind")) ? CRON_NAME : NAME;
    if (name.length() > longest || !name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9-])?")) {
      throw refused(
          path, "the name '" + name + "'", "lower case, digits and hyphens, at most " + longest);
    }
    labels(path, document);
  }

  private static String name(Map<String, ?> document) {
    if (document.get("metadata") instanceof Map<?, ?> metadata) {
      Object name = metadata.get("name");
      return String.valueOf(name == null ? metadata.get("generateName") : name);
    }
    return "";
  }

  private static void labels(String path, Object value) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, inner) -> {
            if ("labels".equals(key) && inner instanceof Map<?, ?> labels) {
              labels.forEach((label, text) -> label(path, label + "=" + text, text));
            }
            labels(path, inner);
          });
      case List<?> list -> list.forEach(element -> labels(path, element));
      default -> {}
    }
  }

  private static void label(String path, String label, Object text) {
    boolean right =
        text instanceof String word
            && word.matches("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    if (!right) {
      throw refused(
          path,
          "the label " + label,
          "at most 63 letters, digits, '.', '_', '-', at the ends none of these");
    }
  }

  private static BadConfiguration refused(String path, String found, String expected) {
    return new BadConfiguration(
        "manifest " + path, found, expected, "rename the dataset or its collection");
  }
}
