package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
  @Test
  void isMadeAgainAfterAFailureAndThenKept() {
    AtomicInteger asked = new AtomicInteger();
    Once<String> once =
        new Once<>(() -> {
          if (asked.incrementAndGet() == 1) {
            throw new IllegalStateException("not yet");
          }
          return "made at " + asked.get();
        });
    assertThatThrownBy(once::get).hasMessage("not yet");
    assertThat(once.get()).isEqualTo("made at 2").isSameAs(once.get());
  }
}
