package rimrep.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  @Test
  void writesNumbersAsRfc8785AppendixB() {
    assertThat(number(0x0000000000000001L)).isEqualTo("5e-324");
    assertThat(number(0x8000000000000001L)).isEqualTo("-5e-324");
    assertThat(number(0x7fefffffffffffffL)).isEqualTo("1.7976931348623157e+308");
    assertThat(number(0x4340000000000000L)).isEqualTo("9007199254740992");
    assertThat(number(0x4430000000000000L)).isEqualTo("295147905179352830000");
    assertThat(number(0x44b52d02c7e14af5L)).isEqualTo("9.999999999999997e+22");
    assertThat(number(0x44b52d02c7e14af6L)).isEqualTo("1e+23");
    assertThat(number(0x44b52d02c7e14af7L)).isEqualTo("1.0000000000000001e+23");
    assertThat(number(0x444b1ae4d6e2ef4eL)).isEqualTo("999999999999999700000");
    assertThat(number(0x444b1ae4d6e2ef50L)).isEqualTo("1e+21");
    assertThat(number(0x3eb0c6f7a0b5ed8cL)).isEqualTo("9.999999999999997e-7");
    assertThat(number(0x3eb0c6f7a0b5ed8dL)).isEqualTo("0.000001");
    assertThat(number(0x41b3de4355555553L)).isEqualTo("333333333.3333332");
    assertThat(number(0xbecbf647612f3696L)).isEqualTo("-0.0000033333333333333333");
    assertThat(number(0x8000000000000000L)).isEqualTo("0");
  }

  @Test
  void ordersNamesByUtf16AndEscapesOnlyWhatMustBe() {
    String sample =
        "{\"\\u20ac\":1.0,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
            + "\"z\":\"\\u000f\\n</\\\"\\\\é\"}";
    assertThat(CanonicalJson.text(Json.mapper().readTree(sample)))
        .isEqualTo(
            "{\"\\r\":2,\"1\":4,\"z\":\"\\u000f\\n</\\\"\\\\é\",\"\u0080\":6,\"\u20ac\":1,"
                + "\"\ud83d\ude00\":5,\"\ufb33\":3}");
  }

  @Test
  void keepsNullsAndEmptyContainers() {
    assertThat(CanonicalJson.text(Json.mapper().readTree("[ null, {}, [], true ]")))
        .isEqualTo("[null,{},[],true]");
  }

  @Test
  void refusesIntegersThatReadersWouldRound() {
    assertThatThrownBy(() -> CanonicalJson.text(Json.mapper().readTree("9007199254740993")))
        .hasMessageContaining("9007199254740993");
    assertThat(CanonicalJson.text(Json.mapper().readTree("-9223372036854775808")))
        .isEqualTo("-9223372036854776000");
  }

  /// Fill values such as 1e20f, of models, or that of int64.
  @Test
  void readsAndWritesAgainWhatItWrote() {
    for (String large : List.of("1.0000000200408773E20", "-9223372036854775808", "1e21", "1e15")) {
      String once = CanonicalJson.text(Json.mapper().readTree(large));
      assertThat(CanonicalJson.text(Json.mapper().readTree(once))).isEqualTo(once);
      assertThat(Double.parseDouble(once)).isEqualTo(Double.parseDouble(large));
    }
  }

  private static String number(long bits) {
    return CanonicalJson.ecmaScript(Double.longBitsToDouble(bits));
  }
}
