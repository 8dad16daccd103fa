package rimrep.pipeline.publish;

import java.util.Optional;

/// Where the public reads the public store.
public sealed interface StoreAddress {
  /// Address of a path below the store, such as `demo-dhw/data.zarr`.
  String href(String path);

  /// A folder served over HTTP(S), which cannot list its files.
  ///
  /// @param base address of the store, without a slash at its end: `http://host:8080/data`
  record Web(String base) implements StoreAddress {
    public Web {
      base = Endpoints.withoutSlash(base);
    }

    @Override
    public String href(String path) {
      return base + "/" + path;
    }
  }

  /// A bucket read anonymously.
  ///
  /// @param prefix below the bucket, empty or without slashes at its ends
  /// @param region of the bucket at AWS
  /// @param endpoint address of a service that is not AWS
  /// @param https base address of the same objects over HTTPS, if there is one
  record Bucket(
      String bucket,
      String prefix,
      Optional<String> region,
      Optional<String> endpoint,
      Optional<String> https)
      implements StoreAddress {
    public Bucket {
      https = https.map(Endpoints::withoutSlash);
      endpoint = endpoint.map(Endpoints::withoutSlash);
    }

    @Override
    public String href(String path) {
      return "s3://" + bucket + "/" + (prefix.isEmpty() ? "" : prefix + "/") + path;
    }
  }
}
