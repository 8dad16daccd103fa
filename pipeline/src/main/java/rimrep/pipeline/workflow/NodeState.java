package rimrep.pipeline.workflow;

/// Where a node stands.
public enum NodeState {
  WAITING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  /// Its condition did not hold.
  SKIPPED,
  /// Something it needs did not succeed.
  OMITTED;

  public boolean ended() {
    return this != WAITING && this != RUNNING;
  }
}
