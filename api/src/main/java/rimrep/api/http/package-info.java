/// Requests, content types, tokens and problem bodies of the STAC API. Never sees SQL.
@NullMarked
package rimrep.api.http;

import org.jspecify.annotations.NullMarked;
