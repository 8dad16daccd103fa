package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The groups and datasets of a file.
final class HdfTree {
  private static final int MAX_DEPTH = 64;

  private final HdfBytes bytes;
  private final Set<Long> visited = new HashSet<>();

  /// @param path with a slash at its end; empty for the root group
  record Group(
      String path, List<HdfAttribute> attributes, List<HdfDataset> datasets, List<Group> groups) {}

  private HdfTree(HdfBytes bytes) {
    this.bytes = bytes;
  }

  static Group read(HdfBytes bytes, long root) {
    return new HdfTree(bytes).group(ObjectHeader.read(bytes, root), "", 0);
  }

  private Group group(ObjectHeader header, String path, int depth) {
    if (!visited.add(header.address()) || depth > MAX_DEPTH) {
      throw bytes
          .file()
          .bad(
              bytes.position(header.address(), "HDF5 group"),
              "HDF5 group /" + path,
              "met twice, or " + depth + " deep",
              "met once, at most " + MAX_DEPTH + " deep");
    }
    List<HdfDataset> datasets = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (Links.Link link : Links.of(header)) {
      ObjectHeader object = ObjectHeader.read(bytes, link.address());
      if (HdfDataset.isDataset(object)) {
        datasets.add(HdfDataset.read(object, path + link.name()));
      } else if (Links.isGroup(object)) {
        groups.add(group(object, path + link.name() + "/", depth + 1));
      }
    }
    return new Group(path, HdfAttribute.of(header), List.copyOf(datasets), List.copyOf(groups));
  }
}
