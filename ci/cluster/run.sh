#!/bin/bash
# run.sh NAME…: runs the rendered manifests as Workflows on a real Kubernetes with the real Argo
# Workflows controller, with the project's image, S3 and the STAC API on PostgreSQL, and judges what
# comes out. docs/reference/argo.md has the scenarios. NAME is one of
#   smoke      deploy good told whole same: what .ci/run runs
#   all        everything, in the order of the list below
#   deploy     deploy/ as the API server sees it
#   good       a grid, a table, a limited dataset, and one fault (exit 78)
#   told whole after any: webhook and records say what Argo says; nothing published is torn
#   same       what good published against what `rimrep run` makes of the same sources
#   cron       after good: a CronWorkflow fires, finds nothing new, ends green, writes nothing
#   freshness  the daily CronWorkflow tells which datasets are late, and no others
#   hand       `rimrep workflows submit --wait`, `rimrep status`, with runs of both engines
#   fan        1, 3 and 8 shards: same bytes
#   faults     each fault a Workflow with its expected phases
#   outages    controller killed, S3 away, PostgreSQL away
#   mended     after faults: causes mended, all submitted again, all complete
#   can        nothing, but says whether this machine can (77 if not; the image aside)
#   down       end a cluster that KEEP=1 left up
# KEEP=1 leaves cluster and services up, and the next call uses them: for work on scenarios. After a
# change of the product: scripts/image.sh, then `KEEP=1 run.sh renew NAME…`.
# Needs root, the Argo laboratory beside the clone (LAB, default ../shared/argo) with its cache
# filled (`LAB_S3=1 setup.sh all`), and target/image/rimrep.tar (`scripts/image.sh`, or IMAGE).
# Exit 0: all as expected; 77: this machine cannot, and it says why; 1: not as expected.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lab=${LAB:-$root/../shared/argo}
image=${IMAGE:-$root/target/image/rimrep.tar}
out=${OUT:-$root/target/cluster}
rimrep=$out/program/rimrep
cache=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rimrep-argo}
python=$cache/s3venv/bin/python PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
names=()
for name in "${@:-all}"; do
  case $name in
    smoke) names+=(deploy good told whole same) ;;
    all) names+=(deploy good told whole cron same freshness hand fan faults told whole outages told whole mended told whole) ;;
    deploy | good | told | whole | same | cron | freshness | hand | fan | faults | outages | mended | renew) names+=("$name") ;;
    can) names+=(can) ;;
    down) "$lab/down.sh"; exit ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
done

cannot() { echo "cluster: not run: $*"; exit 77; }
say() { echo "$(date +%T) == $*"; }
in_lab() { "$lab/in.sh" "$@"; }
bad=0
wrong() { echo "NOT as expected: $*"; bad=1; }
[ "$(id -u)" = 0 ] || cannot "needs root"
[ -x "$lab/up.sh" ] || cannot "no Argo laboratory at $lab"
[ -x "$cache/bin/kube" ] && [ -x "$cache/s3venv/bin/moto_server" ] ||
  cannot "its cache is empty; fill it once with LAB_S3=1 $lab/setup.sh all (16 minutes and more)"
[ "${names[0]}" != can ] || exit 0
[ -f "$image" ] || cannot "no image $image; make it with scripts/image.sh"

# Settings, the same for pods and for the local engine: documents name the same addresses.
node=10.88.0.1 s3=http://10.96.0.1:9000
export RIMREP_STORES_PUBLIC=s3://reef-public/data RIMREP_STORES_PRIVATE=s3://reef-private/data
export RIMREP_STORES_ARTIFACTS=s3://reef-artifacts RIMREP_S3_ENDPOINT=$s3 RIMREP_S3_REGION=us-east-1
export RIMREP_PUBLIC_DATA_URL=http://data.example.org RIMREP_PUBLIC_API=http://stac.example.org
export RIMREP_INTERNAL_API=http://$node:8091 RIMREP_SHARDS=3
export AWS_ACCESS_KEY_ID=lab AWS_SECRET_ACCESS_KEY=lablablab RIMREP_DATA=$out/data
settings() { env | grep -E '^RIMREP_(STORES|S3|PUBLIC|INTERNAL_API|SHARDS)' | LC_ALL=C sort; }
setting() { in_lab kubectl patch configmap rimrep --type merge -p "{\"data\":{\"$1\":\"$2\"}}" > /dev/null; }

# waits until COMMAND succeeds, five minutes at most
until_ok() { for _ in $(seq 300); do "$@" > /dev/null 2>&1 && return; sleep 1; done; echo "no success within 300 s: $*" >&2; return 1; }

# program: a copy of the program that the image was made with: one that runs is not built over
program() {
  [ -e "$root/cli/target/rimrep.jar" ] || "$root/rimrep" --version
  . "$root/scripts/find-jdk.sh"
  rm -rf "$out/program"; mkdir -p "$out/program"
  cp -r "$root/cli/target/rimrep.jar" "$root/cli/target/lib" "$out/program/"
  cat > "$rimrep" << END
#!/bin/sh
exec "$(rimrep_find_jdk)/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Drimrep.home="$root" -cp "$out/program/rimrep.jar:$out/program/lib/*" rimrep.cli.Main "\$@"
END
  chmod +x "$rimrep"
}

up() {
  rm -rf "$out"; mkdir -p "$out"
  program
  say "cluster"
  DEFAULT_REQUEUE_TIME=2s LAB_S3=1 "$lab/up.sh" > "$out/up.log" 2>&1 || { tail -n 5 "$out/up.log"; cannot "the cluster does not start on this machine"; }
  ! grep -q "already up" "$out/up.log" || { trap - EXIT; cannot "a cluster is up that is not ours; $lab/down.sh ends it"; }
  # Pods ask for next to nothing, and would get no more than that beside other work on the machine.
  for weight in /sys/fs/cgroup/cpu/lab-*/cpu.shares; do [ ! -e "$weight" ] || echo 8192 > "$weight"; done
  for weight in /sys/fs/cgroup/lab-*/cpu.weight; do [ ! -e "$weight" ] || echo 800 > "$weight"; done
  "$lab/load.sh" "$image" localhost/rimrep:ci > /dev/null
  say "services: STAC API, webhook, a source and a way to S3 that can fail"
  in_lab setsid env -u RIMREP_PUBLIC_API "$rimrep" serve --role internal --port 8090 --data "$out/api" > "$out/api.log" 2>&1 < /dev/null &
  in_lab setsid python3 "$here/services.py" $node "$root/catalog/sources" "$out/webhook.ndjson" > "$out/services.log" 2>&1 < /dev/null &
  for bucket in reef-public reef-private reef-artifacts; do until_ok in_lab curl -sf -X PUT "$s3/$bucket"; done
  until_ok test -s "$out/api/secret/token"
  until_ok in_lab curl -sf "http://$node:8091/healthz"
  : > "$out/webhook.ndjson"
  say "catalogue, templates"
  python3 "$here/catalog.py" "$root/catalog" "$out/catalog" $node
  in_lab kubectl apply -f "$root/deploy/base/accounts.yaml" > /dev/null
  settings > "$out/settings.env"
  in_lab kubectl create configmap rimrep --from-env-file "$out/settings.env" > /dev/null
  in_lab kubectl create secret generic rimrep --from-literal AWS_ACCESS_KEY_ID=lab --from-literal AWS_SECRET_ACCESS_KEY=lablablab \
    --from-literal RIMREP_INTERNAL_TOKEN="$(cat "$out/api/secret/token")" --from-literal RIMREP_NOTIFY_WEBHOOK=http://$node:8092/hook > /dev/null
  templates
  touch "$out/up"
}

templates() {
  in_lab "$rimrep" catalog push --catalog "$out/catalog"
  "$rimrep" workflows render --catalog "$out/catalog" --out "$out/workflows" --image localhost/rimrep:ci --small > /dev/null
  python3 "$here/starved.py" "$out/workflows/templates/rimrep-data.yaml" > "$out/workflows/templates/starved.yaml"
  in_lab kubectl apply --server-side -f "$out/workflows/templates" > /dev/null
}

# renew: the image and the templates as they are now
renew() {
  program
  "$lab/load.sh" "$image" localhost/rimrep:ci > /dev/null
  rm -rf "$out/workflows" "$out/catalog"
  python3 "$here/catalog.py" "$root/catalog" "$out/catalog" $node
  templates
}

# scenarios NAME FOLDER: Workflows with their expected phases; how they ended goes to status/NAME
scenarios() {
  rm -rf "${out:?}/status/$1"
  LAB_TIMEOUT=${LAB_TIMEOUT:-2400} LAB_VERBOSE=1 "$lab/run.sh" "$2" "$out/status/$1" || wrong "phases of $1"
}

# snapshot NAME: the stores and the STAC items as they are now
snapshot() { rm -rf "${out:?}/$1"; in_lab "$python" "$here/snapshot.py" "$out/$1" http://127.0.0.1:8090 "$RIMREP_INTERNAL_TOKEN"; }

deploy() {
  for overlay in development production; do
    "$cache/bin/kubectl" kustomize "$root/deploy/overlays/$overlay" > "$out/$overlay.yaml"
    in_lab kubectl create namespace "$(sed -n 's/^namespace: //p' "$root/deploy/overlays/$overlay/kustomization.yaml")" > /dev/null
    in_lab kubectl apply --dry-run=server --validate=strict -f "$out/$overlay.yaml" > "$out/$overlay.log" 2>&1 ||
      { cat "$out/$overlay.log"; wrong "overlay $overlay"; }
  done
}

good() { scenarios good "$here/good"; }

# told: what people, records and Argo are told is one story
told() {
  in_lab "$python" "$here/story.py" "$out" || wrong "records, reports and nodes"
  python3 "$here/told.py" "$out" || wrong "what the webhook was told"
}

# whole: all that is published is as its package, its item and its own metadata say
whole() {
  snapshot whole
  local published=()
  for package in "$out"/whole/reef-*/data/*/datapackage.json; do package=${package%/*}; published+=("${package##*/}"); done
  in_lab "$rimrep" verify "${published[@]}" --catalog "$out/catalog" > "$out/verify.log" 2>&1 || { cat "$out/verify.log"; wrong "rimrep verify"; }
  python3 "$here/whole.py" "$out/whole" "$out" || wrong "something is torn"
}

same() {
  snapshot cluster
  for dataset in demo-sst demo-loggers demo-survey-sites; do
    in_lab "$rimrep" withdraw "$dataset" --yes --catalog "$out/catalog" > /dev/null || wrong "withdraw $dataset"
  done
  in_lab "$python" "$here/snapshot.py" --wipe {ledger,originals,pieces}/demo-{sst,loggers,survey-sites}
  in_lab "$rimrep" run demo-sst demo-loggers demo-survey-sites --catalog "$out/catalog" > "$out/same.log" 2>&1 ||
    { tail -n 20 "$out/same.log"; wrong "the local engine"; }
  snapshot local
  python3 "$here/compare.py" "$out/local" "$out/cluster" || wrong "cluster and local engine differ"
}

cron() {
  in_lab "$python" "$here/snapshot.py" --listing "$out/before.txt" http://127.0.0.1:8090 "$RIMREP_INTERNAL_TOKEN"
  scenarios cron "$here/cron"
  in_lab kubectl delete cronworkflow --all > /dev/null
  in_lab "$python" "$here/snapshot.py" --listing "$out/after.txt" http://127.0.0.1:8090 "$RIMREP_INTERNAL_TOKEN"
  diff "$out/before.txt" "$out/after.txt" && echo "nothing written: $(wc -l < "$out/after.txt") objects and items as before" ||
    wrong "a run with nothing new wrote"
}

# late-data ran, with data of long ago; late-run never did; demo-sst demands a run in 36 hours, and had one
freshness() {
  in_lab "$rimrep" run late-data demo-sst --catalog "$out/catalog" > "$out/freshness.log" 2>&1 || wrong "the runs before it"
  local before; before=$(wc -l < "$out/webhook.ndjson")
  mkdir -p "$out/freshness"
  sed -E 's/^( *- )"0 6 .*/\1"* * * * *"/; s/^( *)name: "rimrep-freshness"/&\n\1annotations: {expect\/phase: "Succeeded"}/' \
    "$out/workflows/templates/rimrep-freshness.yaml" > "$out/freshness/cron.yaml"
  scenarios freshness "$out/freshness"
  in_lab kubectl delete cronworkflow --all > /dev/null
  rm -rf "$out/status/freshness"   # it is no run of a dataset
  tail -n "+$((before + 1))" "$out/webhook.ndjson" | head -n 1 | python3 -c '
import json, sys
lines = json.loads(sys.stdin.readline())["text"].splitlines()
print(*lines, sep="\n")
sys.exit([line.partition(",")[0] for line in lines] != ["late-data: late", "late-run: late"])' || wrong "late datasets are told, and no others"
  sed -i "$((before + 1)),\$d" "$out/webhook.ndjson"
  in_lab "$rimrep" withdraw late-data --yes --catalog "$out/catalog" > /dev/null || wrong "withdraw late-data"
  in_lab "$python" "$here/snapshot.py" --forget late- http://127.0.0.1:8090 "$RIMREP_INTERNAL_TOKEN"
}

hand() {
  export RIMREP_ARGO_SERVER=http://127.0.0.1:2746 RIMREP_ARGO_NAMESPACE=argo
  in_lab "$here/hand.sh" "$rimrep" "$out/catalog" || wrong "by hand"
}

fan() {
  for shards in 1 8 3; do
    setting RIMREP_SHARDS $shards
    mkdir -p "$out/fan-$shards"
    sed "s/SHARDS/$shards/g; s/LAST/$((shards - 1))/g" "$here/shards.yaml" > "$out/fan-$shards/run.yaml"
    scenarios "fan-$shards" "$out/fan-$shards"
  done
  snapshot shards
  python3 "$here/compare.py" --same "$out/shards/reef-public/data" fan-1/data.zarr fan-3/data.zarr fan-8/data.zarr || wrong "bytes depend on the shards"
}

# forget WORD: nothing is left of runs of an earlier call
forget() {
  rm -rf "$out"/status/{faults,outage,mended}*
  sed -i "/$1/d" "$out/webhook.ndjson"
  in_lab curl -sf -X POST "http://$node:8094/well"
  in_lab "$python" "$here/snapshot.py" --forget "$1" http://127.0.0.1:8090 "$RIMREP_INTERNAL_TOKEN"
}

# batches NAME FILE…: four at a time, as many as two cores take without one making the other late
batches() {
  local name=$1 batch=1 count=0; shift
  rm -rf "$out/$name"-[0-9]*
  for file in "$@"; do
    mkdir -p "$out/$name-$batch"
    cp "$file" "$out/$name-$batch/"
    count=$((count + 1)); [ $((count % 4)) != 0 ] || batch=$((batch + 1))
  done
  for folder in "$out/$name"-[0-9]*; do scenarios "${folder##*/}" "$folder"; done
}

faults() {
  forget fault-
  batches faults "$here"/faults/*.yaml
}

# One after the other, for each hits all that runs. While S3 may fail, pods and Argo reach it through services.py.
outages() {
  in_lab python3 "$here/disturb.py" "$out" > "$out/disturb.log" 2>&1 &
  local disturbing=$!
  for what in controller database s3; do
    [ $what != s3 ] || way_to_s3 $node:9001
    mkdir -p "$out/outage-$what"
    cp "$here/outages/$what.yaml" "$out/outage-$what/"
    scenarios "outage-$what" "$out/outage-$what"
  done
  way_to_s3 10.96.0.1:9000
  # its documents name the way to S3 that it was made through
  in_lab "$rimrep" publish fault-s3 --catalog "$out/catalog" > "$out/publish.log" 2>&1 || { cat "$out/publish.log"; wrong "publish fault-s3"; }
  kill $disturbing 2> /dev/null || true
  cat "$out/disturb.log"
}

way_to_s3() {
  setting RIMREP_S3_ENDPOINT "http://$1"
  in_lab kubectl get configmap artifact-repositories -o yaml | sed -E "s/endpoint: [0-9.:]+/endpoint: $1/" | in_lab kubectl apply -f - > /dev/null
}

mended() {
  rm -rf "$out/catalog-mended" "$out/mended-again"
  python3 "$here/catalog.py" "$root/catalog" "$out/catalog-mended" $node mended
  in_lab "$rimrep" catalog push --catalog "$out/catalog-mended"
  mkdir -p "$out/mended-again"
  for dataset in $(cat "$out/catalog-mended/faults"); do
    sed "s/DATASET/$dataset/g" "$here/again.yaml" > "$out/mended-again/$dataset.yaml"
  done
  rm -rf "$out/catalog"; cp -r "$out/catalog-mended" "$out/catalog"
  batches mended "$out"/mended-again/*.yaml
}

[ -n "${KEEP:-}" ] || trap '"$lab/down.sh"' EXIT
if [ -e "$out/up" ] && in_lab kubectl get configmap rimrep > /dev/null 2>&1; then say "on the cluster that is up"; else up; fi
RIMREP_INTERNAL_TOKEN=$(cat "$out/api/secret/token"); export RIMREP_INTERNAL_TOKEN
for name in "${names[@]}"; do
  say "$name"
  "$name"
done
if [ $bad = 0 ]; then say "all as expected"; else say "NOT as expected"; fi
exit $bad
