#!/bin/bash
# login.sh, under api.sh: people log in at Argo's server through an OpenID Connect provider, as
# deploy/argo says, its issuer aside. The real server asks a provider of ours (provider.py); an operator may
# look and run, a reader look, and who is in neither group nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
read -r argo_port provider_port < <(python3 - <<'P'
import socket
taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in taken))
P
)
for namespace in argo rimrep; do kubectl create namespace $namespace > /dev/null; done
kubectl -n rimrep apply --server-side -f "$root/deploy/base/accounts.yaml" -f "$root/workflows/templates" > /dev/null
kubectl kustomize "$root/deploy/argo" | sed "s#https://example.okta.com#http://127.0.0.1:$provider_port#" > "$WORK/argo.yaml"
kubectl apply --server-side -f "$WORK/argo.yaml" > /dev/null
kubectl -n argo create secret generic argo-sso --from-literal client-id=argo --from-literal client-secret=word > /dev/null
# No controller of Kubernetes is here that would fill in the tokens of accounts.
for account in argo-operators argo-readers; do
  token=$(kubectl -n argo create token $account | base64 -w0)
  kubectl -n argo patch secret "$account.service-account-token" -p "{\"data\":{\"token\":\"$token\"}}" > /dev/null
done
python3 "$here/provider.py" "$provider_port" argo word > "$WORK/provider.log" 2>&1 & pids=($!)
trap 'kill "${pids[@]}" 2>/dev/null || true' EXIT
# answers URL: with anything but 503
answers() {
  for _ in $(seq 300); do
    case $(curl -s -o /dev/null -w '%{http_code}' "$1" || true) in 000 | 503) sleep 0.2 ;; *) return ;; esac
  done
  tail -n 20 "$WORK"/{provider,server}.log
  exit 1
}
answers "http://127.0.0.1:$provider_port/keys"
words=$(sed -n 's/^ *args: \[\(.*\)\]/\1/p' "$root/deploy/argo/server-login.yaml" | tr -d ,)
# shellcheck disable=SC2086
argo $words --kubeconfig "$KUBECONFIG" --namespace argo --secure=false --port "$argo_port" > "$WORK/server.log" 2>&1 & pids+=($!)
answers "http://127.0.0.1:$argo_port/api/v1/workflows/rimrep"
sed 's/^  generateName: .*/  name: "by-hand"/' "$root/workflows/manual/demo-survey-sites.yaml" |
  kubectl -n rimrep create --dry-run=client --validate=false -o json -f - > "$WORK/workflow.json"
python3 "$here/login.py" "http://127.0.0.1:$argo_port" https://argo.example.org/oauth2/callback "$WORK/workflow.json" ||
  { tail -n 20 "$WORK/server.log"; exit 1; }
say "people log in, and may what their groups may"
