package rimrep.pipeline.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.http.Answer;
import rimrep.pipeline.http.HttpSource;
import rimrep.pipeline.http.RemoteFile;
import rimrep.pipeline.http.RemoteVersion;

/// Files of a web server: those of a directory listing, or the addresses themselves. Each is asked
/// for its size and version; one that does not tell is listed without and judged when it is
/// fetched.
final class HttpListing {
  private static final int AT_ONCE = 8;

  private final SourceAccess access;
  private final SourceSpec.Http source;

  HttpListing(SourceAccess access, SourceSpec.Http source) {
    this.access = access;
    this.source = source;
  }

  List<SourceItem> items() {
    List<URI> addresses = HttpAddresses.of(source, access.today());
    try (HttpSource server = HttpAddresses.open(source, access)) {
      List<SourceItem> items =
          source.match().isPresent()
              ? described(server, listed(server, addresses, source.match().get()), false)
              : described(server, addresses, HttpAddresses.dated(source));
      return items.stream().sorted(Comparator.comparing(SourceItem::name)).toList();
    }
  }

  private List<URI> listed(HttpSource server, List<URI> pages, String match) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + match);
    List<URI> files = new ArrayList<>();
    for (URI page : pages) {
      URI folder = page.getRawPath().endsWith("/") ? page : URI.create(page + "/");
      String html = page(server, folder);
      ListingPage.otherKind(html)
          .ifPresent(kind -> {
            throw new BadConfiguration(
                HttpSource.shown(folder),
                kind,
                "a directory listing: a page of links to the files",
                "name the files' own addresses, with {date} where they differ by it");
          });
      for (URI file : ListingPage.files(folder, html)) {
        if (matcher.matches(Path.of(lastSegment(file)))) {
          files.add(file);
        }
      }
    }
    return files;
  }

  /// The page's text. A folder of one date may be absent: nothing was put there on that date.
  private String page(HttpSource server, URI folder) {
    return switch (server.get(folder, RemoteVersion.unknown())) {
      case Answer.Fetched<byte[]>(byte[] bytes, RemoteVersion version) ->
          new String(bytes, StandardCharsets.UTF_8);
      case Answer.Gone<byte[]>(int status) -> {
        if (HttpAddresses.dated(source)) {
          yield "";
        }
        throw new SourceUnavailable(
            HttpSource.shown(folder),
            "the server answers " + status,
            "a directory listing",
            "run again later, or correct the address");
      }
      case Answer.NotModified<byte[]>() ->
          throw new SourceUnavailable(
              HttpSource.shown(folder), "304 to a plain request", "200", "ask the provider");
    };
  }

  private static String lastSegment(URI file) {
    String path = file.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// @param mayBeAbsent whether an address that leads to nothing is no item
  private List<SourceItem> described(HttpSource server, List<URI> files, boolean mayBeAbsent) {
    List<Future<Optional<SourceItem>>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (URI file : files) {
        asked.add(threads.submit(() -> item(server, file, mayBeAbsent)));
      }
      List<SourceItem> items = new ArrayList<>();
      for (Future<Optional<SourceItem>> answer : asked) {
        answer.get().ifPresent(items::add);
      }
      return items;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException("listing source " + source.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Temporary("source " + source.name(), "interrupted", "an end", "run it again");
    }
  }

  private Optional<SourceItem> item(HttpSource server, URI file, boolean mayBeAbsent) {
    try {
      return switch (server.head(file)) {
        case Answer.Fetched<RemoteFile>(RemoteFile remote, RemoteVersion version) ->
            Optional.of(item(file, remote.sizeBytes().orElse(-1), text(remote.version())));
        case Answer.Gone<RemoteFile> gone ->
            mayBeAbsent ? Optional.empty() : Optional.of(item(file, -1, Optional.empty()));
        case Answer.NotModified<RemoteFile> odd -> Optional.of(item(file, -1, Optional.empty()));
      };
    } catch (SourceUnavailable e) {
      return Optional.of(item(file, -1, Optional.empty()));
    }
  }

  private SourceItem item(URI file, long sizeBytes, Optional<String> version) {
    String base = HttpAddresses.base(source);
    String address = file.toString();
    String below = address.startsWith(base) ? address.substring(base.length()) : address;
    String name = Optional.ofNullable(URI.create("/" + below).getPath()).orElse("/" + below);
    return new SourceItem(source.name(), name.substring(1), address, sizeBytes, version);
  }

  /// The version as one text; an ETag says more than a date.
  private static Optional<String> text(RemoteVersion version) {
    return version.etag().or(version::lastModified);
  }
}
