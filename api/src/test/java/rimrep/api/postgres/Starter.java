package rimrep.api.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// A process of its own that starts the server, writes a row and waits to be killed.
final class Starter {

  private static final String MARK = "url=";

  private Starter() {}

  static Process launch(Path data) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Starter.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static String awaitUrl(Process process) throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    while ((line = reader.readLine()) != null) {
      if (line.startsWith(MARK)) {
        return line.substring(MARK.length());
      }
    }
    throw new IOException("the starter ended before its server was up");
  }

  public static void main(String[] args) throws Exception {
    var postgres = EmbeddedPostgres.start(Path.of(args[0]), Duration.ZERO);
    EmbeddedPostgresTest.execute(
        postgres.logins().owner(), "create table kept(x int); insert into kept values (7)");
    System.out.println(MARK + postgres.logins().owner().url());
    Thread.sleep(Duration.ofMinutes(5));
  }
}
