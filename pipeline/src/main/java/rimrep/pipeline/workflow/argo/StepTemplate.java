package rimrep.pipeline.workflow.argo;

import static rimrep.pipeline.workflow.argo.Doc.doc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.workflow.Node;
import rimrep.pipeline.workflow.Profile;
import rimrep.pipeline.workflow.RetryClass;

/// The container of a step: `rimrep step …` and nothing else.
final class StepTemplate {
  /// A pod's deadline counts pulling its image and starting, so it is never shorter than this.
  private static final long SHORTEST_LIMIT = 900;

  /// Addresses from a ConfigMap, words that nobody may read from a Secret.
  private static final List<Object> SETTINGS =
      List.of(
          doc().put("configMapRef", doc().put("name", "rimrep")).map(),
          doc().put("secretRef", doc().put("name", "rimrep").put("optional", true)).map());

  /// What is out of memory is so again, unless its neighbours were to blame: once more is enough.
  /// `retries` counts from 0 and is text.
  private static final String OUT_OF_MEMORY_TWICE =
      "(lastRetry.message matches 'OOMKilled' && retries != '0')";

  private final String image;
  private final NodeSize nodes;

  StepTemplate(String image, NodeSize nodes) {
    this.image = image;
    this.nodes = nodes;
  }

  /// Who a step is to the cloud: a kind of step may do what it needs and no more.
  private static String account(StepName step) {
    return switch (step) {
      case DISCOVER, FETCH, HARVEST -> "rimrep-source";
      case PLAN, MEASURE, COMPLETE -> "rimrep-artifacts";
      case CONVERT, COMMIT, PUBLISH_DATAPACKAGE -> "rimrep-{{inputs.parameters.store}}";
      case PUBLISH_STAC, PUBLISH_PYGEOAPI -> "rimrep-publish";
    };
  }

  /// Whether a step writes to the store of the dataset's data.
  static boolean writesData(StepName step) {
    return account(step).contains("{{");
  }

  Doc render(Node node) {
    List<Object> inputs = new ArrayList<>();
    inputs.add(parameter("dataset_id", "Id of the dataset."));
    inputs.add(parameter("run", "Folder of this run in the artifacts store."));
    if (writesData(node.step())) {
      inputs.add(parameter("store", "The store that the data go to: public or private."));
    }
    List<String> args =
        new ArrayList<>(
            List.of(
                "step",
                node.step().word(),
                "--dataset",
                "{{inputs.parameters.dataset_id}}",
                "--run",
                "{{inputs.parameters.run}}"));
    switch (node) {
      case Node.Single single -> {}
      case Node.FanOut fanOut -> {
        inputs.add(parameter("shard", "Number of the shard, from 0."));
        args.addAll(List.of("--shard", "{{inputs.parameters.shard}}"));
      }
    }
    args.addAll(List.of("--outputs", "/scratch/outputs"));
    Doc template =
        doc()
            .put("name", node.step().word())
            .put("serviceAccountName", account(node.step()))
            .put("inputs", doc().put("parameters", inputs))
            .put("outputs", doc().put("parameters", outputs(node.step())))
            .put("activeDeadlineSeconds", Math.max(SHORTEST_LIMIT, node.limit().toSeconds()));
    retry(node.retry(), template);
    if (node.step() == StepName.PUBLISH_STAC) {
      return withToken(template, container(args, node.profile()));
    }
    return template.put("container", container(args, node.profile()));
  }

  /// The internal STAC API takes the tokens of the cluster, which change: the kubelet keeps a valid
  /// one in a file. A token in the Secret comes first, for an API that knows no provider.
  private static Doc withToken(Doc template, Doc container) {
    Doc token = doc().put("audience", "rimrep-stac").put("expirationSeconds", 3600);
    Doc source = doc().put("serviceAccountToken", token.put("path", "token"));
    container.append("env", env("RIMREP_INTERNAL_TOKEN_FILE", "/var/run/rimrep/token"));
    container.append(
        "volumeMounts",
        doc()
            .put("name", "stac-token")
            .put("mountPath", "/var/run/rimrep")
            .put("readOnly", true)
            .map());
    return template
        .put("container", container)
        .put(
            "volumes",
            List.of(
                doc()
                    .put("name", "stac-token")
                    .put("projected", doc().put("sources", List.of(source.map())))
                    .map()));
  }

  /// The exit handler: tells how the run ended, and returns its exit code.
  Doc notifyTemplate(String plan) {
    return doc()
        .put("name", "notify")
        .put("activeDeadlineSeconds", SHORTEST_LIMIT)
        .put(
            "container",
            container(
                List.of(
                    "step",
                    "notify",
                    "--dataset",
                    "{{workflow.parameters.dataset_id}}",
                    "--run",
                    "{{workflow.parameters.run}}",
                    "--plan",
                    plan,
                    "--trigger",
                    "{{workflow.parameters.trigger}}",
                    "--status",
                    "{{workflow.status}}"),
                Profile.SMALL));
  }

  /// Tells who is late or failing.
  Doc statusTemplate() {
    return doc()
        .put("name", "status")
        .put("activeDeadlineSeconds", SHORTEST_LIMIT)
        .put("container", container(List.of("status", "--tell"), Profile.SMALL));
  }

  private static Map<String, Object> parameter(String name, String description) {
    return doc().put("name", name).put("description", description).map();
  }

  private static List<Object> outputs(StepName step) {
    List<Object> outputs = new ArrayList<>();
    outputs.add(output("decision", "changed or unchanged", "decision"));
    if (step == StepName.PLAN) {
      outputs.add(output("shards", "How many shards the fan-out behind has.", "shards"));
    }
    return outputs;
  }

  private static Map<String, Object> output(String name, String description, String file) {
    return doc()
        .put("name", name)
        .put("description", description)
        .put("valueFrom", doc().put("path", "/scratch/outputs/" + file))
        .map();
  }

  private static void retry(RetryClass retry, Doc template) {
    if (retry == RetryClass.NEVER) {
      return;
    }
    String codes = retry == RetryClass.SOURCE ? "'69','75','137','-1'" : "'75','137','-1'";
    template.put(
        "retryStrategy",
        doc()
            .put("limit", String.valueOf(retry.runs() - 1))
            .put(
                "expression",
                "(lastRetry.exitCode in ["
                    + codes
                    + "] || lastRetry.status == 'Error')"
                    + " && !(lastRetry.message matches 'deadline')"
                    + " && !"
                    + OUT_OF_MEMORY_TWICE)
            .put(
                "backoff",
                doc()
                    .put("duration", String.valueOf(retry.first().toSeconds()))
                    .put("factor", "2")
                    .put("cap", String.valueOf(retry.cap().toSeconds()))));
  }

  private Doc container(List<String> args, Profile profile) {
    return doc()
        .put("image", image)
        .put("imagePullPolicy", "IfNotPresent")
        .put("command", command(profile))
        .put("args", args)
        .put("env", List.of(env("RIMREP_SCRATCH", "/scratch")))
        .put("envFrom", SETTINGS)
        .put("resources", nodes.resources(profile))
        .put(
            "securityContext",
            doc()
                .put("runAsNonRoot", true)
                .put("runAsUser", 65532)
                .put("readOnlyRootFilesystem", true)
                .put("allowPrivilegeEscalation", false)
                .put("capabilities", doc().put("drop", List.of("ALL"))))
        .put(
            "volumeMounts",
            List.of(doc().put("name", "scratch").put("mountPath", "/scratch").map()));
  }

  /// Written out, because Argo would ask the registry for the entry point of an image.
  /// `@/app/rimrep` is a file of the image: class path and main class.
  private static List<String> command(Profile profile) {
    return List.of(
        "/opt/java/bin/java",
        "-XX:MaxRAMPercentage=" + profile.heapPercent(),
        "-Djava.io.tmpdir=/scratch",
        "@/app/rimrep");
  }

  private static Map<String, Object> env(String name, String value) {
    return doc().put("name", name).put("value", value).map();
  }
}
