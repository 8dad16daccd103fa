package rimrep.pipeline.http;

import java.util.Map;
import rimrep.pipeline.failure.BadConfiguration;

/// What a source needs to be let in: the value of an environment variable that its definition
/// names. The value goes into the request and nowhere else.
public final class Secret {
  private final String variable;
  private final String value;

  private Secret(String variable, String value) {
    this.variable = variable;
    this.value = value;
  }

  /// Reads the variable; {@link BadConfiguration} if it is not set.
  public static Secret of(String variable, Map<String, String> environment) {
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      throw new BadConfiguration(
          "environment variable " + variable,
          "is not set",
          "the secret that the source's auth.env names",
          "set it to a token, or to a whole Authorization value such as 'Basic …'");
    }
    return new Secret(variable, value);
  }

  /// The value of the `Authorization` header: as set if it names a scheme, else as a bearer token.
  String authorization() {
    return value.indexOf(' ') > 0 ? value : "Bearer " + value;
  }

  @Override
  public String toString() {
    return "Secret[" + variable + "]";
  }
}
