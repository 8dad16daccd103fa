/// The plan of a workflow as data, the engine that runs it here, the Argo manifests written from
/// it, the run record.
///
/// Sees the interface `Step` and the records; knows no data format.
@NullMarked
package rimrep.pipeline.workflow;

import org.jspecify.annotations.NullMarked;
