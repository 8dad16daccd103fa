package rimrep.api.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rimrep.api.core.Links;

/// Finds out under which URL the client sees this API: `publicUrl`, else forwarded headers (RFC
/// 7239, then the `X-Forwarded-` family) if a trusted proxy sent them, else the request itself.
final class BaseUrl {

  private static final String HOST = "[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]";
  private static final String AUTHORITY = "(" + HOST + ")(:[0-9]{1,5})?";

  private static final String AUTHORITY_WITH_PORT = "(" + HOST + "):[0-9]{1,5}";

  private final ApiSettings settings;

  BaseUrl(ApiSettings settings) {
    this.settings = settings;
  }

  Links links(Context ctx) {
    return new Links(base(ctx));
  }

  private String base(Context ctx) {
    if (settings.publicUrl().isPresent()) {
      return settings.publicUrl().map(URI::toString).orElseThrow().replaceAll("/+$", "");
    }
    Map<String, String> forwarded =
        settings.trustedProxies().trusts(ctx.req().getRemoteAddr()) ? forwarded(ctx) : Map.of();
    String scheme =
        Optional.ofNullable(forwarded.get("proto"))
            .filter(p -> p.matches("https?"))
            .orElse(ctx.req().getScheme());
    String authority = authority(ctx, forwarded, scheme);
    String prefix =
        Optional.ofNullable(forwarded.get("prefix"))
            .map(p -> ("/" + p).replaceAll("/+", "/").replaceAll("/$", ""))
            .filter(p -> p.matches("(/[A-Za-z0-9._~-]+)*"))
            .orElse("");
    return scheme + "://" + authority + prefix + settings.prefix();
  }

  private static String authority(Context ctx, Map<String, String> forwarded, String scheme) {
    String host =
        Optional.ofNullable(forwarded.get("host"))
            .filter(h -> h.matches(AUTHORITY))
            .or(() -> Optional.ofNullable(ctx.header("Host")).filter(h -> h.matches(AUTHORITY)))
            .orElse(ctx.req().getLocalName() + ":" + ctx.req().getLocalPort());
    String port = forwarded.get("port");
    boolean told = forwarded.getOrDefault("host", "").matches(AUTHORITY_WITH_PORT);
    if (port != null && port.matches("[0-9]{1,5}") && !told) {
      host = host.replaceFirst(":[0-9]{1,5}$", "") + ":" + port;
    }
    return host.replaceFirst(scheme.equals("https") ? ":443$" : ":80$", "");
  }

  /// The first proxy's view, the one nearest to the client.
  private static Map<String, String> forwarded(Context ctx) {
    var values = new HashMap<String, String>();
    String standard = ctx.header("Forwarded");
    if (standard != null) {
      for (String pair : first(standard).split(";", -1)) {
        String[] parts = pair.strip().split("=", 2);
        if (parts.length == 2) {
          values.put(parts[0].toLowerCase(Locale.ROOT), parts[1].replace("\"", ""));
        }
      }
    } else {
      for (String name : new String[] {"Proto", "Host", "Port"}) {
        put(values, name, ctx.header("X-Forwarded-" + name));
      }
    }
    put(values, "Prefix", ctx.header("X-Forwarded-Prefix"));
    return values;
  }

  private static void put(Map<String, String> values, String name, @Nullable String header) {
    if (header != null) {
      values.put(name.toLowerCase(Locale.ROOT), first(header));
    }
  }

  private static String first(String list) {
    return list.split(",", 2)[0].strip();
  }
}
