package rimrep.pipeline.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Content-Range: bytes first-last/total` (RFC 9110, 14.4); last is inclusive. An empty resource
/// has last = -1.
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:([0-9]{1,18})-([0-9]{1,18})|\\*)/([0-9]{1,18})");

  static ContentRange of(HttpHeaders headers) throws Unanswered {
    String text = headers.firstValue("Content-Range").orElse("");
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new Unanswered("the server sent no usable Content-Range", Duration.ZERO);
    }
    long total = Long.parseLong(matcher.group(3));
    return matcher.group(1) == null
        ? new ContentRange(0, -1, total)
        : new ContentRange(
            Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), total);
  }
}
