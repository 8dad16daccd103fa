#!/bin/bash
# api.sh COMMAND…: runs a command while a real etcd and Kubernetes API server are up, on loopback and
# free ports, with the resource types of Argo and Flux: no kubelet, no controllers, no root. Nothing
# that is created in it ever runs. KUBECONFIG names it; WORK is a folder that is gone afterwards.
# The programs are those of the Argo laboratory's cache. Exit 77: they are not there.
set -euo pipefail
cache=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rimrep-argo}
argo=$cache/argo-${ARGO_VERSION:-v3.7.4}
tools=${RIMREP_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/rimrep-tools}
[ -x "$cache/bin/kube-apiserver" ] && [ -d "$argo/crds" ] || { echo "api.sh: no API server in the laboratory's cache" >&2; exit 77; }
WORK=$(mktemp -d)
export WORK KUBECONFIG=$WORK/config PATH=$cache/bin:$argo:$tools:$PATH
pids=()
ended() {
  local code=$?
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done   # nothing of theirs is kept
  wait 2>/dev/null || true
  rm -rf "$WORK"
  exit $code
}
trap ended EXIT
read -r store peer api < <(python3 - <<'P'
import socket
taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(s.getsockname()[1] for s in taken))
P
)
cd "$WORK"
{ openssl genrsa -out sa.key 2048 && openssl rsa -in sa.key -pubout -out sa.pub; } 2>/dev/null
token=$(openssl rand -hex 16)
printf '%s,admin,admin,"system:masters"\n' "$token" > tokens
etcd --data-dir "$WORK/etcd" --listen-client-urls "http://127.0.0.1:$store" --advertise-client-urls "http://127.0.0.1:$store" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster "default=http://127.0.0.1:$peer" --log-level error --unsafe-no-fsync > etcd.log 2>&1 &
pids+=($!)
kube-apiserver --etcd-servers "http://127.0.0.1:$store" --secure-port "$api" --bind-address 127.0.0.1 --cert-dir "$WORK/pki" \
  --service-cluster-ip-range 10.96.0.0/24 --authorization-mode RBAC --token-auth-file tokens --allow-privileged \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file sa.pub \
  --service-account-signing-key-file sa.key > api.log 2>&1 &
pids+=($!)
cat > "$KUBECONFIG" <<Y
{apiVersion: v1, kind: Config, current-context: api,
 clusters: [{name: api, cluster: {server: "https://127.0.0.1:$api", insecure-skip-tls-verify: true}}],
 users: [{name: admin, user: {token: $token}}], contexts: [{name: api, context: {cluster: api, user: admin}}]}
Y
chmod 600 "$KUBECONFIG"
for _ in $(seq 600); do
  kubectl get --raw /readyz > /dev/null 2>&1 && break
  for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || { tail -n 20 etcd.log api.log >&2; exit 69; }; done
  sleep 0.2
done
# Large ones: a busy machine may need several tries.
for file in "$argo"/crds/*.yaml "$tools"/crds/*.yaml; do
  [ -e "$file" ] || continue
  for try in 1 2 3 4 5; do
    kubectl create --request-timeout 120s -f "$file" > create.log 2>&1 || grep -q AlreadyExists create.log && break
    [ $try -lt 5 ] || { cat create.log >&2; exit 69; }
    sleep 2
  done
done
for try in 1 2 3 4 5; do   # it stumbles over a type that has no status yet
  kubectl wait --for condition=established --timeout 300s crd --all > create.log 2>&1 && break
  [ $try -lt 5 ] || { cat create.log >&2; exit 69; }
  sleep 2
done
cd "$OLDPWD"
"$@"
