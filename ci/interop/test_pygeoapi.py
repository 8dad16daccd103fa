"""The real pygeoapi loads the configuration that was published and answers for every dataset."""

import datetime
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

import pytest

import sources
from conftest import get, program

BOX = (144.0, -18.5, 148.0, -15.0)


@pytest.fixture(scope="module")
def served(up, tmp_path_factory):
    """Address of a pygeoapi that serves the published file on loopback."""
    pygeoapi = pathlib.Path(program("RIMREP_PYGEOAPI"))
    folder = tmp_path_factory.mktemp("pygeoapi")
    config = pathlib.Path(up.services["pygeoapi"])
    openapi = folder / "openapi.yml"
    environment = os.environ | {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    validated = subprocess.run(
        [pygeoapi, "config", "validate", "-c", config], env=environment, capture_output=True, text=True
    )
    assert validated.returncode == 0, validated.stdout + validated.stderr
    made = subprocess.run(
        [pygeoapi, "openapi", "generate", config, "--output-file", openapi], env=environment,
        capture_output=True, text=True,
    )
    assert made.returncode == 0 and openapi.exists(), made.stdout + made.stderr
    serve = (
        "from pygeoapi.flask_app import APP\n"
        f"APP.run(host='127.0.0.1', port={port}, debug=False, threaded=True)"
    )
    log = folder / "pygeoapi.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [pygeoapi.parent / "python", "-c", serve], env=environment, stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(600):
            if process.poll() is not None:
                pytest.fail(f"pygeoapi ended: {log.read_text()[-4000:]}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        print(subprocess.run([pygeoapi, "--version"], capture_output=True, text=True).stdout.strip())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        sys.stdout.write(log.read_text()[-2000:])


def asked(served, path, **query):
    answer = get(f"{served}{path}?{urllib.parse.urlencode(query)}")
    assert answer.status == 200, f"{answer.url}: {answer.status} {answer.body[:600]}"
    return answer.json()


def test_lists_the_public_datasets_and_no_others(served):
    found = [c["id"] for c in asked(served, "/collections", f="json")["collections"]]
    assert sorted(found) == sources.PUBLIC


def box():
    return ",".join(map(str, BOX))


def inside(lon, lat):
    return BOX[0] <= lon <= BOX[2] and BOX[1] <= lat <= BOX[3]


def test_items_of_the_loggers_by_bbox(served):
    rows, _ = sources.loggers()
    wanted = sorted(f"{r['site']}|{r['time']:%Y-%m-%dT%H:%M}" for r in rows if inside(*r["at"]))
    found = asked(served, "/collections/demo-loggers/items", f="json", bbox=box(), limit=10000)["features"]
    assert sorted(f"{f['properties']['site']}|{shown(f['properties']['time'])}" for f in found) == wanted
    assert {inside(*f["geometry"]["coordinates"]) for f in found} == {True}


def shown(time):
    return str(time).replace(" ", "T")[:16]


def test_items_of_the_loggers_by_datetime(served):
    rows, _ = sources.loggers()
    start = datetime.datetime(2024, 1, 5, 6, tzinfo=datetime.timezone.utc)
    end = datetime.datetime(2024, 1, 5, 12, tzinfo=datetime.timezone.utc)
    wanted = sum(start <= r["time"] <= end for r in rows)
    found = asked(
        served, "/collections/demo-loggers/items", f="json", limit=1000,
        datetime="2024-01-05T06:00:00Z/2024-01-05T12:00:00Z",
    )["features"]
    assert len(found) == wanted > 20


def test_one_item_by_its_id(served):
    first = asked(served, "/collections/demo-reefs/items", f="json", limit=1)["features"][0]
    again = asked(served, f"/collections/demo-reefs/items/{urllib.parse.quote(str(first['id']))}", f="json")
    assert again["properties"] == first["properties"] and again["geometry"] == first["geometry"]


def test_items_of_the_reefs_by_bbox(served):
    shapely = pytest.importorskip("shapely.geometry")
    rows, _ = sources.reefs()
    whole = shapely.box(*BOX)
    contained = {r["reef_id"] for r in rows if whole.contains(shapely.shape(r["shape"]))}
    touched = {r["reef_id"] for r in rows if whole.intersects(shapely.shape(r["shape"]))}
    found = asked(served, "/collections/demo-reefs/items", f="json", bbox=box(), limit=1000)["features"]
    names = {f["properties"]["reef_id"] for f in found}
    assert contained and contained <= names <= touched


DAYS = "2024-01-05/2024-01-07"


def part(dataset, variable):
    """The source's values of box and days: `(time, lat, lon)`, and the positions of its cells."""
    import numpy as np

    found, _ = sources.grid(dataset)
    lat, lon = found["lat"][1], found["lon"][1]
    rows = np.flatnonzero((lat >= BOX[1]) & (lat <= BOX[3]))
    columns = np.flatnonzero((lon >= BOX[0]) & (lon <= BOX[2]))
    days = [i for i, t in enumerate(found["time"][1])
            if datetime.datetime(2024, 1, 5) <= t < datetime.datetime(2024, 1, 8)]
    values = found[variable][2][days][:, rows][:, :, columns].filled(np.nan).astype("f8")
    assert values.shape[0] == 3 and np.isfinite(values).any() and np.isnan(values).any()
    return values, lat[rows], lon[columns]


GRIDS = pytest.mark.parametrize("dataset, variable", [("demo-sst", "sst"), ("demo-waves", "hs")])


@GRIDS
def test_coverage_by_bbox_and_datetime(served, dataset, variable):
    import numpy as np

    answer = asked(
        served, f"/collections/{dataset}/coverage", f="json", bbox=box(), properties=variable, datetime=DAYS
    )
    wanted, lat, lon = part(dataset, variable)
    axes, values = answer["domain"]["axes"], answer["ranges"][variable]
    assert (axes["y"]["num"], axes["x"]["num"], len(axes["t"]["values"])) == (lat.size, lon.size, 3)
    assert {axes["y"]["start"], axes["y"]["stop"]} == {lat.min(), lat.max()}
    # pygeoapi calls the axes y, x, t whatever their order is, and writes the values as they are stored.
    got = np.array([np.nan if v is None else v for v in values["values"]], "f8").reshape(wanted.shape)
    np.testing.assert_allclose(got, wanted, atol=2e-6)


@GRIDS
def test_coverage_as_netcdf_by_bbox_and_datetime(served, dataset, variable, tmp_path):
    xr = pytest.importorskip("xarray")
    import numpy as np

    query = urllib.parse.urlencode({"f": "netcdf", "bbox": box(), "properties": variable, "datetime": DAYS})
    answer = get(f"{served}/collections/{dataset}/coverage?{query}")
    assert answer.status == 200, answer.body[:600]
    file = tmp_path / "part.nc"
    file.write_bytes(answer.body)
    wanted, lat, lon = part(dataset, variable)
    with xr.open_dataset(file) as opened:
        assert np.array_equal(opened["lat"].values, lat) and np.array_equal(opened["lon"].values, lon)
        np.testing.assert_allclose(opened[variable].values, wanted, atol=2e-6)
