package rimrep.cli;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// Serves the objects of the public store over HTTP: whole or by range, with ETag, for every
/// origin. A folder cannot be listed, as on S3 over HTTPS.
final class DataFiles {
  private static final int BUFFER = 1 << 18;
  private static final Map<String, String> TYPES =
      Map.of(
          "json", "application/json",
          "parquet", "application/vnd.apache.parquet",
          ".zmetadata", "application/json",
          ".zarray", "application/json",
          ".zgroup", "application/json",
          ".zattrs", "application/json",
          "yaml", "application/yaml");

  private final Storage store;

  DataFiles(Storage store) {
    this.store = store;
  }

  /// Answers for the object with that key.
  void serve(Context context, String key) {
    context.header("Access-Control-Allow-Origin", "*");
    context.header(
        "Access-Control-Expose-Headers", "ETag, Content-Range, Accept-Ranges, Content-Length");
    Optional<StoredObject> found = isKey(key) ? store.head(key) : Optional.empty();
    if (found.isEmpty()) {
      context
          .status(404)
          .contentType("text/plain; charset=utf-8")
          .result("no such object: " + key + "\n");
      return;
    }
    StoredObject object = found.get();
    String etag = '"' + object.etag().value() + '"';
    context
        .header("ETag", etag)
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "no-cache");
    String known = context.header("If-None-Match");
    if (known != null && (known.equals("*") || known.contains(etag))) {
      context.status(304);
      return;
    }
    context.contentType(type(key));
    String ifRange = context.header("If-Range");
    boolean rangeHolds = ifRange == null || ifRange.equals(etag);
    Optional<String> range = Optional.ofNullable(rangeHolds ? context.header("Range") : null);
    switch (ByteRange.of(range, object.sizeBytes())) {
      case ByteRange.Asked.Whole whole ->
          send(context, object, new ByteRange(0, object.sizeBytes()));
      case ByteRange.Asked.Part part -> {
        context
            .status(206)
            .header(
                "Content-Range",
                "bytes %d-%d/%d"
                    .formatted(
                        part.range().first(),
                        part.range().first() + part.range().length() - 1,
                        object.sizeBytes()));
        send(context, object, part.range());
      }
      case ByteRange.Asked.Unsatisfiable no ->
          context.status(416).header("Content-Range", "bytes */" + object.sizeBytes());
    }
  }

  /// Keys of ours never leave the store, and its own folder is not part of it.
  private static boolean isKey(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.equals(".rimrep")) {
        return false;
      }
    }
    return !key.contains("\\") && key.indexOf('\0') < 0;
  }

  private static String type(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(name, TYPES.getOrDefault(ending, "application/octet-stream"));
  }

  private void send(Context context, StoredObject object, ByteRange range) {
    context.res().setContentLengthLong(range.length());
    if (context.method() == io.javalin.http.HandlerType.HEAD) {
      return;
    }
    try (ByteSource source = store.open(object.key())) {
      OutputStream out = context.res().getOutputStream();
      byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, range.length()))];
      for (long sent = 0; sent < range.length(); ) {
        int part = (int) Math.min(buffer.length, range.length() - sent);
        source.readAt(range.first() + sent, ByteBuffer.wrap(buffer, 0, part));
        out.write(buffer, 0, part);
        sent += part;
      }
    } catch (IOException clientGone) {
      throw new UncheckedIOException(clientGone);
    }
  }
}
