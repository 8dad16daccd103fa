package rimrep.pipeline.harvest;

import tools.jackson.databind.node.ObjectNode;

/// What came of asking for an external metadata record.
public sealed interface Harvest {
  /// @param raw the document as received
  /// @param fields what may fill a data package, under the package's own names
  /// @param digest multihash over what the record says, see the record's normal form
  record Read(HarvestedRecord record, byte[] raw, ObjectNode fields, String digest)
      implements Harvest {}

  /// The catalogue no longer has the record (404, 410); a person is told, nothing is removed.
  record Gone(int status) implements Harvest {}
}
