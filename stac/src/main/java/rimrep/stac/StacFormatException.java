package rimrep.stac;

import java.util.Objects;

/// A document that is no STAC object at all: broken JSON, another type, no id. What is wrong inside
/// a STAC object is a [Problem], returned and not thrown.
public final class StacFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StacFormatException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
