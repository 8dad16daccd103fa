/// Requests to other people's servers: retries, time limits, range resume, redirects, secrets cut
/// at the border.
///
/// Sees `failure` and `storage`, whose `ByteSource` it implements. Must not know what it fetches.
@NullMarked
package rimrep.pipeline.http;

import org.jspecify.annotations.NullMarked;
