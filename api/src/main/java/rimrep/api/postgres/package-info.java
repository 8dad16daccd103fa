/// The embedded PostgreSQL: found, started, secured and stopped. Knows nothing of STAC.
@NullMarked
package rimrep.api.postgres;

import org.jspecify.annotations.NullMarked;
