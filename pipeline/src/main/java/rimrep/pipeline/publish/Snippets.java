package rimrep.pipeline.publish;

import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;

/// Lines to copy that open a dataset, in Python and R.
final class Snippets {
  private final CompletePackage complete;
  private final DataLinks links;

  Snippets(CompletePackage complete, DataLinks links) {
    this.complete = complete;
    this.links = links;
  }

  /// As CommonMark.
  String markdown() {
    return "Python:\n\n```python\n%s\n```\n\nR:\n\n```r\n%s\n```\n".formatted(python(), r());
  }

  String python() {
    return switch (complete.kind()) {
      case GRID ->
          "import xarray as xr\nds = xr.open_zarr(\"%s\"%s)".formatted(links.data(), options());
      case TABLE ->
          hasGeometry()
              ? "import geopandas as gpd\ngdf = gpd.read_parquet(\"%s\"%s)"
                  .formatted(links.data(), options())
              : "import pandas as pd\ndf = pd.read_parquet(\"%s\"%s)"
                  .formatted(links.data(), options());
    };
  }

  String r() {
    return switch (complete.kind()) {
      case GRID -> "library(terra)\nx <- rast('ZARR:\"%s\"')".formatted(gdalPath());
      case TABLE -> "library(arrow)\n" + rTable();
    };
  }

  private String rTable() {
    return switch (links.store()) {
      case StoreAddress.Web web -> "df <- read_parquet(\"%s\")".formatted(links.data());
      case StoreAddress.Bucket bucket ->
          "b <- s3_bucket(\"%s\", anonymous = TRUE%s)\ndf <- open_dataset(b$path(\"%s\"))"
              .formatted(
                  bucket.bucket(),
                  bucket
                      .endpoint()
                      .map(url -> ", endpoint_override = \"" + url + "\"")
                      .or(() -> bucket.region().map(region -> ", region = \"" + region + "\""))
                      .orElse(""),
                  links.data().substring("s3://".length() + bucket.bucket().length() + 1));
    };
  }

  private String gdalPath() {
    return switch (links.store()) {
      case StoreAddress.Web web -> "/vsicurl/" + links.data();
      case StoreAddress.Bucket bucket -> "/vsis3/" + links.data().substring("s3://".length());
    };
  }

  private String options() {
    if (complete.visibility().isPresent()) {
      return ",\n    storage_options={\"headers\": {\"Authorization\": \"Bearer \" + token}}";
    }
    return switch (links.store()) {
      case StoreAddress.Web web -> "";
      case StoreAddress.Bucket bucket ->
          ", storage_options={\"anon\": True%s}".formatted(endpoint(bucket.endpoint()));
    };
  }

  private static String endpoint(Optional<String> url) {
    return url.map(u -> ", \"client_kwargs\": {\"endpoint_url\": \"" + u + "\"}").orElse("");
  }

  private boolean hasGeometry() {
    return new Columns(complete).isStored("geometry");
  }
}
