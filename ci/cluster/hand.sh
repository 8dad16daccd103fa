#!/bin/bash
# hand.sh RIMREP CATALOG: a run from the command line, inside the cluster's network: submitted,
# followed, its exit code returned; then status, with the runs of both engines.
set -euo pipefail
rimrep=$1 catalog=$2
wrong() { echo "NOT as expected: $*"; exit 1; }
submit() { "$rimrep" workflows submit "$1" --wait --catalog "$catalog"; }

submit demo-reefs > /tmp/$$.out 2> /tmp/$$.err || wrong "submit demo-reefs ended with $?: $(tail -n 3 /tmp/$$.err)"
cat /tmp/$$.out; grep -c . /tmp/$$.err
grep -q "Succeeded" /tmp/$$.out || wrong "no end told"
grep -q "publish-stac" /tmp/$$.err || wrong "no step told"
code=0; submit fault-validation > /tmp/$$.out 2> /tmp/$$.err || code=$?
[ $code = 65 ] || wrong "submit fault-validation ended with $code, expected 65: $(tail -n 3 /tmp/$$.err)"
tail -n 5 /tmp/$$.err; cat /tmp/$$.out
rm -f /tmp/$$.out /tmp/$$.err
"$rimrep" status --catalog "$catalog" > /tmp/$$.status
cat /tmp/$$.status
grep -qE "^demo-reefs +(fresh|late)" /tmp/$$.status || wrong "status of demo-reefs"
grep -qE "^fault-validation +failing" /tmp/$$.status || wrong "status of fault-validation"
"$rimrep" run demo-waves --catalog "$catalog" > /dev/null 2>&1 || wrong "the local run of demo-waves"
"$rimrep" status --json --catalog "$catalog" > /tmp/$$.status
python3 - /tmp/$$.status << 'END' || wrong "engines in status --json"
import json, sys
last = {s["dataset"]: s.get("lastRun", {}) for s in json.load(open(sys.argv[1]))}
print({d: (last[d].get("engine"), last[d].get("result"), last[d].get("trigger")) for d in ("demo-reefs", "demo-waves", "fault-validation")})
sys.exit(not (last["demo-reefs"]["engine"] == "argo" and last["demo-waves"]["engine"] == "local" and last["fault-validation"]["exitCode"] == 65))
END
rm -f /tmp/$$.status
