"""pyarrow, geopandas and DuckDB open each published GeoParquet and find what the sources hold."""

import json
import pathlib

import pytest

import sources

pq = pytest.importorskip("pyarrow.parquet")
ds = pytest.importorskip("pyarrow.dataset")


@pytest.fixture(scope="module", params=sources.TABLES)
def dataset(request):
    return request.param


@pytest.fixture(scope="module")
def wanted(dataset):
    return sources.table(dataset)


def folder(up, dataset):
    return pathlib.Path(up.dataset(dataset)["location"])


def key(dataset, row):
    return tuple(row[name] for name in sources.KEYS[dataset])


def by_key(dataset, rows):
    found = {key(dataset, row): row for row in rows}
    assert len(found) == len(rows), "a key occurs twice"
    return found


def compare(dataset, rows, wanted):
    found, expected = by_key(dataset, rows), by_key(dataset, wanted)
    assert found.keys() == expected.keys()
    for name, row in expected.items():
        for column, value in row.items():
            if column not in ("at", "shape"):
                assert found[name][column] == value, f"{name} {column}"


def test_pyarrow_finds_every_row_and_no_wrong_one(up, dataset, wanted):
    rows, _ = wanted
    compare(dataset, ds.dataset(folder(up, dataset)).to_table().to_pylist(), rows)


def test_the_documented_bad_rows_and_no_others_are_wrong():
    _, wrong = sources.loggers()
    assert len(wrong) == 14, wrong


def test_columns_keep_to_types_that_every_reader_knows(up, dataset):
    import pyarrow as pa

    schema = ds.dataset(folder(up, dataset)).schema
    for field in schema:
        plain = (
            pa.types.is_boolean(field.type) or pa.types.is_int32(field.type) or pa.types.is_int64(field.type)
            or pa.types.is_floating(field.type) or pa.types.is_string(field.type)
            or pa.types.is_binary(field.type) or pa.types.is_timestamp(field.type)
            or (field.name == "bbox" and pa.types.is_struct(field.type))
        )
        assert plain, field
    if "time" in schema.names:
        assert schema.field("time").type.tz == "UTC"
    assert {"fid", "geometry", "bbox"} <= set(schema.names)
    fids = ds.dataset(folder(up, dataset)).to_table(columns=["fid"])["fid"].to_pylist()
    assert len(set(fids)) == len(fids) and None not in fids


def test_geoparquet_metadata_is_in_every_file(up, dataset):
    files = sorted(folder(up, dataset).iterdir())
    assert files and all(f.suffix == ".parquet" for f in files), files
    for file in files:
        geo = json.loads(pq.read_metadata(file).metadata[b"geo"])
        assert geo["version"].startswith("1.1")
        assert geo["columns"]["geometry"]["encoding"] == "WKB"
        assert json.loads(pq.read_metadata(file).metadata[b"pandas"])["index_columns"] == ["fid"]


def test_geopandas_finds_every_geometry(up, dataset, wanted):
    gpd = pytest.importorskip("geopandas")
    from shapely.geometry import Point, shape

    rows, _ = wanted
    frame = gpd.read_parquet(folder(up, dataset))
    assert frame.crs is None or frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
    frame = frame.reset_index()
    expected = by_key(dataset, rows)
    assert len(frame) == len(expected)
    for row in frame.itertuples():
        source = expected[tuple(getattr(row, name) for name in sources.KEYS[dataset])]
        wanted_shape = Point(source["at"]) if "at" in source else shape(source["shape"])
        assert row.geometry.normalize().equals_exact(wanted_shape.normalize(), 0), row


def test_geopandas_reads_by_bbox(up, dataset, wanted):
    gpd = pytest.importorskip("geopandas")
    box = (143, -18, 148, -13)
    file = folder(up, dataset) / "all.parquet"
    part = gpd.read_parquet(file, bbox=box)
    whole = gpd.read_parquet(file)
    inside = whole.cx[box[0] : box[2], box[1] : box[3]]
    assert 0 < len(part) < len(whole)
    assert set(inside.index) <= set(part.index)


def test_geopandas_opens_the_public_address(up, dataset):
    gpd = pytest.importorskip("geopandas")
    fsspec = pytest.importorskip("fsspec")
    if dataset == sources.LIMITED:
        assert "href" not in up.dataset(dataset)
        return
    url = up.dataset(dataset)["href"] + "/all.parquet"
    if tuple(map(int, gpd.__version__.split(".")[:2])) < (1, 1):
        # geopandas 1.0 hands an http address to pyarrow, which knows none: its users name the filesystem.
        served = gpd.read_parquet(url, filesystem=fsspec.filesystem("http"))
    else:
        served = gpd.read_parquet(url)
    assert served.equals(gpd.read_parquet(folder(up, dataset)))


def test_duckdb_reads_it(up, dataset, wanted):
    duckdb = pytest.importorskip("duckdb")
    rows, _ = wanted
    columns = [name for name in rows[0] if name not in ("at", "shape", "time")]
    names = ", ".join(columns)
    with duckdb.connect() as connection:
        time = ", epoch_us(time) AS time" if "time" in rows[0] else ""
        found = connection.sql(
            f"SELECT {names}{time} FROM read_parquet('{folder(up, dataset)}/*.parquet')"
        ).fetchall()
    names = columns + (["time"] if "time" in rows[0] else [])
    expected = [
        tuple(round(row[n].timestamp() * 1e6) if n == "time" else row[n] for n in names) for row in rows
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
