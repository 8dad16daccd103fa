"""The STAC API alone (`rimrep serve`), judged by stac-api-validator and by what clients look for.

Runs in a virtual environment of its own, whose stac-validator differs from the others'.
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from conftest import ROOT, get

READY_SECONDS = 300
END_SECONDS = 30
COLLECTION, OTHER = "granules", "scratch"
WORLD = {"type": "Polygon", "coordinates": [[[-180, -80], [180, -80], [180, 80], [-180, 80], [-180, -80]]]}

# What the validator asks of a server that is right, each with the request that shows it.
KNOWN = [
    # It fetches schemas from the network, which a test must not; test_stac.py validates with those that pystac brings.
    r"ConnectionError|Failed to resolve",
    # GET /api without the token that it was given: 401.
    r"^/ : Link\[service-desc\] must return 200",
    r"^service-desc .* got 'application/problem\+json'",
    # POST /search {"collections": "granules", ...}: 400, for the specification has a list. What it then
    # misses in the answer follows from that.
    r'"collections": "granules"\} had unexpected status code 400',
    r"POST search with Query .* had no results",
    # GET /search?query={"gsd": {"lt": "60"}}: it sends numbers as text, and no number is less than a text.
    r"""GET search with Query '\{"gsd": \{"[a-z]+": "[0-9]+"\}\}' had no results""",
    # POST /search {"fields": null}: 200, as if it were absent.
    r'body=\{"fields": null\} had unexpected status code 200',
    # POST /search {"fields": {"exclude": ["geometry"]}}: everything else is shown, also properties.platform.
    r"'exclude': \['geometry'\], 'include': (\[\]|None)\}\} response contained 'properties.platform'",
    # POST /search {"fields": {"exclude": ["properties"], "include": ["properties.platform"]}}: what is
    # included, and no defaults.
    r"response contained fewer than 5 fields",
    # GET /search?query={"platform": {"in": ["sat-1", "sat-2"]}}: all found items have one of both.
    r'\{"in": \["sat-1", "sat-2"\]\}\}\' had non-matching results: got \[(\'sat-[12]\',? ?)*\]',
    # PUT and PATCH /collections/scratch/items/S2A...: 200 with the document; it knows 204 only.
    r" (PUT|PATCH) http.* had unexpected status code 200 instead of 204",
]

class Served:
    def __init__(self, data: pathlib.Path):
        self.out = data.parent / "serve.out"
        with open(self.out, "wb") as out, open(data.parent / "serve.err", "wb") as err:
            self.process = subprocess.Popen(
                [ROOT / "rimrep", "serve", "--role", "internal", "--port", "0", "--metrics-port", "0", "--data", data],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        began = time.monotonic()
        while not (found := re.search(r"STAC API .* at (\S+)\nMetrics at (\S+)", self.out.read_text())):
            if self.process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                self.process.kill()
                pytest.fail("serve is not ready\n" + (data.parent / "serve.err").read_text()[-3000:])
            time.sleep(0.1)
        self.url, self.metrics = found.groups()
        self.token = (data / "secret" / "token").read_text().strip()

    def send(self, method: str, path: str, document: dict) -> int:
        request = urllib.request.Request(
            self.url + path, method=method, data=json.dumps(document).encode(),
            headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status


def collection(name: str) -> dict:
    return {
        "type": "Collection", "stac_version": "1.1.0", "id": name, "title": name, "description": "Made-up.",
        "license": "CC-BY-4.0", "links": [],
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [["2024-01-01T00:00:00Z", None]]}},
    }


def granule(i: int) -> dict:
    west, south = -170 + 5 * i, -60 + 2 * i
    return {
        "type": "Feature", "stac_version": "1.1.0", "id": f"granule-{i:03}", "collection": COLLECTION,
        "geometry": {"type": "Polygon", "coordinates": [
            [[west, south], [west + 4, south], [west + 4, south + 1], [west, south + 1], [west, south]]]},
        "bbox": [west, south, west + 4, south + 1],
        "properties": {
            "datetime": f"2024-01-{1 + i % 28:02}T{i % 24:02}:00:00Z", "rimrep:access": "public",
            "platform": f"sat-{i % 4}", "gsd": 10 * (1 + i % 6), "eo:cloud_cover": i,
        },
        "assets": {"data": {"href": f"https://example.org/{i}.tif"}}, "links": [],
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    subprocess.run([ROOT / "rimrep", "--version"], check=True, stdin=subprocess.DEVNULL)
    running = Served(tmp_path_factory.mktemp("serve") / "data")
    for name in (COLLECTION, OTHER):
        running.send("POST", "/collections", collection(name))
    for i in range(60):
        running.send("POST", f"/collections/{COLLECTION}/items", granule(i))
    yield running
    if running.process.poll() is None:
        running.process.kill()


def validate(served, *classes: str, **options: str) -> list[str]:
    """The errors that the validator lists and that are not known. Its recommendations are printed."""
    program = pathlib.Path(sys.executable).parent / "stac-api-validator"
    command = [program, "--root-url", served.url, "--auth-bearer-token", served.token,
               "--collection", COLLECTION, "--geometry", json.dumps(WORLD)]
    for name in classes:
        command += ["--conformance", name]
    for name, value in options.items():
        command += ["--" + name.replace("_", "-"), value]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env={**os.environ, "NO_COLOR": "1"})
    said = done.stdout + done.stderr
    print(said)
    assert "Traceback" not in said
    _, found, errors = said.partition("Errors:")
    assert found, "the validator did not come to an end"
    listed = re.findall(r"^- (.*)$", errors, re.MULTILINE)
    return [e for e in listed if not any(re.search(known, e) for known in KNOWN)]


def test_core_collections_features_item_search_and_filter(served):
    assert validate(served, "core", "collections", "features", "item-search", "filter") == []


def test_fields(served):
    found = validate(served, "item-search", "item-search#fields", "features", "features#fields",
                     fields_nested_property="properties.platform")
    assert found == []


def test_query(served):
    found = validate(
        served, "item-search", "item-search#query", query_comparison_field="gsd", query_eq_value="10",
        query_neq_value="10", query_lt_value="60", query_lte_value="60", query_gt_value="10", query_gte_value="10", query_substring_field="platform", query_starts_with_value="sat",
        query_ends_with_value="1", query_contains_value="at-", query_in_field="platform", query_in_values="sat-1,sat-2")
    assert found == []


def test_sort(served):
    assert validate(served, "item-search", "item-search#sort", "features", "features#sort") == []


def test_transaction(served):
    # it deletes its item before it creates it, and expects that it is there
    served.send("POST", f"/collections/{OTHER}/items", {
        **granule(1), "id": "S2A_47XNF_20230423_0_L2A", "collection": OTHER})
    found = validate(served, "features", "transaction", transaction_collection=OTHER)
    assert found == []


def conforms(served) -> list[str]:
    return get(served.url + "/conformance", Authorization="Bearer " + served.token).json()["conformsTo"]


@pytest.mark.parametrize("name", [
    "core", "collections", "ogcapi-features", "item-search", "item-search#fields", "item-search#query",
    "item-search#sort", "item-search#filter", "item-search#free-text", "collection-search",
    "collection-search#free-text"])
def test_pystac_client_finds_the_class(served, name):
    assert any(re.match(r"https://api\.stacspec\.org/v1\.0\.(.*)/" + re.escape(name) + "$", uri) for uri in conforms(served))


@pytest.mark.parametrize("name", [
    r"core", r"ogcapi-features", r"item-search", r"item-search#sort", r"item-search#filter", r"item-search#free-text",
    r"ogcapi-features#sort", r"ogcapi-features#free-text", r"collection-search", r"collection-search#filter",
    r"collection-search#sort", r"collection-search#free-text"])
def test_stac_browser_finds_the_class(served, name):
    pattern = re.compile(r"^https://api\.stacspec\.org/v1\.[^/]*/" + name + "$")
    assert any(pattern.match(uri) for uri in conforms(served))


@pytest.mark.parametrize("name", ["core", "collections", "item-search", "ogcapi-features"])
def test_qgis_finds_the_exact_class(served, name):
    assert "https://api.stacspec.org/v1.0.0/" + name in conforms(served)


def test_metrics_are_there_for_prometheus(served):
    assert 'rimrep_http_requests_total{method="POST",route="/collections",status="201"} 2' in get(served.metrics).body.decode()


def test_sigterm_ends_it(served):
    began = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    # the launcher passes the signal on; Java says 0 when it ended in order
    assert served.process.wait(END_SECONDS) == 0
    assert time.monotonic() - began < END_SECONDS
