#!/bin/bash
# Times rimrep, by hand, on a machine that does nothing else:
#
#   benchmarks/run.sh start     --help and --version
#   benchmarks/run.sh sample    the sample catalogue, first and second `up --once`
#   benchmarks/run.sh grid      24 netCDF-4 days, 1 GB of values, against xarray
#
# Each prints one line a command: medians of RUNS (5) runs of wall seconds, CPU seconds, peak memory.
# Everything is made below WORK (default benchmarks/target). Needs python3 with venv, GNU time, taskset.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=${WORK:-$root/benchmarks/target}
runs=${RUNS:-5}
mkdir -p "$work"

# median COLUMN: of the lines of standard input
median() { sort -n -k"$1,$1" | awk -v c="$1" '{v[NR]=$c} END {print v[int((NR + 1) / 2)]}'; }

# timed FILE COMMAND…: adds a line "wall cpu peak-MB" to the file; two cores
timed() {
  local file=$1
  shift
  taskset -c 0,1 /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/output" 2>&1 ||
    { tail -n 20 "$work/output" >&2; exit 1; }
  awk '{printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024}' "$work/time" >>"$file"
}

# told NAME FILE
told() {
  printf '%-44s %7s s wall %7s s CPU %6s MB peak\n' "$1" "$(median 1 <"$2")" "$(median 2 <"$2")" "$(median 3 <"$2")"
}

start() {
  ./rimrep --version
  for word in --help --version; do
    rm -f "$work/start"
    for _ in $(seq "$runs"); do timed "$work/start" ./rimrep $word; done
    told "rimrep $word" "$work/start"
  done
}

sample() {
  ./rimrep --version >/dev/null
  rm -f "$work/first" "$work/second"
  for _ in $(seq "$runs"); do
    rm -rf "$work/data"
    timed "$work/first" ./rimrep up --once --port 0 --data "$work/data"
    timed "$work/second" ./rimrep up --once --port 0 --data "$work/data"
  done
  told "rimrep up --once, first" "$work/first"
  told "rimrep up --once, nothing new" "$work/second"
}

python() {
  if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install -q --disable-pip-version-check -r benchmarks/requirements.txt
  fi
  "$work/venv/bin/python" -W ignore "$@"
}

grid() {
  local catalog=$work/catalog
  mkdir -p "$catalog"
  cp -r catalog/profiles catalog/vocab catalog/lib benchmarks/grid/catalog/. "$catalog"
  [ -f "$work/generated" ] || { python benchmarks/grid/generate.py "$catalog/sources"; touch "$work/generated"; }
  ./rimrep --version >/dev/null
  python -c ''
  rm -f "$work"/{run,data-only,dask}
  for turn in $(seq "$runs"); do
    rm -rf "$work/x.zarr"
    timed "$work/dask" "$work/venv/bin/python" -W ignore benchmarks/grid/xarray_to_zarr.py "$catalog/sources" "$work/x.zarr"
    rm -rf "$work/data"
    timed "$work/data-only" ./rimrep run bench-sst --workflow data --catalog "$catalog" --data "$work/data"
    [ "$turn" -gt 1 ] || python benchmarks/grid/compare.py "$catalog/sources" "$work/x.zarr" "$work/data/public/bench-sst/data.zarr"
    rm -rf "$work/data"
    timed "$work/run" ./rimrep run bench-sst --json --catalog "$catalog" --data "$work/data"
  done
  told "xarray to_zarr, dask threads" "$work/dask"
  told "rimrep run --workflow data" "$work/data-only"
  told "rimrep run --json (data and metadata)" "$work/run"
}

case "${1:-}" in
  start | sample | grid) "$1" ;;
  *) sed -n '2,9p' "$0"; exit 64 ;;
esac
