#!/usr/bin/env python3
"""Compares the stored values of Zarr stores with those of the netCDF files they were made from.

    compare.py SOURCE_FOLDER STORE...
"""
import pathlib
import sys

import netCDF4
import numpy as np
import zarr


def main(source, *stores):
    for store in stores:
        group = zarr.open_group(store, mode="r", zarr_format=2)
        cells = 0
        for step, path in enumerate(sorted(pathlib.Path(source).glob("*.nc"))):
            with netCDF4.Dataset(path) as file:
                file.set_auto_maskandscale(False)
                for name in ("sst", "sst_anomaly", "heating_days"):
                    expected = file[name][0]
                    found = group[name][step]
                    if found.dtype != expected.dtype or not np.array_equal(found, expected):
                        sys.exit(f"{store}: {name} of {path.name} differs")
                    cells += expected.size
        print(f"{store}: {cells} stored values equal those of the files")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
