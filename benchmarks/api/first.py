#!/usr/bin/env python3
"""Seconds from the start of `rimrep serve --role public` to its first answers.

    benchmarks/api/first.py [RUNS]

RIMREP_DATABASE (with _USER and _PASSWORD) names the database. Without it a `rimrep serve --role
internal` is started beside it, whose embedded PostgreSQL is used, as somebody else's.
"""

import http.client
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

RIMREP = pathlib.Path(__file__).parents[2] / "rimrep"


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(role: str, port: int, data: str, **more: str) -> subprocess.Popen:
    return subprocess.Popen(
        [RIMREP, "serve", "--role", role, "--port", str(port), "--data", data], env=os.environ | more,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait(process: subprocess.Popen, port: int, path: str) -> None:
    """Until it answers 200."""
    while True:
        if process.poll() is not None:
            sys.exit(f"rimrep serve ended with {process.returncode}")
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            client.request("GET", path)
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.005)


def measure(data: str, database: dict[str, str], runs: int) -> None:
    times = {"/healthz": [], "/search?limit=1": []}
    for _ in range(runs):
        port = free_port()
        began = time.monotonic()
        process = start("public", port, data, **database)
        for path, found in times.items():
            wait(process, port, path)
            found.append(time.monotonic() - began)
        process.send_signal(signal.SIGTERM)
        process.wait()
    print("load average", os.getloadavg()[0], "on", os.cpu_count(), "cores")
    for path, found in times.items():
        print(f"{path:16} median {statistics.median(found):.2f} s of", *(f"{t:.2f}" for t in found))


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    subprocess.run([RIMREP, "--version"], check=True, stdin=subprocess.DEVNULL)  # builds, if need be
    with tempfile.TemporaryDirectory() as data:
        public = data + "/public"
        if "RIMREP_DATABASE" in os.environ:
            measure(public, {}, runs)
            return
        port = free_port()
        beside = start("internal", port, data + "/beside")
        try:
            wait(beside, port, "/readyz")
            folder = pathlib.Path(data, "beside")
            number = (folder / "postgres/postmaster.pid").read_text().splitlines()[3]
            database = {
                "RIMREP_DATABASE": f"jdbc:postgresql://127.0.0.1:{number}/rimrep",
                "RIMREP_DATABASE_USER": "rimrep_owner",
                "RIMREP_DATABASE_PASSWORD": (folder / "secret/postgres-owner").read_text().strip(),
            }
            measure(public, database, runs)
        finally:
            beside.send_signal(signal.SIGTERM)
            beside.wait()


main()
