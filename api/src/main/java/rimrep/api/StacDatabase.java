package rimrep.api;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import rimrep.api.core.PageTokens;
import rimrep.api.http.ApiSettings;
import rimrep.api.http.ServiceMetrics;
import rimrep.api.http.StacApi;
import rimrep.api.store.PostgresReader;
import rimrep.api.store.PostgresWriter;
import rimrep.api.store.PropertyIndexes;
import rimrep.api.store.Schema;
import rimrep.api.store.StoreSettings;

/// The STAC database with its connections, and the APIs over it. The wiring of this module: start
/// reading here.
///
/// Thread-safe.
public final class StacDatabase implements AutoCloseable {

  private static final Duration QUERY_TIME = Duration.ofSeconds(30);

  private final PostgresReader publicReader;
  private final PostgresReader internalReader;
  private final PostgresWriter writer;
  private final PageTokens tokens;

  private StacDatabase(StoreSettings settings, PageTokens tokens, Duration queryTime) {
    this.publicReader = new PostgresReader(settings.reader(), queryTime);
    this.internalReader = new PostgresReader(settings.writer(), queryTime);
    this.writer = new PostgresWriter(settings.writer(), queryTime);
    this.tokens = tokens;
  }

  /// Brings the tables to the version of this program and grants writer and reader what they need.
  ///
  /// @throws rimrep.api.core.StoreException if the database does not answer or cannot be migrated
  public static void migrate(StoreSettings settings) {
    Schema.migrate(settings);
  }

  /// Opens it as it is: somebody else migrates. Until the tables are there, requests fail and the
  /// API says that it is not ready. The owner's login is not used.
  ///
  /// @param pagingKey secret shared by all instances, for paging tokens
  public static StacDatabase openMigrated(StoreSettings settings, String pagingKey) {
    return new StacDatabase(settings, new PageTokens(pagingKey), QUERY_TIME);
  }

  /// Migrates the schema and opens it.
  ///
  /// @param pagingKey secret shared by all instances, for paging tokens
  /// @throws rimrep.api.core.StoreException if the database does not answer or cannot be migrated
  public static StacDatabase open(StoreSettings settings, String pagingKey) {
    return open(settings, pagingKey, QUERY_TIME);
  }

  /// As [#open(StoreSettings, String)].
  ///
  /// @param queryTime after which the database gives up a statement
  public static StacDatabase open(StoreSettings settings, String pagingKey, Duration queryTime) {
    Schema.migrate(settings);
    return new StacDatabase(settings, new PageTokens(pagingKey), queryTime);
  }

  /// Builds indexes for ranges and sorting by item properties, while others read and write.
  ///
  /// @throws rimrep.api.core.StoreException if the database does not answer or refuses
  public static void index(StoreSettings settings, Set<String> properties) {
    Schema.migrate(settings);
    PropertyIndexes.create(settings.owner(), properties);
  }

  /// The API that shows what the public may see.
  public StacApi publicApi(ApiSettings settings) {
    return StacApi.forPublic(settings, publicReader, tokens);
  }

  /// The API that shows everything and writes.
  public StacApi internalApi(ApiSettings settings) {
    return StacApi.forInternal(settings, internalReader, writer, tokens);
  }

  /// Metrics of servers over this database, to be given to them as an observer.
  public ServiceMetrics metrics() {
    return new ServiceMetrics(() ->
        Stream.of(publicReader.poolUse(), internalReader.poolUse(), writer.poolUse())
            .map(p -> new ServiceMetrics.Pool(p.user(), p.active(), p.idle(), p.waiting()))
            .toList());
  }

  @Override
  public void close() {
    publicReader.close();
    internalReader.close();
    writer.close();
  }
}
