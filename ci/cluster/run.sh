#!/bin/bash
# run.sh smoke|all: runs the rendered manifests as Workflows on a real Kubernetes with the real Argo
# Workflows controller, with the project's image, S3 and the STAC API on PostgreSQL, and compares
# what comes out with what `rimrep run` makes of the same sources. docs/reference/argo.md has the
# scenarios. Needs root, the Argo laboratory beside the clone (LAB, default ../shared/argo) with its
# cache filled (`LAB_S3=1 setup.sh all`), and target/image/rimrep.tar (`scripts/image.sh`, or IMAGE).
# Exit 0: all as expected; 77: this machine cannot, and it says why.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lab=${LAB:-$root/../shared/argo}
image=${IMAGE:-$root/target/image/rimrep.tar}
rimrep=${RIMREP:-$root/rimrep}
out=${OUT:-$root/target/cluster}
cache=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rimrep-argo}
cannot() { echo "cluster: not run: $*"; exit 77; }
[ "$(id -u)" = 0 ] || cannot "needs root"
[ -x "$lab/up.sh" ] || cannot "no Argo laboratory at $lab"
[ -x "$cache/bin/kube" ] && [ -x "$cache/s3venv/bin/moto_server" ] ||
  cannot "its cache is empty; fill it once with LAB_S3=1 $lab/setup.sh all (16 minutes and more)"
[ -f "$image" ] || cannot "no image $image; make it with scripts/image.sh"

rm -rf "$out"; mkdir -p "$out"
say() { echo "$(date +%T) $*"; }
in_lab() { "$lab/in.sh" "$@"; }
trap '"$lab/down.sh"' EXIT

say "cluster"
LAB_S3=1 "$lab/up.sh"
"$lab/load.sh" "$image" localhost/rimrep:ci > /dev/null

# Settings, the same for pods and for the local engine: documents name the same addresses.
node=10.88.0.1
export RIMREP_STORES_PUBLIC=s3://reef-public/data RIMREP_STORES_PRIVATE=s3://reef-private/data
export RIMREP_STORES_ARTIFACTS=s3://reef-artifacts RIMREP_S3_ENDPOINT=http://10.96.0.1:9000 RIMREP_S3_REGION=us-east-1
export RIMREP_PUBLIC_DATA_URL=http://data.example.org RIMREP_PUBLIC_API=http://stac.example.org
export RIMREP_INTERNAL_API=http://$node:8091 RIMREP_SHARDS=3
export AWS_ACCESS_KEY_ID=lab AWS_SECRET_ACCESS_KEY=lablablab RIMREP_DATA=$out/data
settings() { env | grep -E '^RIMREP_(STORES|S3|PUBLIC|INTERNAL_API|SHARDS)' | LC_ALL=C sort; }

say "services: STAC API, webhook, source server"
in_lab env -u RIMREP_PUBLIC_API "$rimrep" serve --role internal --port 8090 --data "$out/api" > "$out/api.log" 2>&1 &
in_lab python3 "$here/services.py" $node "$root/catalog/sources" "$out/webhook.ndjson" > "$out/services.log" 2>&1 &
for bucket in reef-public reef-private reef-artifacts; do in_lab curl -sf -X PUT "http://10.96.0.1:9000/$bucket" > /dev/null; done
for _ in $(seq 300); do [ -s "$out/api/secret/token" ] && in_lab curl -sf "http://127.0.0.1:8090/healthz" > /dev/null && break; sleep 1; done
RIMREP_INTERNAL_TOKEN=$(cat "$out/api/secret/token"); export RIMREP_INTERNAL_TOKEN

say "deploy/ as the API server sees it"
for overlay in development production; do
  "$cache/bin/kubectl" kustomize "$root/deploy/overlays/$overlay" > "$out/$overlay.yaml"
  in_lab kubectl create namespace "$(sed -n 's/^namespace: //p' "$root/deploy/overlays/$overlay/kustomization.yaml")" > /dev/null
  in_lab kubectl apply --dry-run=server --validate=strict -f "$out/$overlay.yaml" > "$out/$overlay.log" || { cat "$out/$overlay.log"; exit 1; }
done

say "catalogue, templates"
python3 "$here/catalog.py" "$root/catalog" "$out/catalog" $node
in_lab "$rimrep" catalog push --catalog "$out/catalog"
"$rimrep" workflows render --catalog "$out/catalog" --out "$out/workflows" --image localhost/rimrep:ci --small > /dev/null
python3 "$here/starved.py" "$out/workflows/templates/rimrep-data.yaml" > "$out/workflows/templates/starved.yaml"
in_lab kubectl apply -f "$root/deploy/base/accounts.yaml" > /dev/null
settings > "$out/settings.env"
in_lab kubectl create configmap rimrep --from-env-file "$out/settings.env" > /dev/null
in_lab kubectl create secret generic rimrep --from-literal AWS_ACCESS_KEY_ID=lab --from-literal AWS_SECRET_ACCESS_KEY=lablablab \
  --from-literal RIMREP_INTERNAL_TOKEN="$RIMREP_INTERNAL_TOKEN" --from-literal RIMREP_NOTIFY_WEBHOOK=http://$node:8092/hook > /dev/null
in_lab kubectl apply --server-side -f "$out/workflows/templates" > /dev/null

bad=0
# scenarios NAME: a folder of Workflows with their expected phases
scenarios() {
  say "scenarios: $1"
  LAB_TIMEOUT=${LAB_TIMEOUT:-2400} LAB_VERBOSE=1 "$lab/run.sh" "$here/$1" "$out/$1" || bad=1
}
# snapshot NAME: the stores and the STAC items as they are now
snapshot() { in_lab "$cache/s3venv/bin/python" "$here/snapshot.py" "$out/$1" http://127.0.0.1:8090 "$RIMREP_INTERNAL_TOKEN"; }

case ${1:-all} in
  smoke | all) scenarios good ;;
  *) echo "run.sh smoke|all" >&2; exit 64 ;;
esac
snapshot cluster
say "the same by the local engine"
for dataset in demo-sst demo-loggers demo-survey-sites; do
  in_lab "$rimrep" withdraw "$dataset" --yes --catalog "$out/catalog" > /dev/null || bad=1
done
in_lab "$cache/s3venv/bin/python" "$here/snapshot.py" --wipe ledger/ originals/ pieces/
in_lab "$rimrep" run demo-sst demo-loggers demo-survey-sites --catalog "$out/catalog" || bad=1
snapshot local
python3 "$here/compare.py" "$out/local" "$out/cluster" || bad=1

if [ "${1:-all}" = all ]; then
  for shards in 1 8; do
    in_lab kubectl patch configmap rimrep --type merge -p "{\"data\":{\"RIMREP_SHARDS\":\"$shards\"}}" > /dev/null
    sed "s/SHARDS/$shards/" "$here/shards.yaml" > "$(mkdir -p "$out/s$shards" && echo "$out/s$shards/run.yaml")"
    "$lab/run.sh" "$out/s$shards" "$out/shards-$shards" || bad=1
  done
  in_lab kubectl patch configmap rimrep --type merge -p '{"data":{"RIMREP_SHARDS":"3"}}' > /dev/null
  sed "s/SHARDS/3/" "$here/shards.yaml" > "$(mkdir -p "$out/s3" && echo "$out/s3/run.yaml")"
  "$lab/run.sh" "$out/s3" "$out/shards-3" || bad=1
  snapshot shards
  python3 "$here/compare.py" --same "$out/shards/reef-public/data" fan-1/data.zarr fan-3/data.zarr fan-8/data.zarr || bad=1
  scenarios faults
  python3 "$here/told.py" "$out/webhook.ndjson" "$out/faults" || bad=1
  scenarios again
fi
[ $bad = 0 ] && say "all as expected" || say "NOT as expected"
exit $bad
