package rimrep.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.SamplePackages;
import rimrep.testing.GoldenFile;

class LandingPageTest {
  private static final List<LastRun> RUNS =
      List.of(
          new LastRun(new DatasetId("demo-dhw"), SamplePackages.NOW, "published", true),
          new LastRun(new DatasetId("demo-loggers"), SamplePackages.NOW, "1 item rejected", false),
          new LastRun(new DatasetId("demo-secret"), SamplePackages.NOW, "published", true));

  @Test
  void pageIsAsKeptWhateverTheOrder() {
    String page = page(List.of(SamplePackages.table(), SamplePackages.grid()));
    GoldenFile.of("pipeline", "publish/landing-page.html").matches(page);
    assertThat(page(List.of(SamplePackages.grid(), SamplePackages.table()))).isEqualTo(page);
  }

  @Test
  void textsAreEscapedAndNothingIsLoaded() {
    DatasetDefinition definition = SamplePackages.tableDefinition();
    definition.curated().put("title", "<script>alert('1')</script> & \"quotes\"");
    String page =
        page(List.of(SamplePackages.complete(definition, SamplePackages.tableMeasured())));
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain(" src=")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;");
  }

  @Test
  void limitedDatasetsAreRefusedAndTheirRunsNotShown() {
    assertThatThrownBy(() -> page(List.of(SamplePackages.limited())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(page(List.of(SamplePackages.grid()))).doesNotContain("demo-secret");
  }

  @Test
  void anEmptyCatalogueSaysSo() {
    assertThat(page(List.of())).contains("Nothing is published yet.").doesNotContain("<svg");
  }

  @Test
  void addressesThatAreNoWebPagesAreShownNotLinked() {
    assertThat(Html.link("javascript:alert(1)", "Data")).doesNotContain("href");
    assertThat(Html.size(7340032)).isEqualTo("7.34 MB");
    assertThat(Html.size(999)).isEqualTo("999 bytes");
  }

  private static String page(List<CompletePackage> packages) {
    return new String(
        LandingPage.of("Demo catalogue", "Made-up data.", packages, PublishSamples.LOCAL, RUNS),
        StandardCharsets.UTF_8);
  }
}
