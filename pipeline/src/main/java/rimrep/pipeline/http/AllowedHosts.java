package rimrep.pipeline.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.failure.BadConfiguration;

/// The hosts a source may contact, the same for its own addresses and for redirects.
///
/// A named host may have a private address, as servers inside an organisation do. A name that leads
/// to this machine itself (loopback) is refused unless that is allowed for tests; one that leads to
/// a link-local address, where clouds keep their credentials, unless that very address was written.
///
/// @param names host names or addresses, without port
/// @param loopback whether this machine itself may be a source
public record AllowedHosts(Set<String> names, boolean loopback) {
  public AllowedHosts {
    Set<String> lower = new TreeSet<>();
    names.forEach(name -> lower.add(plain(name)));
    names = Set.copyOf(lower);
  }

  /// The hosts of some addresses.
  public static AllowedHosts of(Iterable<URI> addresses, boolean loopback) {
    Set<String> names = new TreeSet<>();
    addresses.forEach(address -> names.add(hostOf(address)));
    return new AllowedHosts(names, loopback);
  }

  private static String hostOf(URI address) {
    String host = address.getHost();
    String scheme = address.getScheme();
    if (host == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new BadConfiguration(
          Shown.of(address),
          "is no address of a web server",
          "http://… or https://…",
          "correct it");
    }
    return plain(host);
  }

  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$", "");
  }

  /// Refuses an address that may not be contacted.
  ///
  /// @param from what led there, for the message: "the source" or "a redirect of …"
  /// @throws UnknownHostException if the name is allowed but cannot be resolved
  void check(URI address, String from) throws UnknownHostException {
    String host = hostOf(address);
    if (!names.contains(host)) {
      throw refused(
          address,
          from,
          "to host " + host + ", which is not named",
          "name the host in the source's hosts if it is trusted");
    }
    for (InetAddress found : InetAddress.getAllByName(host)) {
      if (found.isLoopbackAddress() && !loopback || found.isAnyLocalAddress()) {
        throw refused(
            address,
            from,
            "to this machine itself (" + found.getHostAddress() + ")",
            "use another host; RIMREP_ALLOW_LOOPBACK_SOURCES=true is for tests");
      }
      if (found.isLinkLocalAddress() && !host.equals(found.getHostAddress())) {
        throw refused(
            address, from, "to the link-local " + found.getHostAddress(), "use another host");
      }
    }
  }

  private BadConfiguration refused(URI address, String from, String where, String remedy) {
    String[] sorted = names.toArray(String[]::new);
    Arrays.sort(sorted);
    return new BadConfiguration(
        Shown.of(address),
        "refused: " + from + " leads " + where,
        "one of the hosts " + String.join(", ", sorted),
        remedy);
  }
}
