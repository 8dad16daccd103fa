"""pystac-client walks and searches the public API; pystac and stac-validator validate what it gives.

Both validators would fetch schemas from the network, which a test must not. The core schemas are
those that pystac brings along; an extension has none at hand, so these two check no extension field
(rimrep checks those itself before it publishes): each test prints which it left out.
"""

import contextlib
import importlib.resources
import io
import json

import pytest

import sources
from conftest import get

pystac_client = pytest.importorskip("pystac_client")


@pytest.fixture(scope="module")
def client(up):
    return pystac_client.Client.open(up.services["stac"])


def ids(search):
    return sorted(item.id for item in search.items())


def test_walking_finds_every_public_collection_and_item(client):
    found = {c.id: sorted(i.id for i in c.get_items()) for c in client.get_collections()}
    assert found == sources.COLLECTIONS


def test_search_without_a_filter_finds_all(client):
    assert ids(client.search()) == sources.PUBLIC
    assert ids(client.search(limit=1)) == sources.PUBLIC, "paged one by one"


def test_search_by_id_and_collection(client):
    assert ids(client.search(ids=["demo-sst", "demo-reefs"])) == ["demo-reefs", "demo-sst"]
    assert ids(client.search(collections=["sea-surface"])) == ["demo-sst", "demo-waves"]
    assert ids(client.search(ids=[sources.LIMITED])) == []


def test_search_by_bbox(client):
    assert ids(client.search(bbox=[145, -18, 149, -16])) == sources.PUBLIC
    assert ids(client.search(bbox=[10, 40, 20, 50])) == []


def test_search_by_datetime(client):
    assert ids(client.search(datetime="2024-01-25/2024-01-31")) == ["demo-reefs", "demo-sst"]
    assert ids(client.search(datetime="2024-01-05/2024-01-06")) == ["demo-loggers", "demo-sst", "demo-waves"]
    assert ids(client.search(datetime="1999-01-01/..", collections=["sea-surface"])) == ["demo-sst", "demo-waves"]
    assert ids(client.search(datetime="../1999-01-01")) == []


def test_search_by_everything_at_once(client):
    search = client.search(
        bbox=[142, -25, 155, -9], datetime="2024-01-29T00:00:00Z/..", collections=["sea-surface"]
    )
    assert ids(search) == ["demo-sst"]


def test_extents_and_times_are_those_of_the_sources(client):
    pytest.importorskip("netCDF4")
    for item in client.search(collections=["sea-surface"]).items():
        found, _ = sources.grid(item.id)
        west, south, east, north = item.bbox
        lon, lat = found["lon"][1], found["lat"][1]
        half = abs(lon[1] - lon[0]) / 2 + 1e-6
        assert abs(west - lon.min()) <= half and abs(east - lon.max()) <= half
        assert abs(south - lat.min()) <= half and abs(north - lat.max()) <= half
        assert item.datetime is None
        assert item.common_metadata.start_datetime.replace(tzinfo=None) == found["time"][1][0]
        assert item.common_metadata.end_datetime.replace(tzinfo=None) == found["time"][1][-1]


def test_the_data_asset_opens(up, client):
    for item in client.search().items():
        data = item.assets["data"]
        assert "data" in data.roles
        assert data.media_type in ("application/vnd.apache.parquet", "application/vnd.zarr")
        hrefs = [data.href] + [a["href"] for a in data.extra_fields.get("alternate", {}).values()]
        served = [h for h in hrefs if h.startswith(up.services["data"])]
        if not served:
            continue
        probe = served[0] + ("/.zmetadata" if data.media_type.endswith("zarr") else "")
        if probe.endswith("data.parquet"):
            probe += "/all.parquet"
        assert get(probe, "HEAD").status == 200, probe


def documents(up):
    """Every Collection and Item of the public API, as JSON."""
    stac = up.services["stac"]
    found = []
    for collection in get(f"{stac}/collections").json()["collections"]:
        found.append(get(f"{stac}/collections/{collection['id']}").json())
        found += get(f"{stac}/collections/{collection['id']}/items?limit=100").json()["features"]
    assert len(found) == len(sources.COLLECTIONS) + len(sources.PUBLIC)
    return found


def test_pystac_validates_every_document(up):
    pystac = pytest.importorskip("pystac")
    pytest.importorskip("jsonschema")
    from pystac.validation import JsonSchemaSTACValidator

    left_out = set()
    validator = JsonSchemaSTACValidator()
    for document in documents(up):
        parsed = pystac.read_dict(document)
        kind = pystac.STACObjectType.ITEM if document["type"] == "Feature" else pystac.STACObjectType.COLLECTION
        assert validator.validate_core(document, kind, document["stac_version"], document["id"])
        left_out |= set(document.get("stac_extensions", []))
        assert json.loads(json.dumps(parsed.to_dict(include_self_link=True)))["id"] == document["id"]
    print("pystac checked core; fields of these extensions were not checked:", *sorted(left_out), sep="\n  ")


CORE = "https://schemas.stacspec.org/v1.1.0/{0}-spec/json-schema/{1}.json"


def core_schemas(folder):
    """Addresses of the core schemas and of their parts, and the files that pystac packs for them."""
    packed = importlib.resources.files("pystac.validation.jsonschemas")
    files = {}
    for part in ("stac-spec/v1.1.0", "geojson"):
        for packed_file in packed.joinpath(*part.split("/")).iterdir():
            if packed_file.name.endswith(".json"):
                text = packed_file.read_text()
                file = folder / packed_file.name
                file.write_text(text)
                files[json.loads(text)["$id"].rstrip("#")] = str(file)
                if part != "geojson":
                    for spec in ("item", "catalog", "collection"):
                        files[CORE.format(spec, packed_file.name[:-5])] = str(file)
                else:
                    files["https://geojson.org/schema/" + packed_file.name] = str(file)
    return files


def test_stac_validator_validates_every_document(up, tmp_path):
    validator = pytest.importorskip("stac_validator.stac_validator")
    pytest.importorskip("pystac.validation")
    schemas = core_schemas(tmp_path)
    left_out = set()
    for document in documents(up):
        left_out |= set(document.get("stac_extensions", []))
        stac = validator.StacValidate(core=True, schema_map=dict(schemas))
        with contextlib.redirect_stdout(io.StringIO()):
            valid = stac.validate_dict(document)
        assert valid, stac.message
        broken = validator.StacValidate(core=True, schema_map=dict(schemas))
        with contextlib.redirect_stdout(io.StringIO()):
            assert not broken.validate_dict(document | {"links": "none"}), "it accepts anything"
    print("stac-validator checked core; fields of these were not checked:", *sorted(left_out), sep="\n  ")
