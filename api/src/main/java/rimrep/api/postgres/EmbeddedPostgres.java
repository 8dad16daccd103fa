package rimrep.api.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rimrep.api.secret.SecretFolder;
import rimrep.api.store.DatabaseLogin;
import rimrep.api.store.DatabaseRoles;
import rimrep.api.store.StoreSettings;

/// The PostgreSQL that runs beside this program when no database is given: its cluster in
/// `<data>/postgres`, its passwords in `<data>/secret`, on a free port of the loopback address
/// only.
///
/// Works as root and as any user. Durable: what was committed survives a kill of either process.
/// Keeps its port as long as nobody else takes it.
///
/// Thread-safe.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Duration STARTUP = Duration.ofSeconds(120);
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  /// Written when the cluster is complete. Without it the folder is an unfinished first start,
  /// holds nothing of worth and is made anew.
  private static final String READY = "rimrep-ready";

  private static final Duration REVIVAL = Duration.ofSeconds(60);

  private final Path data;
  private final DataLock lock;
  private final SecretFolder secrets;
  private io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

  private EmbeddedPostgres(Path data, DataLock lock) throws IOException, InterruptedException {
    this.data = data;
    this.lock = lock;
    this.secrets = new SecretFolder(data.resolve("secret"));
    Leftover.stop(cluster());
    if (!Files.exists(cluster().resolve(READY))) {
      deleteTree(cluster());
    }
    this.server = builder(port(data.resolve("postgres-port"))).start();
  }

  /// Starts the server of a data folder; one left over from a killed process is stopped first.
  ///
  /// @param wait how long to wait for another process that runs it
  /// @throws PostgresException.InUse if it is still run by another process then
  /// @throws PostgresException.NotStarted if it cannot be started
  public static EmbeddedPostgres start(Path data, Duration wait) {
    Path folder = data.toAbsolutePath().normalize();
    try {
      DataLock lock = DataLock.take(folder, wait);
      try {
        return start(folder, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | UncheckedIOException e) {
      throw new PostgresException.NotStarted(
          folder + ": PostgreSQL did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException.NotStarted(folder + ": interrupted while starting", e);
    }
  }

  private static EmbeddedPostgres start(Path data, DataLock lock)
      throws IOException, InterruptedException {
    var postgres = new EmbeddedPostgres(data, lock);
    try {
      postgres.prepare();
    } catch (IOException | RuntimeException e) {
      postgres.server.close();
      throw e;
    }
    return postgres;
  }

  /// Starts the server again, on the same port, if it has died; else does nothing.
  ///
  /// @return whether it had died
  /// @throws PostgresException.NotStarted if it cannot be started
  public synchronized boolean revive() {
    try {
      if (Leftover.isRunning(cluster())) {
        return false;
      }
      int port = server.getPort();
      server.close();
      long deadline = System.nanoTime() + REVIVAL.toNanos();
      while (true) {
        try {
          // the library's own lock, which a failed start leaves taken; ours guards the folder
          Files.deleteIfExists(cluster().resolve("epg-lock"));
          server = builder(port).start();
          return true;
        } catch (IOException | IllegalStateException e) {
          // processes of the dead server may still hold its memory and port for a moment
          if (System.nanoTime() > deadline) {
            throw new PostgresException.NotStarted(data + ": PostgreSQL did not start again", e);
          }
          Thread.sleep(REVIVAL.dividedBy(100));
        }
      }
    } catch (IOException e) {
      throw new PostgresException.NotStarted(data + ": PostgreSQL did not start again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException.NotStarted(data + ": interrupted while starting", e);
    }
  }

  private Path cluster() {
    return data.resolve("postgres");
  }

  private Builder builder(int port) throws IOException {
    Path passwordFile = data.resolve("secret").resolve("postgres-superuser");
    String password = secrets.word("postgres-superuser");
    Builder builder =
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
            .setDataDirectory(cluster())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(programs(data).toFile())
            .setPGStartupWait(STARTUP)
            .setPort(port)
            // options of initdb: they come after the library's own "-A trust" and win
            .setLocaleConfig("auth", "scram-sha-256")
            .setLocaleConfig("pwfile", passwordFile.toString())
            // order by code points, yet letters beyond ASCII have a lower case
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("locale-provider", "builtin")
            .setLocaleConfig("builtin-locale", "C.UTF-8")
            .setConnectConfig("password", password)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("password_encryption", "scram-sha-256")
            // taken only as far as there is something to hold
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB");
    DURABLE.forEach(builder::setServerConfig);
    return builder;
  }

  /// Where the programs are unpacked, once per user: never a folder that others can write to.
  private static Path programs(Path data) throws IOException {
    Path home = Path.of(System.getProperty("user.home", "")).toAbsolutePath();
    Path folder =
        Files.isDirectory(home) && Files.isWritable(home)
            ? home.resolve(".cache").resolve("rimrep").resolve("postgres")
            : data.resolve("postgres-programs");
    Files.createDirectories(folder);
    return folder;
  }

  /// The port of the last start if it is free, else another, which is kept in `file`.
  private static int port(Path file) throws IOException {
    String kept = Files.exists(file) ? Files.readString(file).strip() : "";
    if (kept.matches("[0-9]{1,5}") && isFree(Integer.parseInt(kept))) {
      return Integer.parseInt(kept);
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(file, socket.getLocalPort() + "\n");
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void prepare() throws IOException {
    Path cluster = cluster();
    DatabaseLogin superuser = superuser();
    Map<String, String> found = DatabaseRoles.settings(superuser, List.copyOf(DURABLE.keySet()));
    if (!found.equals(DURABLE)) {
      throw new PostgresException.NotStarted(
          cluster + ": the server runs with " + found + "; expected " + DURABLE, null);
    }
    DatabaseRoles.prepare(
        superuser,
        Map.of(
            DatabaseRoles.OWNER, secrets.word("postgres-owner"),
            DatabaseRoles.WRITER, secrets.word("postgres-writer"),
            DatabaseRoles.READER, secrets.word("postgres-reader")));
    if (!Files.exists(cluster.resolve(READY))) {
      Files.createFile(cluster.resolve(READY));
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// Logins for owner, writer and reader.
  public StoreSettings logins() {
    return new StoreSettings(
        login(DatabaseRoles.OWNER, "postgres-owner"),
        login(DatabaseRoles.WRITER, "postgres-writer"),
        login(DatabaseRoles.READER, "postgres-reader"));
  }

  public synchronized int port() {
    return server.getPort();
  }

  private DatabaseLogin superuser() {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:" + port() + "/postgres",
        "postgres",
        secrets.word("postgres-superuser"));
  }

  private DatabaseLogin login(String user, String secret) {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + DatabaseRoles.DATABASE,
        user,
        secrets.word(secret));
  }

  /// Stops the server; open sessions are ended. The data stay.
  @Override
  public synchronized void close() {
    try (lock) {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL on port " + port() + " was not stopped", e);
    }
  }
}
