package rimrep.pipeline.step;

import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.BadConfiguration;

/// Stops before a dataset would lie in two stores, or grow on top of data nobody accounts for.
final class AccessCheck {
  private AccessCheck() {}

  static void check(DatasetDefinition definition, Ledgers.Read ledger, Site site) {
    Ledger.Published published = ledger.ledger().publishedTo().orElse(null);
    if (published != null && published.access() != definition.access()) {
      throw new BadConfiguration(
          definition.folder() + "/datapackage.json",
          "access "
              + definition.access().word()
              + ", but published as "
              + published.access().word(),
          "the access it was published with",
          "take it back first: rimrep withdraw " + definition.id());
    }
    String data = definition.id() + "/" + definition.kind().dataPath() + "/";
    if (!ledger.exists() && !site.stores().of(definition.access()).list(data).isEmpty()) {
      throw new BadConfiguration(
          site.stores().of(definition.access()).location().resolve(data).text(),
          "data without a ledger",
          "a ledger that says what it is made of",
          "restore "
              + Ledger.key(definition.id())
              + ", or make it again: rimrep ledger rebuild "
              + definition.id());
    }
  }
}
