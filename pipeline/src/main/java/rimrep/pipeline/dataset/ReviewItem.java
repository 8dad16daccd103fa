package rimrep.pipeline.dataset;

import tools.jackson.databind.JsonNode;

/// A field where the curated and the harvested text differ. The curated one stands; a person is
/// told.
///
/// @param pointer JSON Pointer into the package
public record ReviewItem(String pointer, JsonNode curated, JsonNode harvested) {}
