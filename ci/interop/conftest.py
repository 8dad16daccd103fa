"""One `rimrep up` for all tests of a session: the sample catalogue, ingested into a fresh folder."""

import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.error
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "catalog" / "sources"
SHARED = ROOT.parent / "shared" / "data"
READY_SECONDS = 300
END_SECONDS = 10


class Up:
    """A running `rimrep up` on a data folder."""

    def __init__(self, data: pathlib.Path):
        self.data = data
        self.out = data.parent / f"{data.name}.out"
        self.err = data.parent / f"{data.name}.err"
        began = time.monotonic()
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            # A parent that ignores SIGINT would hand that on; Ctrl-C is what we want to try.
            self.process = subprocess.Popen(
                [ROOT / "rimrep", "up", "--port", "0", "--data", data],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        file = data / "services.json"
        while not file.exists():
            if self.process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                self.process.kill()
                pytest.fail(f"up is not ready: exit {self.process.poll()}\n{self.said()[-6000:]}")
            time.sleep(0.1)
        self.seconds = time.monotonic() - began
        self.services = json.loads(file.read_text())

    def said(self) -> str:
        return self.out.read_text() + self.err.read_text()

    def end(self) -> float:
        """Ctrl-C; how many seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - began

    def dataset(self, name: str) -> dict:
        for dataset in self.services["datasets"]:
            if dataset["id"] == name:
                return dataset
        failed = [line for line in self.said().splitlines() if "failed" in line]
        pytest.fail(f"services.json does not list {name}\n" + "\n".join(failed[-5:]))


@pytest.fixture(scope="session")
def up(tmp_path_factory):
    subprocess.run([ROOT / "rimrep", "--version"], check=True, stdin=subprocess.DEVNULL)
    running = Up(tmp_path_factory.mktemp("up") / "data")
    yield running
    if running.process.poll() is None:
        seconds = running.end()
        assert seconds < END_SECONDS, f"Ctrl-C took {seconds:.1f} s\n{running.said()[-3000:]}"


class Answer:
    def __init__(self, url, status, headers, body):
        self.url, self.status, self.headers, self.body = url, status, headers, body

    def json(self):
        return json.loads(self.body)


def get(url: str, method: str = "GET", **headers) -> Answer:
    """An HTTP answer of any status."""
    request = urllib.request.Request(
        url, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(url, answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refused:
        return Answer(url, refused.code, refused.headers, refused.read())


def program(name: str) -> str:
    """A program that `.ci/run` prepared, named by an environment variable; else skip, saying so."""
    path = os.environ.get(name)
    if not path:
        pytest.skip(f"{name} is not set; .ci/run sets it")
    return path
