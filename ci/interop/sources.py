"""What the sources of the sample catalogue hold, read without rimrep.

Grids by netCDF4-python, tables line by line with Python's own csv and json. The rules that tell a
wrong row are written here a second time, from the description of the data in catalog/generate.py.
"""

import csv
import datetime
import json
import math
import re

from conftest import SOURCES

# dataset: how its source names became those of the store, variables that have no time
GRIDS = {
    "demo-sst": {"names": {}, "variables": ["sst", "quality", "land_mask"]},
    "demo-waves": {
        "names": {"TIME": "time", "LATITUDE": "lat", "LONGITUDE": "lon", "VAVH": "hs", "VTPK": "tp"},
        "variables": ["hs", "tp"],
    },
}
TABLES = ["demo-loggers", "demo-reefs", "demo-survey-sites"]
LIMITED = "demo-survey-sites"
MARKER = "quokkamarker"
PUBLIC = ["demo-loggers", "demo-reefs", "demo-sst", "demo-waves"]
COLLECTIONS = {"reef-monitoring": ["demo-loggers", "demo-reefs"], "sea-surface": ["demo-sst", "demo-waves"]}


def grid(dataset):
    """`variable -> (dimensions, stored values, values with missing masked, attributes)` and the
    files that no library opens. Times come as `datetime`, in order."""
    import netCDF4
    import numpy as np

    names = GRIDS[dataset]["names"]
    parts, broken = [], []
    for path in sorted((SOURCES / dataset).glob("*.nc")):
        try:
            file = netCDF4.Dataset(path)
        except OSError:
            broken.append(path.name)
            continue
        with file:
            found = {}
            for variable in file.variables.values():
                attributes = {name: variable.getncattr(name) for name in variable.ncattrs()}
                variable.set_auto_maskandscale(False)
                stored = variable[...]
                variable.set_auto_maskandscale(True)
                shown = np.ma.asarray(variable[...])
                name = names.get(variable.name, variable.name)
                if name == "time":
                    stored = netCDF4.num2date(
                        stored, attributes["units"], attributes.get("calendar", "standard"),
                        only_use_cftime_datetimes=False, only_use_python_datetimes=True,
                    )
                dimensions = tuple(names.get(d, d) for d in variable.dimensions)
                found[name] = (dimensions, stored, shown, attributes)
            parts.append(found)
    parts.sort(key=lambda found: found["time"][1][0])
    whole = {}
    for name, (dimensions, stored, shown, attributes) in parts[0].items():
        if "time" in dimensions:
            stored = np.concatenate([part[name][1] for part in parts])
            shown = np.ma.concatenate([part[name][2] for part in parts])
        else:
            assert all(np.array_equal(part[name][1], stored) for part in parts), name
        whole[name] = (dimensions, stored, shown, attributes)
    return whole, broken


NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class Wrong(Exception):
    """This row is not to be published."""


def number(text, least=-math.inf, most=math.inf):
    if not NUMBER.fullmatch(text):
        raise Wrong(f"no number: {text}")
    value = float(text)
    if not least <= value <= most:
        raise Wrong(f"out of range: {text}")
    return value


def instant(text):
    if not ISO.fullmatch(text):
        raise Wrong(f"no time: {text}")
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    except ValueError as cause:
        raise Wrong(f"no such time: {text}") from cause


def logger_row(cells):
    if len(cells) != 8:
        raise Wrong(f"{len(cells)} cells")
    site, logger, time, lat, lon, depth, temperature, quality = cells
    if not re.fullmatch("[0-9]{4}", logger):
        raise Wrong(f"no logger: {logger}")
    if not re.fullmatch("[0-9]+", quality):
        raise Wrong(f"no integer: {quality}")
    return {
        "site": site, "logger_id": logger, "time": instant(time),
        "latitude": number(lat, -90, 90), "longitude": number(lon, -180, 360), "depth": number(depth),
        "temperature": None if temperature in ("", "NA") else number(temperature, 0, 40),
        "quality": int(number(quality, 1, 4)), "parameter": "water temperature",
    }


def loggers():
    """Rows to be published and the reasons of the wrong ones. Quality 3 and 4 are filtered."""
    rows, wrong = [], []
    for path in sorted((SOURCES / "demo-loggers").glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            next(lines)
            for cells in lines:
                try:
                    row = logger_row(cells)
                except Wrong as why:
                    wrong.append((path.name, lines.line_num, str(why)))
                    continue
                if row["quality"] <= 2:
                    rows.append(row | {"at": (row["longitude"], row["latitude"])})
    return rows, wrong


def surveys():
    rows = []
    with open(SOURCES / LIMITED / "demo-surveys.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            lon, lat = float(row["longitude"]), float(row["latitude"])
            rows.append({
                "survey": row["survey"], "time": instant(row["time"]), "longitude": lon, "latitude": lat,
                "observer": row["observer"], "cover": float(row["cover"]), "at": (lon, lat),
            })
    return rows, []


def reefs():
    features = json.loads((SOURCES / "demo-reefs" / "demo-reefs.geojson").read_text())["features"]
    return [f["properties"] | {"shape": f["geometry"]} for f in features], []


def table(dataset):
    return {"demo-loggers": loggers, "demo-reefs": reefs, LIMITED: surveys}[dataset]()


KEYS = {"demo-loggers": ("site", "time"), "demo-reefs": ("reef_id",), LIMITED: ("survey",)}
