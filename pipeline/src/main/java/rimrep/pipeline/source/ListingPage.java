package rimrep.pipeline.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A directory listing as web servers write it (Apache, nginx, Python, IIS): all that matters is
/// which links lead to files directly below the page's own address.
final class ListingPage {
  private static final Pattern HREF =
      Pattern.compile(
          "<a\\s[^>]*?href\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))",
          Pattern.CASE_INSENSITIVE);

  /// Addresses of their own; any other colon in the first segment belongs to a file's name.
  private static final Pattern SCHEME =
      Pattern.compile("^(https?|ftp|file|javascript|mailto|data|about):", Pattern.CASE_INSENSITIVE);

  private static final Pattern COLON = Pattern.compile("^[^/?#]*:");

  private ListingPage() {}

  /// Addresses of the files, sorted, each once.
  static List<URI> files(URI page, String html) {
    TreeSet<URI> files = new TreeSet<>();
    Matcher matcher = HREF.matcher(html);
    while (matcher.find()) {
      String href = firstOf(matcher).replace("&amp;", "&").strip();
      URI target = resolve(page, href);
      if (target != null && isChild(page, target)) {
        files.add(target);
      }
    }
    return List.copyOf(files);
  }

  private static String firstOf(Matcher matcher) {
    for (int group = 1; group < 3; group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return matcher.group(3);
  }

  private static @org.jspecify.annotations.Nullable URI resolve(URI page, String href) {
    try {
      String relative =
          SCHEME.matcher(href).find() || !COLON.matcher(href).find() ? href : "./" + href;
      return page.resolve(new URI(escaped(relative)));
    } catch (URISyntaxException e) {
      return null; // a link such as javascript:… names no file
    }
  }

  /// Servers differ in what they escape; {@link URI} takes only what RFC 3986 allows.
  private static String escaped(String href) {
    StringBuilder text = new StringBuilder();
    for (byte b : href.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && b < 127 && "\"<>[]\\^`{|}".indexOf(b) < 0;
      text.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return text.toString();
  }

  /// What a page is that lists files in another way than by links to them; empty if it may be a
  /// directory listing.
  static Optional<String> otherKind(String text) {
    if (text.contains("<ListBucketResult")) {
      return Optional.of("a listing of S3 (ListBucketResult)");
    }
    boolean thredds = text.contains("thredds/InvCatalog") || text.contains("catalog.html?dataset=");
    return thredds ? Optional.of("a catalogue of THREDDS") : Optional.empty();
  }

  private static boolean isChild(URI page, URI target) {
    if (target.getRawQuery() != null
        || target.getRawPath() == null
        || !String.valueOf(page.getRawAuthority()).equals(target.getRawAuthority())
        || !page.getScheme().equals(target.getScheme())) {
      return false;
    }
    String folder = page.getRawPath();
    String path = target.getRawPath();
    return path.startsWith(folder)
        && path.length() > folder.length()
        && path.indexOf('/', folder.length()) < 0;
  }
}
