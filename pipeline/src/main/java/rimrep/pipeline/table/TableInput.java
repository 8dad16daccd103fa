package rimrep.pipeline.table;

import rimrep.pipeline.dataset.FetchedItem;

/// A fetched file and the input of the table it feeds.
public record TableInput(FetchedItem item, String inputName) {}
