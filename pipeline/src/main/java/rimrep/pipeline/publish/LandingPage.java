package rimrep.pipeline.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;

/// The page at the root of the public address: what there is, where and when, and how to open it.
/// One HTML document without scripts and without any other resource.
public final class LandingPage {
  private final Endpoints endpoints;
  private final List<CompletePackage> packages;
  private final Map<DatasetId, LastRun> runs;
  private final StringBuilder out = new StringBuilder(32768);

  private LandingPage(List<CompletePackage> packages, Endpoints endpoints, List<LastRun> runs) {
    this.endpoints = endpoints;
    this.packages =
        packages.stream()
            .sorted(
                Comparator.comparing(CompletePackage::collection)
                    .thenComparing(CompletePackage::id))
            .toList();
    this.runs = runs.stream().collect(Collectors.toMap(LastRun::dataset, Function.identity()));
  }

  /// @param title of the catalogue
  /// @param description of the catalogue
  /// @param publicOnes complete packages of public datasets, in any order
  /// @param runs at most one of each dataset; of others than `publicOnes` nothing is shown
  /// @return UTF-8
  /// @throws IllegalArgumentException if a package is not public
  public static byte[] of(
      String title,
      String description,
      List<CompletePackage> publicOnes,
      Endpoints endpoints,
      List<LastRun> runs) {
    for (CompletePackage complete : publicOnes) {
      if (complete.access() != Access.PUBLIC) {
        throw new IllegalArgumentException(complete.id() + " is not public");
      }
    }
    LandingPage page = new LandingPage(publicOnes, endpoints, runs);
    return page.render(title, description).getBytes(StandardCharsets.UTF_8);
  }

  private String render(String title, String description) {
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>%s</title>\n".formatted(Html.escape(title)))
        .append("<link rel=\"icon\" href=\"data:,\">\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n")
        .append("<a class=\"skip\" href=\"#datasets\">Skip to the datasets</a>\n");
    header(title, description);
    out.append("<main>\n");
    overview();
    collections();
    lastRuns();
    out.append("</main>\n");
    footer();
    return out.append("</body>\n</html>\n").toString();
  }

  private static String style() {
    try (InputStream css = LandingPage.class.getResourceAsStream("page.css")) {
      if (css == null) {
        throw new IllegalStateException("page.css is not on the class path");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void header(String title, String description) {
    out.append("<header>\n<h1>%s</h1>\n".formatted(Html.escape(title)));
    if (!description.isBlank()) {
      out.append("<p>%s</p>\n".formatted(Html.escape(description)));
    }
    out.append("<nav aria-label=\"Services\"><ul>\n")
        .append("<li>%s</li>\n".formatted(Html.link(endpoints.stacApi(), "STAC API")))
        .append("<li>%s</li>\n".formatted(Html.link(endpoints.dataApi(), "OGC API (pygeoapi)")))
        .append("</ul></nav>\n</header>\n");
  }

  private void overview() {
    long bytes = packages.stream().mapToLong(p -> p.at("/measured/bytes").longValue(0)).sum();
    out.append("<section aria-labelledby=\"datasets\">\n<h2 id=\"datasets\">Datasets</h2>\n");
    if (packages.isEmpty()) {
      out.append("<p>Nothing is published yet.</p>\n</section>\n");
      return;
    }
    out.append(
        "<p>%d dataset%s, %s.</p>\n"
            .formatted(packages.size(), packages.size() == 1 ? "" : "s", Html.size(bytes)));
    out.append("<div class=\"overview\">\n").append(new ExtentMap(packages).svg());
    out.append("<ol class=\"index\">\n");
    for (CompletePackage complete : packages) {
      out.append(
          "<li><a href=\"#%s\">%s</a></li>\n"
              .formatted(complete.id(), Html.escape(complete.title())));
    }
    out.append("</ol>\n</div>\n</section>\n");
  }

  private void collections() {
    Map<CollectionId, List<CompletePackage>> byCollection = new TreeMap<>();
    packages.forEach(
        p -> byCollection.computeIfAbsent(p.collection(), any -> new ArrayList<>()).add(p));
    byCollection.forEach(this::collection);
  }

  private void collection(CollectionId id, List<CompletePackage> members) {
    CompletePackage any = members.getFirst();
    String heading = "collection-" + id;
    out.append("<section aria-labelledby=\"%s\">\n".formatted(heading))
        .append(
            "<h2 id=\"%s\">%s</h2>\n"
                .formatted(
                    heading,
                    Html.escape(any.text("/resolved/collection/title").orElse(id.value()))));
    any.text("/resolved/collection/description").ifPresent(this::paragraphs);
    out.append("<div class=\"cards\">\n");
    members.forEach(
        member -> out.append(new DatasetCard(member, endpoints, runs.get(member.id())).html()));
    out.append("</div>\n</section>\n");
  }

  private void paragraphs(String text) {
    for (String paragraph : text.strip().split("\\R\\s*\\R")) {
      out.append("<p>%s</p>\n".formatted(Html.escape(paragraph)));
    }
  }

  private void lastRuns() {
    List<LastRun> shown =
        packages.stream()
            .filter(p -> runs.containsKey(p.id()))
            .map(p -> java.util.Objects.requireNonNull(runs.get(p.id())))
            .sorted(
                Comparator.comparing(LastRun::finished).reversed().thenComparing(LastRun::dataset))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    out.append("<section aria-labelledby=\"runs\">\n<h2 id=\"runs\">Last runs</h2>\n")
        .append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"runs\">")
        .append("<table>\n<thead><tr><th scope=\"col\">Dataset</th><th scope=\"col\">Ended</th>")
        .append("<th scope=\"col\">Outcome</th></tr></thead>\n<tbody>\n");
    for (LastRun run : shown) {
      out.append(
          "<tr><th scope=\"row\"><a href=\"#%s\">%s</a></th><td>%s</td><td class=\"%s\">%s</td></tr>\n"
              .formatted(
                  run.dataset(),
                  run.dataset(),
                  DatasetCard.time(run.finished().toString()),
                  run.succeeded() ? "good" : "bad",
                  Html.escape(run.outcome())));
    }
    out.append("</tbody>\n</table></div>\n</section>\n");
  }

  private void footer() {
    out.append("<footer><p>Facts on this page are measured from the stored data. ")
        .append("Each dataset's data package says where every field comes from.</p></footer>\n");
  }
}
