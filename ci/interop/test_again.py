"""A second `up` on the same data: quick, says so, changes nothing, and what was linked still opens."""

import hashlib

import pytest

import sources
from conftest import END_SECONDS, Up, get

READY = 15


def objects(data):
    """`path -> SHA-256` of what is in the stores, apart from rimrep's own bookkeeping."""
    found = {}
    for store in ("public", "private", "artifacts"):
        for file in sorted((data / store).rglob("*")):
            parts = file.relative_to(data).parts
            if file.is_file() and ".rimrep" not in parts and parts[1] != "runs":
                found["/".join(parts)] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def documents(up):
    stac = up.services["stac"]
    return [get(f"{stac}/collections").json(), get(f"{stac}/search?limit=100").json()]


@pytest.fixture(scope="module")
def twice(up):
    """Ends the first one, starts a second on its folder. Last of all tests: see `.ci/run`."""
    before, said = objects(up.data), documents(up)
    ended = up.end()
    again = Up(up.data)
    yield up, before, said, ended, again
    again.end()


def test_ends_within_ten_seconds(twice):
    first, _, _, ended, _ = twice
    assert ended < END_SECONDS
    assert not (first.services["pid"] == twice[4].services["pid"])
    print(f"first ready after {first.seconds:.1f} s, ended in {ended:.1f} s")


def test_is_ready_within_fifteen_seconds(twice):
    again = twice[4]
    print(f"ready after {again.seconds:.1f} s")
    assert again.seconds < READY, again.said()[-3000:]


def test_says_unchanged_for_each_dataset(twice):
    again = twice[4]
    out = again.out.read_text()
    for name in [*sources.PUBLIC, sources.LIMITED]:
        line = next(l for l in out.splitlines() if l.strip().startswith(name + " "))
        assert line.split()[1].startswith("unchanged"), line


def test_changes_no_object_of_any_store(twice):
    first, before, _, _, _ = twice
    after = objects(first.data)
    assert before and after == before, sorted(
        k for k in before.keys() | after.keys() if before.get(k) != after.get(k)
    )


def test_keeps_its_addresses_and_answers(twice):
    first, _, said, _, again = twice
    assert again.services["public"] == first.services["public"]
    assert documents(again) == said


def test_every_asset_still_opens(twice):
    again = twice[4]
    for dataset in again.services["datasets"]:
        if "href" not in dataset:
            continue
        probe = "/.zmetadata" if dataset["href"].endswith(".zarr") else "/all.parquet"
        assert get(dataset["href"] + probe).status == 200
        item = get(dataset["item"]).json()
        for asset in item["assets"].values():
            for href in [asset["href"]] + [a["href"] for a in asset.get("alternate", {}).values()]:
                if href.startswith(again.services["public"]) and not href.endswith(("data.zarr", "data.parquet")):
                    assert get(href).status == 200, href
