"""Our netCDF readers against netCDF4-python: every variable of every file, bit for bit."""

import hashlib
import subprocess

import pytest

from conftest import ROOT, SHARED, SOURCES

netCDF4 = pytest.importorskip("netCDF4")
np = pytest.importorskip("numpy")


def files():
    return sorted(SHARED.rglob("*.nc")) + sorted(SOURCES.rglob("*.nc"))


def theirs(path):
    """`variable -> (shape, SHA-256 of the stored values, C order, little-endian)`."""
    with netCDF4.Dataset(path) as file:
        file.set_auto_maskandscale(False)
        file.set_auto_chartostring(False)
        found = {}
        for variable in file.variables.values():
            values = np.ascontiguousarray(variable[...])
            assert values.dtype.kind != "O", f"{path} {variable.name}: text of variable length"
            little = values.astype(values.dtype.newbyteorder("<"))
            found[variable.name] = (list(variable.shape), hashlib.sha256(little.tobytes()).hexdigest())
        return found


def ours(paths):
    classes = [ROOT / "pipeline/target" / name for name in ("test-classes", "classes")]
    if not classes[0].is_dir():
        pytest.skip("the Java tests are not compiled; ./mvnw verify compiles them")
    home = subprocess.run(
        ["sh", "-c", ". scripts/find-jdk.sh && rimrep_find_jdk"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.strip()
    classpath = ":".join([*map(str, classes), f"{ROOT}/cli/target/lib/*"])
    out = subprocess.run(
        [f"{home}/bin/java", "-cp", classpath, "rimrep.pipeline.netcdf.StoredValuesDump", *map(str, paths)],
        check=True, capture_output=True, text=True,
    ).stdout
    found = {}
    for line in out.splitlines():
        path, variable, shape, digest = line.split("\t")
        found.setdefault(path, {})[variable] = (shape, digest)
    return found


@pytest.mark.usefixtures("up")  # it made sure that rimrep is built
def test_every_variable_of_every_file():
    paths = files()
    read = ours(paths)
    compared = refused = 0
    for path in paths:
        mine = read[str(path)]
        try:
            expected = theirs(path)
        except OSError:
            assert list(mine) == ["refused"], f"{path}: netCDF4-python opens it not, we do"
            print("refused by both:", path.name, "-", mine["refused"][1])
            refused += 1
            continue
        assert mine.keys() == expected.keys(), path
        for name, (shape, digest) in expected.items():
            assert mine[name] == (str(shape), digest), f"{path} {name}"
            print("equal:", path.name, name, shape, digest[:16])
            compared += 1
    print(f"{compared} variables of {len(paths) - refused} files are equal, {refused} files refused")
    assert compared > 200
