"""The sample catalogue with the datasets that the scenarios need: copies with one thing changed.

catalog.py SAMPLE OUT ADDRESS
"""
import json
import pathlib
import re
import shutil
import sys

sample, out, address = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
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


def without_known_bad(text):
    return re.sub(r"(?ms)^knownBad:\n(?:[ ].*?\n)+", "knownBad: []\n", text)


def rows_that_are_not_there(document):
    document["expect"] = {"rows": {"min": 1_000_000, "max": 2_000_000}}


copy("demo-sst", "fault-partial", without_known_bad)
copy("demo-sst", "fault-memory", lambda t: t.replace("{time: 10,", "{time: 2,"))
for shards in (1, 3, 8):
    copy("demo-sst", f"fan-{shards}", lambda t: t.replace("{time: 10,", "{time: 2,"))
copy("demo-loggers", "fault-validation", package=rows_that_are_not_there)
copy("demo-loggers", "fault-rejects", lambda t: t.replace("atMost: 14", "atMost: 0"))
copy("demo-loggers", "fault-temporary")
copy("demo-loggers", "fault-lost")
copy("demo-loggers", "fault-deadline")
copy("demo-loggers", "fault-twice")
copy("demo-loggers", "fault-source",
     lambda t: re.sub(r"\{folder: sources/demo-loggers, match", '{http: "http://%s:8093/loggers/", match' % address, t))
