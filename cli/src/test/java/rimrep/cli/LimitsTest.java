package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Each refusal that `docs/limits.md` names has a test that produces it.
class LimitsTest {

  @Test
  void eachRowNamesATestThatExists() throws IOException {
    assertThat(new NamedTests().checkRows("docs/limits.md", "Refused")).isGreaterThan(30);
  }
}
