#!/usr/bin/env python3
"""Makes the source files of the grid benchmark: 24 daily netCDF-4 files, 1 GB of values.

Laid out as the daily 2 km products of Australian waters are (1890 x 2685 cells, latitude
descending, chunks of 945 x 1343, shuffle and deflate level 4): packed int16 temperature and its
anomaly, and a float32 accumulation with a full mantissa. Land and cloud are missing. The values are
made up; the seed is fixed.

    generate.py FOLDER
"""
import datetime
import pathlib
import sys

import netCDF4
import numpy as np

DAYS, ROWS, COLUMNS = 24, 1890, 2685
CHUNK = (1, 945, 1343)
FIRST = datetime.date(2024, 1, 1)


def smooth(rng, rows, columns, cells):
    """Noise of about `cells` x `cells` bumps, between -1 and 1, bilinear."""
    coarse = rng.uniform(-1, 1, (cells + 2, cells + 2)).astype("f4")
    y = np.linspace(0, cells, rows, dtype="f4")
    x = np.linspace(0, cells, columns, dtype="f4")
    i, j = y.astype("i4"), x.astype("i4")
    v, u = (y - i)[:, None], (x - j)[None, :]
    a, b = coarse[i][:, j], coarse[i][:, j + 1]
    c, d = coarse[i + 1][:, j], coarse[i + 1][:, j + 1]
    return (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20240101)
    lat = np.linspace(-8.21, -45.99, ROWS).astype("f4")
    lon = np.linspace(110.01, 163.69, COLUMNS).astype("f4")
    land = smooth(rng, ROWS, COLUMNS, 7) > 0.25
    climate = 17.5 + 12 * np.cos(np.deg2rad(lat[:, None] * 1.6)) + 1.5 * smooth(rng, ROWS, COLUMNS, 40)
    heat = np.zeros((ROWS, COLUMNS), "f4")
    for day in range(DAYS):
        weather = 0.8 * smooth(rng, ROWS, COLUMNS, 25) + 0.3 * smooth(rng, ROWS, COLUMNS, 120)
        noise = rng.normal(0, 0.06, (ROWS, COLUMNS)).astype("f4")
        anomaly = weather + noise
        cloud = land | (smooth(rng, ROWS, COLUMNS, 30) > 0.45)
        heat += np.maximum(anomaly + rng.normal(0, 0.01, anomaly.shape).astype("f4"), 0)
        write(folder, FIRST + datetime.timedelta(day), lat, lon, {
            "sst": packed(climate + anomaly, cloud, 0.01, 20.0),
            "sst_anomaly": packed(anomaly, cloud, 0.001, 0.0),
            "heating_days": np.where(land, np.float32(-9999), heat.astype("f4")),
        })


def packed(values, missing, scale, offset):
    stored = np.rint((values - offset) / scale).astype("i2")
    stored[missing] = -32768
    return stored


ATTRIBUTES = {
    "sst": dict(units="degree_Celsius", long_name="sea surface temperature", scale_factor=0.01, add_offset=20.0),
    "sst_anomaly": dict(units="degree_Celsius", long_name="temperature above climate", scale_factor=0.001,
                        add_offset=0.0),
    "heating_days": dict(units="degree_Celsius", long_name="accumulated warm anomaly"),
}


def write(folder, date, lat, lon, variables):
    with netCDF4.Dataset(folder / f"sst-{date:%Y%m%d}.nc", "w") as file:
        file.title = "Made-up daily sea surface temperature"
        file.Conventions = "CF-1.8"
        file.createDimension("time", None)
        file.createDimension("lat", ROWS)
        file.createDimension("lon", COLUMNS)
        axis(file, "time", "i4", "time", "seconds since 1981-01-01 00:00:00",
             [(date - datetime.date(1981, 1, 1)).days * 86400], calendar="standard")
        axis(file, "lat", "f4", "latitude", "degrees_north", lat)
        axis(file, "lon", "f4", "longitude", "degrees_east", lon)
        for name, values in variables.items():
            fill = -32768 if values.dtype == "i2" else np.float32(-9999)
            made = file.createVariable(name, values.dtype, ("time", "lat", "lon"), zlib=True, complevel=4,
                                       shuffle=True, chunksizes=CHUNK, fill_value=fill)
            made.setncatts(ATTRIBUTES[name])
            made.set_auto_maskandscale(False)
            made[0] = values


def axis(file, name, kind, standard_name, units, values, **more):
    made = file.createVariable(name, kind, (name,))
    made.setncatts(dict(standard_name=standard_name, units=units, **more))
    made[:] = values


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
