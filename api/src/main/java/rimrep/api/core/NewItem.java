package rimrep.api.core;

import java.time.Instant;
import java.util.Optional;

/// An item that passed all checks, with what is searched by.
///
/// @param datetime `datetime`, else `start_datetime`: what it is sorted by
/// @param start first instant it covers
/// @param end last instant it covers
/// @param properties JSON object of what can be compared and sorted: scalars and arrays
/// @param words what free text finds
public record NewItem(
    String collection,
    String id,
    DocumentText document,
    String etag,
    Access access,
    Instant datetime,
    Instant start,
    Instant end,
    Optional<Footprint> footprint,
    String properties,
    String words) {}
