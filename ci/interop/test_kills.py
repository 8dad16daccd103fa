"""`kill -9` of a run at random moments, while readers in other processes hash what they see.

Each hash is that of the old state or of the new one, and the next run completes it. The seed is
printed; `RIMREP_SEED` repeats it.
"""

import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from conftest import ROOT, Up, get

KILLS = 20
SEED = int(os.environ.get("RIMREP_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
GRID, TABLE = "demo-waves", "demo-reefs"
END = 120


# --- what a reader sees ---------------------------------------------------------------------------


def digest(*parts) -> str:
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part if isinstance(part, bytes) else str(part).encode())
        sha.update(b"\0")
    return sha.hexdigest()


def zarr_values(public):
    import numpy as np
    import zarr

    # A fresh open each time, through the consolidated metadata only.
    group = zarr.open_consolidated(str(public / GRID / "data.zarr"), mode="r")
    parts = []
    for name, array in sorted(group.arrays()):
        parts += [name, array.shape, np.ascontiguousarray(array[...]).tobytes()]
    return digest(*parts)


def parquet_values(public):
    import pyarrow.parquet as pq

    table = pq.read_table(public / TABLE / "data.parquet" / "all.parquet")
    return digest(table.schema, *(str(row) for row in table.to_pylist()))


def package(public, dataset):
    return digest(undated((public / dataset / "datapackage.json").read_text()))


def item(stac, collection, dataset):
    return digest(undated(get(f"{stac}/collections/{collection}/items/{dataset}").body.decode()))


def undated(text):
    """Without the times at which this test ran (the data are of 2024) and without digests, which are
    over such times."""
    text = re.sub(r"\b1220[0-9a-f]{64}\b", "DIGEST", text)
    return re.sub(r"20(2[5-9]|[3-9]\d)-\d\d-\d\dT[0-9:.]+Z", "NOW", text)


def readers(public, stac):
    return {
        "zarr": lambda: zarr_values(public),
        "parquet": lambda: parquet_values(public),
        "package of the grid": lambda: package(public, GRID),
        "package of the table": lambda: package(public, TABLE),
        "item of the grid": lambda: item(stac, "sea-surface", GRID),
        "item of the table": lambda: item(stac, "reef-monitoring", TABLE),
    }


def read_until_told(public, stac, out, stop):
    """The reader's process: writes each new hash of each thing to a file, once, until told to end or left alone."""
    seen = {}
    rounds = 0
    parent = os.getppid()
    with open(out, "w") as file:
        while True:
            last = stop.exists()
            for thing, read in readers(public, stac).items():
                try:
                    found = read()
                except Exception as broken:  # whatever a reader meets is what this test is about
                    found = f"{type(broken).__name__}: {broken}"
                if found not in seen.setdefault(thing, set()):
                    seen[thing].add(found)
                    print(json.dumps([thing, found]), file=file, flush=True)
            rounds += 1
            if rounds == 1:
                print(json.dumps(["ready", ""]), file=file, flush=True)
            if last:
                print(json.dumps(["rounds", rounds]), file=file, flush=True)
                return
            if os.getppid() != parent:  # the test itself was killed
                return


if __name__ == "__main__":
    read_until_told(pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4]))
    sys.exit()


# --- the runs -------------------------------------------------------------------------------------


class Lab:
    """A catalogue whose two datasets have a first and a second version, and an `up` that serves it."""

    def __init__(self, folder):
        self.folder = folder
        self.catalog = folder / "catalog"
        shutil.copytree(ROOT / "catalog", self.catalog)
        sources = self.catalog / "sources"
        self.second = (sources / GRID / "demo-waves-2.nc").read_bytes()
        (sources / GRID / "demo-waves-2.nc").unlink()
        for other in ("demo-sst", "demo-loggers", "demo-survey-sites"):
            folder_of = next(self.catalog.glob(f"collections/*/{other}"))
            shutil.rmtree(folder_of)
            shutil.rmtree(sources / other)
        self.environment = os.environ | {"RIMREP_CATALOG": str(self.catalog)}
        os.environ["RIMREP_CATALOG"] = str(self.catalog)
        try:
            self.up = Up(folder / "data")
        finally:
            del os.environ["RIMREP_CATALOG"]
        self.public = self.up.data / "public"
        self.stac = self.up.services["stac"]
        self.old = {name: (sources / name).read_bytes() for name in [f"{TABLE}/{TABLE}.geojson"]}

    def version(self, number):
        """Lays the first or the second version of both sources down, as of a fixed time."""
        sources = self.catalog / "sources"
        later = sources / GRID / "demo-waves-2.nc"
        later.unlink(missing_ok=True)
        name = f"{TABLE}/{TABLE}.geojson"
        text = self.old[name]
        if number == 2:
            later.write_bytes(self.second)
            text = text.replace(b"67.74", b"68.25")
            assert text != self.old[name]
        (sources / name).write_bytes(text)
        for file in (later, sources / name):
            if file.exists():
                os.utime(file, (1_717_200_000 + number, 1_717_200_000 + number))

    def start(self, dataset):
        return subprocess.Popen(
            [ROOT / "rimrep", "run", dataset, "--data", self.up.data], cwd=ROOT, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )

    def run(self, dataset):
        process = self.start(dataset)
        _, said = process.communicate(timeout=END)
        assert process.returncode == 0, said.decode()[-3000:]

    def seen(self):
        return {thing: read() for thing, read in readers(self.public, self.stac).items()}

    def objects(self):
        """What lasts in the stores, by hash; packages without their times, no records of runs."""
        found = {}
        for store in ("public", "artifacts"):
            for file in sorted((self.up.data / store).rglob("*")):
                parts = file.relative_to(self.up.data).parts
                if file.is_file() and ".rimrep" not in parts and parts[1] != "runs":
                    text = file.suffix in (".json", ".yaml")
                    found["/".join(parts)] = digest(undated(file.read_text()) if text else file.read_bytes())
        return found


def save(lab, to):
    """A copy of the stores; what the API has is made from them."""
    for store in ("public", "artifacts"):
        shutil.copytree(lab.up.data / store, to / store)


def bring_back(lab, saved, dataset):
    """Makes what the stores hold of a dataset what it was; the documents follow by `publish`."""
    for store in ("public", "artifacts"):
        for file in files_of(lab.up.data / store, dataset):
            file.unlink()
        for file in files_of(saved / store, dataset):
            to = lab.up.data / store / file.relative_to(saved / store)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, to)
    subprocess.run(
        [ROOT / "rimrep", "publish", dataset, "--data", lab.up.data], cwd=ROOT, env=lab.environment, check=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=END,
    )


def files_of(store, dataset):
    everything = [file for file in store.rglob("*") if file.is_file()]
    return [f for f in everything if dataset in str(f.relative_to(store)) and ".rimrep" not in f.parts]


class Reader:
    """The reader's process."""

    def __init__(self, lab, number):
        self.out = lab.folder / f"seen-{number}.jsonl"
        self.stop = lab.folder / f"stop-{number}"
        self.process = subprocess.Popen(
            [sys.executable, __file__, lab.public, lab.stac, self.out, self.stop],
            cwd=pathlib.Path(__file__).parent, stdin=subprocess.DEVNULL,
        )
        wait(lambda: self.process.poll() is not None or ("ready", "") in self.lines())

    def lines(self):
        if not self.out.exists():
            return []
        return [tuple(json.loads(line)) for line in self.out.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def end(self):
        self.stop.touch()
        assert self.process.wait(END) == 0
        return self.lines()


def wait(holds):
    limit = time.monotonic() + END
    while not holds():
        assert time.monotonic() < limit, "it takes too long"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """The old state, saved, and the new one, as a run that nobody disturbs leaves it."""
    subprocess.run([ROOT / "rimrep", "--version"], check=True, stdin=subprocess.DEVNULL)
    lab = Lab(tmp_path_factory.mktemp("kills"))
    try:
        lab.version(1)
        for dataset in (GRID, TABLE):
            lab.run(dataset)
        old = lab.seen()
        saved = lab.folder / "saved"
        save(lab, saved)
        lab.version(2)
        seconds = {}
        for dataset in (GRID, TABLE):
            began = time.monotonic()
            lab.run(dataset)
            seconds[dataset] = time.monotonic() - began
        new, objects = lab.seen(), lab.objects()
        assert all(old[thing] != new[thing] for thing in old), [t for t in old if old[t] == new[t]]
        yield lab, saved, old, new, objects, seconds
    finally:
        if lab.up.process.poll() is None:
            lab.up.end()


def test_readers_see_old_or_new_when_a_run_is_killed(states):
    lab, saved, old, new, objects, seconds = states
    print(f"RIMREP_SEED={SEED}")
    chance = random.Random(SEED)
    killed = 0
    for number in range(KILLS):
        dataset = (GRID, TABLE)[number % 2]
        bring_back(lab, saved, dataset)
        reader = Reader(lab, number)
        process = lab.start(dataset)
        # The first quarter is the start of a Java machine: nothing is written then.
        moment = chance.uniform(0.25, 1.0) * seconds[dataset]
        began = time.monotonic()
        try:
            process.wait(moment)
            seconds[dataset] = min(seconds[dataset], time.monotonic() - began)
        except subprocess.TimeoutExpired:
            killed += 1
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen = reader.end()
        for thing, found in seen:
            if thing in old:
                assert found in (old[thing], new[thing]), f"kill {number}, {dataset} after {moment:.2f} s: {thing}: {found}"
        lab.run(dataset)
        assert lab.seen() == new, f"kill {number}, {dataset} after {moment:.2f} s"
        now = lab.objects()
        assert now == objects, sorted(k for k in now.keys() | objects.keys() if now.get(k) != objects.get(k))
    print(f"{killed} of {KILLS} runs were killed on their way")
    assert killed > KILLS // 4
