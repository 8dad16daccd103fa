package rimrep.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.api.postgres.EmbeddedPostgres;
import rimrep.api.postgres.PostgresException;

/// Looks after the embedded PostgreSQL while it is needed: one that dies is started again. What was
/// asked of it meanwhile is answered with 503 and asked again.
final class DatabaseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseKeeper.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final EmbeddedPostgres postgres;
  private final Thread thread;

  DatabaseKeeper(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    this.thread = Thread.ofPlatform().daemon().name("postgres-keeper").start(this::keep);
  }

  private void keep() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        look();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (postgres.revive()) {
        LOG.warn("postgres.revived it had died and was started again");
      }
    } catch (PostgresException e) {
      LOG.warn("postgres.dead it does not start again; trying on", e);
    }
  }

  /// Ends the watch, then the server.
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    postgres.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
