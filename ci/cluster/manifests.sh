#!/bin/bash
# manifests.sh, under api.sh: what deploy/ and workflows/ build is right to the last field. kubeconform
# with schemas made of what the API server says of itself, then the API server itself: all is created
# in it, and created again without a difference.
set -euo pipefail
cd "$(dirname "$0")/../.."
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
build() { kubectl kustomize "deploy/$1"; }

say "kubeconform"
python3 ci/cluster/schemas.py "$WORK/schemas"
conform() { kubeconform -strict -summary -schema-location "$WORK/schemas/{{.ResourceKind}}{{.KindSuffix}}.json" "$@"; }
mkdir "$WORK/built"
for part in overlays/development overlays/production argo; do build $part > "$WORK/built/${part##*/}.yaml"; done
if command -v kubeconform > /dev/null; then
  conform "$WORK"/built/*.yaml deploy/flux workflows
  # a schema that takes everything would have said the same
  for wrong in 's/runAsNonRoot/runAsNonRoots/' 's/replicas: 2/replicas: two/' 's/serviceAccountName/serviceAccount Name/'; do
    sed "$wrong" "$WORK/built/production.yaml" > "$WORK/wrong.yaml"
    if conform "$WORK/wrong.yaml" > /dev/null; then echo "kubeconform took $wrong"; exit 1; fi
  done
else
  say "not run: kubeconform (ci/cluster/tools.sh makes it); the API server judges alone"
fi

say "the API server"
take() { kubectl apply --server-side --validate=strict "$@"; }
kubectl create namespace argo > /dev/null
for name in development production argo; do
  take -f "$WORK/built/$name.yaml" > "$WORK/taken"
  say "$name: $(wc -l < "$WORK/taken") objects"
  kubectl diff --server-side -f "$WORK/built/$name.yaml" || { echo "$name differs from what was stored"; exit 1; }
done
for folder in templates datasets; do
  take -n rimrep -f "workflows/$folder" > "$WORK/taken"
  say "workflows/$folder: $(wc -l < "$WORK/taken") objects"
done
if kubectl get crd kustomizations.kustomize.toolkit.fluxcd.io > /dev/null 2>&1; then
  kubectl create namespace flux-system > /dev/null
  take -f deploy/flux > "$WORK/taken"
  say "deploy/flux: $(wc -l < "$WORK/taken") objects"
else
  say "not run: deploy/flux, for Flux's resource types are not there (ci/cluster/tools.sh)"
fi
for file in workflows/manual/*.yaml; do kubectl create -n rimrep --dry-run=server --validate=strict -f "$file" > /dev/null; done
say "workflows/manual: $(find workflows/manual -name '*.yaml' | wc -l) objects, not stored"
