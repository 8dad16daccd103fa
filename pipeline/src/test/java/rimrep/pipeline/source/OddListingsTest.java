package rimrep.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Directory listings as web servers write them.
class OddListingsTest {
  private static final URI PAGE = URI.create("https://data.example.org/sst/2024/");

  private static List<String> files(String... hrefs) {
    StringBuilder html = new StringBuilder("<html><body><pre>");
    for (String href : hrefs) {
      html.append("<a href=\"").append(href).append("\">x</a>\n");
    }
    return ListingPage.files(PAGE, html.toString()).stream()
        .map(uri -> uri.toString().substring(PAGE.toString().length()))
        .toList();
  }

  @Test
  void takesNamesWithColonsBracketsAndOtherOddCharacters() {
    assertThat(
            files(
                "2024-01-01T00:00:00.nc",
                "GBR:1.nc",
                "a[1].nc",
                "b c.nc",
                "r\u00e9cif.nc",
                "a%2Bb.nc",
                "x|y.nc"))
        .containsExactly(
            "./2024-01-01T00:00:00.nc".substring(2),
            "GBR:1.nc",
            "a%2Bb.nc",
            "a%5B1%5D.nc",
            "b%20c.nc",
            "r%C3%A9cif.nc",
            "x%7Cy.nc");
  }

  @Test
  void takesAbsoluteAddressesBelowThePageAndNothingElse() {
    assertThat(
            files(
                "https://data.example.org/sst/2024/a.nc",
                "/sst/2024/b.nc",
                "./c.nc",
                "../",
                "/sst/",
                "?C=N;O=D",
                "d.nc?download=1",
                "sub/",
                "https://elsewhere.example.org/sst/2024/e.nc",
                "mailto:someone@example.org",
                "javascript:void(0)"))
        .containsExactly("a.nc", "b.nc", "c.nc");
  }

  @Test
  void knowsPagesThatListInAnotherWay() {
    assertThat(
            ListingPage.otherKind("<?xml version='1.0'?><ListBucketResult xmlns='x'><Key>a</Key>"))
        .contains("a listing of S3 (ListBucketResult)");
    assertThat(ListingPage.otherKind("<a href='catalog.html?dataset=sst/a.nc'><tt>a.nc</tt></a>"))
        .contains("a catalogue of THREDDS");
    assertThat(ListingPage.otherKind("<pre><a href='a.nc'>a.nc</a></pre>")).isEmpty();
  }
}
