package rimrep.api.core;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.JsonNodeFactory;

/// The links that the API makes, all under one base URL.
///
/// @param base URL of the landing page without a final slash, `https://example.org/stac`
public record Links(String base) {

  public static final String JSON = "application/json";
  public static final String GEOJSON = "application/geo+json";
  public static final String SCHEMA = "application/schema+json";
  public static final String QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
  public static final String SORTABLES = "http://www.opengis.net/def/rel/ogc/1.0/sortables";

  public Links {
    if (base.endsWith("/")) {
      throw new IllegalArgumentException("base " + base + " ends with a slash");
    }
  }

  /// The landing page. At the root of a host it has a final slash, below it none.
  public String landing() {
    return base.indexOf('/', base.indexOf("://") + 3) < 0 ? base + "/" : base;
  }

  public String url(String path) {
    return base + path;
  }

  public String itemUrl(String collection, String id) {
    return collectionUrl(collection) + "/items/" + segment(id);
  }

  public String collectionUrl(String id) {
    return base + "/collections/" + segment(id);
  }

  /// Comma-separated link objects for an item.
  String item(String collection, String id) {
    String parent = collectionUrl(collection);
    return new StringJoiner(",")
        .add(link("self", parent + "/items/" + segment(id), GEOJSON))
        .add(link("parent", parent, JSON))
        .add(link("collection", parent, JSON))
        .add(root())
        .toString();
  }

  /// Comma-separated link objects for a collection.
  String collection(String id) {
    return new StringJoiner(",")
        .add(link("self", collectionUrl(id), JSON))
        .add(link("parent", landing(), JSON))
        .add(root())
        .add(link("items", collectionUrl(id) + "/items", GEOJSON))
        .add(link(QUERYABLES, collectionUrl(id) + "/queryables", SCHEMA))
        .add(link(SORTABLES, collectionUrl(id) + "/sortables", SCHEMA))
        .toString();
  }

  String root() {
    return link("root", landing(), JSON);
  }

  /// As text at once: a page has dozens of them.
  static String link(String relation, String href, String type) {
    return "{\"rel\":\"" + relation + "\",\"href\":" + quoted(href) + ",\"type\":\"" + type + "\"}";
  }

  private static String quoted(String href) {
    boolean plain = href.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    return plain ? '"' + href + '"' : StacJson.write(JsonNodeFactory.instance.stringNode(href));
  }

  /// An id as one path segment. A name of dots alone would be taken for a folder.
  static String segment(String id) {
    if (!id.isEmpty() && id.chars().allMatch(Links::isUnreserved)) {
      return id;
    }
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
