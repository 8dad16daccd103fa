package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the netCDF-4 library sees in an HDF5 file: dimension scales are dimensions, a dataset's
/// `DIMENSION_LIST` or `_Netcdf4Coordinates` names its dimensions, the rest are anonymous ones
/// (`phony_dim_0`, …). See "netCDF-4 file format" of the NetCDF User's Guide.
final class NetcdfModel {
  private static final String NO_VARIABLE = "This is a netCDF dimension but not a netCDF variable";
  private static final String NOT_COORDINATE = "_nc4_non_coord_";
  private static final Set<String> HIDDEN =
      Set.of(
          "CLASS",
          "NAME",
          "REFERENCE_LIST",
          "DIMENSION_LIST",
          "DIMENSION_LABELS",
          "_Netcdf4Dimid",
          "_Netcdf4Coordinates",
          "_NCProperties",
          "_nc3_strict");

  private final HdfBytes bytes;
  private final GlobalHeap heap;
  private final List<Axis> axes = new ArrayList<>();
  private final Map<Long, Axis> byScale = new HashMap<>();
  private final Map<Integer, Axis> byId = new HashMap<>();
  private final Map<HdfDataset, List<Axis>> axesOf = new IdentityHashMap<>();
  private int nextId;

  /// A variable and the dataset that holds it.
  record Stored(Variable variable, HdfDataset dataset) {}

  /// @param variables by name, in order
  record Content(
      List<Dimension> dimensions, List<Attribute> attributes, Map<String, Stored> variables) {}

  private NetcdfModel(HdfBytes bytes, GlobalHeap heap) {
    this.bytes = bytes;
    this.heap = heap;
  }

  static Content of(HdfBytes bytes, GlobalHeap heap, HdfTree.Group root) {
    NetcdfModel model = new NetcdfModel(bytes, heap);
    model.scales(root);
    model.match(root);
    Map<String, Stored> variables = new LinkedHashMap<>();
    model.variables(root, variables);
    List<Dimension> dimensions =
        model.axes.stream()
            .filter(a -> a.group.isEmpty())
            .sorted(Comparator.comparingInt(a -> a.id))
            .map(Axis::dimension)
            .toList();
    return new Content(dimensions, model.visible(root.attributes()), variables);
  }

  private static boolean isScale(HdfDataset dataset) {
    return text(dataset, "CLASS").equals("DIMENSION_SCALE");
  }

  private static boolean isVariable(HdfDataset dataset) {
    return !isScale(dataset) || !text(dataset, "NAME").startsWith(NO_VARIABLE);
  }

  private static String text(HdfDataset dataset, String attribute) {
    return dataset.attribute(attribute).map(HdfAttribute::fixedTextValue).orElse("");
  }

  private static String name(HdfTree.Group group, HdfDataset dataset) {
    String name = dataset.name().substring(group.path().length());
    return name.startsWith(NOT_COORDINATE) ? name.substring(NOT_COORDINATE.length()) : name;
  }

  private void scales(HdfTree.Group group) {
    for (HdfDataset dataset : group.datasets()) {
      if (isScale(dataset) && dataset.space().rank() > 0) {
        int id = numbers(dataset, "_Netcdf4Dimid").stream().findFirst().orElse(nextId);
        long length = dataset.space().lengths()[0];
        boolean unlimited = dataset.space().limits()[0] == Dataspace.UNLIMITED;
        Axis axis = new Axis(name(group, dataset), group.path(), id, length, unlimited);
        add(axis);
        byScale.put(dataset.address(), axis);
      }
    }
    group.groups().forEach(this::scales);
  }

  private void add(Axis axis) {
    axes.add(axis);
    byId.put(axis.id, axis);
    nextId = Math.max(nextId, axis.id + 1);
  }

  private List<Integer> numbers(HdfDataset dataset, String attribute) {
    Optional<HdfAttribute> found = dataset.attribute(attribute);
    if (found.isEmpty() || !(found.get().type() instanceof HdfType.Number)) {
      return List.of();
    }
    return found.get().decode(heap).values().stream().map(n -> ((Number) n).intValue()).toList();
  }

  /// Gives each variable its dimensions; subgroups first, as the netCDF-4 library does.
  private void match(HdfTree.Group group) {
    group.groups().forEach(this::match);
    for (HdfDataset dataset : group.datasets()) {
      if (isVariable(dataset)) {
        axesOf.put(dataset, axes(group, dataset));
      }
    }
  }

  private List<Axis> axes(HdfTree.Group group, HdfDataset dataset) {
    List<Axis> of = new ArrayList<>();
    long[] lengths = dataset.space().lengths();
    List<Integer> ids = numbers(dataset, "_Netcdf4Coordinates");
    List<Long> scales =
        dataset.attribute("DIMENSION_LIST").map(a -> a.references(bytes, heap)).orElseGet(List::of);
    for (int i = 0; i < lengths.length; i++) {
      Optional<Axis> axis = Optional.empty();
      if (ids.size() == lengths.length) {
        axis = Optional.ofNullable(byId.get(ids.get(i)));
      } else if (scales.size() == lengths.length) {
        axis = Optional.ofNullable(byScale.get(scales.get(i)));
      } else if (i == 0) {
        axis = Optional.ofNullable(byScale.get(dataset.address()));
      }
      long length = lengths[i];
      Axis found =
          axis.filter(a -> a.unlimited || a.length() == length)
              .orElseGet(() -> anonymous(group, dataset, of));
      found.reach(length);
      of.add(found);
    }
    return of;
  }

  /// An anonymous dimension of the group: one of this length that is there, or a new one.
  private Axis anonymous(HdfTree.Group group, HdfDataset dataset, List<Axis> before) {
    int i = before.size();
    long length = dataset.space().lengths()[i];
    boolean unlimited = dataset.space().limits()[i] == Dataspace.UNLIMITED;
    for (Axis axis : axes) {
      boolean fits = axis.length() == length && axis.unlimited == unlimited;
      if (fits && axis.group.equals(group.path()) && !before.contains(axis)) {
        return axis;
      }
    }
    Axis axis = new Axis("phony_dim_" + nextId, group.path(), nextId, length, unlimited);
    add(axis);
    return axis;
  }

  private void variables(HdfTree.Group group, Map<String, Stored> variables) {
    for (HdfDataset dataset : group.datasets()) {
      if (!isVariable(dataset)) {
        continue;
      }
      List<Axis> of = axesOf.getOrDefault(dataset, List.of());
      checkCells(dataset, of);
      Variable variable =
          new Variable(
              group.path() + name(group, dataset),
              dataset.type().type(),
              of.stream().map(Axis::dimension).toList(),
              visible(dataset.attributes()),
              dataset.layout() instanceof Layout.Chunked chunked
                  ? Cells.list(chunked.shape())
                  : List.of());
      if (variables.put(variable.name(), new Stored(variable, dataset)) != null) {
        throw bytes
            .file()
            .bad(
                bytes.position(dataset.address(), "dataset"),
                "HDF5 group /" + group.path(),
                "two variables " + variable.name(),
                "one");
      }
    }
    group.groups().forEach(g -> variables(g, variables));
  }

  /// Unlimited dimensions that grew by other variables could make more cells than can be counted.
  private void checkCells(HdfDataset dataset, List<Axis> of) {
    long most = Long.MAX_VALUE / dataset.type().size();
    for (Axis axis : of) {
      if (axis.length() > most) {
        throw bytes
            .file()
            .bad(
                bytes.position(dataset.address(), "dataset"),
                "extent of " + dataset.name(),
                "more than 2^63 bytes",
                "fewer");
      }
      most /= Math.max(1, axis.length());
    }
  }

  private List<Attribute> visible(List<HdfAttribute> attributes) {
    return attributes.stream()
        .filter(a -> !HIDDEN.contains(a.name()))
        .map(a -> a.decode(heap))
        .toList();
  }
}
