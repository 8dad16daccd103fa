package rimrep.pipeline.publish;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Kind;
import rimrep.stac.Asset;
import tools.jackson.databind.node.ObjectNode;

/// The assets of an Item: `data` (deep links of users follow this key), `metadata`, and what helps
/// readers that cannot list a folder. The schemes they refer to go into the properties.
final class ItemAssets {
  static final String ZARR = "application/vnd.zarr";
  static final String PARQUET = "application/vnd.apache.parquet";
  private static final String STORAGE_SCHEME = "public";
  private static final String AUTH_SCHEME = "gateway";

  private final CompletePackage complete;
  private final Endpoints endpoints;

  ItemAssets(CompletePackage complete, Endpoints endpoints) {
    this.complete = complete;
    this.endpoints = endpoints;
  }

  void addTo(ObjectNode item, ObjectNode properties) {
    ObjectNode assets = item.putObject("assets");
    Optional<DataLinks> found = DataLinks.of(complete, endpoints);
    if (found.isEmpty()) {
      return;
    }
    DataLinks links = found.get();
    assets.set("data", data(links).toJson());
    links.dataOverHttps().ifPresent(href -> assets.set("data-https", plain(href).toJson()));
    addParts(assets, links.parts());
    assets.set("metadata", metadata(links).toJson());
    addSchemes(properties, links.store());
  }

  private void addParts(ObjectNode assets, List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      assets.set("data-part-" + (i + 1), plain(parts.get(i)).toJson());
    }
  }

  private Asset data(DataLinks links) {
    ObjectNode fields = refs(links.store());
    fields.set("file:size", complete.at("/measured/bytes"));
    links.file().ifPresent(file -> fields.put("file:checksum", "1220" + file.sha256()));
    if (complete.kind() == Kind.GRID) {
      addZarr(fields, links.store());
    }
    return new Asset(
        links.data(),
        mediaType(),
        Optional.of(complete.title()),
        Optional.of(new Snippets(complete, links).markdown()),
        List.of("data"),
        fields);
  }

  private void addZarr(ObjectNode fields, StoreAddress store) {
    fields
        .putObject("xarray:open_kwargs")
        .put("engine", "zarr")
        .put("consolidated", true)
        .putObject("chunks");
    if (store instanceof StoreAddress.Bucket bucket) {
      ObjectNode options = fields.putObject("xarray:storage_options").put("anon", true);
      bucket
          .endpoint()
          .ifPresent(url -> options.putObject("client_kwargs").put("endpoint_url", url));
    }
    fields.put("zarr:node_type", "group");
    fields.put("zarr:zarr_format", complete.schema().path("zarrFormat").intValue(2));
    fields.put("zarr:consolidated", true);
  }

  private Asset plain(String href) {
    ObjectNode fields = Json.mapper().createObjectNode();
    return new Asset(
        href,
        mediaType(),
        Optional.of(complete.title()),
        Optional.empty(),
        List.of("data"),
        href.startsWith("s3:") ? refs(endpoints.publicStore()) : fields);
  }

  private Asset metadata(DataLinks links) {
    return new Asset(
        links.datapackage(),
        "application/json",
        Optional.of("Data package"),
        Optional.of(
            "Description, measured facts and the origin of each, as a Frictionless data package."),
        List.of("metadata"),
        refs(links.store()));
  }

  private String mediaType() {
    return switch (complete.kind()) {
      case GRID -> ZARR;
      case TABLE -> PARQUET;
    };
  }

  private ObjectNode refs(StoreAddress store) {
    ObjectNode fields = Json.mapper().createObjectNode();
    if (complete.visibility().isPresent()) {
      fields.putArray("auth:refs").add(AUTH_SCHEME);
    } else if (store instanceof StoreAddress.Bucket) {
      fields.putArray("storage:refs").add(STORAGE_SCHEME);
    }
    return fields;
  }

  private void addSchemes(ObjectNode properties, StoreAddress store) {
    if (complete.visibility().isPresent()) {
      ObjectNode scheme = properties.putObject("auth:schemes").putObject(AUTH_SCHEME);
      Optional<String> discovery = endpoints.gateway().flatMap(Endpoints.Gateway::openIdConnectUrl);
      if (discovery.isPresent()) {
        scheme.put("type", "openIdConnect").put("openIdConnectUrl", discovery.get());
      } else {
        scheme.put("type", "http").put("scheme", "bearer");
      }
    } else if (store instanceof StoreAddress.Bucket bucket) {
      properties.putObject("storage:schemes").set(STORAGE_SCHEME, storageScheme(bucket));
    }
  }

  /// Storage extension 2.0.0: the platform is a template that names bucket and region.
  private static ObjectNode storageScheme(StoreAddress.Bucket bucket) {
    ObjectNode scheme = Json.mapper().createObjectNode();
    if (bucket.endpoint().isPresent()) {
      scheme.put("type", "custom-s3").put("platform", bucket.endpoint().get());
    } else {
      scheme.put("type", "aws-s3").put("platform", "https://{bucket}.s3.{region}.amazonaws.com");
    }
    scheme.put("bucket", bucket.bucket());
    bucket.region().ifPresent(region -> scheme.put("region", region));
    return scheme.put("requester_pays", false);
  }
}
