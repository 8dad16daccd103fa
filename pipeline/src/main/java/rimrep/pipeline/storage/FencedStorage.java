package rimrep.pipeline.storage;

import rimrep.pipeline.failure.Temporary;

/// A store that takes writes only while a lock is held. A lease may run out while its holder is
/// paused: what it does when it wakes must not reach the store, for another may have followed.
///
/// Between the question and the write there is a moment. Whoever writes what another run may have
/// written makes the write conditional on what was read before: as the lock was held after the
/// reading, nobody else can have written between.
public final class FencedStorage extends ForwardingStorage {
  private final Lock lock;

  public FencedStorage(Storage inner, Lock lock) {
    super(inner);
    this.lock = lock;
  }

  @Override
  protected void beforeWrite(String key) {
    if (!lock.isHeld()) {
      throw new Temporary(
          location().resolve(key).text(),
          "this process has lost the lock of the dataset: its lease ran out, perhaps during a"
              + " pause",
          "the lock until the last write, for another run may have followed",
          "run it again");
    }
  }
}
