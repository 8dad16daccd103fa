package rimrep.pipeline.workflow.argo;

import static rimrep.pipeline.workflow.argo.Doc.doc;

import rimrep.pipeline.workflow.Profile;

/// How large the nodes of a cluster are, which says what a container asks for.
public enum NodeSize {
  /// Each container gets what its profile says, and at least a whole core while one is free: the
  /// JVM starts in half a second of processor time, which a quarter of a core stretches to two.
  ORDINARY,

  /// A cluster of one small node, for trials: a container asks for next to nothing and may take 1
  /// GiB, so that several fit.
  SMALL;

  private static final int WHOLE_CORE = 1000;
  private static final int SMALL_MEMORY_MIB = 1024;

  Doc resources(Profile profile) {
    int memory =
        switch (this) {
          case ORDINARY -> profile.memoryMib();
          case SMALL -> Math.min(profile.memoryMib(), SMALL_MEMORY_MIB);
        };
    Doc limits = resources(Math.max(WHOLE_CORE, profile.milliCpu()), memory, profile.scratchMib());
    return switch (this) {
      case ORDINARY ->
          doc()
              .put("requests", resources(profile.milliCpu(), memory, profile.scratchMib()))
              .put("limits", limits);
      case SMALL -> doc().put("requests", resources(20, 128, 64)).put("limits", limits);
    };
  }

  private static Doc resources(int milliCpu, int memoryMib, int scratchMib) {
    return doc()
        .put("cpu", milliCpu + "m")
        .put("memory", memoryMib + "Mi")
        .put("ephemeral-storage", scratchMib + "Mi");
  }
}
