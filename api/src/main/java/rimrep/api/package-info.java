/// The STAC API service: `http` -> `core` <- `store`, wired in [rimrep.api.StacDatabase].
@NullMarked
package rimrep.api;

import org.jspecify.annotations.NullMarked;
