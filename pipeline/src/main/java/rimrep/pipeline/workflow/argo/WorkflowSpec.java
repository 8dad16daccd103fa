package rimrep.pipeline.workflow.argo;

import static rimrep.pipeline.workflow.argo.Doc.doc;

import java.util.List;
import rimrep.pipeline.workflow.Plan;

/// What every WorkflowTemplate of ours has around its templates.
final class WorkflowSpec {
  private static final int DAY = 86_400;

  private WorkflowSpec() {}

  static Doc of(Plan plan, List<Object> templates) {
    return doc()
        .put("entrypoint", "main")
        .put("onExit", "notify")
        .put("serviceAccountName", "rimrep-notify")
        .put("activeDeadlineSeconds", plan.limit().toSeconds())
        .put("parallelism", 8)
        .put("archiveLogs", true)
        .put("podGC", doc().put("strategy", "OnPodCompletion"))
        .put(
            "ttlStrategy",
            doc().put("secondsAfterSuccess", DAY).put("secondsAfterFailure", 7 * DAY))
        .put(
            "synchronization",
            doc()
                .put(
                    "mutexes",
                    List.of(doc().put("name", "dataset-{{workflow.parameters.dataset_id}}").map())))
        .put("workflowMetadata", doc().put("labels", doc().put("rimrep.io/plan", plan.name())))
        .put("podMetadata", doc().put("labels", doc().put("rimrep.io/plan", plan.name())))
        .put("arguments", doc().put("parameters", DagTemplate.workflowParameters()))
        .put("volumes", List.of(doc().put("name", "scratch").put("emptyDir", doc()).map()))
        .put("templates", templates);
  }
}
