package rimrep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;

/// The ports of a data folder: chosen once and kept, so that published addresses stay true.
///
/// @param publicPort of page, STAC API and data files
/// @param internalPort of the API that takes writes, loopback only
record Ports(int publicPort, int internalPort) {
  static final int DEFAULT_PUBLIC = 8400;
  private static final String FILE = "ports.json";

  /// What came of choosing.
  ///
  /// @param changed whether addresses that were published before are not true any more
  record Choice(Ports ports, boolean changed) {}

  /// @param asked what `--port` says; 0 means any free port, the same each time if it can be had;
  ///   absent: the kept one or the default
  static Choice choose(Path data, Optional<Integer> asked) {
    Optional<Ports> kept = read(data);
    int internal =
        kept.map(Ports::internalPort).filter(Ports::isFree).orElseGet(() -> free(asked.orElse(0)));
    if (asked.isPresent() && asked.get() != 0) {
      return keep(data, kept, new Ports(demand(asked.get(), "--port"), internal));
    }
    if (asked.isPresent()) {
      int port = kept.map(Ports::publicPort).filter(Ports::isFree).orElseGet(() -> free(internal));
      return keep(data, kept, new Ports(port, internal));
    }
    int port = kept.map(Ports::publicPort).orElse(DEFAULT_PUBLIC);
    return keep(data, kept, new Ports(demand(port, "no --port given"), internal));
  }

  /// The ports that documents name while no `up` runs.
  static Ports known(Path data) {
    return read(data).orElse(new Ports(DEFAULT_PUBLIC, 0));
  }

  private static int demand(int port, String why) {
    if (!isFree(port)) {
      throw new BadConfiguration(
          "port " + port + " (" + why + ")",
          "taken by another program",
          "a free port",
          "end that program, name another port with --port N, or let one be found with --port 0");
    }
    return port;
  }

  private static Choice keep(Path data, Optional<Ports> before, Ports now) {
    boolean changed = before.isPresent() && before.get().publicPort() != now.publicPort();
    if (!before.equals(Optional.of(now))) {
      try {
        Files.createDirectories(data);
        Path beside = data.resolve("." + FILE);
        Files.write(beside, Json.bytes(now));
        Files.move(beside, data.resolve(FILE), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw LocalFiles.failure(data, e);
      }
    }
    return new Choice(now, changed);
  }

  private static Optional<Ports> read(Path data) {
    Path file = data.resolve(FILE);
    try {
      return Files.exists(file)
          ? Optional.of(Json.mapper().readValue(Files.readAllBytes(file), Ports.class))
          : Optional.empty();
    } catch (IOException e) {
      throw LocalFiles.failure(file, e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int free(int not) {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return first.getLocalPort() == not ? second.getLocalPort() : first.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
