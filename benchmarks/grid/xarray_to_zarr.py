#!/usr/bin/env python3
"""The peer of the grid benchmark: xarray's `to_zarr`, a fast way; others have not been timed.

Same files, same chunks, same codec (blosc, zstd level 1, shuffle), Zarr format 2 with consolidated
metadata. Values stay packed (nothing is decoded), dask works in threads, one graph per chunk of the
target, blosc without threads of its own.

    xarray_to_zarr.py SOURCE_FOLDER STORE
"""
import pathlib
import sys

import xarray
from numcodecs import Blosc, blosc

CHUNKS = {"time": 4, "lat": 945, "lon": 1343}


def encoding(dataset):
    chosen = {}
    for name, variable in dataset.variables.items():
        whole = dict(zip(variable.dims, variable.shape))
        chosen[name] = {
            "chunks": tuple(CHUNKS[d] if variable.ndim > 1 else whole[d] for d in variable.dims),
            "compressors": [Blosc("zstd", 1, Blosc.SHUFFLE)],
        }
    return chosen


def dask_threads(files, store):
    import dask

    dask.config.set(scheduler="threads", num_workers=2)
    dataset = xarray.open_mfdataset(
        files, combine="nested", concat_dim="time", engine="netcdf4", mask_and_scale=False, decode_times=False,
        data_vars="minimal", coords="minimal", compat="override", join="override", parallel=False,
        chunks={"time": 1, "lat": 945, "lon": 1343})
    dataset = dataset.chunk(CHUNKS)
    write(dataset, store)


def write(dataset, store):
    for variable in dataset.variables.values():
        variable.encoding = {}
    dataset.to_zarr(store, mode="w", zarr_format=2, consolidated=True, encoding=encoding(dataset))


def main(source, store):
    blosc.use_threads = False
    files = sorted(map(str, pathlib.Path(source).glob("*.nc")))
    dask_threads(files, store)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
