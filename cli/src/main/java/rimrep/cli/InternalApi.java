package rimrep.cli;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.secret.SecretFolder;
import rimrep.pipeline.failure.Temporary;

/// The STAC API that takes writes.
sealed interface InternalApi extends AutoCloseable {
  /// Where it is. Waits for one that still starts; a start that failed is thrown.
  Given given();

  @Override
  void close();

  /// One that is there.
  record Given(URI url, Optional<String> token) implements InternalApi {
    @Override
    public Given given() {
      return this;
    }

    /// It belongs to another process.
    @Override
    public void close() {}
  }

  /// PostgreSQL and API in this process, as long as a command needs them. They start while the
  /// command does other work: it takes some seconds until it has something to publish. After a
  /// start that failed, who asks again has them started again.
  final class Embedded implements InternalApi {
    private final Settings settings;
    private FutureTask<Started> start;
    private boolean failureTold;

    private record Started(Database database, ApiServer server, String token) {}

    Embedded(Settings settings) {
      this.settings = settings;
      this.start = begin();
    }

    private FutureTask<Started> begin() {
      FutureTask<Started> task = new FutureTask<>(this::started);
      Thread.ofPlatform().name("embedded-services").start(task);
      return task;
    }

    private Started started() {
      SecretFolder secrets = new SecretFolder(settings.secrets());
      Database database = Database.open(settings, secrets);
      try {
        String token = secrets.word("token");
        ApiSettings api = ApiSettings.forInternal(token, "rimrep", "Internal STAC API");
        ApiServer server =
            ApiServer.start("127.0.0.1", 0, database.stac().internalApi(api), config -> {});
        return new Started(database, server, token);
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    }

    @Override
    public synchronized Given given() {
      if (start.state() == Future.State.FAILED && failureTold) {
        start = begin();
        failureTold = false;
      }
      try {
        start.get();
      } catch (ExecutionException e) {
        throw failure();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Temporary(
            "embedded services", "interrupted while they started", "", "run it again");
      }
      Started started = start.resultNow();
      return new Given(
          URI.create("http://127.0.0.1:" + started.server().port()), Optional.of(started.token()));
    }

    private RuntimeException failure() {
      failureTold = true;
      return switch (start.exceptionNow()) {
        case RuntimeException failure -> failure;
        case Throwable other -> new IllegalStateException("the services did not start", other);
      };
    }

    /// Ends them, also if they have only just started. A failed start that nobody was told of is
    /// thrown here.
    @Override
    public synchronized void close() {
      awaitStart();
      if (start.state() == Future.State.SUCCESS) {
        start.resultNow().server().close();
        start.resultNow().database().close();
      } else if (!failureTold) {
        throw failure();
      }
    }

    private void awaitStart() {
      boolean interrupted = false;
      while (!start.isDone()) {
        try {
          start.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException failed) {
          break; // its failure is kept in the task
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
