package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Variable;

/// Chooses chunk shapes: as `ingest.yaml` says, else whole maps of at most 16 MiB raw, as many
/// steps as fit. Depends on grid and types alone, never on the number of files or on the chunks of
/// the source.
final class ChunkAdvisor {
  private static final long TARGET_BYTES = 16L << 20;
  private static final int MOST_STEPS = 365;

  private final GridContract contract;

  ChunkAdvisor(GridContract contract) {
    this.contract = contract;
  }

  List<Integer> chunks(
      TargetStore target, GridSource source, DataType type, List<String> dimensions) {
    List<Integer> chunks = new ArrayList<>();
    for (String dimension : dimensions) {
      if (contract.isAppend(dimension)) {
        chunks.add(contract.chunks().getOrDefault(dimension, steps(target, source)));
      } else {
        chunks.add(fixed(target, dimension));
      }
    }
    shrink(chunks, dimensions, type);
    return chunks;
  }

  private int fixed(TargetStore target, String dimension) {
    int length = Math.toIntExact(target.length(dimension).orElseThrow());
    int wanted = contract.chunks().getOrDefault(dimension, length);
    return Math.max(1, Math.min(wanted, length));
  }

  /// Halves free axes, the longest first, until a chunk is no larger than the target.
  private void shrink(List<Integer> chunks, List<String> dimensions, DataType type) {
    while (bytes(chunks, type) > TARGET_BYTES) {
      int longest = -1;
      for (int d = 0; d < chunks.size(); d++) {
        boolean free = !contract.chunks().containsKey(dimensions.get(d));
        boolean grows = contract.isAppend(dimensions.get(d));
        if (free && !grows && (longest < 0 || chunks.get(d) > chunks.get(longest))) {
          longest = d;
        }
      }
      if (longest < 0 || chunks.get(longest) == 1) {
        return;
      }
      chunks.set(longest, Math.ceilDiv(chunks.get(longest), 2));
    }
  }

  private static long bytes(List<Integer> chunks, DataType type) {
    long bytes = Math.max(1, type.bytes());
    for (int chunk : chunks) {
      bytes *= chunk;
    }
    return bytes;
  }

  /// Steps per chunk, one number for the whole store: that of its largest map in the first file.
  private int steps(TargetStore target, GridSource source) {
    for (ArrayPlan array : target.arrays()) {
      if (array.role() == ArrayPlan.Role.GROWING) {
        return array.layout().chunks().getFirst();
      }
    }
    Names names = contract.names(source);
    long largest = 1;
    for (GridContract.Field field : contract.fields()) {
      largest =
          Math.max(
              largest,
              names
                  .variable(field.name())
                  .filter(v -> v.type().bytes() > 0)
                  .map(v -> mapBytes(target, names, v))
                  .orElse(1L));
    }
    return (int) Math.max(1, Math.min(MOST_STEPS, TARGET_BYTES / largest));
  }

  private long mapBytes(TargetStore target, Names names, Variable variable) {
    long bytes = variable.type().bytes();
    for (String name : names.dimensions(variable)) {
      if (!contract.isAppend(name) && target.length(name).isPresent()) {
        bytes *= fixed(target, name);
      }
    }
    return bytes;
  }

  /// The chunks in the file, in the store's order of axes. A variable without chunks counts as one
  /// chunk per step.
  static List<Integer> sourceChunks(Variable variable, ArrayMapping mapping) {
    List<Integer> chunks = new ArrayList<>();
    for (int d = 0; d < mapping.axis().length; d++) {
      int axis = mapping.axis()[d];
      int length = (int) Math.min(Integer.MAX_VALUE, variable.dimensions().get(axis).length());
      int chunk = variable.chunkShape().isEmpty() ? length : variable.chunkShape().get(axis);
      chunks.add(Math.max(1, Math.min(chunk, length)));
    }
    return chunks;
  }
}
