/// Filters: the query model of CQL2 and of the STAC query extension, its text and JSON forms, and
/// their meaning in plain Java. Never sees HTTP or SQL.
@NullMarked
package rimrep.api.core.filter;

import org.jspecify.annotations.NullMarked;
