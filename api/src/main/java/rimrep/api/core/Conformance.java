package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;

/// The conformance classes that a role offers: only what works.
public final class Conformance {

  private static final String STAC = "https://api.stacspec.org/v1.0.0/";
  private static final String FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";

  private static final List<String> READ =
      List.of(
          STAC + "core",
          STAC + "collections",
          STAC + "ogcapi-features",
          STAC + "item-search",
          FEATURES + "core",
          FEATURES + "geojson",
          FEATURES + "oas30");

  private static final List<String> WRITE =
      List.of(
          STAC + "ogcapi-features/extensions/transaction",
          STAC + "collections/extensions/transaction");

  private Conformance() {}

  public static List<String> of(Role role) {
    return switch (role) {
      case PUBLIC -> READ;
      case INTERNAL -> {
        var all = new ArrayList<>(READ);
        all.addAll(WRITE);
        yield List.copyOf(all);
      }
    };
  }
}
