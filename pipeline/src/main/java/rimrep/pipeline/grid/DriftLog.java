package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;

/// Gathers differences; equal ones of many files become one entry with a count.
final class DriftLog {
  private final List<Drift> entries = new ArrayList<>();

  void add(Drift drift) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).sameAs(drift)) {
        entries.set(i, entries.get(i).counted());
        return;
      }
    }
    entries.add(drift);
  }

  void addAll(List<Drift> drifts) {
    drifts.forEach(this::add);
  }

  List<Drift> entries() {
    return List.copyOf(entries);
  }
}
