/// Writes the plans as Argo manifests. Reads no manifest; holds no logic in YAML.
@NullMarked
package rimrep.pipeline.workflow.argo;

import org.jspecify.annotations.NullMarked;
