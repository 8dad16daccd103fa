package rimrep.pipeline.harvest;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// Brings texts of other people's records into one form.
final class Texts {
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:p|br|b|i|em|strong|ul|ol|li|a|div|span|h[1-6]|sub|sup)\\b[^<>]*>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BLOCK_END =
      Pattern.compile("<(?:br\\s*/?|/p|/li|/div|/h[1-6])>", Pattern.CASE_INSENSITIVE);

  private Texts() {}

  /// Trimmed, NFC, one line.
  static String line(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .replace('\u00a0', ' ')
        .replaceAll("\\s+", " ")
        .strip();
  }

  /// Trimmed, NFC, with its paragraphs; HTML tags are taken out.
  static String paragraphs(String text) {
    String plain = TAG.matcher(BLOCK_END.matcher(text).replaceAll("\n")).replaceAll("");
    return Normalizer.normalize(plain, Normalizer.Form.NFC)
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace('\u00a0', ' ')
        .replaceAll("[ \\t]+", " ")
        .replaceAll(" ?\n ?", "\n")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }
}
