"""Each failed scenario was told once, with dataset and what to do; two runs of one dataset did not overlap.

told.py WEBHOOK_LOG STATUSES
"""
import json
import pathlib
import sys

posts = [json.loads(line)["text"] for line in open(sys.argv[1])]
bad = []
for dataset in ("fault-partial", "fault-validation", "fault-deadline", "no-such-dataset"):
    own = [p for p in posts if p.startswith(dataset + ":")]
    if len(own) != 1 or "Exit code" not in own[0]:
        bad.append(f"{dataset}: told {len(own)} times: {own}")
statuses = pathlib.Path(sys.argv[2])
spans = []
for name in ("twice-a", "twice-b"):
    nodes = json.loads((statuses / (name + ".json")).read_text())["status"]["nodes"].values()
    pods = [n for n in nodes if n["type"] == "Pod"]
    spans.append((min(p["startedAt"] for p in pods), max(p["finishedAt"] for p in pods)))
spans.sort()
if spans[1][0] < spans[0][1]:
    bad.append(f"two runs of one dataset overlap: {spans}")
print(*bad, sep="\n", end="\n" if bad else "")
print(f"{len(posts)} posts; {'as expected' if not bad else 'NOT as expected'}")
sys.exit(bool(bad))
