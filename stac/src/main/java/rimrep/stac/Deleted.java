package rimrep.stac;

/// What a delete found.
public enum Deleted {
  DELETED,
  ABSENT
}
