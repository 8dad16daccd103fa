"""Says where two snapshots differ. Only what tells the time of a run may.

compare.py LOCAL CLUSTER          the datasets of LOCAL: stores byte by byte, packages and items
compare.py --same ROOT FOLDER…    folders below ROOT that must hold the same bytes
"""
import json
import pathlib
import sys


def files(folder):
    return {str(p.relative_to(folder)): p for p in sorted(folder.rglob("*")) if p.is_file()}


def timeless(value):
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if k not in ("completed", "at", "created", "updated", "processing:datetime")}
    return [timeless(v) for v in value] if isinstance(value, list) else value


def equal(a, b):
    if a.read_bytes() == b.read_bytes():
        return True
    return a.suffix == ".json" and timeless(json.loads(a.read_text())) == timeless(json.loads(b.read_text()))


def compare(a, b, names):
    bad = [f"only once: {n}" for n in sorted(set(a) ^ set(b)) if names(n)]
    both = [n for n in a if n in b and names(n)]
    return bad + [f"differs: {n}" for n in both if not equal(a[n], b[n])], len(both)


if sys.argv[1] == "--same":
    root = pathlib.Path(sys.argv[2])
    first = files(root / sys.argv[3])
    bad, count = [], len(first)
    for other in sys.argv[4:]:
        more, _ = compare(first, files(root / other), lambda n: True)
        bad += [f"{other}: {line}" for line in more]
else:
    local, cluster = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    published = lambda n: n.split("/")[0] in ("reef-public", "reef-private", "stac")
    mine = ("demo-sst", "demo-loggers", "demo-survey-sites")
    bad, count = compare(files(local), files(cluster), lambda n: published(n) and any(m in n for m in mine))
    if count < 10:
        bad.append(f"only {count} objects to compare")
print(*bad, sep="\n", end="\n" if bad else "")
print(f"compared {count} objects: {'EQUAL' if not bad else str(len(bad)) + ' differences'}")
sys.exit(bool(bad))
