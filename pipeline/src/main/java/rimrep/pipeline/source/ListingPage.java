package rimrep.pipeline.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
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
      return page.resolve(new URI(href.replace(" ", "%20")));
    } catch (URISyntaxException e) {
      return null; // a link such as javascript:… names no file
    }
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
