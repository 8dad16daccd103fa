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
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.NetcdfFiles;
import rimrep.pipeline.netcdf.Variable;
import rimrep.pipeline.storage.ByteSource;

/// Reads CF discrete sampling geometries in one dimension (CF Conventions chapter 9: `timeSeries`
/// and `trajectory`): a row per observation, along the dimension of the time variable. Scalar
/// variables repeat on each row, dimensions of length 1 vanish. A reject's line is the observation,
/// from 1. Profiles and files of several stations are refused by name.
final class NetcdfReader implements SourceReader {
  private static final Set<String> LAYOUTS = Set.of("", "timeseries", "trajectory", "point");

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
      Dimension along = observations(file);
      Set<String> found = new LinkedHashSet<>();
      for (Variable variable : file.variables()) {
        if (isColumn(variable, along)) {
          found.add(variable.name());
        }
      }
      List<@Nullable RowColumn> columns = new ArrayList<>();
      for (String wanted : target.columns()) {
        columns.add(column(file, wanted, along, found));
      }
      rows(target, columns, Math.toIntExact(along.length()));
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
          "timeSeries, trajectory or point",
          "");
    }
  }

  /// The dimension of the time variable: the one variable along one dimension whose units say
  /// `since` and that the contract or `standard_name` calls time.
  private Dimension observations(NetcdfFile file) {
    String wanted = timeVariable();
    return file.variables().stream()
        .filter(v -> v.name().equals(wanted))
        .findFirst()
        .flatMap(v -> longDimension(v))
        .orElseThrow(() ->
            new BadInput(
                name,
                "no time variable '" + wanted + "' along one dimension",
                "the variable that becomes the field of role t",
                "name it in tableschema.json or by a rename step"));
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

  private static Optional<Dimension> longDimension(Variable variable) {
    List<Dimension> dimensions = variable.dimensions();
    List<Dimension> longer = dimensions.stream().filter(d -> d.length() != 1).toList();
    if (longer.size() == 1) {
      return longer.stream().findFirst();
    }
    return longer.isEmpty() ? dimensions.stream().findFirst() : Optional.empty();
  }

  /// Whether a variable has one value per observation or one for all.
  private static boolean isColumn(Variable variable, Dimension along) {
    if (variable.type() == DataType.OTHER) {
      return false;
    }
    List<String> dimensions = new ArrayList<>();
    for (int i = 0; i < variable.dimensions().size(); i++) {
      Dimension d = variable.dimensions().get(i);
      boolean ofText =
          variable.type() == DataType.CHAR
              && i == variable.dimensions().size() - 1
              && !d.name().equals(along.name());
      if (!ofText && (d.name().equals(along.name()) || d.length() != 1)) {
        dimensions.add(d.name());
      }
    }
    return dimensions.isEmpty() || dimensions.equals(List.of(along.name()));
  }

  private @Nullable RowColumn column(
      NetcdfFile file, String wanted, Dimension along, Set<String> found) {
    Optional<Variable> variable = file.variable(wanted);
    if (variable.isEmpty()) {
      return null;
    }
    if (!found.contains(wanted)) {
      throw new BadInput(
          name + " variable " + wanted,
          "dimensions " + variable.get().dimensionNames() + " are not supported yet",
          "one value per " + along.name() + ", or one for all",
          "leave it out of tableschema.json");
    }
    boolean time = wanted.equals(timeVariable()) || isTime(wanted);
    return RowColumn.read(file, variable.get(), along, time);
  }

  private boolean isTime(String wanted) {
    return contract.field(wanted).filter(f -> f.type() == FieldType.DATETIME).isPresent();
  }

  private static void rows(RawTable target, List<@Nullable RowColumn> columns, int rows) {
    for (int row = 0; row < rows; row++) {
      @Nullable String[] values = target.values();
      boolean good = true;
      for (int i = 0; i < values.length; i++) {
        RowColumn column = columns.get(i);
        if (column == null) {
          continue;
        }
        switch (column.at(row)) {
          case RowColumn.Cell.Missing missing -> values[i] = null;
          case RowColumn.Cell.Text text -> values[i] = text.text();
          case RowColumn.Cell.Time time -> values[i] = shown(time.instant());
          case RowColumn.Cell.Bad bad -> {
            target.reject(row + 1L, column.name(), bad.rule(), bad.value());
            good = false;
          }
        }
      }
      if (good) {
        target.row(row + 1L, values, Optional.empty());
      }
    }
  }

  private static String shown(Instant instant) {
    return instant.toString();
  }
}
