package rimrep.api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.locationtech.jts.geom.Geometry;
import rimrep.api.Documents;
import rimrep.api.RunningApi;
import rimrep.api.core.filter.Candidate;
import rimrep.api.core.filter.Evaluation;
import rimrep.api.oidc.OidcSettings;
import rimrep.api.oidc.TokenVerifier;
import rimrep.api.store.PropertyIndexes;
import rimrep.stac.StacJson;
import rimrep.testing.OidcServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Random catalogues and random searches: the API and a list that plain Java filters and sorts must
/// give the same ids in the same order, over all pages, with the same count and with data for whom
/// they are meant: for the anonymous, for each role and for insiders.
///
/// 2,000 comparisons; with `-Dsoak` 100,000 over fifty catalogues. `-Drimrep.seed=N` repeats one.
class OracleTest {

  private static final OidcServer PROVIDER = OidcServer.start();

  @RegisterExtension
  static final RunningApi API =
      new RunningApi(settings ->
          settings.with(
              new TokenVerifier(
                  new OidcSettings(PROVIDER.issuer(), "stac", "realm_access.roles", "writer"),
                  InstantSource.system())));

  private static final int ITEMS = 150;
  private static final int SEARCHES = 400;

  /// From some search on, so that answers come from the items and from the index.
  private static final Set<String> INDEXED = Set.of("v", "w", "name");

  private static final int CATALOGUES = System.getProperty("soak") == null ? 1 : 50;

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  /// Who searches.
  ///
  /// @param roles absent: an insider
  private record Who(Optional<Set<String>> roles) {
    boolean sees(Access access) {
      return access.visibility() == Access.Visibility.PUBLIC
          || roles.map(own -> own.stream().anyMatch(access.roles()::contains)).orElse(true);
    }

    boolean knows(Access access) {
      return sees(access) || access.visibility() == Access.Visibility.METADATA;
    }

    String url() {
      return roles.isPresent() ? API.publicUrl() : API.internalUrl();
    }

    Optional<String> token() {
      return roles.isEmpty()
          ? Optional.of(RunningApi.TOKEN)
          : roles
              .filter(own -> !own.isEmpty())
              .map(own -> PROVIDER.token("someone", "stac", List.copyOf(own)));
    }
  }

  private static final List<Who> VIEWERS =
      List.of(
          new Who(Optional.of(Set.of())),
          new Who(Optional.of(Set.of("team"))),
          new Who(Optional.of(Set.of("partners", "others"))),
          new Who(Optional.of(Set.of("team", "partners"))),
          new Who(Optional.empty()));

  /// What a search gives.
  ///
  /// @param items ids in their order; `-` before those without their data
  private record Answer(List<String> items, int matched) {}

  /// An item as the oracle keeps it.
  private record Kept(
      ObjectNode json, ObjectNode comparable, Optional<Footprint> place, Access own, Access home)
      implements Candidate {
    @Override
    public String id() {
      return json.path("id").asString();
    }

    @Override
    public String collection() {
      return json.path("collection").asString();
    }

    @Override
    public Instant datetime() {
      JsonNode datetime = properties().path("datetime");
      return Instants.parse(
          "",
          datetime.isString()
              ? datetime.asString()
              : properties().path("start_datetime").asString());
    }

    Instant start() {
      return Instants.parse(
          "", properties().path("start_datetime").asString(datetime().toString()));
    }

    Instant end() {
      return Instants.parse("", properties().path("end_datetime").asString(datetime().toString()));
    }

    /// Objects cannot be asked for: for a condition they are not there.
    @Override
    public JsonNode properties() {
      return comparable;
    }

    @Override
    public Optional<Geometry> footprint() {
      return place.map(Footprint::geometry);
    }

    /// Whether the words of a phrase follow each other in title, description and keywords.
    boolean says(String phrase) {
      List<String> said = new ArrayList<>(words(properties().path("title").asString("")));
      properties().path("keywords").forEach(k -> said.addAll(words(k.asString())));
      return Collections.indexOfSubList(said, words(phrase)) >= 0;
    }

    private static List<String> words(String text) {
      String plain =
          Normalizer.normalize(text, Normalizer.Form.NFD)
              .replaceAll("\\p{M}", "")
              .toLowerCase(Locale.ROOT);
      return Stream.of(plain.split("[^a-z]+")).filter(w -> !w.isEmpty()).toList();
    }

    boolean isKnownTo(Who who) {
      return who.knows(own) && who.knows(home);
    }

    String seenBy(Who who) {
      return (who.sees(own) && who.sees(home) ? "" : "-") + id();
    }
  }

  @Test
  void agreesWithPlainJava() {
    long first = Long.getLong("rimrep.seed", System.nanoTime());
    int hits = 0;
    for (long seed = first; seed < first + CATALOGUES; seed++) {
      System.out.println("oracle seed " + seed);
      hits += compare(seed);
    }
    int comparisons = CATALOGUES * SEARCHES * VIEWERS.size();
    assertThat(hits).as("searches that find something").isGreaterThan(comparisons / 5);
    System.out.println("oracle: " + comparisons + " comparisons, " + hits + " with hits");
  }

  private static int compare(long seed) {
    var random = new Random(seed);
    var catalogue = new RandomCatalogue(random);
    var searches = new RandomSearch(random, catalogue);
    List<Kept> all = stored(catalogue);
    List<Optional<String>> tokens = VIEWERS.stream().map(Who::token).toList();
    int hits = 0;
    for (int i = 0; i < SEARCHES; i++) {
      if (i == SEARCHES / 4) {
        PropertyIndexes.create(API.postgres().settings().owner(), INDEXED);
      }
      ObjectNode body = searches.next();
      Way way = Way.of(i, body);
      for (int v = 0; v < VIEWERS.size(); v++) {
        Who who = VIEWERS.get(v);
        Answer expected = expected(body, who, all);
        assertThat(way.ask(body, who, tokens.get(v)))
            .as("seed " + seed + " search " + i + " of " + who + " by " + way + ": " + body)
            .isEqualTo(expected);
        hits += expected.items().isEmpty() ? 0 : 1;
      }
    }
    return hits;
  }

  private static List<Kept> stored(RandomCatalogue random) {
    API.postgres().execute("truncate item, collection");
    Map<String, Access> homes = new HashMap<>();
    for (String collection : RandomCatalogue.collections()) {
      ObjectNode json = StacJson.parse(collection);
      homes.put(json.path("id").asString(), Access.ofCollection(json));
      assertThat(API.write("POST", "/collections", collection).statusCode()).isEqualTo(201);
    }
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      ObjectNode item = random.item(i);
      API.item(Documents.text(item));
      Access home =
          Optional.ofNullable(homes.get(item.path("collection").asString())).orElseThrow();
      ObjectNode comparable = (ObjectNode) item.path("properties").deepCopy();
      comparable.removeIf(JsonNode::isObject);
      all.add(new Kept(item, comparable, Footprint.of(item), Access.ofItem(item), home));
    }
    return all;
  }

  /// How a search is sent.
  private enum Way {
    POST,
    GET,
    ITEMS;

    static Way of(int number, ObjectNode body) {
      if (!SearchAsQuery.isPossible(body)) {
        return POST;
      }
      boolean inOne = body.path("collections").size() == 2;
      return number % 2 == 0 ? POST : inOne && number % 4 == 1 ? ITEMS : GET;
    }

    Answer ask(ObjectNode body, Who who, Optional<String> token) {
      var headers = new ArrayList<>(List.of("Content-Type", "application/json"));
      token.ifPresent(t -> headers.addAll(List.of("Authorization", "Bearer " + t)));
      String query = this == POST ? "" : "?" + SearchAsQuery.of(body);
      String path =
          this == ITEMS
              ? "/collections/" + RunningApi.encode(body.at("/collections/0").asString()) + "/items"
              : "/search";
      return new Pages(headers.toArray(String[]::new), body.has("fields"))
          .read(who.url() + path + query, this == POST ? StacJson.write(body) : "");
    }
  }

  /// Reads all pages of an answer.
  ///
  /// @param partly whether items may lack what tells of their data
  private record Pages(String[] headers, boolean partly) {

    /// @param body of a POST, or empty
    Answer read(String url, String body) {
      var items = new ArrayList<String>();
      int matched = -1;
      String at = url;
      String next = body;
      while (!at.isEmpty()) {
        var response = API.send(next.isEmpty() ? "GET" : "POST", at, next, headers);
        if (response.statusCode() == 404 && url.contains("/items")) {
          return new Answer(List.of(), 0);
        }
        assertThat(response.statusCode()).as(at + next + response.body()).isEqualTo(200);
        ObjectNode page = StacJson.parse(response.body());
        matched = matched < 0 ? page.path("numberMatched").asInt() : matched;
        page.path("features").forEach(f -> items.add(mark(f) + f.path("id").asString()));
        at = "";
        for (JsonNode link : page.path("links")) {
          if (link.path("rel").asString().equals("next")) {
            at = link.path("href").asString();
            next = link.has("body") ? link.path("body").toString() : "";
          }
        }
      }
      return new Answer(items, matched);
    }

    private String mark(JsonNode item) {
      return !partly && item.path("assets").isEmpty() ? "-" : "";
    }
  }

  private static Answer expected(ObjectNode body, Who who, List<Kept> items) {
    ItemSearch search = SearchRequest.ofBody(body).search();
    List<String> found =
        items.stream()
            .filter(i -> i.isKnownTo(who))
            .filter(i -> search.collections().map(c -> c.contains(i.collection())).orElse(true))
            .filter(i -> search.ids().map(c -> c.contains(i.id())).orElse(true))
            .filter(i -> search.time().map(t -> overlaps(t, i)).orElse(true))
            .filter(i -> search.area().map(a -> lies(a, i)).orElse(true))
            .filter(i -> search.words().map(w -> w.stream().anyMatch(i::says)).orElse(true))
            .filter(i -> search.filter().map(f -> Evaluation.selects(f.expr(), i)).orElse(true))
            .sorted(order(search.order()))
            .map(i -> body.has("fields") ? i.id() : i.seenBy(who))
            .toList();
    return new Answer(found, found.size());
  }

  private static boolean overlaps(TimeRange time, Kept item) {
    return time.from().map(f -> !item.end().isBefore(f)).orElse(true)
        && time.to().map(t -> !item.start().isAfter(t)).orElse(true);
  }

  private static boolean lies(Area area, Kept item) {
    boolean high =
        area.elevation()
            .map(z ->
                item.place()
                    .map(p -> p.lowest() <= z.high() && p.highest() >= z.low())
                    .orElse(false))
            .orElse(true);
    return high
        && item.footprint()
            .map(footprint ->
                area.geometry().isPresent()
                    ? area.geometry().get().intersects(footprint)
                    : area.boxes().stream()
                        .anyMatch(b -> GeoJson.FACTORY.toGeometry(b).intersects(footprint)))
            .orElse(false);
  }

  private static Comparator<Kept> order(List<SortKey> keys) {
    Comparator<Kept> order = (a, b) -> 0;
    for (SortKey key : keys) {
      order = order.thenComparing((a, b) -> compare(key, a, b));
    }
    return order.thenComparing(Kept::collection).thenComparing(Kept::id);
  }

  private static int compare(SortKey key, Kept a, Kept b) {
    boolean down = key.direction() == SortKey.Direction.DESCENDING;
    Kept x = down ? b : a;
    Kept y = down ? a : b;
    return switch (key.field()) {
      case Field.Datetime datetime -> x.datetime().compareTo(y.datetime());
      case Field.Id id -> x.id().compareTo(y.id());
      case Field.CollectionId id -> x.collection().compareTo(y.collection());
      case Field.Property property -> {
        JsonNode one = x.properties().path(property.name());
        JsonNode two = y.properties().path(property.name());
        boolean noA = lacks(a, property.name());
        boolean noB = lacks(b, property.name());
        yield noA || noB ? Boolean.compare(noA, noB) : compare(one, two);
      }
    };
  }

  private static boolean lacks(Kept item, String property) {
    JsonNode value = item.properties().path(property);
    return value.isMissingNode() || value.isNull();
  }

  /// As PostgreSQL orders JSON: text, then numbers, then truth values.
  private static int compare(JsonNode x, JsonNode y) {
    int byKind = Integer.compare(kind(x), kind(y));
    if (byKind != 0) {
      return byKind;
    }
    return switch (kind(x)) {
      case 0 -> x.asString().compareTo(y.asString());
      case 1 -> x.decimalValue().compareTo(y.decimalValue());
      default -> Boolean.compare(x.asBoolean(), y.asBoolean());
    };
  }

  private static int kind(JsonNode node) {
    return node.isString() ? 0 : node.isNumber() ? 1 : 2;
  }
}
