package rimrep.pipeline.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.NetcdfFiles;
import rimrep.pipeline.netcdf.Variable;
import rimrep.pipeline.storage.ByteSource;

/// Reads CF discrete sampling geometries (CF Conventions chapter 9) as rows: series, trajectories
/// and profiles along one dimension, along two, or ragged. What an instance has once repeats on
/// each of its rows. A cell along two dimensions in which nothing was observed is padding and makes
/// no row. A reject's line is the observation, from 1.
final class NetcdfReader implements SourceReader {
  private static final Set<String> LAYOUTS =
      Set.of(
          "",
          "point",
          "timeseries",
          "trajectory",
          "profile",
          "timeseriesprofile",
          "trajectoryprofile");

  private final TableContract contract;
  private final String name;

  NetcdfReader(TableContract contract, String name) {
    this.contract = contract;
    this.name = name;
  }

  @Override
  public Set<String> read(ByteSource source, RawTable target) {
    try (NetcdfFile file = NetcdfFiles.open(source)) {
      refuseLayout(file);
      refuseWithoutTime(file);
      List<Variable> wanted = new ArrayList<>();
      target.columns().forEach(name -> file.variable(name).ifPresent(wanted::add));
      RowSpace space = RowSpace.of(file, wanted);
      Set<String> found = new LinkedHashSet<>();
      for (Variable variable : file.variables()) {
        if (variable.type() != DataType.OTHER && space.cells(variable).isPresent()) {
          found.add(variable.name());
        }
      }
      List<@Nullable RowColumn> columns = new ArrayList<>();
      for (String name : target.columns()) {
        columns.add(column(file, name, space, found));
      }
      rows(target, columns, space);
      return found;
    }
  }

  private void refuseLayout(NetcdfFile file) {
    String type =
        file.attributes().stream()
            .filter(a -> a.name().equals("featureType") && a.isText())
            .map(a -> a.text().strip().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("");
    if (!LAYOUTS.contains(type)) {
      throw new BadInput(
          name,
          "featureType '" + type + "' is not supported yet",
          "a feature type of the CF conventions",
          "");
    }
  }

  private void refuseWithoutTime(NetcdfFile file) {
    String wanted = timeVariable();
    if (file.variable(wanted).isEmpty()) {
      throw new BadInput(
          name,
          "no time variable '" + wanted + "'",
          "the variable that becomes the field of role t",
          "name it in tableschema.json or by a rename step");
    }
  }

  /// The source's name of the field of role t.
  private String timeVariable() {
    String wanted =
        contract
            .timeField()
            .map(FieldSpec::name)
            .orElseThrow(() ->
                new rimrep.pipeline.failure.BadConfiguration(
                    "tableschema.json /fields",
                    "no datetime field of role t",
                    "one: NetCDF observations have a time",
                    "add the role"));
    for (TableStep step : contract.steps().reversed()) {
      if (step instanceof TableStep.Rename rename) {
        for (var entry : rename.names().entrySet()) {
          if (entry.getValue().equals(wanted)) {
            wanted = entry.getKey();
            break;
          }
        }
      }
    }
    return wanted;
  }

  private @Nullable RowColumn column(
      NetcdfFile file, String wanted, RowSpace space, Set<String> found) {
    Optional<Variable> variable = file.variable(wanted);
    if (variable.isEmpty()) {
      return null;
    }
    if (!found.contains(wanted)) {
      throw new BadInput(
          name + " variable " + wanted,
          "dimensions " + variable.get().dimensionNames() + " are not supported yet",
          "at most one value for each row along " + space.names(),
          "leave it out of tableschema.json");
    }
    boolean time = wanted.equals(timeVariable()) || isTime(wanted);
    return RowColumn.read(file, variable.get(), space, time);
  }

  private boolean isTime(String wanted) {
    return contract.field(wanted).filter(f -> f.type() == FieldType.DATETIME).isPresent();
  }

  private static void rows(RawTable target, List<@Nullable RowColumn> columns, RowSpace space) {
    boolean mayBePadding = space instanceof RowSpace.Rectangle r && r.dimensions().size() == 2;
    int rows = space.rows();
    for (int row = 0; row < rows; row++) {
      if (mayBePadding && isPadding(columns, row)) {
        continue;
      }
      @Nullable String[] values = target.values();
      boolean good = true;
      for (int i = 0; i < values.length; i++) {
        RowColumn column = columns.get(i);
        good &= column == null || put(target, column, row, values, i);
      }
      if (good) {
        target.row(row + 1L, values, Optional.empty());
      }
    }
  }

  /// Whether none of the variables that have a cell for each row has a value here.
  private static boolean isPadding(List<@Nullable RowColumn> columns, int row) {
    for (RowColumn column : columns) {
      if (column != null && column.isOwn() && !(column.at(row) instanceof RowColumn.Cell.Missing)) {
        return false;
      }
    }
    return true;
  }

  private static boolean put(
      RawTable target, RowColumn column, int row, @Nullable String[] values, int place) {
    switch (column.at(row)) {
      case RowColumn.Cell.Missing missing -> values[place] = null;
      case RowColumn.Cell.Text text -> values[place] = text.text();
      case RowColumn.Cell.Time time -> values[place] = shown(time.instant());
      case RowColumn.Cell.Bad bad -> {
        target.reject(row + 1L, column.name(), bad.rule(), bad.value());
        return false;
      }
    }
    return true;
  }

  private static String shown(Instant instant) {
    return instant.toString();
  }
}
