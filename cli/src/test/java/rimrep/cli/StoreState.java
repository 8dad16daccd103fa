package rimrep.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.grid.ZarrArray;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import rimrep.stac.Collection;
import rimrep.stac.Item;
import rimrep.stac.StacClient;

/// All that is stored at a moment: the objects of three stores and a dataset's documents in the
/// STAC API. It can be looked at and brought back.
record StoreState(
    SortedMap<String, byte[]> objects, Optional<Collection> collection, Optional<Item> item) {
  /// What is older is no clock time of a test, nor is what only looks like an instant.
  private static final String LONG_AGO = Instant.now().minus(Duration.ofDays(1)).toString();

  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z");
  private static final Pattern DIGEST = Pattern.compile("\"digest\" ?: ?\"1220[0-9a-f]{64}\"");

  static StoreState of(Stores stores, StacClient stac, String collection, DatasetId dataset) {
    return new StoreState(
        objects(stores), stac.collection(collection), stac.item(collection, dataset.value()));
  }

  /// Every object by `<store>/<key>`; locks of a store are none.
  static SortedMap<String, byte[]> objects(Stores stores) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    byName(stores)
        .forEach((name, store) -> {
          for (StoredObject object : store.list("")) {
            if (!object.key().contains("/lock/")) {
              store
                  .get(object.key())
                  .ifPresent(c -> found.put(name + "/" + object.key(), c.bytes()));
            }
          }
        });
    return found;
  }

  private static Map<String, Storage> byName(Stores stores) {
    return Map.of(
        "public", stores.publicStore(),
        "private", stores.privateStore(),
        "artifacts", stores.artifacts());
  }

  /// Makes the stores and the API what they were.
  void restore(Stores stores, StacClient stac, String collectionId, DatasetId dataset) {
    SortedMap<String, byte[]> now = objects(stores);
    byName(stores)
        .forEach((name, store) -> {
          String start = name + "/";
          now.keySet().stream()
              .filter(k -> k.startsWith(start) && !objects.containsKey(k))
              .forEach(k -> store.delete(k.substring(start.length())));
          objects.forEach((key, bytes) -> {
            if (key.startsWith(start) && !Arrays.equals(bytes, now.get(key))) {
              store.put(key.substring(start.length()), Body.of(bytes));
            }
          });
        });
    collection.ifPresent(stac::put);
    item.ifPresentOrElse(stac::put, () -> stac.deleteItem(collectionId, dataset.value()));
    if (collection.isEmpty()) {
      stac.deleteCollection(collectionId);
    }
  }

  /// What stays of a run, comparable with other runs: no records of runs, no clock times, and
  /// `folder` by a fixed name.
  SortedMap<String, String> lasting(String folder) {
    SortedMap<String, String> lasting = new TreeMap<>();
    objects.forEach((key, bytes) -> {
      if (!key.startsWith("artifacts/runs/")) {
        lasting.put(key, isText(key) ? timeless(bytes, folder) : sha256(bytes));
      }
    });
    collection.ifPresent(c -> lasting.put("collection", timeless(Json.bytes(c.json()), folder)));
    item.ifPresent(i -> lasting.put("item", timeless(Json.bytes(i.json()), folder)));
    return lasting;
  }

  private static boolean isText(String key) {
    return List.of(".json", ".yaml", ".jsonl").stream().anyMatch(key::endsWith);
  }

  /// Text without clock times and without the digest of a text that has them.
  static String timeless(byte[] bytes, String folder) {
    String text = new String(bytes, StandardCharsets.UTF_8).replace(folder, "FOLDER");
    String undated = INSTANT.matcher(text).replaceAll(StoreState::unlessOld);
    return DIGEST.matcher(undated).replaceAll("\"digest\":\"…\"");
  }

  private static String unlessOld(MatchResult found) {
    return found.group().compareTo(LONG_AGO) < 0 ? found.group() : "NOW";
  }

  /// What readers from outside see of a dataset, each part by itself.
  static SortedMap<String, String> visible(
      Stores stores, StacClient stac, String collection, DatasetId dataset, String folder) {
    SortedMap<String, String> seen = new TreeMap<>();
    Storage open = stores.publicStore();
    ZarrStore.open(open, dataset + "/data.zarr").ifPresent(z -> seen.put("zarr", values(z)));
    open.get(dataset + "/data.parquet/all.parquet")
        .ifPresent(c -> seen.put("parquet", sha256(c.bytes())));
    put(seen, "package", open.get(dataset + "/datapackage.json"), folder);
    put(seen, "pygeoapi", stores.artifacts().get("pygeoapi/config-pygeoapi.yaml"), folder);
    stac.collection(collection)
        .ifPresent(c -> seen.put("collection", timeless(Json.bytes(c.json()), folder)));
    stac.item(collection, dataset.value())
        .ifPresent(i -> seen.put("item", timeless(Json.bytes(i.json()), folder)));
    return seen;
  }

  private static void put(
      Map<String, String> seen, String name, Optional<Content> content, String folder) {
    content.ifPresent(c -> seen.put(name, timeless(c.bytes(), folder)));
  }

  private static String values(ZarrStore zarr) {
    StringBuilder all = new StringBuilder(zarr.digest());
    for (ZarrArray array : zarr.arrays()) {
      all.append(' ').append(array.layout().name()).append('=').append(sha256(array.readAll()));
    }
    return all.toString();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
