package rimrep.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Stands between a client and an {@link S3Server}. Writes to one key pass one at a time, which
/// makes the server's conditions as atomic as those of S3; and it does harm where it is told to.
public final class S3FaultProxy implements AutoCloseable {
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI backend;
  private final Map<String, ReentrantLock> writing = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final List<Armed> armed = new ArrayList<>();

  /// Held for reading while a request that writes is on its way.
  private final ReentrantReadWriteLock onTheWay = new ReentrantReadWriteLock();

  private volatile @Nullable Watch watch;

  /// Stands at the way of every request that writes: anything but GET and HEAD.
  public interface Watch {
    /// @return whether the server is to see it; otherwise the connection ends
    boolean before(String method, String path);

    /// @return whether the client is to hear of it; otherwise the connection ends
    boolean after(String method, String path);
  }

  /// What is done to a request.
  public sealed interface Fault {
    /// The server does what was asked, but the client never hears of it.
    record DropAnswer() implements Fault {}

    /// The answer comes late.
    record Delay(Duration time) implements Fault {}

    /// Half of the body is sent, then the connection ends.
    record CutBody() implements Fault {}

    /// The server never sees the request; this status and S3 error code are the answer.
    record Answer(int status, String code) implements Fault {}
  }

  private static final class Armed {
    final Fault fault;
    final String method;
    final String pathPart;
    int left;

    Armed(Fault fault, String method, String pathPart, int times) {
      this.fault = fault;
      this.method = method;
      this.pathPart = pathPart;
      this.left = times;
    }
  }

  private S3FaultProxy(HttpServer server, URI backend) {
    this.server = server;
    this.backend = backend;
  }

  public static S3FaultProxy before(URI backend) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      S3FaultProxy proxy = new S3FaultProxy(server, backend);
      server.createContext("/", proxy::handle);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The next `times` requests of that method whose path contains `pathPart` meet the fault.
  public synchronized void arm(Fault fault, String method, String pathPart, int times) {
    armed.add(new Armed(fault, method, pathPart, times));
  }

  /// Puts a watch in the way of all later writes, once those that are on their way have passed.
  public void watch(Watch next) {
    onTheWay.writeLock().lock();
    try {
      watch = next;
    } finally {
      onTheWay.writeLock().unlock();
    }
  }

  /// Ends the watch in the same manner: afterwards nothing that it saw is on its way any more.
  public void endWatch() {
    onTheWay.writeLock().lock();
    try {
      watch = null;
    } finally {
      onTheWay.writeLock().unlock();
    }
  }

  /// Forgets all faults and counts.
  public synchronized void calm() {
    armed.clear();
    counts.clear();
  }

  /// How many requests of a method came since the last calm.
  public int count(String method) {
    AtomicInteger count = counts.get(method);
    return count == null ? 0 : count.get();
  }

  private synchronized @Nullable Fault faultFor(String method, String path) {
    for (Armed a : armed) {
      if (a.left > 0 && a.method.equals(method) && path.contains(a.pathPart)) {
        a.left--;
        return a.fault;
      }
    }
    return null;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      counts.computeIfAbsent(method, m -> new AtomicInteger()).incrementAndGet();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (isRead(method)) {
        harm(exchange, body);
      } else {
        watched(exchange, body);
      }
    }
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private void watched(HttpExchange exchange, byte[] body) throws IOException {
    onTheWay.readLock().lock();
    try {
      Watch now = watch;
      if (now == null) {
        harm(exchange, body);
        return;
      }
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      if (now.before(method, path)) {
        HttpResponse<byte[]> answer = forward(exchange, body);
        if (now.after(method, path)) {
          answer(exchange, answer, false);
        }
      }
    } finally {
      onTheWay.readLock().unlock();
    }
  }

  private void harm(HttpExchange exchange, byte[] body) throws IOException {
    Fault fault = faultFor(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
    switch (fault) {
      case null -> answer(exchange, forward(exchange, body), false);
      case Fault.DropAnswer() -> forward(exchange, body);
      case Fault.CutBody() -> answer(exchange, forward(exchange, body), true);
      case Fault.Delay(Duration time) -> {
        sleep(time);
        answer(exchange, forward(exchange, body), false);
      }
      case Fault.Answer(int status, String code) -> refuse(exchange, status, code);
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(backend + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    if (isRead(exchange.getRequestMethod())) {
      return send(request.build());
    }
    ReentrantLock turn =
        writing.computeIfAbsent(exchange.getRequestURI().getPath(), p -> new ReentrantLock(true));
    turn.lock();
    try {
      return send(request.build());
    } finally {
      turn.unlock();
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response, boolean cut)
      throws IOException {
    byte[] body = response.body();
    boolean bare = exchange.getRequestMethod().equals("HEAD");
    Headers headers = exchange.getResponseHeaders();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          boolean own = OWN_HEADERS.contains(name);
          if (!own || (bare && name.equals("content-length"))) {
            headers.put(name, new ArrayList<>(values));
          }
        });
    exchange.sendResponseHeaders(
        response.statusCode(), bare || body.length == 0 ? -1 : body.length);
    if (!bare && body.length > 0) {
      exchange.getResponseBody().write(cut ? Arrays.copyOf(body, body.length / 2) : body);
      exchange.getResponseBody().flush();
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    boolean bare = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bare ? -1 : body.length);
    if (!bare) {
      exchange.getResponseBody().write(body);
    }
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
    client.close();
  }
}
