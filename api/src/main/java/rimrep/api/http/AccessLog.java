package rimrep.api.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per request, with its parts as key-value pairs: JSON, if the log is.
public final class AccessLog implements RequestObserver {

  private static final Logger LOG = LoggerFactory.getLogger("rimrep.access");
  private static final int MAX_TEXT = 2_000;
  private static final double MILLIS = 1_000.0;

  @Override
  public void answered(Exchange exchange) {
    LOG.atInfo()
        .addKeyValue("request", exchange.id())
        .addKeyValue("method", exchange.method())
        .addKeyValue("path", cut(exchange.path()))
        .addKeyValue("query", cut(exchange.query()))
        .addKeyValue("status", exchange.status())
        .addKeyValue("millis", Math.round(exchange.seconds() * MILLIS * MILLIS) / MILLIS)
        .addKeyValue("client", exchange.client())
        .log("request.answered");
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
