package rimrep.pipeline.step;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.ForwardingStorage;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;

/// The store of the data as a run was planned on it: an object is created if there was none, or
/// replaced if it still is as it was. So a run that was paused, or a step that runs beside a run,
/// never overwrites what another one has written. An object that holds the very bytes already is as
/// good as written: a step may be done again.
final class PlannedStorage extends ForwardingStorage {
  private final Map<String, String> seen;

  PlannedStorage(Storage inner, Map<String, String> seen) {
    super(inner);
    this.seen = seen;
  }

  @Override
  public ETag put(String key, Body body) {
    Optional<ETag> expected = Optional.ofNullable(seen.get(key)).map(ETag::new);
    PutResult result =
        expected.map(etag -> putIfMatch(key, etag, body)).orElseGet(() -> putIfAbsent(key, body));
    return switch (result) {
      case PutResult.Written(ETag etag) -> etag;
      case PutResult.Refused refused -> same(key, body).orElseThrow(() -> changed(key));
    };
  }

  private Optional<ETag> same(String key, Body body) {
    return switch (body) {
      case Body.Bytes bytes ->
          get(key).filter(c -> Arrays.equals(c.bytes(), bytes.exact())).map(Content::etag);
      case Body.LocalFile file -> Optional.empty();
    };
  }

  private Temporary changed(String key) {
    return new Temporary(
        location().resolve(key).text(),
        "written by another run since this one was planned",
        "the object as it was then",
        "run it again");
  }
}
