"""The run folder, the report and Argo's nodes tell the same story.

story.py OUT: the statuses of Workflows as JSON in OUT/status.
"""
import html
import json
import pathlib
import re
import sys

from snapshot import text

AS_ARGO = {   # state of a step in run.json: phase of its node
    "succeeded": {"Succeeded"},
    "failed": {"Failed", "Error"},
    "skipped": {"Skipped", "Omitted", "Succeeded"},   # a fan-out that is skipped is Succeeded in v3.7
    "omitted": {"Omitted", None},
    "waiting": {"Omitted", None},
}
GREEN = {"complete", "nothing-new"}
LOST = {None, "137", "143", "-1", "64", "2"}   # a container that was killed leaves no attempt of its own


def attempts_of(nodes, step):
    """Exit codes of the containers of a step, by shard."""
    tries = {}
    for node in nodes:
        if node["type"] == "Pod" and node["templateName"] == step:
            shard = re.search(r"\((\d+):", node["displayName"])
            tries.setdefault(int(shard.group(1)) if shard else 0, []).append(node)
    return {s: [n.get("outputs", {}).get("exitCode") for n in sorted(t, key=lambda n: n["startedAt"] or "")] for s, t in tries.items()}


def judge(workflow):
    meta, status = workflow["metadata"], workflow["status"]
    day = meta["creationTimestamp"]
    parameters = {p["name"]: p.get("value", "") for p in workflow["spec"].get("arguments", {}).get("parameters", [])}
    folder = f"runs/{day[:7]}/{day[8:10]}-{meta['name']}"
    nodes = list(status["nodes"].values())
    outage = meta.get("annotations", {}).get("disturb/do", "").startswith("s3 ")
    by_step = {n["displayName"]: n["phase"] for n in nodes if n["type"] in ("Retry", "TaskGroup", "Skipped", "Pod")}
    exit_node = next((n for n in nodes if n["displayName"].endswith(".onExit")), None)
    record = json.loads(text(folder + "/run.json") or "{}")
    report = text(folder + "/report.html") or ""
    if not record:
        yield "no run.json"
        return
    if record["engine"] != "argo" or record["dataset"] != parameters["dataset_id"] or record["run"] != meta["name"]:
        yield f"run.json is of {record['engine']} {record['dataset']} {record['run']}"
    if (status["phase"] == "Succeeded") != (record["result"] in GREEN) or (record["exitCode"] == 0) != (record["result"] in GREEN):
        yield f"Argo {status['phase']}, run.json {record['result']} with {record['exitCode']}"
    if exit_node is None or int(exit_node.get("outputs", {}).get("exitCode", -1)) != record["exitCode"]:
        yield f"exit handler {exit_node and exit_node.get('outputs', {}).get('exitCode')}, run.json {record['exitCode']}"
    wanted = meta.get("labels", {}).get("rimrep.io/trigger")
    if wanted and record["trigger"] != wanted:
        yield f"trigger {record['trigger']}, label {wanted}"
    plain = html.unescape(re.sub(r"<[^>]*>", " ", report))
    if not re.search(rf"Run {re.escape(meta['name'])}\W+{record['result']}\b", plain):
        yield "report.html says otherwise than run.json"
    if record["exitCode"] and (f"exit code {record['exitCode']}" not in plain or record.get("reason", "") not in plain):
        yield "report.html lacks the exit code or the reason"
    for step, state in record["steps"].items():
        state = state.lower()
        # When a workflow's own time is up, Argo fails the step that ended meanwhile, and run.json the next one.
        if by_step.get(step) not in AS_ARGO[state] and "activeDeadlineSeconds" not in workflow["spec"]:
            yield f"{step}: Argo {by_step.get(step)}, run.json {state}"
        if step not in plain:
            yield f"{step}: not in report.html"
        for shard, codes in attempts_of(nodes, step).items():
            part = f"{step}-{shard}" if step == "convert" else step
            own = json.loads(text(f"{folder}/{part}/record.json") or '{"attempts": []}')
            seen = [str(a["exitCode"]) for a in own["attempts"]]
            left = [c for c in codes if c not in LOST]
            if "left no word" in (record.get("reason") or "") and record["steps"][step].lower() == "failed":
                continue   # as run.json says
            # A killed container may have had the time to say that it was interrupted.
            said = [c for c in seen if c in left or len(seen) == len(left)]
            if len(left) < len(codes) == len(seen) and [s for c, s in zip(codes, seen) if c not in LOST] == left:
                continue   # or even to end well before it was killed
            if "expect/delete-pod" in meta.get("annotations", {}) and seen[-len(codes):] == codes:
                continue   # Argo may make a pod that is gone again under the same node
            if outage and [c for c in left if c != "75"] == [c for c in said if c != "75"]:
                continue   # while S3 is away nobody can write down that it is
            if said != left:
                yield f"{part}: containers exited {codes}, its record says {seen}"
            if left and not text(f"{folder}/{part}/log.ndjson"):
                yield f"{part}: no log"


bad, count = 0, 0
for file in sorted(pathlib.Path(sys.argv[1]).glob("status/*/*.json")):
    workflow = json.loads(file.read_text())
    if "workflowTemplateRef" not in workflow.get("spec", {}):
        continue   # a step alone has no run
    count += 1
    for line in judge(workflow):
        bad += 1
        print(f"{workflow['metadata']['name']}: {line}")
print(f"{count} runs: {'records, reports and nodes agree' if not bad else str(bad) + ' disagreements'}")
sys.exit(bool(bad) or not count)
