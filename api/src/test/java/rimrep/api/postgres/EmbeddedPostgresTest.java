package rimrep.api.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.api.store.DatabaseLogin;

class EmbeddedPostgresTest {

  private static final Duration NO_WAIT = Duration.ZERO;

  @TempDir Path data;

  @Test
  void keepsItsDataAndIsSafe() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data, NO_WAIT)) {
      var logins = postgres.logins();
      execute(logins.owner(), "create table kept(x int); insert into kept values (7)");
      assertThat(value(logins.owner(), "select rolsuper from pg_roles where rolname = user"))
          .isEqualTo("f");
      assertThat(value(logins.reader(), "select rolsuper from pg_roles where rolname = user"))
          .isEqualTo("f");
      assertThatThrownBy(() -> execute(logins.reader(), "select * from kept"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      refusesAWrongPassword(logins.owner());
      listensOnLoopbackOnly(postgres.port());
      secretsBelongToTheirOwner();
      secondStartSaysInUse();
    }
    try (var postgres = EmbeddedPostgres.start(data, NO_WAIT)) {
      assertThat(value(postgres.logins().owner(), "select x from kept")).isEqualTo("7");
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(value(postgres.logins().owner(), "show " + setting)).isEqualTo("on");
      }
    }
  }

  @Test
  void stopsTheServerThatAKilledProcessLeftBehind() throws Exception {
    Process process = Starter.launch(data);
    String url = Starter.awaitUrl(process);
    long postmaster = postmasterPid();
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    assertThat(ProcessHandle.of(postmaster)).as("the server outlives its starter").isPresent();
    try (var postgres = EmbeddedPostgres.start(data, NO_WAIT)) {
      assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(postgres.logins().owner().url()).as("the port is kept").isEqualTo(url);
      assertThat(value(postgres.logins().owner(), "select x from kept")).isEqualTo("7");
    }
  }

  @Test
  void makesAnUnfinishedFirstStartAnew() throws Exception {
    Files.createDirectories(data.resolve("postgres/base"));
    Files.writeString(data.resolve("postgres/postgresql.conf"), "");
    Files.writeString(
        data.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\n");
    try (var postgres = EmbeddedPostgres.start(data, NO_WAIT)) {
      assertThat(value(postgres.logins().reader(), "select 1")).isEqualTo("1");
    }
  }

  private void secretsBelongToTheirOwner() throws IOException {
    Path secret = data.resolve("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rwx------");
    try (var files = Files.list(secret)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  private void secondStartSaysInUse() {
    assertThatThrownBy(() -> EmbeddedPostgres.start(data, NO_WAIT))
        .isInstanceOf(PostgresException.InUse.class)
        .hasMessageContaining("another process");
  }

  private static void refusesAWrongPassword(DatabaseLogin login) {
    var wrong = new DatabaseLogin(login.url(), login.user(), "wrong");
    assertThatThrownBy(() -> execute(wrong, "select 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password");
    var nobody = new DatabaseLogin(login.url(), "postgres", "");
    assertThatThrownBy(() -> execute(nobody, "select 1")).isInstanceOf(SQLException.class);
  }

  private static void listensOnLoopbackOnly(int port) throws IOException {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, port).close())
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  private long postmasterPid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip());
  }

  static void execute(DatabaseLogin login, String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  static String value(DatabaseLogin login, String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement s = c.createStatement();
        ResultSet rows = s.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
