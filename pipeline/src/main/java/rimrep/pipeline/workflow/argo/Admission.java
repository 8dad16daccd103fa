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

  /// All annotations of an object together.
  private static final int MAX_ANNOTATIONS = 256 * 1024;

  private Admission() {}

  static void check(String path, Map<String, ?> document, String text) {
    int bytes = bytes(text);
    if (bytes > MAX_BYTES) {
      throw refused(path, bytes + " bytes", "at most " + MAX_BYTES);
    }
    if (document.get("metadata") instanceof Map<?, ?> metadata) {
      name(path, metadata, "CronWorkflow".equals(document.get("kind")) ? CRON_NAME : NAME);
      if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
        annotations(path, annotations);
      }
    }
    labels(path, document);
  }

  /// The server puts five characters behind a `generateName`, which may end in a hyphen.
  private static void name(String path, Map<?, ?> metadata, int longest) {
    boolean given = metadata.get("name") != null;
    String name = String.valueOf(metadata.get(given ? "name" : "generateName"));
    int most = given ? longest : longest - 5;
    String form = given ? "[a-z0-9]([-a-z0-9]*[a-z0-9])?" : "[a-z0-9][-a-z0-9]*";
    if (name.length() > most || !name.matches(form)) {
      throw refused(
          path, "the name '" + name + "'", "lower case, digits and hyphens, at most " + most);
    }
  }

  private static void annotations(String path, Map<?, ?> annotations) {
    int bytes =
        annotations.entrySet().stream()
            .mapToInt(e -> bytes(String.valueOf(e.getKey())) + bytes(String.valueOf(e.getValue())))
            .sum();
    if (bytes > MAX_ANNOTATIONS) {
      throw refused(path, bytes + " bytes of annotations", "at most " + MAX_ANNOTATIONS);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void labels(String path, Object value) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, inner) -> {
            if ("labels".equals(key) && inner instanceof Map<?, ?> labels) {
              labels.forEach((label, text) -> {
                key(path, String.valueOf(label));
                label(path, label + "=" + text, text);
              });
            }
            labels(path, inner);
          });
      case List<?> list -> list.forEach(element -> labels(path, element));
      default -> {}
    }
  }

  private static void key(String path, String key) {
    String word = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    if (!key.matches("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + word)) {
      throw refused(path, "the label's key " + key, "a name of at most 63, a domain before it");
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

  /// A second object of one name would replace the first.
  static BadConfiguration taken(String dataset, String name) {
    return new BadConfiguration(
        "dataset " + dataset, "the name '" + name + "'", "a name of its own", "rename the dataset");
  }

  private static BadConfiguration refused(String path, String found, String expected) {
    return new BadConfiguration(
        "manifest " + path, found, expected, "rename the dataset or its collection");
  }
}
