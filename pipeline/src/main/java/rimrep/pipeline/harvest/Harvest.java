package rimrep.pipeline.harvest;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What came of asking for an external metadata record.
public sealed interface Harvest {
  /// @param raw the document as received
  /// @param fields what may fill a data package, under the package's own names
  /// @param digest multihash over what the record says, see the record's normal form
  /// @param source where it came from with which version; empty for a file of the catalogue
  record Read(
      HarvestedRecord record,
      byte[] raw,
      ObjectNode fields,
      String digest,
      Optional<KnownRecord> source)
      implements Harvest {}

  /// The server says that the record is the one known already (304); it did not send it again.
  record NotModified(Read known) implements Harvest {}

  /// The catalogue no longer has the record (404, 410); a person is told, nothing is removed.
  record Gone(int status) implements Harvest {}
}
