package rimrep.pipeline.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A body as a stream that does not wait for ever: the client's own time limit ends with the head
/// of the answer. One piece is asked for at a time, so a slow reader holds little in memory.
final class TimedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  private sealed interface Event {
    record Piece(ByteBuffer bytes) implements Event {}

    record End(@Nullable Throwable cause) implements Event {}
  }

  private final Duration silence;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private boolean ended;

  TimedBody(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription s) {
    subscription.complete(s);
    s.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    int length = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer whole = ByteBuffer.allocate(length);
    buffers.forEach(whole::put);
    events.add(new Event.Piece(whole.flip()));
  }

  @Override
  public void onError(Throwable cause) {
    events.add(new Event.End(cause));
  }

  @Override
  public void onComplete() {
    events.add(new Event.End(null));
  }

  @Override
  public int read() throws IOException {
    return await() ? piece.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!await()) {
      return -1;
    }
    int count = Math.min(length, piece.remaining());
    piece.get(target, offset, count);
    return count;
  }

  /// Whether there is a byte to give; waits for it.
  private boolean await() throws IOException {
    while (!piece.hasRemaining() && !ended) {
      switch (next()) {
        case Event.Piece(ByteBuffer bytes) -> {
          piece = bytes;
          subscription.join().request(1);
        }
        case Event.End(var cause) -> {
          ended = true;
          if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause);
          }
        }
      }
    }
    return piece.hasRemaining();
  }

  private Event next() throws IOException {
    try {
      Event event = events.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        close();
        throw new HttpTimeoutException("no byte for " + silence.toMillis() + " ms");
      }
      return event;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new Interrupted(e);
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      subscription.thenAccept(Flow.Subscription::cancel);
    }
  }
}
