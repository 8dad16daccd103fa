/// Bytes in and out: a location, a store of objects (folder or S3) and random access to bytes.
///
/// Sees only `failure`. Must not know what the bytes mean.
@NullMarked
package rimrep.pipeline.storage;

import org.jspecify.annotations.NullMarked;
