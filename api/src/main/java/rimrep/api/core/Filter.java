package rimrep.api.core;

import rimrep.api.core.filter.Expr;

/// A condition and how the caller wrote it, for comparing queries.
public record Filter(Expr expr, String words) {}
