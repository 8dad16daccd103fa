#!/bin/bash
# accounts.sh, under api.sh: under which account Argo's controller starts a step. The real controller
# runs here without a kubelet, with the settings of deploy/argo: its pods stay pending, and are looked
# at. A step that writes data runs under the account of the dataset's store; only templates may run.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
kubectl create namespace accounts > /dev/null
k() { kubectl -n accounts "$@"; }
k apply --server-side -f "$root/deploy/base/accounts.yaml" -f "$root/workflows/templates" > /dev/null
kubectl kustomize "$root/deploy/argo" > "$WORK/argo.yaml"
settings() { # strict or not: a step alone is no template's entry point
  sed -n '/^apiVersion: v1$/,/^---$/p' "$root/deploy/argo/settings.yaml" | sed "s/namespace: argo/namespace: accounts/; $1" |
    kubectl apply --server-side --force-conflicts -f - > /dev/null
}
controller() {
  LEADER_ELECTION_DISABLE=true workflow-controller --kubeconfig "$KUBECONFIG" --namespace accounts --namespaced \
    --executor-image none:1 > "$WORK/controller.log" 2>&1 & pid=$!
  trap 'kill "$pid" 2>/dev/null || true' EXIT
}
# pod WORKFLOW ACCOUNT: the workflow's first pod has that account
pod() {
  local found=
  for _ in $(seq 600); do
    found=$(k get pods -l "workflows.argoproj.io/workflow=$1" -o jsonpath='{.items[*].spec.serviceAccountName}')
    [ -z "$found" ] || break
    sleep 0.2
  done
  [ "$found" = "$2" ] && say "$1: a pod as $found" && return
  echo "$1: '$found' instead of $2"
  k get workflows -o jsonpath='{range .items[*]}{.metadata.name} {.status.phase} {.status.message}{"\n"}{end}'
  tail -n 20 "$WORK/controller.log"
  exit 1
}

settings ''
controller
sed 's/^  generateName: .*/  name: "limited"/' "$root/workflows/manual/demo-survey-sites.yaml" | k create -f - > /dev/null
k create -f - > /dev/null <<'Y'
{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: daily}, spec: {workflowTemplateRef: {name: rimrep-status}}}
Y
k create -f - > /dev/null <<'Y'
{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: own}, spec: {entrypoint: a, templates: [{name: a, container: {image: none}}]}}
Y
pod limited rimrep-source
pod daily rimrep-notify
for _ in $(seq 300); do phase=$(k get workflow own -o jsonpath='{.status.phase}'); [ -z "$phase" ] || break; sleep 0.2; done
[ "$phase" = Error ] || [ "$phase" = Failed ] || { echo "a workflow without a template: '$phase'"; exit 1; }
say "a workflow without a template is refused"
kill "$pid"; wait "$pid" 2>/dev/null || true

settings 's/    templateReferencing.*/    {}/'
for store in public private; do
  k create -f - > /dev/null <<Y
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: $store}
spec:
  entrypoint: main
  volumes: [{name: scratch, emptyDir: {}}]
  templates:
  - name: main
    dag:
      tasks:
      - name: one
        templateRef: {name: rimrep-metadata, template: publish-datapackage}
        arguments: {parameters: [{name: dataset_id, value: demo}, {name: run, value: runs/2026-01/02-x}, {name: store, value: $store}]}
Y
done
controller
pod public rimrep-public
pod private rimrep-private
