package rimrep.pipeline.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import rimrep.pipeline.dataset.Kind;
import tools.jackson.databind.JsonNode;

/// Checks a curated `datapackage.json` beyond its profile.
final class PackageCheck {
  /// Facts that are measured; a person who writes them would be contradicted by the data.
  private static final Set<String> MEASURED =
      Set.of(
          "bbox",
          "extent",
          "spatial",
          "temporal",
          "bytes",
          "hash",
          "count",
          "rows",
          "measured",
          "provenance",
          "digest",
          "completed",
          "stats");

  private final Document document;
  private final Vocabularies vocabularies;
  private final Findings findings;

  PackageCheck(Document document, Vocabularies vocabularies, Findings findings) {
    this.document = document;
    this.vocabularies = vocabularies;
    this.findings = findings;
  }

  /// Whether the document holds what only a machine may write; looked at before the profile, whose
  /// "unknown key" would tell less.
  static void refuseMeasured(Document document, Findings findings) {
    for (String name : List.copyOf(document.root().propertyNames())) {
      if (MEASURED.contains(name)) {
        findings.errorAtKey(
            document,
            "/" + name,
            "'" + name + "' in a curated package",
            "only what a person knows: it is measured from the stored data",
            "remove it; what the data must keep to goes under expect");
      }
    }
    JsonNode resource = document.get("/resources/0");
    for (String name : List.copyOf(resource.propertyNames())) {
      if (MEASURED.contains(name)) {
        findings.errorAtKey(
            document,
            "/resources/0/" + name,
            "'" + name + "' in a curated package",
            "only what a person knows: it is measured from the stored data",
            "remove it");
      }
    }
  }

  void check(String folderName, Kind kind) {
    if (!document.text("/name").equals(folderName)) {
      findings.error(
          document,
          "/name",
          "name '" + document.text("/name") + "' in folder '" + folderName + "'",
          "the folder's name",
          "make them equal; a published id is never renamed");
    }
    access();
    resource(kind);
    vocabulary();
    expectations();
    noExpansion("", document.root());
  }

  private void access() {
    String access = document.text("/access");
    if (access.equals("sensitive")) {
      findings.error(
          document,
          "/access",
          "access 'sensitive'",
          "public or limited: sensitive data are never taken in",
          "remove the dataset, or make its data fit to be shared");
    }
    boolean limited = access.equals("limited");
    if (limited && !document.has("/roles")) {
      findings.error(
          document,
          "/access",
          "access 'limited' without roles",
          "roles that may see it",
          "add \"roles\": [...]");
    }
    for (String key : List.of("roles", "visibility")) {
      if (!limited && document.has("/" + key)) {
        findings.errorAtKey(
            document,
            "/" + key,
            "'" + key + "' with access '" + access + "'",
            "it only with access 'limited'",
            "remove it or change access");
      }
    }
  }

  private void resource(Kind kind) {
    boolean grid = kind == Kind.GRID;
    fit("path", kind.dataPath());
    fit("format", grid ? "zarr" : "parquet");
    fit("mediatype", grid ? "application/vnd.zarr" : "application/vnd.apache.parquet");
    fit("schema", kind.schemaFile());
    boolean typed = document.has("/resources/0/type");
    if (grid == typed) {
      findings.error(
          document,
          "/resources/0",
          typed ? "type 'table' for a grid" : "no type",
          grid ? "no type with format zarr" : "\"type\": \"table\" with format parquet",
          grid ? "remove it" : "add it");
    }
  }

  private void fit(String member, String expected) {
    String pointer = "/resources/0/" + member;
    if (!document.text(pointer).equals(expected)) {
      findings.error(
          document,
          pointer,
          member + " '" + document.text(pointer) + "' beside " + "the folder's schema",
          "'" + expected + "'",
          "correct it, or the name of the schema file");
    }
  }

  private void vocabulary() {
    each(
        "/themes",
        pointer ->
            vocabularies.require("themes", document.text(pointer), document, pointer, findings));
    each(
        "/licenses",
        pointer -> {
          String name = document.text(pointer + "/name");
          if (!name.equals("other")) {
            vocabularies.require("licences", name, document, pointer + "/name", findings);
          }
        });
    each(
        "/contributors",
        pointer -> {
          String provider = document.text(pointer + "/provider");
          if (!provider.isEmpty()) {
            vocabularies.require("providers", provider, document, pointer + "/provider", findings);
          }
        });
  }

  private void expectations() {
    JsonNode bbox = document.get("/expect/bbox");
    if (bbox.size() == 4
        && (bbox.get(0).asDouble() > bbox.get(2).asDouble()
            || bbox.get(1).asDouble() > bbox.get(3).asDouble())) {
      findings.error(
          document,
          "/expect/bbox",
          "west > east or south > north",
          "west, south, east, north in the store's own coordinates (177 to 185, not -175)",
          "correct the order");
    }
    instant("/expect/time/start");
    instant("/expect/time/end");
    instant("/created");
    String start = document.text("/expect/time/start");
    String end = document.text("/expect/time/end");
    if (!start.isEmpty() && !end.isEmpty() && start.compareTo(end) > 0) {
      findings.error(document, "/expect/time", "start after end", "start first", "exchange them");
    }
  }

  private void instant(String pointer) {
    String text = document.text(pointer);
    if (text.isEmpty()) {
      return;
    }
    try {
      Instant.parse(text);
    } catch (DateTimeException e) {
      findings.error(
          document, pointer, "'" + text + "'", "a time such as 2024-06-30T12:00:00Z", "correct it");
    }
  }

  /// A served configuration file expands `${NAME}` from its environment, which could publish a
  /// secret. Looks for placeholders of a draft on the way.
  private void noExpansion(String pointer, JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        for (String name : new HashSet<>(node.propertyNames())) {
          noExpansion(Document.child(pointer, name), node.get(name));
        }
      }
      case ARRAY -> {
        for (int i = 0; i < node.size(); i++) {
          noExpansion(pointer + "/" + i, node.get(i));
        }
      }
      case STRING -> {
        if (node.stringValue().contains("${")) {
          findings.error(
              document,
              pointer,
              "a text with ${",
              "text without ${, which servers of this text would expand",
              "write it differently");
        }
        if (node.stringValue().startsWith("Draft: ")) {
          findings.warning(
              document,
              pointer,
              "a placeholder, '" + shortened(node.stringValue()) + "'",
              "what a person knows",
              "write it, without 'Draft: '");
        }
      }
      case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO -> {}
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }

  private void each(String list, java.util.function.Consumer<String> action) {
    for (int i = 0; i < document.get(list).size(); i++) {
      action.accept(list + "/" + i);
    }
  }
}
