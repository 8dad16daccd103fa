package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;

/// The conformance classes that a role offers: only what works.
public final class Conformance {

  private static final String STAC = "https://api.stacspec.org/v1.0.0/";
  private static final String FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";

  private static final String SORT = "https://api.stacspec.org/v1.1.0/";
  private static final String COLLECTIONS =
      "https://api.stacspec.org/v1.0.0-rc.1/collection-search";
  private static final String CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/";

  private static final List<String> READ =
      List.of(
          STAC + "core",
          STAC + "collections",
          STAC + "ogcapi-features",
          STAC + "item-search",
          FEATURES + "core",
          FEATURES + "geojson",
          FEATURES + "oas30",
          STAC + "item-search#fields",
          STAC + "ogcapi-features#fields",
          STAC + "item-search#query",
          STAC + "ogcapi-features#query",
          // both versions: clients that look for one do not see the other
          STAC + "item-search#sort",
          STAC + "ogcapi-features#sort",
          SORT + "item-search#sort",
          SORT + "ogcapi-features#sort",
          SORT + "item-search#sortables",
          "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
          STAC + "item-search#filter",
          "https://api.stacspec.org/v1.0.0-rc.2/item-search#filter",
          "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
          "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
          COLLECTIONS,
          COLLECTIONS + "#free-text",
          COLLECTIONS + "#filter",
          COLLECTIONS + "#query",
          COLLECTIONS + "#fields",
          SORT + "collection-search#sort",
          "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/simple-query",
          "https://api.stacspec.org/v1.0.0-rc.1/item-search#free-text",
          "https://api.stacspec.org/v1.0.0-rc.1/ogcapi-features#free-text",
          CQL2 + "cql2-text",
          CQL2 + "cql2-json",
          CQL2 + "basic-cql2",
          CQL2 + "advanced-comparison-operators",
          CQL2 + "case-insensitive-comparison",
          CQL2 + "accent-insensitive-comparison",
          CQL2 + "basic-spatial-functions",
          CQL2 + "basic-spatial-functions-plus",
          CQL2 + "spatial-functions",
          CQL2 + "temporal-functions",
          CQL2 + "array-functions",
          CQL2 + "property-property");

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
