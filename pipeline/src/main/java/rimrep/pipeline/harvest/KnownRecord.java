package rimrep.pipeline.harvest;

import java.util.Arrays;
import java.util.Objects;
import rimrep.pipeline.http.RemoteVersion;

/// A record as a server sent it, with the version that the server named.
///
/// @param address without credentials
/// @param document bytes as received
@SuppressWarnings("ArrayRecordComponent") // compared below
public record KnownRecord(String address, RemoteVersion version, byte[] document) {
  @Override
  public boolean equals(Object other) {
    return other instanceof KnownRecord(String place, RemoteVersion its, byte[] bytes)
        && place.equals(address)
        && its.equals(version)
        && Arrays.equals(bytes, document);
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, version, Arrays.hashCode(document));
  }
}
