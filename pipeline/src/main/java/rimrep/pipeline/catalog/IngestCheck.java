package rimrep.pipeline.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.dataset.Kind;
import tools.jackson.databind.JsonNode;

/// Checks `ingest.yaml` beyond its profile. Its section `grid` or `table` is looked at only as far
/// as the schema beside it goes; the packages of that name look deeper.
final class IngestCheck {
  /// `{date:yyyy/MM/dd}` in an address.
  static final Pattern DATE = Pattern.compile("\\{date:([^{}]+)}");

  private static final Pattern SECRET_QUERY =
      Pattern.compile("(?i)(?:^|&)[^=&]*(?:token|key|sig|secret|pass|pwd|auth|credential)[^=&]*=");

  private final Document ingest;
  private final Document schema;
  private final String folder;
  private final Folders folders;
  private final Findings findings;

  IngestCheck(Document ingest, Document schema, String folder, Folders folders, Findings findings) {
    this.ingest = ingest;
    this.schema = schema;
    this.folder = folder;
    this.folders = folders;
    this.findings = findings;
  }

  void check(Kind kind) {
    for (String name : List.copyOf(ingest.get("/sources").propertyNames())) {
      source(Document.child("/sources", name));
    }
    schedule();
    knownBad();
    String other = kind == Kind.GRID ? "table" : "grid";
    if (ingest.has("/" + other)) {
      findings.errorAtKey(
          ingest,
          "/" + other,
          "section '" + other + "' beside " + kind.schemaFile(),
          "section '" + kind.word() + "'",
          "correct the section, or the name of the schema file");
      return;
    }
    switch (kind) {
      case GRID -> grid();
      case TABLE -> table();
    }
  }

  private void source(String pointer) {
    String written = ingest.text(pointer + "/folder");
    if (!written.isEmpty()) {
      sourceFolder(pointer + "/folder", written);
    }
    String address = ingest.text(pointer + "/http");
    if (!address.isEmpty()) {
      address(pointer, address);
    }
  }

  private void sourceFolder(String pointer, String written) {
    switch (folders.resolve(folder, written)) {
      case Folders.Resolved.Found found -> {}
      case Folders.Resolved.Missing missing ->
          findings.error(
              ingest,
              pointer,
              "folder '" + written + "', which does not exist",
              "a folder below the dataset's folder or the catalogue, or an absolute path",
              "make it or correct the path");
      case Folders.Resolved.Outside outside ->
          findings.error(
              ingest,
              pointer,
              "folder '" + written + "', which leads out of the catalogue",
              "a folder of the catalogue, or an absolute path",
              "move the files or name the absolute path");
    }
  }

  private void address(String pointer, String address) {
    Matcher date = DATE.matcher(address);
    boolean dated = false;
    while (date.find()) {
      dated = true;
      datePattern(pointer + "/http", date.group(1));
    }
    String plain = DATE.matcher(address).replaceAll("0");
    if (plain.indexOf('{') >= 0 || plain.indexOf('}') >= 0) {
      findings.error(
          ingest,
          pointer + "/http",
          "'" + address + "'",
          "in braces only {date:PATTERN} such as {date:yyyy/MM}",
          "correct it");
      return;
    }
    uri(pointer + "/http", plain);
    boolean from = ingest.has(pointer + "/from");
    if (dated && !from) {
      findings.error(
          ingest, pointer + "/http", "{date:...} without 'from'", "the first date", "add 'from'");
    }
    if (!dated && (from || ingest.has(pointer + "/to"))) {
      findings.error(
          ingest,
          pointer,
          "'from' or 'to' without {date:...} in the address",
          "both or none",
          "remove them");
    }
    if (plain.endsWith("/") && !ingest.has(pointer + "/match")) {
      findings.error(
          ingest, pointer + "/http", "a listing without 'match'", "which files", "add 'match'");
    }
    dates(pointer);
  }

  private void dates(String pointer) {
    Optional<LocalDate> from = date(pointer + "/from");
    Optional<LocalDate> to = date(pointer + "/to");
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      findings.error(ingest, pointer + "/to", "an end before 'from'", "a later date", "correct it");
    }
  }

  private Optional<LocalDate> date(String pointer) {
    String text = ingest.text(pointer);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      findings.error(ingest, pointer, "'" + text + "'", "a date such as 2024-01-01", "correct it");
      return Optional.empty();
    }
  }

  private void datePattern(String pointer, String pattern) {
    try {
      var _ = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(LocalDate.EPOCH);
    } catch (IllegalArgumentException | DateTimeException e) {
      findings.error(
          ingest,
          pointer,
          "the date pattern '" + pattern + "'",
          "letters y, M, d or D with separators such as yyyy/MM/dd",
          "correct it");
    }
  }

  private void uri(String pointer, String address) {
    try {
      URI uri = new URI(address);
      boolean secretQuery =
          uri.getRawQuery() != null && SECRET_QUERY.matcher(uri.getRawQuery()).find();
      if (uri.getRawUserInfo() != null || secretQuery) {
        findings.error(
            ingest,
            pointer,
            "an address with credentials",
            "an address without; a secret is named by auth.env, never written",
            "remove them, and change that password: it has been written down");
      } else if (uri.getHost() == null) {
        findings.error(ingest, pointer, "an address without host", "https://host/…", "correct it");
      }
    } catch (URISyntaxException e) {
      findings.error(
          ingest, pointer, "'" + address + "': " + e.getReason(), "an address", "correct it");
    }
  }

  private void schedule() {
    if (!ingest.has("/schedule")) {
      return;
    }
    Cron.problem(ingest.text("/schedule/cron"))
        .ifPresent(problem ->
            findings.error(
                ingest,
                "/schedule/cron",
                problem,
                "five fields: minute, hour, day of month, month, day of week",
                "for instance \"0 15 * * *\": each day at 15:00"));
    String zone = ingest.text("/schedule/timezone");
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (!known.contains(zone)) {
      findings.error(
          ingest,
          "/schedule/timezone",
          "'" + zone + "'",
          "a time zone such as UTC or Australia/Brisbane",
          Suggestion.of(zone, known, "correct it"));
    }
  }

  private void knownBad() {
    Set<String> seen = new HashSet<>();
    JsonNode items = ingest.get("/knownBad");
    for (int i = 0; i < items.size(); i++) {
      String key =
          ingest.text("/knownBad/" + i + "/name") + " " + ingest.text("/knownBad/" + i + "/sha256");
      if (!seen.add(key)) {
        findings.error(ingest, "/knownBad/" + i, "the same item twice", "once", "remove one");
      }
    }
  }

  private void grid() {
    Set<String> dimensions = names("/dimensions");
    String append = ingest.text("/grid/append");
    if (!append.isEmpty()) {
      known("/grid/append", append, dimensions, "dimension");
    }
    for (String section : List.of("/grid/chunks", "/grid/shards")) {
      for (String name : List.copyOf(ingest.get(section).propertyNames())) {
        known(Document.child(section, name), name, dimensions, "dimension");
      }
    }
  }

  private void table() {
    Set<String> sources = Set.copyOf(ingest.get("/sources").propertyNames());
    Set<String> inputs = Set.copyOf(ingest.get("/table/inputs").propertyNames());
    for (String input : inputs) {
      String pointer = Document.child("/table/inputs", input);
      known(pointer + "/from", ingest.text(pointer + "/from"), sources, "source");
      String format = ingest.text(pointer + "/format");
      if (ingest.has(pointer + "/csv") && !format.equals("csv")) {
        findings.errorAtKey(
            ingest,
            pointer + "/csv",
            "'csv' with format '" + format + "'",
            "it only with format csv",
            "remove it");
      }
    }
    for (int i = 0; i < ingest.get("/table/steps").size(); i++) {
      String start = ingest.text("/table/steps/" + i + "/start");
      if (!start.isEmpty()) {
        known("/table/steps/" + i + "/start", start, inputs, "input");
      }
    }
    JsonNode point = ingest.get("/table/geometry/point");
    Set<String> fields = names("/fields");
    for (int i = 0; i < point.size(); i++) {
      known("/table/geometry/point/" + i, point.get(i).asString(""), fields, "field");
    }
  }

  private void known(String pointer, String name, Set<String> known, String kind) {
    if (!known.contains(name)) {
      findings.error(
          ingest,
          pointer,
          "unknown " + kind + " '" + name + "'",
          known.isEmpty()
              ? "a " + kind
              : "one of " + String.join(", ", known.stream().sorted().toList()),
          Suggestion.of(name, known, "correct it"));
    }
  }

  private Set<String> names(String list) {
    Set<String> names = new HashSet<>();
    schema.get(list).forEach(item -> names.add(item.path("name").asString("")));
    return names;
  }
}
