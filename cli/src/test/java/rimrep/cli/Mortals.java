package rimrep.cli;

import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Storage;
import rimrep.testing.Mortal;

/// The three stores of a process that ends at one of its writes.
final class Mortals {
  private Mortals() {}

  static Stores stores(Stores inner, Mortal.Life life) {
    return new Stores(
        Mortal.of(Storage.class, inner.publicStore(), life),
        Mortal.of(Storage.class, inner.privateStore(), life),
        Mortal.of(Storage.class, inner.artifacts(), life));
  }
}
