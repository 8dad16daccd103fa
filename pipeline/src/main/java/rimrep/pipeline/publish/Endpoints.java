package rimrep.pipeline.publish;

import java.util.Optional;
import rimrep.pipeline.dataset.DatasetId;

/// The addresses that published documents name: settings of the run, the one thing besides the
/// complete packages that documents are made from.
///
/// @param publicStore where anyone reads public data
/// @param gateway where limited data are read after signing in; without one, limited items have no
///   assets
/// @param stacApi root of the public STAC API
/// @param dataApi root of pygeoapi
/// @param pygeoapiData where pygeoapi itself opens the public store: a folder or `s3://bucket/…`
public record Endpoints(
    StoreAddress publicStore,
    Optional<Gateway> gateway,
    String stacApi,
    String dataApi,
    String pygeoapiData) {
  public Endpoints {
    stacApi = withoutSlash(stacApi);
    dataApi = withoutSlash(dataApi);
    pygeoapiData = withoutSlash(pygeoapiData);
  }

  /// Reads limited data over HTTPS for those who show a token.
  ///
  /// @param base address that the private store's paths are below
  /// @param openIdConnectUrl discovery document of the identity provider; without it a bearer token
  ///   is all that is said
  public record Gateway(String base, Optional<String> openIdConnectUrl) {
    public Gateway {
      base = withoutSlash(base);
    }
  }

  String dataApiCollection(DatasetId id) {
    return dataApi + "/collections/" + id;
  }

  static String withoutSlash(String address) {
    return address.endsWith("/") && address.length() > 1
        ? withoutSlash(address.substring(0, address.length() - 1))
        : address;
  }
}
