package rimrep.pipeline.table;

/// What a step did to the rows.
///
/// @param step `read`, `filter`, `rules`, …
public record StepCounts(String step, long in, long out, long dropped) {}
