package rimrep.pipeline.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word a person probably meant.
final class Suggestion {
  private Suggestion() {}

  /// `did you mean 'match'?`, or what to do if no known word is near.
  static String of(String word, Collection<String> known, String otherwise) {
    return nearest(word, known).map(w -> "did you mean '" + w + "'?").orElse(otherwise);
  }

  static Optional<String> nearest(String word, Collection<String> known) {
    int limit = word.length() < 4 ? 1 : Math.min(3, Math.max(2, word.length() / 3));
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// Levenshtein distance, letter case counting nothing.
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
        int best = Math.min(diagonal + (same ? 0 : 1), Math.min(row[j], row[j - 1]) + 1);
        diagonal = row[j];
        row[j] = best;
      }
    }
    return row[right.length()];
  }
}
