package rimrep.pipeline.grid;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How chunks are compressed, as `ingest.yaml` writes it (`blosc-zstd-1`) and as Zarr v2 metadata
/// does (`compressor` and `filters` of numcodecs).
///
/// @param level compression level; 0 for {@link Kind#NONE}
public record Codec(Kind kind, int level) {
  /// The kinds we write. Blosc shuffles inside its frame; zstd and gzip get numcodecs' shuffle
  /// filter before them.
  public enum Kind {
    BLOSC_ZSTD("blosc-zstd"),
    ZSTD("zstd"),
    GZIP("gzip"),
    NONE("none");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private static final Pattern FORM = Pattern.compile("(blosc-zstd|zstd|gzip)-(\\d{1,2})");
  static final Codec DEFAULT = new Codec(Kind.BLOSC_ZSTD, 1);

  @JsonCreator
  public static Codec parse(String text) {
    if (text.equals("none")) {
      return new Codec(Kind.NONE, 0);
    }
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      int level = Integer.parseInt(form.group(2));
      for (Kind kind : Kind.values()) {
        if (kind.word.equals(form.group(1)) && level >= 1 && level <= mostOf(kind)) {
          return new Codec(kind, level);
        }
      }
    }
    throw new BadConfiguration(
        "grid: codec",
        "'" + text + "' is not supported yet",
        "blosc-zstd-1..22, zstd-1..22, gzip-1..9 or none",
        "choose one of these");
  }

  private static int mostOf(Kind kind) {
    return switch (kind) {
      case BLOSC_ZSTD, ZSTD -> 22;
      case GZIP -> 9;
      case NONE -> 0;
    };
  }

  @JsonValue
  public String text() {
    return kind == Kind.NONE ? kind.word : kind.word + "-" + level;
  }

  /// The member `compressor` of `.zarray`.
  JsonNode compressor() {
    ObjectNode node = Json.mapper().createObjectNode();
    switch (kind) {
      case BLOSC_ZSTD ->
          node.put("id", "blosc")
              .put("cname", "zstd")
              .put("clevel", level)
              .put("shuffle", 1)
              .put("blocksize", 0);
      case ZSTD -> node.put("id", "zstd").put("level", level);
      case GZIP -> node.put("id", "gzip").put("level", level);
      case NONE -> {
        return Json.mapper().nullNode();
      }
    }
    return node;
  }

  /// The member `filters` of `.zarray`.
  JsonNode filters(DataType type) {
    ArrayNode filters = Json.mapper().createArrayNode();
    if (type == DataType.STRING) {
      filters.addObject().put("id", "vlen-utf8");
    } else if (shuffleFilter(type)) {
      filters.addObject().put("id", "shuffle").put("elementsize", type.bytes());
    }
    return filters.isEmpty() ? Json.mapper().nullNode() : filters;
  }

  boolean shuffleFilter(DataType type) {
    return (kind == Kind.ZSTD || kind == Kind.GZIP) && type.bytes() > 1;
  }

  /// Reads `compressor` back; filters follow from it and the type.
  static Codec ofZarr(String array, JsonNode compressor) {
    if (compressor.isNull()) {
      return new Codec(Kind.NONE, 0);
    }
    String id = compressor.path("id").asString("");
    if (id.equals("blosc") && compressor.path("cname").asString("").equals("zstd")) {
      return new Codec(Kind.BLOSC_ZSTD, compressor.path("clevel").asInt(1));
    }
    if (id.equals("zstd") || id.equals("gzip")) {
      Kind kind = id.equals("zstd") ? Kind.ZSTD : Kind.GZIP;
      return new Codec(kind, compressor.path("level").asInt(1));
    }
    throw new BadInput(
        array, "compressor " + compressor, "blosc with zstd, zstd, gzip or none", "");
  }
}
