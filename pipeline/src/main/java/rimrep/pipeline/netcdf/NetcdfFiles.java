package rimrep.pipeline.netcdf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.ByteSource;

/// Opens netCDF files of every kind we read.
public final class NetcdfFiles {
  private static final String EXPECTED = "a netCDF file (classic or HDF5)";
  private static final int HEAD = 512;

  private NetcdfFiles() {}

  /// Opens a file by its first bytes. An empty file, HTML, HDF4, GRIB or gzip is refused by that
  /// name. The caller keeps `source` open as long as the file is used; closing the file closes it.
  public static NetcdfFile open(ByteSource source) {
    return open(source, new Decoders());
  }

  /// Opens a file that is read together with others.
  public static NetcdfFile open(ByteSource source, Decoders decoders) {
    FileBytes file = new FileBytes(source);
    if (file.size() == 0) {
      throw new BadInput(file.name(), "an empty file", EXPECTED, "fetch it again");
    }
    byte[] head = file.read(0, Math.min(HEAD, file.size()), "first bytes");
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("CDF") && text.length() > 3 && "\1\2\5".indexOf(text.charAt(3)) >= 0) {
      return new ClassicFile(file);
    }
    long superblock = Superblock.find(file);
    if (superblock >= 0) {
      return new Hdf5File(file, superblock, decoders);
    }
    throw refusal(file.name(), text);
  }

  private static BadInput refusal(String name, String head) {
    return new BadInput(
        name, what(head), EXPECTED, "check the address it was fetched from, or convert it");
  }

  private static String what(String head) {
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return "an HTML page";
    }
    if (start.startsWith("<?xml")) {
      return start.contains("<html") ? "an HTML page" : "an XML document";
    }
    if (head.startsWith("\16\3\23\1")) {
      return "an HDF4 file";
    }
    if (head.startsWith("GRIB")) {
      return "a GRIB file";
    }
    if (head.startsWith("\37\u008b")) {
      return "a gzip file";
    }
    if (head.startsWith("PK\3\4")) {
      return "a ZIP file";
    }
    byte[] first =
        head.substring(0, Math.min(8, head.length())).getBytes(StandardCharsets.ISO_8859_1);
    return "an unknown format, starting with bytes " + HexFormat.of().formatHex(first);
  }
}
