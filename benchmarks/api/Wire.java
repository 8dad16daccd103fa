import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A kept HTTP/1.1 connection of the thread that uses it. The client shares the machine with the
/// server it measures: what it spends itself is missing there.
final class Wire {

  record Reply(int status, String body) {}

  private static final ThreadLocal<Wire> OPEN = new ThreadLocal<>();

  private final URI server;
  private final InputStream in;
  private final OutputStream out;
  private boolean usable = true;

  private Wire(URI server) throws IOException {
    this.server = server;
    var socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  static Wire of(URI server) throws IOException {
    Wire wire = OPEN.get();
    if (wire == null || !wire.usable || !wire.server.equals(server)) {
      wire = new Wire(server);
      OPEN.set(wire);
    }
    return wire;
  }

  Reply send(String method, String path, String token, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method + " " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
            + "\r\nAuthorization: Bearer " + token + "\r\n"
            + (content.length == 0
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n")
            + "\r\n";
    var request = new ByteArrayOutputStream(head.length() + content.length);
    request.write(head.getBytes(StandardCharsets.US_ASCII));
    request.write(content);
    request.writeTo(out);
    return read();
  }

  private Reply read() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = header.contains("chunked");
      } else if (header.startsWith("connection:") && header.contains("close")) {
        usable = false;
      }
    }
    byte[] body = chunked ? chunks() : exactly(length);
    return new Reply(status, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = size(line()); size > 0; size = size(line())) {
      body.write(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private static int size(String line) {
    return Integer.parseInt(line.split(";")[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
