/// The query model, links, paging, conformance and access policy of the STAC API. Never sees HTTP
/// or SQL.
///
/// Owns the interface of the store.
@NullMarked
package rimrep.api.core;

import org.jspecify.annotations.NullMarked;
