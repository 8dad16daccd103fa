package rimrep.pipeline.inspect;

/// Where a draft's source lies, as `ingest.yaml` names it.
public sealed interface DraftOrigin {
  /// @param folder as `ingest.yaml` writes it
  record Folder(String folder, String file) implements DraftOrigin {}

  record Http(String address) implements DraftOrigin {}
}
