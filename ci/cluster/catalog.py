"""The sample catalogue with the datasets that the scenarios need: copies with one thing changed.

catalog.py SAMPLE OUT ADDRESS          with the faults
catalog.py SAMPLE OUT ADDRESS mended   with their causes mended; OUT/faults names these datasets
"""
import json
import pathlib
import re
import shutil
import sys

sample, out, address = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
mended = sys.argv[4:] == ["mended"]
shutil.copytree(sample, out)


def copy(of, name, ingest=lambda text: text, package=lambda document: None):
    source = next(p for p in out.glob("collections/*/" + of))
    folder = source.parent / name
    shutil.copytree(source, folder)
    document = json.loads((folder / "datapackage.json").read_text())
    document["name"] = name
    document.pop("harvest", None)
    package(document)
    (folder / "datapackage.json").write_text(json.dumps(document, indent=2))
    text = re.sub(r"(?m)^(schedule|freshness|harvest):.*\n", "", (folder / "ingest.yaml").read_text())
    (folder / "ingest.yaml").write_text(ingest(text))


def cause(change):
    """A change that mending takes back."""
    return (lambda value: value) if mended else change


def without_known_bad(text):
    return re.sub(r"(?ms)^knownBad:\n(?:[ ].*?\n)+", "knownBad: []\n", text)


def rows_that_are_not_there(document):
    if not mended:
        document["expect"] = {"rows": {"min": 1_000_000, "max": 2_000_000}}


def small_chunks(text):
    return text.replace("{time: 10,", "{time: 2,")


def over_http(text):
    return re.sub(r"\{folder: sources/demo-loggers, match", '{http: "http://%s:8093/loggers/", match' % address, text)


for shards in (1, 3, 8):
    copy("demo-sst", f"fan-{shards}", small_chunks)
copy("demo-sst", "fault-partial", cause(without_known_bad))
copy("demo-sst", "fault-memory", small_chunks)
copy("demo-sst", "fault-s3", small_chunks)
copy("demo-sst", "fault-controller", small_chunks)
copy("demo-loggers", "fault-validation", package=rows_that_are_not_there)
copy("demo-loggers", "fault-rejects", cause(lambda t: t.replace("atMost: 14", "atMost: 0")))
copy("demo-loggers", "fault-source", over_http)
for name in ("temporary", "lost", "deadline", "twice", "database"):
    copy("demo-loggers", "fault-" + name)
copy("demo-loggers", "late-data", lambda t: t + "freshness: {newestData: P2D}\n")
copy("demo-loggers", "late-run", lambda t: t + "freshness: {lastRun: P2D}\n")
if mended:
    copy("demo-loggers", "no-such-dataset")
    faults = sorted(p.name for p in out.glob("collections/*/fault-*")) + ["no-such-dataset"]
    (out / "faults").write_text("\n".join(faults) + "\n")
