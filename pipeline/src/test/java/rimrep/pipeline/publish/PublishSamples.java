package rimrep.pipeline.publish;

import java.util.Optional;

/// Two ways to publish: a folder over HTTP on one machine, and buckets with a gateway.
final class PublishSamples {
  static final Endpoints LOCAL =
      new Endpoints(
          new StoreAddress.Web("http://localhost:8080/data/"),
          Optional.empty(),
          "http://localhost:8080/stac",
          "http://localhost:5000",
          "/srv/rimrep/public");

  static final Endpoints CLOUD =
      new Endpoints(
          new StoreAddress.Bucket(
              "demo-public",
              "v1",
              Optional.of("ap-southeast-2"),
              Optional.empty(),
              Optional.of("https://demo-public.example.org/v1")),
          Optional.of(
              new Endpoints.Gateway(
                  "https://data.example.org/limited/",
                  Optional.of("https://id.example.org/.well-known/openid-configuration"))),
          "https://stac.example.org",
          "https://ogc.example.org",
          "s3://demo-public/v1");

  private PublishSamples() {}
}
