package rimrep.pipeline.netcdf;

/// A dimension while the model is built: its length grows with the variables on it if it is
/// unlimited.
final class Axis {
  final String name;
  final String group;
  final int id;
  final boolean unlimited;
  private long length;

  /// @param group path of the group that has it
  Axis(String name, String group, int id, long length, boolean unlimited) {
    this.name = name;
    this.group = group;
    this.id = id;
    this.length = length;
    this.unlimited = unlimited;
  }

  long length() {
    return length;
  }

  void reach(long other) {
    length = unlimited ? Math.max(length, other) : length;
  }

  Dimension dimension() {
    return new Dimension(name, length, unlimited);
  }
}
