"""The webhook was told each failure once, with dataset, step, reason and what to do, and nothing else.

told.py OUT: OUT/webhook.ndjson, and the statuses of Workflows as JSON in OUT/status. A Workflow that
fails says `expect/told: "STEP EXIT"`, STEP being - where no one step failed. Also: two runs of one
dataset did not overlap.
"""
import json
import pathlib
import sys

out = pathlib.Path(sys.argv[1])
posts = [json.loads(line)["text"] for line in open(out / "webhook.ndjson")]
workflows = [json.loads(f.read_text()) for f in sorted(out.glob("status/*/*.json"))]
bad, failed, again = [], {}, set()
for workflow in workflows:
    meta, parameters = workflow["metadata"], workflow["spec"].get("arguments", {}).get("parameters", [])
    dataset = next((p["value"] for p in parameters if p["name"] == "dataset_id"), None)
    told = meta.get("annotations", {}).get("expect/told")
    if told:
        failed[dataset] = told.split()
    elif workflow["status"]["phase"] == "Failed" and dataset:
        bad.append(f"{meta['name']} failed, and nothing says what is to be told")
    elif meta["name"].endswith("-again"):
        again.add(dataset)

for dataset, (step, code) in failed.items():
    own = [p for p in posts if p.startswith(dataset + ": ") and not p.startswith(dataset + ": complete")]
    whole = len(own) == 1 and f". Exit code {code}: " in own[0] and (step == "-" or f" in step {step}" in own[0])
    reason = whole and own[0].split(". Exit code")[0].partition(". ")[2]
    if not reason or not own[0].split(f"Exit code {code}: ")[1].strip():
        bad.append(f"{dataset}: to be told once, step {step}, exit code {code}, reason, next action; was: {own}")
for dataset in again & set(failed):
    if sum(p.startswith(dataset + ": complete") for p in posts) != 1:
        bad.append(f"{dataset}: that it is well again is to be told once")
others = [p for p in posts if p.split(":")[0] not in failed]
if others:
    bad.append(f"told without need: {others}")

spans = {}
for workflow in workflows:
    if workflow["metadata"]["name"].startswith("fault-twice-") and not workflow["metadata"]["name"].endswith("again"):
        pods = [n for n in workflow["status"]["nodes"].values() if n["type"] == "Pod"]
        spans[workflow["metadata"]["name"]] = (min(p["startedAt"] for p in pods), max(p["finishedAt"] for p in pods))
ordered = sorted(spans.values())
if len(ordered) == 2 and ordered[1][0] < ordered[0][1]:
    bad.append(f"two runs of one dataset overlap: {spans}")
print(*bad, sep="\n", end="\n" if bad else "")
print(*posts, sep="\n", end="\n" if posts else "")
print(f"{len(posts)} posts: {'as expected' if not bad else 'NOT as expected'}")
sys.exit(bool(bad))
