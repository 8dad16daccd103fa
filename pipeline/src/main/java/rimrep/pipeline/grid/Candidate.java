package rimrep.pipeline.grid;

import java.util.HashSet;
import java.util.Set;
import rimrep.pipeline.failure.BadInput;

/// An item whose header and times could be read.
///
/// @param index in the list of inputs
/// @param times along the append dimension, as the store writes them, in the file's order; empty
///   for a one-shot dataset
@SuppressWarnings("ArrayRecordComponent") // lives within one plan
record Candidate(int index, GridInput input, long[] times) {
  Candidate {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < times.length; i++) {
      if (!seen.add(times[i])) {
        throw new BadInput(
            input.item().item().name(), "step " + i + " has a time twice", "each time once", "");
      }
    }
  }

  String name() {
    return input.item().item().name();
  }

  long first() {
    long first = Long.MAX_VALUE;
    for (long time : times) {
      first = Math.min(first, time);
    }
    return first;
  }

  long last() {
    long last = Long.MIN_VALUE;
    for (long time : times) {
      last = Math.max(last, time);
    }
    return last;
  }

  int stepOf(long time) {
    for (int i = 0; i < times.length; i++) {
      if (times[i] == time) {
        return i;
      }
    }
    throw new IllegalArgumentException("no step " + time);
  }
}
