package rimrep.pipeline.catalog;

/// A place in a text, both counted from 1.
record Position(int line, int column) {
  /// The file as a whole.
  static final Position NONE = new Position(0, 0);
}
