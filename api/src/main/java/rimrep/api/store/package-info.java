/// Tables, SQL and transactions of the STAC API on PostgreSQL; the only user of `java.sql`. Never
/// sees HTTP or links.
@NullMarked
package rimrep.api.store;

import org.jspecify.annotations.NullMarked;
