package rimrep.pipeline.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// pygeoapi's one configuration file, merged from a header and the entries of the datasets. A bad
/// entry is left out and named: one of them would stop pygeoapi for all.
public final class PygeoapiConfig {
  private PygeoapiConfig() {}

  /// @param file canonical YAML, resources in the order of their ids
  /// @param quarantined what was left out
  public record Merged(byte[] file, List<Quarantined> quarantined) {}

  /// @param reasons each a sentence
  public record Quarantined(DatasetId id, List<String> reasons) {}

  /// Who a pygeoapi speaks for.
  ///
  /// @param keywords at least one; pygeoapi wants them
  public record Owner(
      String title,
      String description,
      List<String> keywords,
      String name,
      String email,
      String url) {}

  /// A header that pygeoapi 0.21 and later start with: `terms_of_service` and `license.url` are
  /// needed to generate its OpenAPI document.
  public static byte[] header(Owner owner, Endpoints endpoints) {
    ObjectNode header = Json.mapper().createObjectNode();
    addServer(header.putObject("server"), endpoints);
    header.putObject("logging").put("level", "ERROR");
    addMetadata(header.putObject("metadata"), owner);
    requireNoVariable(header);
    return Yaml.bytes(header);
  }

  private static void addServer(ObjectNode server, Endpoints endpoints) {
    server.putObject("bind").put("host", "0.0.0.0").put("port", 5000);
    server
        .put("url", endpoints.dataApi())
        .put("mimetype", "application/json; charset=UTF-8")
        .put("encoding", "utf-8")
        .put("gzip", false)
        .put("cors", true)
        .put("pretty_print", false)
        .put("admin", false);
    server.putArray("languages").add("en");
    server.putObject("limits").put("default_items", 100).put("max_items", 10000);
    server
        .putObject("map")
        .put("url", "https://tile.openstreetmap.org/{z}/{x}/{y}.png")
        .put("attribution", "&copy; OpenStreetMap contributors");
  }

  private static void addMetadata(ObjectNode metadata, Owner owner) {
    ObjectNode identification = metadata.putObject("identification");
    identification.putObject("title").put("en", owner.title());
    identification.putObject("description").put("en", owner.description());
    identification.putObject("keywords").set("en", Json.mapper().valueToTree(owner.keywords()));
    identification
        .put("keywords_type", "theme")
        .put("terms_of_service", owner.url())
        .put("url", owner.url());
    metadata.putObject("license").put("name", "See each collection").put("url", owner.url());
    metadata.putObject("provider").put("name", owner.name()).put("url", owner.url());
    metadata
        .putObject("contact")
        .put("name", owner.name())
        .put("email", owner.email())
        .put("url", owner.url())
        .put("role", "pointOfContact");
  }

  /// @param header as [#header] makes it or a person wrote it
  /// @param entries the files of the datasets, as [PygeoapiEntry.Entry#bytes] makes them
  /// @throws BadConfiguration if the header is unreadable or names an environment variable
  public static Merged merge(byte[] header, SortedMap<DatasetId, byte[]> entries) {
    ObjectNode config = readHeader(header);
    ObjectNode resources = config.putObject("resources");
    List<Quarantined> quarantined = new ArrayList<>();
    entries.forEach((id, bytes) -> {
      List<String> reasons = take(id, bytes, resources);
      if (!reasons.isEmpty()) {
        quarantined.add(new Quarantined(id, reasons));
      }
    });
    return new Merged(Yaml.bytes(config), List.copyOf(quarantined));
  }

  private static List<String> take(DatasetId id, byte[] bytes, ObjectNode resources) {
    JsonNode file;
    try {
      file = read(bytes);
    } catch (YamlEngineException | IllegalArgumentException e) {
      return List.of("no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    if (file.size() != 1 || !file.path(id.value()).isObject()) {
      return List.of("expected one resource named " + id);
    }
    ObjectNode resource = (ObjectNode) file.path(id.value());
    List<String> reasons = PygeoapiEntryCheck.problems(resource);
    if (reasons.isEmpty()) {
      resources.set(id.value(), resource);
    }
    return reasons;
  }

  private static ObjectNode readHeader(byte[] header) {
    try {
      if (read(header) instanceof ObjectNode config) {
        requireNoVariable(config);
        return config;
      }
      throw headerProblem("no mapping", null);
    } catch (YamlEngineException e) {
      throw headerProblem(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireNoVariable(ObjectNode header) {
    List<String> places = PygeoapiEntryCheck.variables(header);
    if (!places.isEmpty()) {
      throw headerProblem("${ in " + String.join(", ", places), null);
    }
  }

  private static BadConfiguration headerProblem(
      String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new BadConfiguration(
        new Problem(
            "pygeoapi header",
            found,
            "a mapping with server, logging and metadata, without ${",
            "correct the catalogue's title and contacts, or pygeoapi/header.yaml"),
        cause);
  }

  private static JsonNode read(byte[] yaml) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    Object loaded = new Load(settings).loadFromString(new String(yaml, StandardCharsets.UTF_8));
    return Json.mapper().valueToTree(loaded);
  }
}
