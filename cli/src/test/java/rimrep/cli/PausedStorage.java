package rimrep.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.ForwardingStorage;
import rimrep.pipeline.storage.Storage;

/// A store on whose way one write is held up, as long as a test wants: it was sent while the lock
/// was held and arrives when another run has come and gone.
final class PausedStorage extends ForwardingStorage {
  private final Pause pause;

  private PausedStorage(Storage inner, Pause pause) {
    super(inner);
    this.pause = pause;
  }

  static Stores stores(Stores inner, Pause pause) {
    return new Stores(
        new PausedStorage(inner.publicStore(), pause),
        new PausedStorage(inner.privateStore(), pause),
        new PausedStorage(inner.artifacts(), pause));
  }

  /// Holds up the nth of the writes that it is to count.
  static final class Pause {
    private final int number;
    private final boolean lockStands;
    private final Predicate<String> counted;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private int writes;

    /// @param number from 1
    /// @param lockStands whether the run takes no lock at all and believes to hold it, so that only
    ///   conditions on its writes keep it from harm
    /// @param counted keys of the writes that count
    Pause(int number, boolean lockStands, Predicate<String> counted) {
      this.number = number;
      this.lockStands = lockStands;
      this.counted = counted;
    }

    /// Waits until the write is on its way.
    ///
    /// @return false if the run ended without it
    boolean awaitReached(Thread run) throws InterruptedException {
      while (!reached.await(20, TimeUnit.MILLISECONDS)) {
        if (!run.isAlive()) {
          return reached.getCount() == 0;
        }
      }
      return true;
    }

    void goOn() {
      over.countDown();
    }

    synchronized int writes() {
      return writes;
    }

    private synchronized boolean isNow(String key) {
      return counted.test(key) && ++writes == number;
    }

    private void pass(String key) {
      if (isNow(key)) {
        reached.countDown();
        try {
          over.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException("interrupted", e);
        }
      }
    }
  }

  @Override
  protected void beforeWrite(String key) {
    pause.pass(key);
  }

  @Override
  public Lock lock(String name, String owner, Duration wait) {
    return pause.lockStands ? new Believed() : super.lock(name, owner, wait);
  }

  private static final class Believed implements Lock {
    @Override
    public boolean isHeld() {
      return true;
    }

    @Override
    public void close() {
      // Nothing was taken.
    }
  }
}
