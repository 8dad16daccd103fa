package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rimrep.pipeline.failure.BadConfiguration;

class SettingsTest {
  @TempDir Path folder;

  private static GlobalOptions options(String... args) {
    GlobalOptions options = new GlobalOptions();
    CommandLine.populateCommand(options, args);
    return options;
  }

  @Test
  void anOptionWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path file = folder.resolve("rimrep.yaml");
    Files.writeString(
        file, "catalog: from-file\ndata: from-file\npublic_api: https://example.org/stac/\n");
    Settings settings =
        SettingsReader.read(
            options("--config", file.toString(), "--catalog", "from-option"),
            Map.of("RIMREP_DATA", "from-environment", "RIMREP_CATALOG", "from-environment"));
    assertThat(settings.catalog().getFileName()).hasToString("from-option");
    assertThat(settings.data().getFileName()).hasToString("from-environment");
    assertThat(settings.publicApi().orElseThrow()).hasToString("https://example.org/stac");
  }

  @Test
  void allStoresLieBelowTheDataFolderUnlessTheyAreSet() {
    Settings settings =
        SettingsReader.read(
            options("--data", folder.toString()),
            Map.of("RIMREP_STORES_PUBLIC", "s3://reef-public/data"));
    assertThat(settings.publicStore().text()).isEqualTo("s3://reef-public/data");
    assertThat(settings.privateStore().path()).isEqualTo(folder.resolve("private"));
    assertThat(settings.artifacts().path()).isEqualTo(folder.resolve("artifacts"));
  }

  @Test
  void refusesAnUnknownKeyByName() throws IOException {
    Path file = folder.resolve("rimrep.yaml");
    Files.writeString(file, "stores: {pubic: /tmp/x}\n");
    assertThatThrownBy(() -> SettingsReader.read(options("--config", file.toString()), Map.of()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("key 'stores.pubic'")
        .hasMessageContaining("stores.public");
  }

  @Test
  void refusesAPagingKeyThatCouldBeGuessed() {
    assertThat(
            SettingsReader.read(options(), Map.of("RIMREP_PAGING_KEY", "0123456789abcdef"))
                .pagingKey())
        .contains("0123456789abcdef");
    assertThatThrownBy(() -> SettingsReader.read(options(), Map.of("RIMREP_PAGING_KEY", "short")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("paging_key")
        .hasMessageContaining("16 or more")
        .hasMessageNotContaining("short");
  }

  @Test
  void aDatabaseThatMigratesItselfIsNotMigratedByHand() {
    Settings settings = SettingsReader.read(options("--data", folder.toString()), Map.of());
    assertThatThrownBy(() -> Database.migrate(settings))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("RIMREP_DATABASE");
  }

  @Test
  void refusesASecretInTheFile() throws IOException {
    Path file = folder.resolve("rimrep.yaml");
    Files.writeString(file, "internal_token: abc\n");
    assertThatThrownBy(() -> SettingsReader.read(options("--config", file.toString()), Map.of()))
        .hasMessageContaining("RIMREP_INTERNAL_TOKEN")
        .hasMessageNotContaining("abc");
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(
            () -> SettingsReader.read(options(), Map.of("RIMREP_PUBLIC_API", "example.org")))
        .hasMessageContaining("setting public_api: 'example.org'");
  }

  @Test
  void refusesANamedFileThatIsMissing() {
    assertThatThrownBy(() ->
            SettingsReader.read(
                options("--config", folder.resolve("none.yaml").toString()), Map.of()))
        .hasMessageContaining("none.yaml: cannot be read");
  }

  @Test
  void readsTheProviderOfTokensAndTheProxies() {
    Settings settings =
        SettingsReader.read(
            options(),
            Map.of(
                "RIMREP_OIDC_ISSUER",
                "https://login.example.org/realms/reef",
                "RIMREP_OIDC_AUDIENCE",
                "stac",
                "RIMREP_OIDC_ROLE_CLAIM",
                "realm_access.roles",
                "RIMREP_TRUSTED_PROXIES",
                "127.0.0.1, 10.0.0.0/8"));
    assertThat(settings.oidc().orElseThrow().roleClaim()).isEqualTo("realm_access.roles");
    assertThat(settings.oidc().orElseThrow().writerRole()).isEqualTo("rimrep-writer");
  }

  @Test
  void refusesHalfAProviderAndOneThatAnybodyCanPlay() {
    assertThatThrownBy(() -> SettingsReader.read(options(), Map.of("RIMREP_OIDC_AUDIENCE", "stac")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("RIMREP_OIDC_ISSUER");
    assertThatThrownBy(() ->
            SettingsReader.read(
                options(),
                Map.of(
                    "RIMREP_OIDC_AUDIENCE",
                    "stac",
                    "RIMREP_OIDC_ISSUER",
                    "http://login.example.org")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("expected an https address");
    assertThatThrownBy(
            () -> SettingsReader.read(options(), Map.of("RIMREP_TRUSTED_PROXIES", "proxy.local")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("proxy.local");
  }

  @Test
  void theInternalApiWithoutAProviderIsForThisMachineOnly() {
    String data = folder.resolve("data").toString();
    assertThat(
            Main.run(
                "serve", "--role", "internal", "--port", "0", "--host", "0.0.0.0", "--data", data))
        .isEqualTo(BadConfiguration.EXIT);
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
