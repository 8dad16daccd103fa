package rimrep.pipeline.workflow.argo;

import static rimrep.pipeline.workflow.argo.Doc.doc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.workflow.Node;
import rimrep.pipeline.workflow.Plan;

/// The graph of a plan: one task per node, every dependency a success, conditions as quoted words.
final class DagTemplate {
  /// Computed once, in the entry point's arguments, so that every step agrees on it.
  private static final String RUN =
      "runs/{{workflow.creationTimestamp.Y}}-{{workflow.creationTimestamp.m}}"
          + "/{{workflow.creationTimestamp.d}}-{{workflow.name}}";

  /// What only chooses an account. A wrong word opens nothing: the account may not write then.
  private static final String STORE =
      "The store that the data go to, which says under which account they are written.";

  private final Plan plan;

  DagTemplate(Plan plan) {
    this.plan = plan;
  }

  static List<Object> workflowParameters() {
    return List.of(
        doc()
            .put("name", "dataset_id")
            .put("description", "Id of the dataset, as its folder in the catalogue is called.")
            .map(),
        doc()
            .put("name", "run")
            .put("description", "Folder of this run in the artifacts store.")
            .put("value", RUN)
            .map(),
        store()
            .put("description", STORE)
            .put("enum", List.of("public", "private"))
            .put("value", "public")
            .map(),
        doc()
            .put("name", "trigger")
            .put("description", "What starts the workflow.")
            .put("value", "manual")
            .put("enum", List.of("manual", "schedule", "event"))
            .map());
  }

  static List<Object> mainParameters() {
    return List.of(
        doc()
            .put("name", "dataset_id")
            .put("description", "Id of the dataset.")
            .put("value", "{{workflow.parameters.dataset_id}}")
            .map(),
        doc()
            .put("name", "run")
            .put("description", "Folder of this run in the artifacts store.")
            .put("value", "{{workflow.parameters.run}}")
            .map(),
        store().put("description", STORE).put("value", "{{workflow.parameters.store}}").map());
  }

  private static Doc store() {
    return doc().put("name", "store");
  }

  Doc render() {
    List<Object> tasks = new ArrayList<>();
    plan.nodes().forEach(node -> tasks.add(task(node)));
    return doc()
        .put("name", "main")
        .put("inputs", doc().put("parameters", mainParameters()))
        .put("dag", doc().put("tasks", tasks));
  }

  private Map<String, Object> task(Node node) {
    Doc task = doc().put("name", ArgoNames.task(node.step()));
    if (!node.after().isEmpty()) {
      task.put(
          "depends",
          String.join(" && ", node.after().stream().map(DagTemplate::succeeded).toList()));
    }
    when(node, task);
    task.put("template", node.step().word());
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                ArgoManifests.pair("dataset_id", "{{inputs.parameters.dataset_id}}"),
                ArgoManifests.pair("run", "{{inputs.parameters.run}}")));
    if (StepTemplate.writesData(node.step())) {
      arguments.add(ArgoManifests.pair("store", "{{inputs.parameters.store}}"));
    }
    switch (node) {
      case Node.Single single -> {}
      case Node.FanOut fanOut -> arguments.add(ArgoManifests.pair("shard", "{{item}}"));
    }
    task.put("arguments", doc().put("parameters", arguments));
    switch (node) {
      case Node.Single single -> {}
      case Node.FanOut fanOut ->
          task.put(
              "withSequence",
              doc()
                  .put(
                      "count",
                      "{{tasks."
                          + ArgoNames.task(fanOut.shardsOf())
                          + ".outputs.parameters.shards}}"));
    }
    return task.map();
  }

  private static String succeeded(StepName step) {
    return ArgoNames.task(step) + ".Succeeded";
  }

  private static void when(Node node, Doc task) {
    node.when()
        .ifPresent(w ->
            task.put(
                "when",
                "'{{tasks.%s.outputs.parameters.decision}}' == '%s'"
                    .formatted(ArgoNames.task(w.step()), w.decision().word())));
  }
}
