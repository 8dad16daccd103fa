#!/bin/bash
# tools.sh [flux]: builds the programs that judge manifests, from Go modules, into a cache folder:
# kubeconform, actionlint; with `flux` kustomize-controller too (a quarter of an hour of processor
# time) and the resource types that it and its sources have. What is there is not made again.
# Exit 77: there is no Go.
set -euo pipefail
tools=${RIMREP_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/rimrep-tools}
command -v go > /dev/null || { echo "tools.sh: no Go" >&2; exit 77; }
export CGO_ENABLED=0 GOFLAGS=-buildvcs=false
mkdir -p "$tools/crds"
[ -x "$tools/kubeconform" ] || GOBIN=$tools go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0
[ -x "$tools/actionlint" ] || GOBIN=$tools go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7

flux=v1.7.3   # Flux 2.7
module() { (cd "$tools" && go mod download -json "github.com/fluxcd/$1@$flux" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'); }
if [ ! -s "$tools/crds/source.toolkit.fluxcd.io_ocirepositories.yaml" ]; then
  # all kinds of source, for the controller waits for each of them
  cp "$(module source-controller)"/config/crd/bases/*.yaml "$(module kustomize-controller)"/config/crd/bases/*.yaml "$tools/crds/"
  chmod u+w "$tools"/crds/*
fi
if [ "${1:-}" = flux ] && [ ! -x "$tools/kustomize-controller" ]; then
  # A module of our own with its requirements, for `go install` takes none that replaces others.
  build=$(mktemp -d); trap 'rm -rf "$build"' EXIT
  from=$(module kustomize-controller)
  sed -e 's/^module .*/module tools/' -e '/^replace .*kustomize-controller\/api/d' "$from/go.mod" > "$build/go.mod"
  cp "$from/go.sum" "$build/" && chmod u+w "$build"/go.*
  cd "$build"
  # the Kubernetes of the laboratory, which has compiled most of it
  for part in api apimachinery client-go apiextensions-apiserver apiserver cli-runtime component-base; do
    echo "replace k8s.io/$part => k8s.io/$part v0.34.4" >> go.mod
  done
  go mod edit -require "github.com/fluxcd/kustomize-controller@$flux"
  go build -mod=mod -ldflags "-s -w" -o "$tools/kustomize-controller" github.com/fluxcd/kustomize-controller
fi
echo "tools are in $tools"
