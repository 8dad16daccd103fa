package rimrep.pipeline.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A second process at the same folder store, for tests between processes.
final class OtherProcess {
  private OtherProcess() {}

  /// `lock <folder>`: takes lock `l`, says so and sleeps. `count <folder> <times>`: adds to the
  /// object `count` by conditional writes.
  public static void main(String[] args) throws InterruptedException {
    try (Storage store = new FolderStorage(Path.of(args[1]))) {
      if (args[0].equals("lock")) {
        try (Storage.Lock lock = store.lock("l", "the other process", Duration.ZERO)) {
          System.out.println("held " + lock.isHeld());
          Thread.sleep(Duration.ofMinutes(1));
        }
      }
      System.out.println("ready");
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        StorageContract.addOne(store, "the other");
      }
    }
  }

  static Process start(String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName());
    builder.command().addAll(List.of(args));
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static String firstLine(Process process) throws IOException {
    try (BufferedReader out = process.inputReader()) {
      return String.valueOf(out.readLine());
    }
  }
}
