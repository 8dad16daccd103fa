package rimrep.api.http;

import io.javalin.http.Context;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.CatalogueWriter;
import rimrep.api.core.CatalogueWriter.BulkMode;
import rimrep.api.core.Intake;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.Links;
import rimrep.api.core.NewItem;
import rimrep.api.core.Viewer;
import rimrep.api.http.HttpProblem.Kind;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Takes a stream of items, one JSON document per line, and commits a thousand at a time. A line
/// that is wrong is reported and the others are written.
final class BulkActions {

  private static final Logger LOG = LoggerFactory.getLogger(BulkActions.class);
  private static final int BATCH = 1_000;
  private static final int MAX_LINE = 16 * 1024 * 1024;
  private static final int MAX_REPORTED = 1_000;

  private final BaseUrl baseUrl;
  private final Intake intake;
  private final CatalogueReader reader;
  private final CatalogueWriter writer;

  BulkActions(BaseUrl baseUrl, Intake intake, CatalogueReader reader, CatalogueWriter writer) {
    this.reader = reader;
    this.baseUrl = baseUrl;
    this.intake = intake;
    this.writer = writer;
  }

  void write(Context ctx) {
    String type = String.valueOf(ctx.req().getContentType());
    if (!type.matches("(?i)application/(x-)?(ndjson|jsonl|geo\\+json-seq)\\s*(;.*)?")) {
      throw new HttpProblem(
          Kind.WRONG_TYPE, "Content-Type is " + type + "; expected application/x-ndjson");
    }
    String collection = ctx.pathParam("collection");
    if (reader.collection(new Viewer.Insider(), collection).isEmpty()) {
      throw HttpProblem.notFound("collection " + collection);
    }
    var run = new Run(mode(ctx), collection, baseUrl.links(ctx));
    try (InputStream in = new BufferedInputStream(ctx.req().getInputStream(), 1 << 16)) {
      run.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the body cannot be read", e);
    }
    LOG.info("write.bulk collection={} {}", run.collection, run.report);
    Reply.text(ctx, Links.JSON, StacJson.write(run.report));
  }

  private static BulkMode mode(Context ctx) {
    String mode = String.valueOf(ctx.queryParam("mode"));
    return switch (mode) {
      case "insert" -> BulkMode.INSERT;
      case "upsert" -> BulkMode.UPSERT;
      default -> throw new InvalidRequest("mode", "is " + mode + "; expected insert or upsert");
    };
  }

  private record Line(long number, NewItem item) {}

  /// One request.
  private final class Run {

    private final BulkMode mode;
    private final String collection;
    private final Links links;
    private final List<Line> batch = new ArrayList<>();
    private final ObjectNode report = StacJson.newObject();
    private long received;
    private long written;
    private long unchanged;
    private long rejected;

    Run(BulkMode mode, String collection, Links links) {
      this.mode = mode;
      this.collection = collection;
      this.links = links;
      count();
      report.putArray("rejections");
    }

    private void read(InputStream in) throws IOException {
      var line = new ByteArrayOutputStream();
      int b;
      while ((b = in.read()) >= 0) {
        if (b == '\n') {
          take(line);
        } else if (line.size() > MAX_LINE) {
          throw new HttpProblem(
              Kind.TOO_LARGE, "line " + (received + 1) + " has more than " + MAX_LINE + " bytes");
        } else {
          line.write(b);
        }
      }
      take(line);
      flush();
      count();
    }

    private void take(ByteArrayOutputStream line) {
      byte[] bytes = line.toByteArray();
      line.reset();
      if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
        return;
      }
      received++;
      try {
        NewItem item = intake.item(bytes, links);
        if (!item.collection().equals(collection)) {
          throw new InvalidRequest(
              "/collection", "is " + item.collection() + "; expected " + collection);
        }
        batch.add(new Line(received, item));
      } catch (InvalidRequest e) {
        reject(received, "", e.getMessage());
      }
      if (batch.size() == BATCH) {
        flush();
      }
    }

    private void flush() {
      if (batch.isEmpty()) {
        return;
      }
      List<Boolean> results = writer.writeItems(batch.stream().map(Line::item).toList(), mode);
      for (int i = 0; i < batch.size(); i++) {
        if (results.get(i)) {
          written++;
        } else if (mode == BulkMode.UPSERT) {
          unchanged++;
        } else {
          reject(batch.get(i).number(), batch.get(i).item().id(), "exists");
        }
      }
      batch.clear();
    }

    private void reject(long line, String id, String reason) {
      rejected++;
      if (rejected <= MAX_REPORTED) {
        ObjectNode one = report.withArray("rejections").addObject().put("line", line);
        if (!id.isEmpty()) {
          one.put("id", id);
        }
        one.put("reason", reason);
      }
    }

    private void count() {
      report.put("mode", mode.name().toLowerCase(Locale.ROOT)).put("received", received);
      report.put("written", written).put("unchanged", unchanged).put("rejected", rejected);
    }
  }
}
