package rimrep.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A provider's web server: serves a folder with listings as Apache writes them, versions and
/// ranges, and misbehaves where it is told to. Listens on 127.0.0.1.
public final class HttpFixture implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final Path folder;
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Armed> faults = new HashMap<>();

  /// What came in.
  ///
  /// @param headers by lower-case name, first value
  public record Request(String method, String path, Map<String, String> headers) {}

  /// How an answer goes wrong.
  public sealed interface Fault {
    /// Nothing but this status.
    record Status(int status) implements Fault {}

    /// The answer comes late.
    record Delay(Duration time) implements Fault {}

    /// So many bytes of the body, then the connection ends.
    record ShortBody(int bytes) implements Fault {}

    /// So many bytes of the body, then silence for that time.
    record Stall(int bytes, Duration time) implements Fault {}

    /// 302 to another address.
    record Redirect(String location) implements Fault {}

    /// A page for people, with status 200, instead of the file.
    record Html() implements Fault {}

    /// The whole file, whatever range was asked for, and no version.
    record Plain() implements Fault {}
  }

  private static final class Armed {
    final Fault fault;
    int left;

    Armed(Fault fault, int times) {
      this.fault = fault;
      this.left = times;
    }
  }

  private HttpFixture(Path folder, HttpServer server) {
    this.folder = folder;
    this.server = server;
  }

  public static HttpFixture serve(Path folder) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      HttpFixture fixture = new HttpFixture(folder, server);
      server.createContext("/", fixture::handle);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return fixture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The address of a path, such as `/sst/2024.nc`.
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// The next `times` requests of a path meet the fault.
  public synchronized void arm(String path, Fault fault, int times) {
    faults.put(path, new Armed(fault, times));
  }

  /// Every request of a path meets the fault.
  public void arm(String path, Fault fault) {
    arm(path, fault, Integer.MAX_VALUE);
  }

  public synchronized void calm() {
    faults.clear();
    requests.clear();
  }

  /// All requests so far, in order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private synchronized @Nullable Fault faultFor(String path) {
    Armed armed = faults.get(path);
    if (armed == null || armed.left == 0) {
      return null;
    }
    armed.left--;
    return armed.fault;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      requests.add(new Request(exchange.getRequestMethod(), path, Map.copyOf(headers)));
      switch (faultFor(path)) {
        case null -> serve(exchange, path, Integer.MAX_VALUE, Duration.ZERO);
        case Fault.Status(int status) -> exchange.sendResponseHeaders(status, -1);
        case Fault.Delay(Duration time) -> {
          sleep(time);
          serve(exchange, path, Integer.MAX_VALUE, Duration.ZERO);
        }
        case Fault.ShortBody(int bytes) -> serve(exchange, path, bytes, Duration.ZERO);
        case Fault.Stall(int bytes, Duration time) -> serve(exchange, path, bytes, time);
        case Fault.Redirect(String location) -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(302, -1);
        }
        case Fault.Html() -> html(exchange, "<html><body>Down for maintenance</body></html>");
        case Fault.Plain() -> send(exchange, 200, Files.readAllBytes(file(path)));
      }
    }
  }

  private Path file(String path) {
    Path file = folder.resolve(path.substring(1)).normalize();
    return file.startsWith(folder) ? file : folder.resolve("outside");
  }

  private void serve(HttpExchange exchange, String path, int limit, Duration stall)
      throws IOException {
    Path file = file(path);
    if (Files.isDirectory(file) && !path.endsWith("/")) {
      exchange.getResponseHeaders().set("Location", path + "/");
      exchange.sendResponseHeaders(301, -1);
    } else if (Files.isDirectory(file)) {
      html(exchange, listing(path, file));
    } else if (Files.isRegularFile(file)) {
      serveFile(exchange, file, limit, stall);
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private static void serveFile(HttpExchange exchange, Path file, int limit, Duration stall)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    String etag =
        '"' + Long.toHexString(bytes.length) + "-" + Long.toHexString(Arrays.hashCode(bytes)) + '"';
    Headers in = exchange.getRequestHeaders();
    Headers out = exchange.getResponseHeaders();
    String date = HTTP_DATE.format(modified.truncatedTo(ChronoUnit.SECONDS));
    out.set("ETag", etag);
    out.set("Last-Modified", date);
    out.set("Accept-Ranges", "bytes");
    String known = in.getFirst("If-None-Match");
    if (known == null ? date.equals(in.getFirst("If-Modified-Since")) : known.equals(etag)) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    String ifRange = in.getFirst("If-Range");
    boolean same = ifRange == null || ifRange.equals(etag) || ifRange.equals(date);
    Matcher range = RANGE.matcher(String.valueOf(in.getFirst("Range")));
    if (range.matches() && same) {
      servePart(exchange, bytes, range, limit, stall);
    } else {
      send(exchange, 200, bytes, limit, stall);
    }
  }

  private static void servePart(
      HttpExchange exchange, byte[] bytes, Matcher range, int limit, Duration stall)
      throws IOException {
    int first = Integer.parseInt(range.group(1));
    int last =
        range.group(2).isEmpty()
            ? bytes.length - 1
            : Math.min(bytes.length - 1, Integer.parseInt(range.group(2)));
    Headers out = exchange.getResponseHeaders();
    if (first >= bytes.length) {
      out.set("Content-Range", "bytes */" + bytes.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    out.set("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length);
    send(exchange, 206, Arrays.copyOfRange(bytes, first, last + 1), limit, stall);
  }

  private static void html(HttpExchange exchange, String page) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
    send(exchange, 200, page.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    send(exchange, status, body, Integer.MAX_VALUE, Duration.ZERO);
  }

  private static void send(
      HttpExchange exchange, int status, byte[] body, int limit, Duration stall)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body, 0, Math.min(limit, body.length));
      exchange.getResponseBody().flush();
    }
    sleep(stall);
  }

  /// As Apache's mod_autoindex writes it with `IndexOptions FancyIndexing`.
  private static String listing(String path, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      found.sorted().forEach(files::add);
    }
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n");
    page.append("  <title>Index of ").append(path).append("</title>\n </head>\n <body>\n");
    page.append("<h1>Index of ").append(path).append("</h1>\n<pre>");
    page.append("<a href=\"?C=N;O=D\">Name</a>  <a href=\"?C=M;O=A\">Last modified</a>");
    page.append("  <a href=\"?C=S;O=A\">Size</a><hr><a href=\"../\">Parent Directory</a>   -\n");
    for (Path file : files) {
      page.append(row(file));
    }
    return page.append("<hr></pre>\n</body></html>\n").toString();
  }

  private static String row(Path file) throws IOException {
    String slash = Files.isDirectory(file) ? "/" : "";
    String name = file.getFileName() + slash;
    String href = URI.create("/").resolve(encoded(String.valueOf(file.getFileName()))) + slash;
    String date =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
            .format(Files.getLastModifiedTime(file).toInstant().atZone(ZoneOffset.UTC));
    String size = Files.isDirectory(file) ? "-" : size(Files.size(file));
    return "<a href=\"" + href.substring(1) + "\">" + name + "</a>  " + date + "  " + size + "\n";
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String size(long bytes) {
    return bytes < 1024 ? bytes + " " : String.format(Locale.ROOT, "%.1fK", bytes / 1024.0);
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
