package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Kind;
import tools.jackson.databind.JsonNode;

/// One dataset on the landing page: what it is, its facts, and lines to copy that open it.
final class DatasetCard {
  private final CompletePackage complete;
  private final Endpoints endpoints;
  private final @Nullable LastRun run;
  private final StringBuilder out = new StringBuilder(4096);

  DatasetCard(CompletePackage complete, Endpoints endpoints, @Nullable LastRun run) {
    this.complete = complete;
    this.endpoints = endpoints;
    this.run = run;
  }

  String html() {
    String id = complete.id().value();
    out.append("<article id=\"%s\" aria-labelledby=\"%s-title\">\n".formatted(id, id))
        .append("<h3 id=\"%s-title\">%s</h3>\n".formatted(id, Html.escape(complete.title())))
        .append("<p class=\"id\"><code>%s</code> · %s</p>\n".formatted(id, kind()));
    for (String paragraph : complete.description().strip().split("\\R\\s*\\R")) {
      out.append("<p>%s</p>\n".formatted(Html.escape(paragraph)));
    }
    facts();
    DataLinks.of(complete, endpoints).ifPresent(this::access);
    return out.append("</article>\n").toString();
  }

  private String kind() {
    return switch (complete.kind()) {
      case GRID -> "grid, Zarr";
      case TABLE -> "table, GeoParquet";
    };
  }

  private void facts() {
    out.append("<dl>\n");
    complete
        .text("/temporal/start_datetime")
        .ifPresent(start ->
            fact(
                "Time",
                time(start)
                    + " to "
                    + time(complete.text("/temporal/end_datetime").orElse(start))));
    Area.box(complete).ifPresent(box -> fact("Extent", extent(box)));
    fact("Size", Html.size(complete.at("/measured/bytes").longValue(0)) + shape());
    fact("Variables", Html.escape(String.join(", ", new Columns(complete).stored().keySet())));
    fact("Licence", Html.escape(licences()));
    fact("Described", time(complete.completed().toString()));
    if (run != null) {
      fact(
          "Last run",
          "<span class=\"%s\">%s</span>, %s"
              .formatted(
                  run.succeeded() ? "good" : "bad",
                  Html.escape(run.outcome()),
                  time(run.finished().toString())));
    }
    out.append("</dl>\n");
  }

  /// @param value safe HTML
  private void fact(String name, String value) {
    out.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, value));
  }

  /// An instant for people, with the exact one for machines.
  static String time(String instant) {
    String safe = Html.escape(instant);
    String shown =
        instant.endsWith("T00:00:00Z")
            ? instant.substring(0, 10)
            : instant.substring(0, 16).replace('T', ' ') + " UTC";
    return "<time datetime=\"%s\">%s</time>".formatted(safe, Html.escape(shown));
  }

  private static String extent(BoundingBox box) {
    return "%s to %s°, %s to %s°"
        .formatted(
            degrees(box.west()), degrees(box.east()), degrees(box.south()), degrees(box.north()));
  }

  private static String degrees(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  private String shape() {
    JsonNode rows = complete.at("/measured/rows");
    if (rows.isNumber()) {
      return ", " + Html.count(rows.longValue()) + " rows";
    }
    List<String> lengths = new ArrayList<>();
    for (JsonNode dimension : complete.at("/measured/dimensions")) {
      lengths.add(
          dimension.path("name").stringValue("") + " " + dimension.path("length").longValue(0));
    }
    return lengths.isEmpty() ? "" : ", " + Html.escape(String.join(" × ", lengths));
  }

  private String licences() {
    return complete
        .at("/licenses")
        .valueStream()
        .map(licence -> licence.path("name").stringValue("other"))
        .distinct()
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private void access(DataLinks links) {
    out.append("<ul class=\"links\">\n");
    out.append("<li>%s</li>\n".formatted(data(links)));
    item(links.datapackageForBrowsers(), "Data package");
    item(stacItem(), "STAC item");
    if (PygeoapiRules.reasons(complete).isEmpty()) {
      item(endpoints.dataApiCollection(complete.id()), "OGC API");
    }
    complete.text("/citation/doi").ifPresent(doi -> item("https://doi.org/" + doi, "DOI"));
    out.append("</ul>\n<details>\n<summary>Open it</summary>\n");
    Snippets snippets = new Snippets(complete, links);
    code(pythonName(), snippets.python());
    code("R", snippets.r());
    code("pystac-client", pystac());
    code("curl", curl(links));
    out.append("</details>\n");
  }

  /// A folder is no page that a browser could open: its address is shown to be copied.
  private static String data(DataLinks links) {
    return links.file().isPresent()
        ? Html.link(links.data(), "Data")
        : "Data <code>" + Html.escape(links.data()) + "</code>";
  }

  private void item(String href, String text) {
    out.append("<li>%s</li>\n".formatted(Html.link(href, text)));
  }

  private String stacItem() {
    return "%s/collections/%s/items/%s"
        .formatted(endpoints.stacApi(), complete.collection(), complete.id());
  }

  private String pythonName() {
    return complete.kind() == Kind.GRID ? "xarray" : "geopandas";
  }

  private String pystac() {
    return "from pystac_client import Client\nitem = Client.open(\"%s\").get_collection(\"%s\").get_item(\"%s\")\nprint(item.assets[\"data\"].href)"
        .formatted(endpoints.stacApi(), complete.collection(), complete.id());
  }

  private static String curl(DataLinks links) {
    Optional<String> file = links.file().map(any -> links.data());
    return "curl -fO " + file.orElse(links.datapackageForBrowsers());
  }

  private void code(String name, String lines) {
    out.append(
        "<h4>%s</h4>\n<pre tabindex=\"0\"><code>%s</code></pre>\n"
            .formatted(name, Html.escape(lines)));
  }
}
