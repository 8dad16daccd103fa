package rimrep.pipeline.netcdf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import rimrep.pipeline.failure.BadInput;

/// Prints what our readers read, for a comparison with another library in `ci/interop`: one line of
/// file, variable, shape and SHA-256 of the stored values for each variable of each file given,
/// separated by tabs; `refused` and the reason for a file that is no netCDF.
public final class StoredValuesDump {
  private StoredValuesDump() {}

  public static void main(String[] paths) throws IOException {
    for (String path : paths) {
      try (NetcdfFile file =
          NetcdfFiles.open(new MemorySource(path, Files.readAllBytes(Path.of(path))))) {
        for (Variable variable : file.variables()) {
          ByteBuffer stored = file.read(variable).bytes();
          System.out.println(
              String.join(
                  "\t",
                  path,
                  variable.name(),
                  variable.dimensions().stream().map(d -> "" + d.length()).toList().toString(),
                  StoredValuesTest.sha256(stored.array())));
        }
      } catch (BadInput refused) {
        String reason = refused.problem().message().replaceAll("\\s+", " ");
        System.out.println(path + "\trefused\t\t" + reason);
      }
    }
  }
}
