"""Disturbs each Workflow that asks for it, once, when it is where it wants to be disturbed.

disturb.py OUT: watches the Workflows of the cluster that carry
  disturb/when: "NODE=PHASE"
  disturb/do: "controller SECONDS" | "s3 SECONDS" | "database SECONDS"
Ends with its parent's signal.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.request

out = pathlib.Path(sys.argv[1])


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def controller(seconds):
    """Kills Argo's controller, and starts it as it was."""
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")[:-1]
        except OSError:
            continue
        if command and os.path.basename(command[0]) == b"workflow-controller":
            environment = dict(e.split(b"=", 1) for e in (entry / "environ").read_bytes().split(b"\0") if b"=" in e)
            os.kill(int(entry.name), signal.SIGKILL)
            say("controller killed")
            time.sleep(seconds)
            log = open(out / "controller.log", "ab")
            subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
            return say("controller started")
    sys.exit("no controller runs")


def s3(seconds):
    """The way to S3 answers 503."""
    request = urllib.request.Request(f"http://10.88.0.1:8094/{seconds}", data=b"", method="POST")
    urllib.request.urlopen(request, timeout=10).close()
    say(f"S3 away for {seconds} s")


def database(seconds):
    """PostgreSQL is killed as often as it comes back."""
    end, kills = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        try:
            pid = int(next(out.glob("api/postgres/**/postmaster.pid")).read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            kills += 1
        except (StopIteration, OSError, ValueError, IndexError):
            pass
        time.sleep(0.3)
    say(f"PostgreSQL killed {kills} times in {seconds} s")
    if not kills:
        sys.exit("PostgreSQL was not found")


done = set()
while True:
    got = subprocess.run(["kubectl", "get", "workflow", "-n", "argo", "-o", "json"], capture_output=True, text=True)
    for workflow in json.loads(got.stdout or "{}").get("items", []):
        notes, name = workflow["metadata"].get("annotations", {}), workflow["metadata"]["name"]
        nodes = {n["displayName"]: n["phase"] for n in workflow.get("status", {}).get("nodes", {}).values()}
        if "disturb/do" in notes and name not in done:
            node, phase = notes["disturb/when"].rsplit("=", 1)
            if nodes.get(node) == phase:
                done.add(name)
                what, seconds = notes["disturb/do"].split()
                say(f"{name}: {node} is {phase}")
                {"controller": controller, "s3": s3, "database": database}[what](int(seconds))
    time.sleep(0.5)
