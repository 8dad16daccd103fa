package rimrep.api.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The addresses of proxies whose forwarded headers are believed: single ones and networks
/// (`10.0.0.0/8`).
public final class TrustedProxies {

  /// Nobody.
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private record Network(byte[] address, int bits) {
    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> networks;

  private TrustedProxies(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /// @param texts `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`; no names
  /// @throws IllegalArgumentException naming what is no address
  public static TrustedProxies of(Collection<String> texts) {
    var networks = new ArrayList<Network>();
    for (String text : texts) {
      networks.add(network(text));
    }
    return new TrustedProxies(networks);
  }

  private static Network network(String text) {
    String[] parts = text.split("/", 2);
    try {
      byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
      int all = address.length * 8;
      int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > all) {
        throw new IllegalArgumentException("a network of " + bits + " bits");
      }
      return new Network(address, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "proxy \"" + text + "\" is no address; expected one such as 127.0.0.1 or 10.0.0.0/8", e);
    }
  }

  /// @param remote the address at the other end of a connection
  boolean trusts(String remote) {
    if (networks.isEmpty()) {
      return false;
    }
    byte[] address = InetAddress.ofLiteral(remote.replaceFirst("%.*", "")).getAddress();
    return networks.stream().anyMatch(n -> n.holds(address));
  }
}
