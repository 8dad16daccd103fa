/// Secrets of the services on disk: random, readable by their owner only, made once. Knows nothing
/// of what they are for.
@NullMarked
package rimrep.api.secret;

import org.jspecify.annotations.NullMarked;
