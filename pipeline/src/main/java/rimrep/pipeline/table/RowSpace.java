package rimrep.pipeline.table;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.Variable;

/// The rows of a file of observations, and where each row finds its cell of a variable (CF
/// Conventions chapter 9). Dimensions of length 1 vanish; the last dimension of characters is text.
sealed interface RowSpace {
  int rows();

  /// The cell of each row; empty if the variable has more than one value per row.
  Optional<IntUnaryOperator> cells(Variable variable);

  /// Whether each row has a cell of its own.
  boolean isOwn(Variable variable);

  /// Names of the dimensions that rows lie along, for messages.
  List<String> names();

  /// One or two dimensions: (observation), (station, time), (profile, level).
  ///
  /// @param dimensions the outer one first
  record Rectangle(List<Dimension> dimensions) implements RowSpace {
    public Rectangle {
      dimensions = List.copyOf(dimensions);
    }

    @Override
    public int rows() {
      return dimensions.stream()
          .mapToInt(d -> Math.toIntExact(d.length()))
          .reduce(1, Math::multiplyExact);
    }

    @Override
    public Optional<IntUnaryOperator> cells(Variable variable) {
      List<String> own = kept(variable, Set.copyOf(names()));
      int inner = dimensions.size() < 2 ? rows() : Math.toIntExact(dimensions.getLast().length());
      if (own.isEmpty()) {
        return Optional.of(row -> 0);
      }
      if (own.equals(names())) {
        return Optional.of(row -> row);
      }
      if (own.equals(names().reversed())) {
        int outer = Math.toIntExact(dimensions.getFirst().length());
        return Optional.of(row -> row % inner * outer + row / inner);
      }
      if (own.equals(names().subList(0, 1))) {
        return Optional.of(row -> row / inner);
      }
      boolean last = own.size() == 1 && own.getFirst().equals(names().getLast());
      return last ? Optional.of(row -> row % inner) : Optional.empty();
    }

    @Override
    public boolean isOwn(Variable variable) {
      return kept(variable, Set.copyOf(names())).size() == dimensions.size();
    }

    @Override
    public List<String> names() {
      return dimensions.stream().map(Dimension::name).toList();
    }
  }

  /// Observations of several stations, trajectories or profiles in one dimension.
  ///
  /// @param instanceOf which of them an observation belongs to
  record Ragged(Dimension sample, Dimension instance, int[] instanceOf) implements RowSpace {
    @Override
    public int rows() {
      return instanceOf.length;
    }

    @Override
    public Optional<IntUnaryOperator> cells(Variable variable) {
      List<String> own = kept(variable, Set.of(sample.name(), instance.name()));
      if (own.isEmpty()) {
        return Optional.of(row -> 0);
      }
      if (own.equals(List.of(sample.name()))) {
        return Optional.of(row -> row);
      }
      return own.equals(List.of(instance.name()))
          ? Optional.of(row -> instanceOf[row])
          : Optional.empty();
    }

    @Override
    public boolean isOwn(Variable variable) {
      return kept(variable, Set.of(sample.name(), instance.name())).contains(sample.name());
    }

    @Override
    public List<String> names() {
      return List.of(sample.name(), instance.name());
    }
  }

  /// A variable's dimensions without those that vanish in a row.
  ///
  /// @param rows dimensions that stay whatever their length
  static List<String> kept(Variable variable, Set<String> rows) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < variable.dimensions().size(); i++) {
      Dimension dimension = variable.dimensions().get(i);
      boolean row = rows.contains(dimension.name());
      boolean text = variable.type() == DataType.CHAR && i == variable.dimensions().size() - 1;
      if (row || !text && dimension.length() != 1) {
        kept.add(dimension.name());
      }
    }
    return kept;
  }

  /// Finds the rows that the variables make.
  ///
  /// @param wanted the variables that become columns
  static RowSpace of(NetcdfFile file, List<Variable> wanted) {
    for (Variable variable : file.variables()) {
      Optional<Dimension> counted = named(file, variable, "sample_dimension");
      if (counted.isPresent() && variable.dimensions().size() == 1) {
        return contiguous(file, variable, counted.get());
      }
      Optional<Dimension> indexed = named(file, variable, "instance_dimension");
      if (indexed.isPresent() && variable.dimensions().size() == 1) {
        return indexed(file, variable, indexed.get());
      }
    }
    List<String> most = List.of();
    for (Variable variable : wanted) {
      List<String> own = kept(variable, Set.of());
      most = own.size() > most.size() ? own : most;
    }
    if (most.size() > 2) {
      throw new BadInput(
          file.name(),
          "variables along " + most,
          "observations along one or two dimensions",
          "leave these variables out of tableschema.json");
    }
    return new Rectangle(most.stream().map(name -> dimension(file, name).orElseThrow()).toList());
  }

  private static Optional<Dimension> dimension(NetcdfFile file, String name) {
    return file.dimensions().stream().filter(d -> d.name().equals(name)).findFirst();
  }

  private static Optional<Dimension> named(NetcdfFile file, Variable variable, String attribute) {
    return variable
        .attribute(attribute)
        .map(Attribute::text)
        .flatMap(name -> dimension(file, name.strip()));
  }

  /// Each instance's observations follow one another (CF Conventions 9.3.3).
  private static Ragged contiguous(NetcdfFile file, Variable sizes, Dimension sample) {
    int[] counts = integers(file, sizes);
    int[] instanceOf = new int[Math.toIntExact(sample.length())];
    int row = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0 || counts[i] > instanceOf.length - row) {
        throw new BadInput(
            file.name() + " variable " + sizes.name(),
            counts[i] + " observations of number " + i + ", after " + row,
            "counts that are at most " + instanceOf.length + " together",
            "ask the provider");
      }
      java.util.Arrays.fill(instanceOf, row, row + counts[i], i);
      row += counts[i];
    }
    return new Ragged(
        sample, sizes.dimensions().getFirst(), java.util.Arrays.copyOf(instanceOf, row));
  }

  /// Each observation names its instance (CF Conventions 9.3.4).
  private static Ragged indexed(NetcdfFile file, Variable index, Dimension instance) {
    int[] instanceOf = integers(file, index);
    for (int row = 0; row < instanceOf.length; row++) {
      if (instanceOf[row] < 0 || instanceOf[row] >= instance.length()) {
        throw new BadInput(
            file.name() + " variable " + index.name(),
            "observation %d belongs to %d".formatted(row + 1, instanceOf[row]),
            "0 to " + (instance.length() - 1),
            "ask the provider");
      }
    }
    return new Ragged(index.dimensions().getFirst(), instance, instanceOf);
  }

  private static int[] integers(NetcdfFile file, Variable variable) {
    if (!variable.type().isInteger()) {
      throw new BadInput(
          file.name() + " variable " + variable.name(), "" + variable.type(), "integers", "");
    }
    var bytes = file.read(variable).bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int[] values = new int[Math.toIntExact(variable.cells())];
    for (int i = 0; i < values.length; i++) {
      long value =
          switch (variable.type().bytes()) {
            case 1 -> bytes.get(i);
            case 2 -> bytes.getShort(2 * i);
            case 4 -> bytes.getInt(4 * i);
            default -> bytes.getLong(8 * i);
          };
      values[i] = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, value));
    }
    return values;
  }
}
