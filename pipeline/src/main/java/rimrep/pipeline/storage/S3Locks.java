package rimrep.pipeline.storage;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;

/// Locks of an S3 store. A lock is the object `<name>/lock/<n>` with the highest n, if it is
/// neither released nor older than its lease by the clock of the store, nor that of a process of
/// this machine that has ended. Taking one means creating n + 1, which S3 grants to one writer
/// only. A holder renews its object until it closes the lock.
///
/// The highest object is never deleted, so n only grows: a creator that slept through several
/// holders finds a higher one when it looks again, and withdraws.
final class S3Locks {
  private static final Duration POLL = Duration.ofMillis(250);

  private final S3Storage store;
  private final Duration lease;

  /// Ids held by this process: an owner may follow its own dead process, not its living threads.
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  S3Locks(S3Storage store, Duration lease) {
    this.store = store;
    this.lease = lease;
  }

  /// What a lock object says.
  ///
  /// @param process {@link ProcessMark} of the holder
  /// @param renewal counts up, so that each renewal is another content
  private record Claim(
      String id, String owner, String process, long leaseMillis, long renewal, boolean released) {
    Body body() {
      return Body.of(
          String.format(
              Locale.ROOT,
              "id=%s\nowner=%s\nprocess=%s\nlease=%d\nrenewal=%d\nreleased=%s\n",
              id,
              owner.replaceAll("\\R", " "),
              process,
              leaseMillis,
              renewal,
              released));
    }

    static Claim parse(String key, String text) {
      Map<String, String> fields = new TreeMap<>();
      for (String line : text.split("\n")) {
        String[] parts = line.split("=", 2);
        fields.put(parts[0], parts[parts.length - 1]);
      }
      try {
        return new Claim(
            fields.getOrDefault("id", ""),
            fields.getOrDefault("owner", ""),
            fields.getOrDefault("process", ""),
            Long.parseLong(fields.getOrDefault("lease", "")),
            Long.parseLong(fields.getOrDefault("renewal", "")),
            Boolean.parseBoolean(fields.get("released")));
      } catch (NumberFormatException e) {
        throw new Bug(key, "is no lock: " + text, "a lock written by this program", "remove it");
      }
    }

    Claim renewed() {
      return new Claim(id, owner, process, leaseMillis, renewal + 1, false);
    }

    Claim ended() {
      return new Claim(id, owner, process, leaseMillis, renewal + 1, true);
    }
  }

  Storage.Lock take(String name, String owner, Duration wait) {
    String folder = name + "/lock/";
    long deadline = System.nanoTime() + wait.toNanos();
    Claim mine =
        new Claim(
            UUID.randomUUID().toString(), owner, ProcessMark.own(), lease.toMillis(), 0, false);
    while (true) {
      long highest = highest(folder);
      Optional<Claim> holder = highest == 0 ? Optional.empty() : holder(folder + highest, owner);
      if (holder.isEmpty()) {
        Optional<Storage.Lock> lock = claim(folder, highest + 1, mine);
        if (lock.isPresent()) {
          return lock.get();
        }
      }
      long left = deadline - System.nanoTime();
      if (holder.isPresent() && left <= 0) {
        throw FolderLocks.taken(name, holder.get().owner(), wait);
      }
      if (holder.isPresent()) {
        sleep(name, Math.min(left, POLL.toNanos()));
      }
    }
  }

  private long highest(String folder) {
    return numbers(folder).reversed().stream().findFirst().orElse(0L);
  }

  /// The claims there are, ascending. Anything else under the name is none of ours.
  private List<Long> numbers(String folder) {
    return store.list(folder).stream()
        .map(claim -> claim.key().substring(folder.length()))
        .filter(number -> number.matches("[0-9]{1,18}"))
        .map(Long::valueOf)
        .sorted()
        .toList();
  }

  /// Who holds this claim still, if anybody does.
  private Optional<Claim> holder(String key, String owner) {
    return store
        .aged(key)
        .flatMap(found -> {
          Claim claim = Claim.parse(key, found.content().text());
          boolean expired = found.age().toMillis() > claim.leaseMillis;
          boolean ownDeadProcess = claim.owner.equals(owner) && !held.contains(claim.id);
          return claim.released || expired || ownDeadProcess || ProcessMark.hasEnded(claim.process)
              ? Optional.empty()
              : Optional.of(claim);
        });
  }

  private Optional<Storage.Lock> claim(String folder, long number, Claim mine) {
    String key = folder + number;
    long before = System.nanoTime();
    held.add(mine.id);
    PutResult result = store.putIfAbsent(key, mine.body());
    if (result instanceof PutResult.Written(ETag etag) && highest(folder) == number) {
      clear(folder, number);
      return Optional.of(new Held(key, mine, etag, before));
    }
    held.remove(mine.id);
    if (result instanceof PutResult.Written) {
      store.delete(key);
    }
    return Optional.empty();
  }

  /// Keeps the claim before this one: whoever reads it now finds it ended.
  private void clear(String folder, long number) {
    numbers(folder).stream()
        .filter(old -> old < number - 1)
        .forEach(old -> store.delete(folder + old));
  }

  private static void sleep(String name, long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FileFailures.interrupted("lock " + name, e);
    }
  }

  /// A lock in our hands, renewed by a thread of its own.
  private final class Held implements Storage.Lock {
    private final String key;
    private final Thread renewer;
    private Claim claim;
    private ETag etag;

    /// When the last renewal that succeeded was sent, by the clock of this process.
    private long renewedNanos;

    private boolean lost;
    private boolean closed;

    Held(String key, Claim claim, ETag etag, long renewedNanos) {
      this.key = key;
      this.claim = claim;
      this.etag = etag;
      this.renewedNanos = renewedNanos;
      this.renewer = Thread.ofPlatform().daemon().name("lease of " + key).start(this::renew);
    }

    private void renew() {
      try {
        while (true) {
          Thread.sleep(lease.dividedBy(4));
          try {
            if (!renewOnce()) {
              return;
            }
          } catch (Failure e) {
            continue; // The store may answer before the lease is over; isHeld counts the time.
          }
        }
      } catch (InterruptedException e) {
        return; // Closed.
      }
    }

    private synchronized boolean renewOnce() {
      if (closed || lost) {
        return false;
      }
      long sent = System.nanoTime();
      Claim next = claim.renewed();
      switch (store.putIfMatch(key, etag, next.body())) {
        case PutResult.Written(ETag now) -> {
          claim = next;
          etag = now;
          renewedNanos = sent;
        }
        case PutResult.Refused() -> lost = true;
      }
      return !lost;
    }

    @Override
    public synchronized boolean isHeld() {
      return !closed && !lost && System.nanoTime() - renewedNanos < lease.toNanos();
    }

    @Override
    public void close() {
      renewer.interrupt();
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
        held.remove(claim.id);
        if (!lost) {
          // Refused means that another has followed us: then there is nothing to give back.
          store.putIfMatch(key, etag, claim.ended().body());
        }
      }
    }
  }
}
