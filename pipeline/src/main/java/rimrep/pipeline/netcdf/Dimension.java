package rimrep.pipeline.netcdf;

/// A named axis. `length` counts cells; an unlimited dimension has its present length.
public record Dimension(String name, long length, boolean unlimited) {}
