package rimrep.pipeline.source;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import rimrep.pipeline.http.HttpSettings;

/// What reading sources needs from outside.
///
/// @param catalogRoot where relative folders start, see `Catalog.root()`
/// @param loopback whether this machine's own web servers may be sources; for tests
/// @param environment where secrets are looked up
/// @param today last date of an address with `{date:…}`, UTC
public record SourceAccess(
    Path catalogRoot,
    HttpSettings http,
    boolean loopback,
    Map<String, String> environment,
    LocalDate today) {}
