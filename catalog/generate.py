#!/usr/bin/env python3
"""Writes the source files of the sample catalogue, always the same bytes of values.

    python3 generate.py            (needs numpy and netCDF4; run in this folder)

Everything is synthetic: smooth functions of place and time with seeded noise. Nothing was ever
measured, no reef of these names or shapes exists. The files lie under sources/, one folder per
dataset:

demo-sst            30 files of one day each, NetCDF-4, `sst` packed in int16, latitude descending,
                    land missing. 10 January comes under a name that sorts last: it arrives out of
                    order. 30 January is cut short, so no reader can open it; ingest.yaml lists it
                    under knownBad, and this program prints its checksum for that list.
demo-waves          two classic files (CDF-1 and CDF-2) with 10 daily records each, float32 with
                    fill -999, variables named as a provider might.
demo-loggers        hourly readings of four sites, one CSV file each. Rows with quality 3 or 4 are
                    right but filtered; the rows of BAD_ROWS are wrong, each in another way.
demo-reefs          24 outlines in GeoJSON; every fifth has a lagoon (a hole), the last two parts.
demo-survey-sites   40 rows that only some may see; the word in them is what tests look for.
"""

import hashlib
import json
import math
import pathlib

import netCDF4
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent / "sources"
SEED = 20240101

# What is wrong, and the row as it stands in the file, put behind data row 20, 40, 60, ...
BAD_ROWS = {
    "demo-lagoon.csv": [
        ("no number", "Demo Lagoon,0007,2024-01-02T00:30:00Z,-18.2,147.4,5,warm,1"),
        ("no time", "Demo Lagoon,0007,yesterday,-18.2,147.4,5,27.1,1"),
        ("month 13", "Demo Lagoon,0007,2024-13-02T00:30:00Z,-18.2,147.4,5,27.1,1"),
        ("required value is empty", "Demo Lagoon,0007,,-18.2,147.4,5,27.1,1"),
        ("above the maximum", "Demo Lagoon,0007,2024-01-02T01:30:00Z,-18.2,147.4,5,228.4,1"),
        ("below the minimum", "Demo Lagoon,0007,2024-01-02T02:30:00Z,-18.2,147.4,5,-9.9,1"),
    ],
    "demo-outer.csv": [
        ("too few cells", "Demo Outer,0031,2024-01-03T00:30:00Z,-16.5,146.0,12"),
        ("too many cells", "Demo Outer,0031,2024-01-03T01:30:00Z,-16.5,146.0,12,26.4,1,1,1"),
        ("no integer", "Demo Outer,0031,2024-01-03T02:30:00Z,-16.5,146.0,12,26.4,1.5"),
        ("pattern", "Demo Outer,31,2024-01-03T03:30:00Z,-16.5,146.0,12,26.4,1"),
        ("position is empty", "Demo Outer,0031,2024-01-03T04:30:00Z,,,12,26.4,1"),
        ("not a number", "Demo Outer,0031,2024-01-03T05:30:00Z,-16.5,146.0,12,NaN,1"),
    ],
    "demo-south.csv": [
        ("decimal comma", 'Demo South,0112,2024-01-04T00:30:00Z,-23.4,151.9,8,"25,3",1'),
        ("latitude beyond the pole", "Demo South,0112,2024-01-04T01:30:00Z,-123.4,151.9,8,25.3,1"),
    ],
}

SITES = [
    # file, site, logger, latitude, longitude, depth in metres, mean temperature
    ("demo-lagoon.csv", "Demo Lagoon", "0007", -18.2, 147.4, 5.0, 28.0),
    ("demo-north.csv", "Demo North", "0020", -12.1, 143.9, 3.5, 29.2),
    ("demo-outer.csv", "Demo Outer", "0031", -16.5, 146.0, 12.0, 27.1),
    ("demo-south.csv", "Demo South", "0112", -23.4, 151.9, 8.0, 25.6),
]


def folder(name):
    path = HERE / name
    path.mkdir(parents=True, exist_ok=True)
    for old in path.iterdir():
        old.unlink()
    return path


def coast(lat):
    """Longitude of the made-up coast at a latitude, degrees east."""
    return 143.0 + (-lat - 10.0) * 0.55 + 0.6 * np.sin(lat * 1.3)


def land(lat, lon):
    """True on land; `[lat, lon]`."""
    return lon[np.newaxis, :] < coast(lat)[:, np.newaxis]


def describe(dataset, title):
    dataset.title = title
    dataset.institution = "Demo Reef Office"
    dataset.comment = "Synthetic: written by a program, never measured."
    dataset.Conventions = "CF-1.8"


def coordinates(dataset, names, lat, lon):
    for name, values, standard, unit in (
        (names[0], lat, "latitude", "degrees_north"),
        (names[1], lon, "longitude", "degrees_east"),
    ):
        dataset.createDimension(name, values.size)
        variable = dataset.createVariable(name, "f8", (name,))
        variable.standard_name = standard
        variable.units = unit
        variable[:] = values


def sst_day(path, day, rng, lat, lon, mask):
    with netCDF4.Dataset(path, "w", format="NETCDF4") as dataset:
        describe(dataset, "Demo sea surface temperature, one day")
        dataset.createDimension("time", None)
        time = dataset.createVariable("time", "i4", ("time",))
        time.standard_name = "time"
        time.units = "seconds since 1981-01-01 00:00:00 UTC"
        time.calendar = "standard"
        time[:] = [(15705 + day) * 86400 - 43200]  # noon; 2024-01-01 is day 15705
        coordinates(dataset, ("lat", "lon"), lat, lon)
        shape = (1, lat.size, lon.size)
        options = {"zlib": True, "complevel": 4, "shuffle": True, "chunksizes": shape}
        sst = dataset.createVariable("sst", "i2", ("time", "lat", "lon"), fill_value=-32768, **options)
        sst.standard_name = "sea_surface_temperature"
        sst.long_name = "Sea surface temperature"
        sst.units = "degree_Celsius"
        sst.scale_factor = 0.01
        sst.add_offset = 20.0
        sst.valid_min = np.int16(-500)
        sst.valid_max = np.int16(1500)
        sst.set_auto_maskandscale(False)
        warm = 29.5 + 0.28 * (lat[:, np.newaxis] + 9.0) + 0.05 * (lon[np.newaxis, :] - 148.0)
        wave = 0.8 * np.sin(lon[np.newaxis, :] * 1.1 + day / 5.0) * np.cos(lat[:, np.newaxis] * 0.9)
        celsius = warm + wave + 0.02 * day + rng.normal(0, 0.05, mask.shape)
        packed = np.rint((celsius - 20.0) / 0.01).astype("i2")
        packed[mask] = -32768
        sst[0] = packed
        quality = dataset.createVariable("quality", "i1", ("time", "lat", "lon"), fill_value=-128, **options)
        quality.long_name = "Quality, 0 best"
        quality.units = "1"
        quality.flag_values = np.array([0, 1, 2, 3], "i1")
        quality.flag_meanings = "best good fair poor"
        quality.set_auto_maskandscale(False)
        clouds = np.sin(lat[:, np.newaxis] * 2 + day) + np.cos(lon[np.newaxis, :] * 1.7 - day)
        flags = np.clip(np.floor(clouds + 1.2), 0, 3).astype("i1")
        flags[mask] = -128
        quality[0] = flags
        static = dataset.createVariable("land_mask", "i1", ("lat", "lon"), zlib=True)
        static.long_name = "1 on land, 0 at sea"
        static.units = "1"
        static.flag_values = np.array([0, 1], "i1")
        static.flag_meanings = "sea land"
        static[:] = mask.astype("i1")


def sst():
    target = folder("demo-sst")
    rng = np.random.default_rng(SEED)
    lat = np.round(np.arange(-9.05, -25.0, -0.1), 2)
    lon = np.round(np.arange(142.05, 155.0, 0.1), 2)
    mask = land(lat, lon)
    for day in range(1, 31):
        name = f"demo-sst-202401{day:02d}.nc"
        if day == 10:
            name = f"demo-sst-reprocessed-202401{day:02d}.nc"
        sst_day(target / name, day, rng, lat, lon, mask)
    broken = target / "demo-sst-20240130.nc"
    content = broken.read_bytes()[:4000]
    broken.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def waves():
    target = folder("demo-waves")
    lat = np.arange(-25.0, -8.9, 0.5)
    lon = np.arange(142.0, 155.1, 0.5)
    mask = land(lat, lon)
    files = (("demo-waves-1.nc", "NETCDF3_CLASSIC", 0), ("demo-waves-2.nc", "NETCDF3_64BIT_OFFSET", 10))
    for name, form, first in files:
        with netCDF4.Dataset(target / name, "w", format=form) as dataset:
            describe(dataset, "Demo waves, ten days")
            dataset.createDimension("TIME", None)
            time = dataset.createVariable("TIME", "f8", ("TIME",))
            time.standard_name = "time"
            time.units = "days since 2024-01-01 00:00:00"
            time.calendar = "gregorian"
            coordinates(dataset, ("LATITUDE", "LONGITUDE"), lat, lon)
            height = dataset.createVariable("VAVH", "f4", ("TIME", "LATITUDE", "LONGITUDE"), fill_value=-999)
            height.standard_name = "sea_surface_wave_significant_height"
            height.units = "m"
            period = dataset.createVariable("VTPK", "f4", ("TIME", "LATITUDE", "LONGITUDE"), fill_value=-999)
            period.long_name = "Peak wave period"
            period.units = "s"
            for step in range(10):
                day = first + step
                time[step] = day
                swell = 1.6 + 0.1 * (lon[np.newaxis, :] - 148) + 0.5 * np.sin(lat[:, np.newaxis] * 0.7 + day)
                height[step] = np.where(mask, -999, np.maximum(swell, 0.1)).astype("f4")
                period[step] = np.where(mask, -999, 6 + swell).astype("f4")


def loggers():
    target = folder("demo-loggers")
    rng = np.random.default_rng(SEED + 1)
    for name, site, logger, lat, lon, depth, mean in SITES:
        rows = ["site,logger_id,time,latitude,longitude,depth,TEMP_C,qc"]
        bad = list(BAD_ROWS.get(name, []))
        for hour in range(20 * 24):
            day, of_day = divmod(hour, 24)
            value = mean + 0.6 * math.sin(of_day / 24 * 2 * math.pi) + rng.normal(0, 0.1)
            quality = 1 if hour % 37 else 3
            shown = "NA" if hour % 101 == 50 else f"{value:.3f}"
            rows.append(f"{site},{logger},2024-01-{day + 1:02d}T{of_day:02d}:00:00Z,{lat},{lon},{depth},{shown},{quality}")
            if bad and hour % 20 == 19:
                rows.append(bad.pop(0)[1])
        (target / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return sum(len(rows) for rows in BAD_ROWS.values())


def ring(lon, lat, radius, corners, phase, clockwise=False):
    """A closed ring of longitude, latitude; counter-clockwise as RFC 7946 wants outer rings."""
    points = []
    for i in range(corners):
        angle = 2 * math.pi * i / corners
        reach = radius * (1 + 0.25 * math.sin(3 * angle + phase))
        points.append([round(lon + reach * math.cos(angle), 5), round(lat + 0.7 * reach * math.sin(angle), 5)])
    points.append(points[0])
    return points[::-1] if clockwise else points


def reefs():
    target = folder("demo-reefs")
    features = []
    for i in range(24):
        lat = -10.5 - i * 0.57
        lon = round(float(coast(np.array(lat))) + 1.2 + 0.35 * (i % 3), 4)
        lat = round(lat, 4)
        radius = round(0.05 + 0.01 * (i % 5), 3)
        rings = [ring(lon, lat, radius, 24, i)]
        if i % 5 == 4:
            rings.append(ring(lon, lat, radius / 3, 12, i, clockwise=True))
        geometry = {"type": "Polygon", "coordinates": rings}
        if i == 23:
            geometry = {"type": "MultiPolygon", "coordinates": [rings, [ring(lon + 0.3, lat, 0.04, 16, 1)]]}
        features.append({
            "type": "Feature",
            "properties": {
                "reef_id": f"DR-{i + 1:03d}",
                "reef_name": f"Demo Reef {i + 1}" if i != 7 else None,
                "shelf": ["inner", "mid", "outer"][i % 3],
                "area_km2": round(math.pi * (radius * 111) ** 2 * 0.7, 2),
                "surveyed": i % 2 == 0,
            },
            "geometry": geometry,
        })
    lines = ",\n".join(json.dumps(feature) for feature in features)
    text = '{"type": "FeatureCollection", "features": [\n' + lines + "\n]}\n"
    (target / "demo-reefs.geojson").write_text(text, encoding="utf-8")


def surveys():
    target = folder("demo-survey-sites")
    rows = ["survey;time;longitude;latitude;observer;cover"]
    for i in range(40):
        rows.append(
            f"S{i + 1:03d};2024-01-{i % 28 + 1:02d}T0{i % 10}:30:00Z;{145 + i * 0.1:.4f};{-14 - i * 0.2:.4f};"
            f"quokkamarker {i % 4};{20 + i * 1.5:.1f}"
        )
    (target / "demo-surveys.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print("sha256 of the broken file:", sst())
    waves()
    print("bad rows of the loggers:", loggers())
    reefs()
    surveys()
