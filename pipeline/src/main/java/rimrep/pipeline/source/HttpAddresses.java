package rimrep.pipeline.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.http.AllowedHosts;
import rimrep.pipeline.http.HttpSource;
import rimrep.pipeline.http.Secret;

/// The addresses that a source's `http` stands for: itself, or one for each date of
/// `{date:PATTERN}`, each once.
final class HttpAddresses {
  private static final Pattern DATE = Pattern.compile("\\{date:([^{}]+)}");

  private HttpAddresses() {}

  static boolean dated(SourceSpec.Http source) {
    return DATE.matcher(source.url()).find();
  }

  static List<URI> of(SourceSpec.Http source, LocalDate today) {
    if (!dated(source)) {
      return List.of(uri(source, source.url()));
    }
    LocalDate last = source.to().filter(to -> to.isBefore(today)).orElse(today);
    LocalDate first =
        source
            .from()
            .orElseThrow(
                () -> wrong(source, "{date:…} without 'from'", "the first date in 'from'"));
    Set<URI> addresses = new LinkedHashSet<>();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      addresses.add(uri(source, at(source.url(), date)));
    }
    return List.copyOf(addresses);
  }

  private static String at(String pattern, LocalDate date) {
    return DATE.matcher(pattern)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                DateTimeFormatter.ofPattern(match.group(1), Locale.ROOT).format(date)));
  }

  /// What all addresses of the source begin with, up to a `/`: names of items are relative to it.
  static String base(SourceSpec.Http source) {
    String url = source.url();
    int brace = url.indexOf('{');
    String fixed = brace < 0 ? url : url.substring(0, brace);
    return fixed.substring(0, fixed.lastIndexOf('/') + 1);
  }

  /// Opens the web servers of a source.
  static HttpSource open(SourceSpec.Http source, SourceAccess access) {
    Set<String> names = new LinkedHashSet<>(source.hosts());
    names.add(String.valueOf(uri(source, DATE.matcher(source.url()).replaceAll("0")).getHost()));
    return new HttpSource(
        access.http(),
        new AllowedHosts(names, access.loopback()),
        source.authEnv().map(name -> Secret.of(name, access.environment())));
  }

  private static URI uri(SourceSpec.Http source, String text) {
    try {
      URI address = new URI(text);
      if (!HttpSource.shown(address).equals(text)) {
        throw wrong(source, "an address with a secret in it", "an address without; see auth.env");
      }
      return address;
    } catch (URISyntaxException e) {
      throw wrong(source, "no address: " + e.getReason(), "http://… or https://…");
    }
  }

  private static BadConfiguration wrong(SourceSpec.Http source, String found, String expected) {
    return new BadConfiguration("source " + source.name(), found, expected, "correct ingest.yaml");
  }
}
