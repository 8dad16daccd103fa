package rimrep.api.core;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import rimrep.stac.VerbatimJson;

/// JSON Merge Patch (RFC 7386): members of the patch replace those of the document, null removes
/// them, objects are merged in depth. What the patch does not touch stays as it is spelled.
public final class MergePatch {

  private static final String NOTHING = "{}";

  private final String patch;

  private MergePatch(String patch) {
    this.patch = patch;
  }

  /// @throws InvalidRequest if it is no JSON object
  public static MergePatch parse(byte[] body) {
    try {
      StacJson.parse(body);
      return new MergePatch(new String(body, StandardCharsets.UTF_8));
    } catch (StacFormatException e) {
      throw new InvalidRequest("body", e.getMessage());
    }
  }

  /// The changed document.
  public String apply(DocumentText document) {
    return merge(document.text(), patch);
  }

  private static String merge(String target, String patch) {
    Map<String, String> members = VerbatimJson.members(target);
    VerbatimJson.members(patch)
        .forEach((name, value) -> {
          if (value.equals("null")) {
            members.remove(name);
          } else if (isObject(value)) {
            String present = members.getOrDefault(name, NOTHING);
            members.put(name, merge(isObject(present) ? present : NOTHING, value));
          } else {
            members.put(name, value);
          }
        });
    return VerbatimJson.object(members);
  }

  private static boolean isObject(String json) {
    return json.startsWith("{");
  }
}
