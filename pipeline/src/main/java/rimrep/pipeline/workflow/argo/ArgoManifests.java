package rimrep.pipeline.workflow.argo;

import static rimrep.pipeline.workflow.argo.Doc.doc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.workflow.Plan;
import rimrep.pipeline.workflow.Plans;

/// Renders plans and datasets as Argo Workflows manifests, one document per file.
///
/// Written for Argo v4.1; only what v3.7 has too is used.
public final class ArgoManifests {
  static final String HEADER =
      "Rendered by `rimrep workflows render` for Argo Workflows v4.1 (v3.7 runs it too).\n"
          + "Do not edit: change the plan or the dataset's ingest.yaml and render again.";
  static final String NAMESPACE_LABEL = "rimrep.io/";

  private final StepTemplate steps;

  /// @param image the pipeline's image, by digest in production
  public ArgoManifests(String image, NodeSize nodes) {
    this.steps = new StepTemplate(image, nodes);
  }

  /// What a manifest of a dataset is made from.
  public record Scheduled(
      DatasetId dataset,
      CollectionId collection,
      Access access,
      java.util.Optional<Ingest.Schedule> schedule) {}

  /// All manifests by path below `workflows/`.
  public SortedMap<String, String> render(List<Scheduled> datasets) {
    SortedMap<String, String> files = new TreeMap<>();
    put(files, "templates/rimrep-data.yaml", template(Plans.DATA));
    put(files, "templates/rimrep-metadata.yaml", template(Plans.METADATA));
    put(files, "templates/rimrep-ingest.yaml", ingestTemplate());
    put(files, "templates/rimrep-status.yaml", statusTemplate());
    put(files, "templates/rimrep-freshness.yaml", freshness());
    for (Scheduled dataset : datasets) {
      String name = ArgoNames.dataset(dataset.dataset());
      if (files.keySet().stream().anyMatch(path -> path.endsWith("/" + name + ".yaml"))) {
        throw Admission.taken(dataset.dataset().value(), name);
      }
      if (dataset.schedule().isPresent()) {
        put(files, "datasets/" + name + ".yaml", cron(dataset, dataset.schedule().get()));
      } else {
        put(files, "manual/" + name + ".yaml", manual(dataset));
      }
    }
    return files;
  }

  private static void put(SortedMap<String, String> files, String path, Doc document) {
    String text = YamlText.of(HEADER, document.map());
    Admission.check(path, document.map(), text);
    files.put(path, text);
  }

  private Doc template(Plan plan) {
    List<Object> templates = new ArrayList<>();
    templates.add(new DagTemplate(plan).render().map());
    plan.nodes().forEach(node -> templates.add(steps.render(node).map()));
    templates.add(steps.notifyTemplate(plan.name()).map());
    return workflowTemplate("rimrep-" + plan.name(), plan.description(), plan, templates);
  }

  /// Data, then metadata unless the data failed. Carries its own lock, exit handler and deadline,
  /// for those of a workflow called by reference do not apply.
  private Doc ingestTemplate() {
    Plan whole =
        new Plan(
            "ingest",
            "Data workflow, then metadata workflow, of one dataset.",
            List.of(),
            Plans.DATA.limit().plus(Plans.METADATA.limit()));
    List<Object> templates = new ArrayList<>();
    templates.add(
        doc()
            .put("name", "main")
            .put("inputs", doc().put("parameters", DagTemplate.mainParameters()))
            .put(
                "dag",
                doc()
                    .put(
                        "tasks",
                        List.of(call(Plans.DATA, ""), call(Plans.METADATA, "data.Succeeded"))))
            .map());
    templates.add(steps.notifyTemplate("ingest").map());
    return workflowTemplate("rimrep-ingest", whole.description(), whole, templates);
  }

  /// Who is late or failing. A template, for a controller may run nothing else (`Strict`).
  private Doc statusTemplate() {
    Map<String, Object> volume = doc().put("name", "scratch").put("emptyDir", doc()).map();
    return doc()
        .put("apiVersion", "argoproj.io/v1alpha1")
        .put("kind", "WorkflowTemplate")
        .put("metadata", doc().put("name", "rimrep-status"))
        .put(
            "spec",
            doc()
                .put("entrypoint", "status")
                .put("serviceAccountName", "rimrep-notify")
                .put("activeDeadlineSeconds", 1800)
                .put("archiveLogs", true)
                .put("volumes", List.of(volume))
                .put("templates", List.of(steps.statusTemplate().map())));
  }

  /// Asks once a day. A run that never starts cannot tell so itself.
  private static Doc freshness() {
    return doc()
        .put("apiVersion", "argoproj.io/v1alpha1")
        .put("kind", "CronWorkflow")
        .put("metadata", doc().put("name", "rimrep-freshness"))
        .put(
            "spec",
            doc()
                .put("schedules", List.of("0 6 * * *"))
                .put("timezone", "UTC")
                .put("concurrencyPolicy", "Forbid")
                .put("startingDeadlineSeconds", 3600)
                .put("successfulJobsHistoryLimit", 1)
                .put("failedJobsHistoryLimit", 3)
                .put(
                    "workflowSpec",
                    doc().put("workflowTemplateRef", doc().put("name", "rimrep-status"))));
  }

  private static Map<String, Object> call(Plan plan, String depends) {
    return doc()
        .put("name", plan.name())
        .putIf(!depends.isEmpty(), "depends", depends)
        .put("templateRef", doc().put("name", "rimrep-" + plan.name()).put("template", "main"))
        .put(
            "arguments",
            doc()
                .put(
                    "parameters",
                    List.of(
                        pair("dataset_id", "{{inputs.parameters.dataset_id}}"),
                        pair("run", "{{inputs.parameters.run}}"),
                        pair("store", "{{inputs.parameters.store}}"))))
        .map();
  }

  static Map<String, Object> pair(String name, String value) {
    return doc().put("name", name).put("value", value).map();
  }

  private static Doc workflowTemplate(
      String name, String description, Plan plan, List<Object> templates) {
    return doc()
        .put("apiVersion", "argoproj.io/v1alpha1")
        .put("kind", "WorkflowTemplate")
        .put(
            "metadata",
            doc()
                .put("name", name)
                .put("labels", doc().put(NAMESPACE_LABEL + "plan", plan.name()))
                .put("annotations", doc().put("workflows.argoproj.io/description", description)))
        .put("spec", WorkflowSpec.of(plan, templates));
  }

  private static Doc cron(Scheduled dataset, Ingest.Schedule schedule) {
    return doc()
        .put("apiVersion", "argoproj.io/v1alpha1")
        .put("kind", "CronWorkflow")
        .put("metadata", metadata(dataset, "name"))
        .put(
            "spec",
            doc()
                .put("schedules", List.of(schedule.cron()))
                .put("timezone", schedule.timezone())
                .put("concurrencyPolicy", "Forbid")
                .put("startingDeadlineSeconds", 3600)
                .put("successfulJobsHistoryLimit", 3)
                .put("failedJobsHistoryLimit", 7)
                .put("workflowMetadata", doc().put("labels", labels(dataset, "schedule")))
                .put("workflowSpec", workflow(dataset, "schedule")));
  }

  /// The Workflow of a dataset, to be created once, as a map for JSON.
  public static Map<String, Object> submission(Scheduled dataset) {
    return manual(dataset).map();
  }

  private static Doc manual(Scheduled dataset) {
    return doc()
        .put("apiVersion", "argoproj.io/v1alpha1")
        .put("kind", "Workflow")
        .put("metadata", metadata(dataset, "generateName"))
        .put("spec", workflow(dataset, "manual"));
  }

  private static Doc workflow(Scheduled dataset, String trigger) {
    return doc()
        .put("workflowTemplateRef", doc().put("name", "rimrep-ingest"))
        .put(
            "arguments",
            doc()
                .put(
                    "parameters",
                    List.of(
                        pair("dataset_id", dataset.dataset().value()),
                        pair("store", store(dataset.access())),
                        pair("trigger", trigger))));
  }

  /// The store that a dataset's data go to: the word in the names of the accounts that write it.
  private static String store(Access access) {
    return switch (access) {
      case PUBLIC -> "public";
      case LIMITED -> "private";
    };
  }

  private static Doc metadata(Scheduled dataset, String nameKey) {
    String name = ArgoNames.dataset(dataset.dataset());
    boolean generated = nameKey.equals("generateName");
    return doc()
        .put(nameKey, generated ? name + "-" : name)
        .put("labels", labels(dataset, generated ? "manual" : "schedule"))
        .put("annotations", doc().put(NAMESPACE_LABEL + "dataset", dataset.dataset().value()));
  }

  private static Doc labels(Scheduled dataset, String trigger) {
    return doc()
        .put(NAMESPACE_LABEL + "collection", ArgoNames.label(dataset.collection().value()))
        .put(NAMESPACE_LABEL + "dataset", ArgoNames.label(dataset.dataset().value()))
        .put(NAMESPACE_LABEL + "plan", "ingest")
        .put(NAMESPACE_LABEL + "trigger", trigger);
  }
}
