/// Reads a dataset folder: data package, schema, ingest.yaml, Jsonnet; reports findings.
///
/// Sees `dataset` and `failure`. Must not fetch, convert or publish.
@NullMarked
package rimrep.pipeline.catalog;

import org.jspecify.annotations.NullMarked;
