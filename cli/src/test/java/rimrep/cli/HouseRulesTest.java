package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rimrep.testing.HouseRules;

/// The architecture's edges, over all modules.
class HouseRulesTest {
  private static final HouseRules RULES = HouseRules.ofClassPath();

  @Test
  void allModulesAreLookedAt() {
    assertThat(RULES.size()).isGreaterThan(100);
    assertThat(RULES.whoSees("rimrep.pipeline.storage")).isNotEmpty();
    assertThat(RULES.whoSees("rimrep.stac")).isNotEmpty();
    assertThat(RULES.whoSees("rimrep.api")).isNotEmpty();
  }

  @Test
  void modulesSeeOnlyThoseBelow() {
    assertThat(RULES.moduleEdges()).isEmpty();
  }

  @Test
  void packagesOfThePipelineSeeOnlyTheirNeighbours() {
    assertThat(RULES.pipelineEdges()).isEmpty();
  }

  @Test
  void noPackageNeedsItselfInARound() {
    assertThat(RULES.cycles()).isEmpty();
  }

  @Test
  void oneClassSpeaksToTheAwsSdk() {
    assertThat(RULES.whoSees("software.amazon.awssdk"))
        .containsExactly("rimrep.pipeline.storage.S3Bucket");
  }

  @Test
  void oneClassSpeaksToJsonnet() {
    assertThat(RULES.whoSees("sjsonnet")).containsExactly("rimrep.pipeline.catalog.Jsonnet");
  }

  @Test
  void tokensAreReadInOnePackage() {
    assertThat(RULES.whoSees("com.nimbusds")).allMatch(name -> name.startsWith("rimrep.api.oidc."));
  }

  @Test
  void jdbcStaysInItsRooms() {
    assertThat(RULES.jdbc()).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(RULES.unmarkedPackages()).isEmpty();
  }
}
