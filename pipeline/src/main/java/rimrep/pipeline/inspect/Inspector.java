package rimrep.pipeline.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.NetcdfFiles;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.table.CsvPreview;

/// Says what a file holds, told from its first bytes.
public final class Inspector {
  private static final int HEAD = 1024;
  private static final String HDF = "\u0089HDF";

  private Inspector() {}

  /// @throws BadInput if it is empty, damaged, or nothing that can be ingested
  public static Inspection inspect(ByteSource source) {
    if (source.size() == 0) {
      throw new BadInput(
          source.name(), "an empty file", "NetCDF, CSV or GeoJSON", "fetch it again");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(HEAD, source.size()));
    source.readAt(0, bytes);
    String head = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    if (isNetcdf(head)) {
      return new NetcdfInspector(NetcdfFiles.open(source), source.size()).inspect();
    }
    String start = head.replaceFirst("^\\u00EF\\u00BB\\u00BF", "").stripLeading();
    return start.startsWith("{") ? GeoJsonInspector.inspect(source) : csv(source);
  }

  /// Also what the netCDF reader refuses by a name of its own: HTML, archives, other formats.
  private static boolean isNetcdf(String head) {
    String start = head.stripLeading();
    return head.startsWith("CDF")
        || head.contains(HDF)
        || start.startsWith("<")
        || head.startsWith("GRIB")
        || head.startsWith("PK\3\4")
        || head.startsWith("\37\u008b")
        || head.indexOf('\0') >= 0 && !head.startsWith("\u00ff\u00fe");
  }

  private static Inspection csv(ByteSource source) {
    CsvPreview table = CsvPreview.read(source);
    List<String> notes = new ArrayList<>();
    table
        .encodingFault()
        .ifPresent(line ->
            notes.add(
                "line " + line + " holds bytes that are no UTF-8; read as " + table.encoding()));
    if (!table.whole()) {
      notes.add("only the first " + table.rows() + " rows were looked at");
    }
    if (table.ragged() > 0) {
      notes.add(table.ragged() + " rows have another number of fields than the header");
    }
    table.columns().stream()
        .filter(c -> c.type().equals("datetime") && !c.zoned())
        .forEach(c -> notes.add("the times of " + c.name() + " name no zone"));
    if (table.key().isEmpty()) {
      notes.add("no columns were found that name each row");
    }
    return new Inspection.Csv(source.name(), "CSV", source.size(), table, notes);
  }
}
