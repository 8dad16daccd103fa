/// Bearer tokens of an OpenID Connect provider: who made them, for whom, and which roles they
/// carry. Knows nothing of the catalogue.
@NullMarked
package rimrep.api.oidc;

import org.jspecify.annotations.NullMarked;
