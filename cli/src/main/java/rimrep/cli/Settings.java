package rimrep.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import rimrep.api.http.TrustedProxies;
import rimrep.api.oidc.OidcSettings;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.S3Settings;

/// Everything that can be set, resolved once.
///
/// @param publicStore, privateStore, artifacts the three stores
/// @param publicDataUrl address under which the public store is read (`…/data`); empty: what `up`
///   serves
/// @param internalApi address of the STAC API that takes writes; empty: the one of a running `up`,
///   or an embedded one
/// @param publicApi address under which the public STAC API is read; empty: what `up` serves
/// @param internalToken bearer token for `internalApi`
/// @param database JDBC address of PostgreSQL; empty: the embedded one
/// @param pagingKey signs the links to next pages, the same in every replica of the STAC API; a
///   secret; empty: a word of the data folder
/// @param gatewayUrl address under which those who may read limited data do so
/// @param oidc whose tokens the STAC API takes
/// @param trustedProxies whose forwarded headers the STAC API believes
/// @param argoServer address of the server of Argo Workflows
/// @param argoNamespace where workflows are
/// @param argoToken what it wants to see; a secret
/// @param shards largest number of shards of a fan-out; empty: grids one, tables one per core
/// @param webhook address that notifications are posted to; a secret
record Settings(
    Path catalog,
    Path data,
    boolean json,
    Location publicStore,
    Location privateStore,
    Location artifacts,
    S3Settings s3,
    Optional<URI> publicDataUrl,
    Optional<URI> publicApi,
    Optional<URI> internalApi,
    Optional<String> internalToken,
    Optional<String> database,
    Optional<String> pagingKey,
    Optional<URI> pygeoapiUrl,
    Optional<URI> gatewayUrl,
    boolean allowLoopbackSources,
    Optional<Integer> shards,
    Optional<URI> argoServer,
    Optional<String> argoNamespace,
    Optional<String> argoToken,
    Optional<String> webhook,
    Optional<OidcSettings> oidc,
    TrustedProxies trustedProxies) {

  Path secrets() {
    return data.resolve("secret");
  }

  @Override
  public String toString() {
    return "Settings[catalog=" + catalog + ", data=" + data + "]";
  }
}
