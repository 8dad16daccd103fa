"""Nothing that readers see is torn, and nothing is seen that was not published.

whole.py SNAPSHOT OUT: a copy of the stores and items; the statuses of Workflows as JSON in OUT/status.
"""
import json
import pathlib
import sys

snapshot, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
stores = [snapshot / bucket / "data" for bucket in ("reef-public", "reef-private")]
bad, count = [], {"Zarr stores": 0, "packages": 0, "items": 0}


def zarr(root):
    """The consolidated metadata are those of the arrays, and every chunk belongs to one of them."""
    metadata = json.loads((root / ".zmetadata").read_text())["metadata"]
    stored = {str(p.relative_to(root)): p for p in root.rglob(".z*") if p.name != ".zmetadata"}
    for name in sorted(set(metadata) | set(stored)):
        if name not in stored or metadata.get(name) != json.loads(stored[name].read_text()):
            yield f"{root}: {name} and .zmetadata differ"
    for name, array in ((n, a) for n, a in metadata.items() if n.endswith(".zarray")):
        for chunk in (p for p in (root / name).parent.iterdir() if not p.name.startswith(".z")):
            index = [int(i) for i in chunk.name.split(array.get("dimension_separator", "."))]
            if any(i * size >= length for i, size, length in zip(index, array["chunks"], array["shape"])) and index != [0]:
                yield f"{chunk}: outside of its array's shape {array['shape']}"


packages = {p.parent.name: p for store in stores for p in store.glob("*/datapackage.json")}
items = {p.stem for p in (snapshot / "stac").glob("*.json")}
visible = {p.parent.parent.name for store in stores for p in store.glob("*/*/.zmetadata")} | set(packages)
for store in stores:
    for file in store.glob("*/*/.zmetadata"):
        count["Zarr stores"] += 1
        bad += zarr(file.parent)
for dataset, file in packages.items():
    count["packages"] += 1
    for resource in json.loads(file.read_text())["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        for path in paths:
            name = path.split(dataset + "/")[-1].strip("/")
            if not (file.parent / name).exists():
                bad.append(f"{dataset}: its package names {path}, which is not there")
    if dataset not in items:
        bad.append(f"{dataset}: published without an item")
count["items"] = len(items)
bad += [f"{item}: an item without a package" for item in sorted(items - set(packages))]

# What no Workflow of a dataset did, nobody may see.
did = {}
for file in out.glob("status/*/*.json"):
    workflow = json.loads(file.read_text())
    for p in workflow.get("spec", {}).get("arguments", {}).get("parameters", []):
        if p["name"] == "dataset_id":
            did.setdefault(p["value"], set()).update(
                n["displayName"] for n in workflow["status"]["nodes"].values() if n["phase"] == "Succeeded")
for dataset, nodes in sorted(did.items()):
    if "publish-datapackage" not in nodes and (dataset in packages or dataset in items):
        bad.append(f"{dataset}: never published, and yet there")
    if "publish-datapackage" in nodes and dataset not in packages:
        bad.append(f"{dataset}: published, and not there")
    if "commit" not in nodes and dataset in visible:
        bad.append(f"{dataset}: never committed, and yet to be seen")
print(*bad, sep="\n", end="\n" if bad else "")
print(", ".join(f"{n} {name}" for name, n in count.items()) + f", {len(did)} datasets of Workflows: {'whole' if not bad else 'TORN'}")
sys.exit(bool(bad))
