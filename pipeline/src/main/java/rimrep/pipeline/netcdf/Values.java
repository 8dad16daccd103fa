package rimrep.pipeline.netcdf;

import java.nio.ByteBuffer;
import java.util.List;

/// The values of a region in C order, as stored: not unpacked, not masked.
///
/// @param shape cells along each dimension; empty for a scalar
/// @param bytes little-endian, `cells * type.bytes()` long, position 0; empty for {@link
///   DataType#STRING}
/// @param strings only for {@link DataType#STRING}, else empty
public record Values(DataType type, List<Integer> shape, ByteBuffer bytes, List<String> strings) {}
