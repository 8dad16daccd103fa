package rimrep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.workflow.RunRecord;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `up` made and how to open it: as text for people, and as `services.json` for scripts.
///
/// @param internalPort of the API that takes writes
/// @param instance word that the running services answer with
record Summary(Settings settings, String publicUrl, int internalPort, String instance) {
  private Location store(CompletePackage complete) {
    Location root =
        complete.access() == Access.PUBLIC ? settings.publicStore() : settings.privateStore();
    return root.resolve(complete.id().value());
  }

  private String href(CompletePackage complete) {
    return publicUrl + "/data/" + complete.id() + "/" + complete.kind().dataPath();
  }

  /// The file with addresses and locations; written beside and renamed.
  void write(Path file, List<RunRecord> runs, List<CompletePackage> packages) {
    ObjectNode services = Json.mapper().createObjectNode();
    services
        .put("pid", ProcessHandle.current().pid())
        .put("instance", instance)
        .put("public", publicUrl)
        .put("stac", publicUrl + "/stac")
        .put("data", publicUrl + "/data")
        .put("internal", "http://127.0.0.1:" + internalPort)
        .put("pygeoapi", settings.artifacts().resolve("pygeoapi/config-pygeoapi.yaml").text());
    ArrayNode datasets = services.putArray("datasets");
    for (CompletePackage complete : packages) {
      datasets.add(dataset(complete, runs));
    }
    try {
      Path beside = file.resolveSibling(".services.json.new");
      Files.write(beside, Json.bytes(services));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw LocalFiles.failure(file, e);
    }
  }

  private ObjectNode dataset(CompletePackage complete, List<RunRecord> runs) {
    ObjectNode dataset = Json.mapper().createObjectNode();
    dataset
        .put("id", complete.id().value())
        .put("collection", complete.collection().value())
        .put("kind", complete.kind().word())
        .put("access", complete.access().word())
        .put("location", store(complete).resolve(complete.kind().dataPath()).text())
        .put("datapackage", store(complete).resolve("datapackage.json").text());
    if (complete.access() == Access.PUBLIC) {
      dataset
          .put("href", href(complete))
          .put(
              "item",
              publicUrl + "/stac/collections/" + complete.collection() + "/items/" + complete.id());
    }
    runs.stream()
        .filter(r -> r.dataset().equals(complete.id()))
        .findFirst()
        .ifPresent(r -> dataset.put("lastRun", r.result().word()));
    return dataset;
  }

  String text(List<RunRecord> runs, List<CompletePackage> packages) {
    StringBuilder text = new StringBuilder("\n");
    for (RunRecord run : runs) {
      text.append("  %-24s %s".formatted(run.dataset(), words(run)));
      run.items().forEach((o, n) -> text.append(", ").append(n).append(' ').append(o.word()));
      text.append('\n');
    }
    text.append("\nPage      ")
        .append(publicUrl)
        .append("/\nSTAC API  ")
        .append(publicUrl)
        .append("/stac\n");
    text.append("Data      ").append(publicUrl).append("/data/\npygeoapi  ");
    text.append(settings.artifacts().resolve("pygeoapi/config-pygeoapi.yaml"))
        .append("\n\nOpen it:\n");
    first(packages, Kind.GRID)
        .ifPresent(p ->
            text.append("  python  import xarray as xr; xr.open_zarr(\"")
                .append(href(p))
                .append("\", consolidated=True)\n"));
    first(packages, Kind.TABLE)
        .ifPresent(p ->
            text.append("  python  import geopandas as gpd; gpd.read_parquet(\"")
                .append(href(p))
                .append("/all.parquet\")\n"));
    text.append("  python  from pystac_client import Client; list(Client.open(\"")
        .append(publicUrl)
        .append("/stac\").search().items())\n");
    packages.stream()
        .filter(p -> p.access() == Access.PUBLIC)
        .findFirst()
        .ifPresent(p ->
            text.append("  shell   curl ")
                .append(publicUrl)
                .append("/data/")
                .append(p.id())
                .append("/datapackage.json\n"));
    return text.append('\n').toString();
  }

  private static java.util.Optional<CompletePackage> first(
      List<CompletePackage> packages, Kind kind) {
    return packages.stream()
        .filter(p -> p.kind() == kind && p.access() == Access.PUBLIC)
        .findFirst();
  }

  private static String words(RunRecord run) {
    return switch (run.result()) {
      case RUNNING -> "running";
      case COMPLETE -> "published";
      case NOTHING_NEW -> "unchanged";
      case PARTIAL -> "published in part (exit " + run.exitCode() + "): " + run.reason().orElse("");
      case FAILED -> "failed (exit " + run.exitCode() + "): " + run.reason().orElse("");
      case INTERRUPTED -> "interrupted";
    };
  }
}
