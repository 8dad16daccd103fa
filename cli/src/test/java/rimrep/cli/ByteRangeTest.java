package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import rimrep.cli.ByteRange.Asked;

class ByteRangeTest {
  private static Asked ask(String header) {
    return ByteRange.of(Optional.of(header), 100);
  }

  @Test
  void understandsTheThreeForms() {
    assertThat(ask("bytes=10-19")).isEqualTo(new Asked.Part(new ByteRange(10, 10)));
    assertThat(ask("bytes=90-")).isEqualTo(new Asked.Part(new ByteRange(90, 10)));
    assertThat(ask("bytes=-8")).isEqualTo(new Asked.Part(new ByteRange(92, 8)));
    assertThat(ask("bytes=-800")).isEqualTo(new Asked.Part(new ByteRange(0, 100)));
    assertThat(ask("bytes=95-1000")).isEqualTo(new Asked.Part(new ByteRange(95, 5)));
  }

  @Test
  void givesTheWholeWhereItDoesNotUnderstand() {
    for (String header : new String[] {"bytes=1-2,4-5", "items=1-2", "bytes=-", "bytes=5-4"}) {
      assertThat(ask(header)).as(header).isEqualTo(new Asked.Whole());
    }
    assertThat(ByteRange.of(Optional.empty(), 100)).isEqualTo(new Asked.Whole());
  }

  @Test
  void refusesWhatLiesBeyondTheEnd() {
    assertThat(ask("bytes=100-")).isEqualTo(new Asked.Unsatisfiable());
    assertThat(ask("bytes=-0")).isEqualTo(new Asked.Unsatisfiable());
  }
}
