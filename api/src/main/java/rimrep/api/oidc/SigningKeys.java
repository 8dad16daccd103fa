package rimrep.api.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The provider's keys, kept for some minutes. A token whose key is not among them, or that names
/// none and is signed with none of them, makes them be read once more, for the provider may have
/// changed them; so that nobody can make us ask the provider all day, that happens a few times in
/// half a minute at most.
///
/// Thread-safe.
final class SigningKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration FRESH = Duration.ofMinutes(5);

  /// So long known keys count while the provider is away.
  private static final Duration USABLE = Duration.ofHours(1);

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int READS_PER_WINDOW = 10;

  private final ProviderDocuments provider;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private final Deque<Instant> reads = new ArrayDeque<>();
  private volatile @Nullable Known known;

  private record Known(JWKSet keys, Instant at) {
    List<JWK> matching(JWSHeader header) {
      return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys);
    }
  }

  SigningKeys(ProviderDocuments provider, InstantSource clock) {
    this.provider = provider;
    this.clock = clock;
  }

  /// Keys that may have signed a token with this header; empty if the provider has none.
  ///
  /// @throws ProviderAway if the keys are not known and cannot be had
  List<JWK> matching(JWSHeader header) {
    Known now = current();
    List<JWK> found = now.matching(header);
    return found.isEmpty() ? readUnless(now).matching(header) : found;
  }

  /// As [#matching], once the keys were read again; not if that happened too often just now.
  List<JWK> newlyRead(JWSHeader header) {
    return readUnless(known).matching(header);
  }

  private Known current() {
    Known now = known;
    if (now != null && isYounger(now, FRESH)) {
      return now;
    }
    try {
      return readUnless(now);
    } catch (ProviderAway e) {
      if (now == null || !isYounger(now, USABLE)) {
        throw e;
      }
      LOG.warn("oidc.away keys of {} are used on: {}", now.at(), e.getMessage());
      return now;
    }
  }

  private boolean isYounger(Known keys, Duration age) {
    return keys.at().plus(age).isAfter(clock.instant());
  }

  /// Reads the keys again, unless another thread has done so since `seen`.
  private Known readUnless(@Nullable Known seen) {
    reading.lock();
    try {
      Known now = known;
      if (now != null && now != seen) {
        return now;
      }
      if (!mayRead()) {
        if (now != null) {
          return now;
        }
        throw new ProviderAway("the provider did not answer several times; it is asked again soon");
      }
      Known fresh = new Known(provider.keys(), clock.instant());
      known = fresh;
      return fresh;
    } finally {
      reading.unlock();
    }
  }

  private boolean mayRead() {
    Instant now = clock.instant();
    while (!reads.isEmpty() && !reads.getFirst().plus(WINDOW).isAfter(now)) {
      reads.removeFirst();
    }
    boolean may = reads.size() < READS_PER_WINDOW;
    if (may) {
      reads.addLast(now);
    }
    return may;
  }
}
