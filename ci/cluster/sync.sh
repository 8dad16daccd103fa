#!/bin/bash
# sync.sh, under api.sh: what is in git is what is in the cluster. With Flux's kustomize-controller if
# it is there (tools.sh flux), as deploy/flux says; its source-controller is played by this script,
# which packs a commit and writes its address into the GitRepository's status. Otherwise with
# `kubectl apply --prune` on a set of its own. Shown: a manifest deleted in git disappears, a drifted
# one is put back, a deleted object comes back, and what is not in git is left alone.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
repo=$WORK/repo
git init -q -b main "$repo"
cp -r "$root/workflows" "$root/deploy" "$repo/"
commit() { git -C "$repo" add -A && git -C "$repo" -c user.name=ci -c user.email=ci@example.org commit -q -m "$1"; }
commit "first"
kubectl create namespace rimrep > /dev/null 2>&1 || true
kubectl create namespace flux-system > /dev/null 2>&1 || true

until_true() { # WHAT COMMAND…
  local what=$1; shift
  for _ in $(seq 300); do "$@" > /dev/null 2>&1 && { say "$what"; return; }; sleep 0.2; done
  echo "NOT: $what"; [ ! -e "$WORK/flux.log" ] || tail -n 20 "$WORK/flux.log"; exit 1
}
in_ns() { kubectl -n rimrep "$@"; }
there() { in_ns get "$1" -o name; }
gone() { ! there "$1"; }
schedule_is() { [ "$(in_ns get cronworkflow demo-loggers -o jsonpath='{.spec.schedules[0]}')" = "$1" ]; }

if command -v kustomize-controller > /dev/null && kubectl get crd kustomizations.kustomize.toolkit.fluxcd.io > /dev/null 2>&1; then
  how="Flux's kustomize-controller"
  mkdir "$WORK/www"
  port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
  python3 -m http.server --bind 127.0.0.1 --directory "$WORK/www" "$port" > /dev/null 2>&1 & www=$!
  trap 'kill "$www" "${flux:-$www}" 2>/dev/null || true' EXIT
  RUNTIME_NAMESPACE=flux-system kustomize-controller --watch-all-namespaces --metrics-addr 127.0.0.1:0 \
    --health-addr 127.0.0.1:0 --requeue-dependency 2s --log-level info > "$WORK/flux.log" 2>&1 & flux=$!
  # Nothing becomes ready without kubelets, so `wait` is off here.
  sed 's/wait: true/wait: false/' "$root/deploy/flux/rimrep.yaml" | kubectl apply --server-side -f - > /dev/null
  sync() {
    local id; id=$(git -C "$repo" rev-parse HEAD)
    git -C "$repo" archive --format tar.gz -o "$WORK/www/$id.tar.gz" HEAD
    local now; now=$(date -u +%FT%TZ)
    kubectl -n flux-system patch gitrepository rimrep-workflows --subresource status --type merge -p "{\"status\":{
      \"observedGeneration\":1,\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Succeeded\",\"message\":\"\",\"lastTransitionTime\":\"$now\"}],
      \"artifact\":{\"path\":\"$id.tar.gz\",\"url\":\"http://127.0.0.1:$port/$id.tar.gz\",\"revision\":\"main@sha1:$id\",
        \"digest\":\"sha256:$(sha256sum "$WORK/www/$id.tar.gz" | cut -d' ' -f1)\",\"lastUpdateTime\":\"$now\",\"size\":$(stat -c %s "$WORK/www/$id.tar.gz")}}}" > /dev/null
    kubectl -n flux-system annotate --overwrite kustomization --all "reconcile.fluxcd.io/requestedAt=$(date +%s.%N)" > /dev/null
  }
else
  how="kubectl apply --prune"
  export KUBECTL_APPLYSET=true
  sync() {
    for part in templates datasets; do
      in_ns apply --server-side --force-conflicts --prune --applyset "configmaps/rimrep-$part" -f "$repo/workflows/$part" > "$WORK/sync.log" 2>&1 || { cat "$WORK/sync.log"; return 1; }
    done
  }
fi

say "sync by $how"
in_ns create configmap by-hand --from-literal a=b > /dev/null
sync
until_true "templates and datasets are there" there cronworkflow/demo-loggers
until_true "another dataset too" there cronworkflow/demo-sst
until_true "the template too" there workflowtemplate/rimrep-ingest
gone workflow || true
[ -z "$(in_ns get workflows -o name)" ] || { echo "a Workflow of workflows/manual was started"; exit 1; }

schedule=$(in_ns get cronworkflow demo-loggers -o jsonpath='{.spec.schedules[0]}')
in_ns patch cronworkflow demo-loggers --type merge -p '{"spec":{"schedules":["* * * * *"]}}' > /dev/null
schedule_is '* * * * *'
sync
until_true "a drifted manifest is put back" schedule_is "$schedule"

in_ns delete workflowtemplate rimrep-ingest > /dev/null
sync
until_true "a deleted object comes back" there workflowtemplate/rimrep-ingest

rm "$repo/workflows/datasets/demo-sst.yaml"
commit "without demo-sst"
sync
until_true "a manifest deleted in git disappears" gone cronworkflow/demo-sst
there cronworkflow/demo-loggers > /dev/null
there configmap/by-hand > /dev/null
say "the others, and what is not of git, are still there"
