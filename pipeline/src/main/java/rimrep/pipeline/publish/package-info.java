/// Complete data package in, STAC Item, STAC Collection and pygeoapi entry out, as documents.
///
/// Sees only `dataset` and `stac`, and writes nothing: all that is published is a pure function of
/// the package.
@NullMarked
package rimrep.pipeline.publish;

import org.jspecify.annotations.NullMarked;
