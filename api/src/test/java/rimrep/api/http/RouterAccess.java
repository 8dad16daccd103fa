package rimrep.api.http;

import java.util.List;
import rimrep.api.core.PageTokens;
import rimrep.api.store.PostgresReader;
import rimrep.api.store.PostgresWriter;
import rimrep.api.store.StoreSettings;

/// Shows tests what the router knows.
public final class RouterAccess {

  private RouterAccess() {}

  public static List<String> operations(StoreSettings settings) {
    try (var reader = new PostgresReader(settings.writer(), java.time.Duration.ofSeconds(30));
        var writer = new PostgresWriter(settings.writer(), java.time.Duration.ofSeconds(30))) {
      return StacApi.forInternal(
              ApiSettings.forInternal("token", "t", "d"), reader, writer, new PageTokens("key"))
          .operations();
    }
  }

  public static List<String> publicOperations(StoreSettings settings) {
    try (var reader = new PostgresReader(settings.reader(), java.time.Duration.ofSeconds(30))) {
      return StacApi.forPublic(ApiSettings.forPublic("", "t", "d"), reader, new PageTokens("key"))
          .operations();
    }
  }
}
