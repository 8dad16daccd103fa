package rimrep.pipeline.catalog;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.SourceSpec;
import tools.jackson.databind.JsonNode;

/// Makes the record {@link Ingest} of an `ingest.yaml` that has been checked. Folders become paths
/// below the catalogue's root.
record IngestReader(Folders folders, String folder) {
  private static final SourceSpec.Expectation DEFAULT_EXPECTATION =
      new SourceSpec.Expectation(1, 10);

  Ingest read(JsonNode ingest, JsonNode curated, Kind kind) {
    List<SourceSpec> sources = new ArrayList<>();
    for (String name : ingest.path("sources").propertyNames()) {
      sources.add(source(name, ingest.path("sources").get(name)));
    }
    List<Ingest.KnownBad> knownBad = new ArrayList<>();
    for (JsonNode bad : ingest.path("knownBad")) {
      knownBad.add(
          new Ingest.KnownBad(
              bad.path("name").asString(),
              bad.path("sha256").asString(),
              bad.path("reason").asString()));
    }
    return new Ingest(
        List.copyOf(sources),
        schedule(ingest.path("schedule")),
        freshness(ingest.path("freshness")),
        List.copyOf(knownBad),
        ingest.path(kind.word()),
        harvest(curated.path("harvest")));
  }

  private SourceSpec source(String name, JsonNode source) {
    SourceSpec.Expectation expect = expectation(source.path("expect"));
    Optional<String> match = text(source, "match");
    if (source.has("folder")) {
      String written = source.path("folder").asString();
      return new SourceSpec.Folder(name, resolved(written), match.orElse("*"), expect);
    }
    return new SourceSpec.Http(
        name,
        source.path("http").asString(),
        match,
        text(source, "from").map(LocalDate::parse),
        text(source, "to").map(LocalDate::parse),
        texts(source.path("hosts")),
        text(source.path("auth"), "env"),
        expect);
  }

  private String resolved(String written) {
    return folders.resolve(folder, written) instanceof Folders.Resolved.Found found
        ? found.text()
        : written;
  }

  private static SourceSpec.Expectation expectation(JsonNode expect) {
    String shrink = expect.path("shrink").asString("");
    return new SourceSpec.Expectation(
        expect.path("atLeast").asInt(DEFAULT_EXPECTATION.atLeast()),
        shrink.isEmpty()
            ? DEFAULT_EXPECTATION.shrinkPercent()
            : Integer.parseInt(shrink.substring(0, shrink.length() - 1)));
  }

  private static Optional<Ingest.Schedule> schedule(JsonNode schedule) {
    return schedule.isObject()
        ? Optional.of(
            new Ingest.Schedule(
                schedule.path("cron").asString(), schedule.path("timezone").asString()))
        : Optional.empty();
  }

  private static Optional<Ingest.Freshness> freshness(JsonNode freshness) {
    return freshness.isObject()
        ? Optional.of(
            new Ingest.Freshness(
                text(freshness, "lastRun").map(Duration::parse),
                text(freshness, "newestData").map(Duration::parse)))
        : Optional.empty();
  }

  private Optional<Ingest.HarvestSpec> harvest(JsonNode harvest) {
    if (!harvest.isObject()) {
      return Optional.empty();
    }
    if (harvest.has("path")) {
      return Optional.of(
          new Ingest.HarvestSpec.RecordFile(resolved(harvest.path("path").asString())));
    }
    String url = harvest.path("url").asString();
    List<String> hosts = new ArrayList<>(texts(harvest.path("hosts")));
    hosts.addFirst(Optional.ofNullable(URI.create(url).getHost()).orElse(""));
    String address =
        harvest.path("type").asString().equals("geonetwork")
            ? url.replaceFirst("/$", "")
                + "/srv/api/records/"
                + harvest.path("id").asString()
                + "/formatters/xml"
            : url;
    return Optional.of(
        new Ingest.HarvestSpec.RecordUrl(
            address, List.copyOf(hosts), text(harvest.path("auth"), "env")));
  }

  private static Optional<String> text(JsonNode node, String name) {
    return node.path(name).isString()
        ? Optional.of(node.path(name).stringValue())
        : Optional.empty();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
