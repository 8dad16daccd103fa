#!/usr/bin/env python3
"""Writes the synthetic edge files of the netCDF reader's tests, and what they hold.

    netcdf_edge_files.py FOLDER [--large]

Needs netCDF4, h5py, numpy, pyarrow. The values mean nothing; the seed is fixed. expected.json holds
what netCDF4-python (names, dimensions, attributes) and h5py or netCDF4-python (values) read from
each file. --large adds files that are too big to commit (deep indexes).
"""

import ctypes
import glob
import hashlib
import json
import os
import struct
import sys

import h5py
import netCDF4
import numpy as np
import pyarrow

SEED = 20240607
random = np.random.default_rng(SEED)
expected = {}


def path(name):
    return os.path.join(folder, name)


# ---- netCDF-4 ----------------------------------------------------------------------------------

NUMBERS = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]


def numbers(kind, shape):
    if kind[0] == "f":
        values = random.normal(size=shape).astype(kind)
        if values.size > 2:
            values.flat[1] = np.nan
        return values
    info = np.iinfo(kind)
    return random.integers(info.min, info.max, size=shape, dtype=kind, endpoint=True)


def types(name="types.nc"):
    with netCDF4.Dataset(path(name), "w") as d:
        d.title = "synthetic edge file"
        d.createDimension("x", 7)
        d.createDimension("two", 2)
        for kind in NUMBERS:
            for endian in ("little", "big"):
                v = d.createVariable(f"{kind}_{endian}", kind, ("two", "x"), endian=endian)
                v[:] = numbers(kind, (2, 7))
                v.setncattr("number", numbers(kind, 3))
        d.createVariable("scalar", "f8")[...] = 4.25
        d.createVariable("char", "S1", ("two", "x"))[:] = np.array(
            [list(b"reef   "), list(b"coral\0\0")], "u1").view("S1")
        text = d.createVariable("text", str, ("x",))
        for i, t in enumerate(["", "Großes Riff", "a" * 300, "珊瑚", "b", "c d", "e"]):
            text[i] = t
        colour = d.createEnumType(np.uint8, "colour", {"blue": 0, "brown": 7})
        d.createVariable("enum", colour, ("x",))[:] = np.array([0, 7, 0, 7, 7, 0, 0], "u1")
        point = d.createCompoundType(np.dtype([("a", "i4"), ("b", "f8")]), "point")
        d.createVariable("compound", point, ("two",))
        ragged = d.createVLType(np.int32, "ragged_type")
        d.createVariable("ragged", ragged, ("two",))
        v = d.createVariable("attributes", "i4", ("x",))
        v[:] = numbers("i4", 7)
        v.empty = ""
        v.text = "µm °C"
        v.texts = ["one", "zwei", "три"]
        v.not_a_number = np.float32("nan")
        v.largest = np.int64(2**63 - 1)


def filters(name="filters.nc"):
    with netCDF4.Dataset(path(name), "w") as d:
        d.createDimension("t", None)
        d.createDimension("y", 11)
        d.createDimension("x", 13)
        for kind in ("i2", "f8"):
            v = d.createVariable(
                f"packed_{kind}", kind, ("t", "y", "x"), zlib=True, shuffle=True, complevel=5,
                fletcher32=True, chunksizes=(2, 5, 13))
            v[:] = np.cumsum(random.integers(0, 3, (5, 11, 13)), axis=2).astype(kind)
        d.createVariable("plain", "i2", ("y", "x"), zlib=True, shuffle=False)[:] = 7
        d.createVariable("checked", "f4", ("y", "x"), fletcher32=True)[:] = numbers("f4", (11, 13))
        v = d.createVariable("missing", "i2", ("y", "x"), zlib=True, chunksizes=(4, 4), fill_value=-99)
        v[4:6, 5:7] = 3
        d.createVariable("never_written", "f8", ("y", "x"), fill_value=1.5)
        d.createVariable("oversized", "f8", ("t",), zlib=True, chunksizes=(65536,))[:] = np.arange(5)


def unlimited(name="unlimited.nc"):
    with netCDF4.Dataset(path(name), "w") as d:
        d.createDimension("t", None)
        d.createDimension("s", None)
        d.createDimension("x", 3)
        d.createVariable("t", "f8", ("t",), chunksizes=(16,))[:] = np.arange(6)
        d.createVariable("short_default", "i2", ("t", "x"), chunksizes=(4, 3))[0:2] = numbers("i2", (2, 3))
        d.createVariable("short_filled", "i4", ("t", "x"), chunksizes=(4, 3), fill_value=-5, endian="big")[0:4] = 9
        d.createVariable("short_float", "f4", ("t", "x"), chunksizes=(4, 3))[0:2] = numbers("f4", (2, 3))
        d.createVariable("short_twice", "f4", ("s", "t"), chunksizes=(4, 4))[0:2, 0:3] = numbers("f4", (2, 3))
        d.createVariable("short_text", str, ("t",), chunksizes=(4,))[0] = "only"
        d.createVariable("short_char", "S1", ("t", "x"), chunksizes=(4, 3))[0] = np.array([b"a", b"b", b"c"])
        d.createVariable("empty", "i4", ("s", "x"), chunksizes=(4, 3))
        v = d.createVariable("nofill", "i4", ("t",), chunksizes=(4,), fill_value=False)
        v[0:2] = 4


def groups(name="groups.nc"):
    with netCDF4.Dataset(path(name), "w") as d:
        d.createDimension("y", 2)
        d.createDimension("x", 3)
        d.createDimension("lonely", 5)
        d.createVariable("x", "f4", ("x",))[:] = [1, 2, 3]
        two = d.createVariable("y", "f4", ("y", "x"))  # a coordinate variable of two dimensions
        two[:] = numbers("f4", (2, 3))
        d.createVariable("later", "i2", ("y", "x"))[:] = 1
        g = d.createGroup("deep")
        g.createDimension("x", 4)
        g.createVariable("x", "i1", ("x",))[:] = [1, 2, 3, 4]
        g.createVariable("outer", "i1", ("y",))[:] = [5, 6]
        h = g.createGroup("deeper")
        h.createVariable("v", "i8", ("y", "x"))[:] = numbers("i8", (2, 4))
        d.renameDimension("lonely", "alone")
        d.createVariable("lonely", "i1", ("alone",))[:] = 2
    with netCDF4.Dataset(path("not-coordinate.nc"), "w") as d:
        d.createDimension("a", 2)
        d.createDimension("b", 3)
        d.createVariable("b", "i2", ("a",))[:] = [4, 5]  # has a dimension's name, but not its shape


def many(name="many.nc", variables=24, attributes=24):
    with netCDF4.Dataset(path(name), "w") as d:
        d.createDimension("x", 2)
        for i in range(variables):
            d.createVariable(f"a_rather_long_name_of_a_variable_{(i * 7) % variables}", "i1", ("x",))[:] = i % 100
        v = d.createVariable("attributes", "i1", ("x",))
        v[:] = 1
        for i in range(attributes):
            v.setncattr(f"attribute_{(i * 11) % attributes}", np.int32(i) if i % 2 else f"text {i}")
        for i in range(20):
            d.setncattr(f"global_{i}", "x" * i)


def classic():
    for kind, name in (("NETCDF3_CLASSIC", "cdf1"), ("NETCDF3_64BIT_OFFSET", "cdf2"),
                       ("NETCDF3_64BIT_DATA", "cdf5")):
        kinds = NUMBERS if name == "cdf5" else ["i1", "i2", "i4", "f4", "f8"]
        with netCDF4.Dataset(path(f"{name}.nc"), "w", format=kind) as d:
            d.createDimension("t", None)
            d.createDimension("x", 5)
            d.createDimension("y", 3)
            d.title = "synthetic °"
            d.empty = ""
            d.createVariable("char", "S1", ("y",))[:] = np.array([b"a", b"\0", b"c"])
            for k in kinds:
                d.createVariable(f"fixed_{k}", k, ("y", "x"))[:] = numbers(k, (3, 5))
                v = d.createVariable(f"record_{k}", k, ("t", "x"))
                v[0:3] = numbers(k, (3, 5))
                v.setncattr("numbers", numbers(k, 3))
            d.createVariable("record_char", "S1", ("t", "y"))[0:3] = np.full((3, 3), b"z")
            d.createVariable("scalar", "i4")[...] = 3
        with netCDF4.Dataset(path(f"{name}-one-record-variable.nc"), "w", format=kind) as d:
            d.createDimension("t", None)
            d.createDimension("x", 3)
            d.createVariable("x", "i2", ("x",))[:] = [1, 2, 3]
            d.createVariable("only", "i1", ("t", "x"))[0:5] = numbers("i1", (5, 3))
    with open(path("cdf1.nc"), "rb") as f:
        content = bytearray(f.read())
    content[4:8] = b"\xff\xff\xff\xff"  # number of records unknown: from the length of the file
    with open(path("cdf1-streaming.nc"), "wb") as f:
        f.write(content)


# ---- plain HDF5 --------------------------------------------------------------------------------


def library():
    root = os.path.dirname(os.path.dirname(h5py.__file__))
    return ctypes.CDLL(glob.glob(os.path.join(root, "h5py.libs", "libhdf5-*.so*"))[0])


def chunked(f, name, values, chunks, maxshape=None, early=False, edges_plain=False, **more):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_chunk(chunks)
    if more.get("shuffle"):
        dcpl.set_shuffle()
    if more.get("deflate"):
        dcpl.set_deflate(6)
    if more.get("fletcher32"):
        dcpl.set_fletcher32()
    if "fill" in more:
        dcpl.set_fill_value(np.array(more["fill"], values.dtype))
    if early:
        dcpl.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    if edges_plain:
        assert library().H5Pset_chunk_opts(ctypes.c_int64(dcpl.id), ctypes.c_uint(2)) >= 0
    limits = tuple(h5py.h5s.UNLIMITED if m is None else m for m in maxshape or values.shape)
    space = h5py.h5s.create_simple(more.get("shape", values.shape), limits)
    kind = h5py.h5t.py_create(values.dtype, logical=True)
    d = h5py.h5d.create(f.id, name.encode(), kind, space, dcpl)
    dataset = h5py.Dataset(d)
    if more.get("write", True):
        dataset[...] = values
    return dataset


def describe_short_twice():
    """Short along two unlimited dimensions netCDF4-python 1.7.5 returns a mixture: values by h5py, then padded."""
    values = np.full((2, 6), netCDF4.default_fillvals["f4"], "f4")
    with h5py.File(path("unlimited.nc")) as f:
        values[:, :3] = f["short_twice"][...]
    expected["unlimited.nc"]["variables"]["short_twice"] |= stored(values, "number")


def indexes(name, libver, size):
    """Chunk indexes of each kind. `size`: 0 only short ones, 1 sparse long ones too, 2 full long ones."""
    with h5py.File(path(name), "w", libver=libver) as f:
        v = np.arange(60, dtype="i2").reshape(6, 10)
        options = {"plain": {}, "deflated": {"deflate": True, "shuffle": True},
                   "checked": {"deflate": True, "fletcher32": True, "shuffle": True}}
        for key, more in options.items():
            chunked(f, f"single_{key}", v, (6, 10), **more)
            chunked(f, f"fixed_{key}", v, (2, 3), **more)
            chunked(f, f"fixed_larger_{key}", v, (2, 3), (9, 17), **more)
            chunked(f, f"extensible_{key}", v, (2, 3), (None, 10), **more)
            chunked(f, f"extensible_inner_{key}", v, (2, 3), (9, None), **more)
            chunked(f, f"tree_{key}", v, (2, 3), (None, None), **more)
        chunked(f, "implicit", v, (4, 3), early=True)
        chunked(f, "implicit_larger", v, (4, 3), (8, 20), early=True)
        chunked(f, "edges_plain", v, (4, 4), edges_plain=True, deflate=True)
        chunked(f, "edges_plain_tree", v, (4, 4), (None, None), edges_plain=True, deflate=True)
        chunked(f, "nothing_written", v, (4, 4), deflate=True, write=False, fill=77)
        if size == 0:
            return
        long = chunked(f, "fixed_paged", np.zeros(0, "i1"), (1,), (1040,), shape=(1040,), write=False, fill=9)
        for at in (0, 5, 1023, 1039):
            long[at] = 3
        if size == 2:
            deflated = chunked(f, "fixed_paged_deflated", np.zeros(0, "i1"), (1,), (1100,), shape=(1100,),
                               write=False, deflate=True)
            deflated[1090] = 3
        far = chunked(f, "extensible_super", np.zeros(0, "i1"), (1,), (None,), shape=(140000,), write=False, fill=9)
        for at in (0, 3, 4, 40, 100, 1000, 139000):
            far[at] = 3
        tree = chunked(f, "tree_deeper", np.zeros((0, 0), "i1"), (1, 1), (None, None), shape=(30, 30), write=False)
        for at in range(100 if size == 1 else 900):
            tree[at % 30, (at * 7 // 30) % 30] = at % 100
        if size == 2:
            chunked(f, "extensible_all", (np.arange(150000) % 101).astype("i1"), (1,), (None,))
            chunked(f, "extensible_all_deflated", (np.arange(20000) % 101).astype("i2"), (1,), (None,), deflate=True)
            chunked(f, "fixed_all", (np.arange(9000) % 101).astype("i2"), (1,), deflate=True)
            chunked(f, "tree_all", (np.arange(40000) % 101).astype("i1").reshape(200, 200), (1, 1), (None, None))
            chunked(f, "tree_all_deflated", (np.arange(10000) % 101).astype("i1").reshape(100, 100), (1, 1), (None, None),
                    deflate=True)


def direct(name="direct.h5"):
    """Chunks written past the filters: filter masks, zstd."""
    with h5py.File(path(name), "w") as f:
        v = np.arange(24, dtype="<i4")
        d = chunked(f, "masked", v, (8,), shuffle=True, deflate=True)
        d.id.write_direct_chunk((8,), v[8:16].tobytes(), 3)  # neither filter
        d.id.write_direct_chunk((16,), np.ascontiguousarray(v[16:].view("u1").reshape(8, 4).T).tobytes(), 2)
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_chunk((24,))
        dcpl.set_shuffle()
        dcpl.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, (3,))
        d = h5py.Dataset(h5py.h5d.create(f.id, b"zstd", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((24,)), dcpl))
        planes = np.ascontiguousarray(v.view("u1").reshape(24, 4).T).tobytes()
        d.id.write_direct_chunk((0,), pyarrow.compress(planes, codec="zstd", asbytes=True), 0)
    return {"zstd": v}


def objects(name, libver, **more):
    """Kinds of datasets, attributes and links."""
    with h5py.File(path(name), "w", libver=libver, **more) as f:
        f["square"] = np.arange(9, dtype="i2").reshape(3, 3)
        f["row"] = np.arange(3, dtype=">f4")
        f["half"] = np.arange(3, dtype="f2")
        f["yes"] = np.array([True, False])
        f["complex"] = np.array([1 + 2j])
        f["opaque"] = np.array([b"ab"], dtype="V2")
        f["fixed"] = np.array([b"abc", b"", b"defgh"], "S5")
        f["unicode"] = np.array(["ä".encode(), b"bc"], dtype=h5py.string_dtype("utf-8", 6))
        f["text"] = np.array(["", "long " * 30], dtype=h5py.string_dtype())
        f["nothing"] = h5py.Empty("f4")
        f["scalar"] = np.float32(2.5)
        f["reference"] = np.array([f["row"].ref], dtype=h5py.ref_dtype)
        spaces = h5py.h5t.C_S1.copy()
        spaces.set_size(4)
        spaces.set_strpad(h5py.h5t.STR_SPACEPAD)
        d = h5py.h5d.create(f.id, b"spaces", spaces, h5py.h5s.create_simple((2,)))
        d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"ab  ", b"cdef"], "S4"))
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_layout(h5py.h5d.COMPACT)
        d = h5py.Dataset(h5py.h5d.create(f.id, b"compact", h5py.h5t.STD_I16BE, h5py.h5s.create_simple((3, 2)), dcpl))
        d[...] = np.arange(6).reshape(3, 2)
        f.create_dataset("lzf", data=np.zeros(100, "i4"), compression="lzf")
        f.create_dataset("offset", data=np.zeros(100, "i4"), scaleoffset=0)
        f["soft"] = h5py.SoftLink("/row")
        f["away"] = h5py.ExternalLink("other.h5", "/x")
        row = f["row"]
        row.attrs["fixed"] = np.bytes_(b"fixed")
        row.attrs["fixed_two"] = np.array([b"a", b"bcd"], "S3")
        row.attrs["text"] = "text ä"
        row.attrs["empty"] = h5py.Empty("i4")
        row.attrs["big"] = np.array([1, 2], ">i4")
        row.attrs["matrix"] = np.arange(4, dtype="i4").reshape(2, 2)
        row.attrs["reference"] = f["square"].ref
        g = f.create_group("group")
        for i in range(30):
            g[f"member_{i}"] = np.int8(i)


def dense(name="dense.h5"):
    """Dense attributes of all heap kinds: managed in several blocks, and huge."""
    with h5py.File(path(name), "w", libver="latest") as f:
        d = f.create_dataset("d", data=np.arange(3, dtype="i1"), track_order=True)
        for i in range(45):
            d.attrs[f"a{i:03}"] = np.arange(i, dtype="i4")
        d.attrs["huge"] = np.arange(2100, dtype="i2")
        g = f.create_group("many", track_order=True)
        for i in range(20):
            g[f"m{(i * 7) % 20}"] = np.int8(i)


# ---- what they hold ----------------------------------------------------------------------------

NAMES = {"i1": "int8", "u1": "uint8", "i2": "int16", "u2": "uint16", "i4": "int32", "u4": "uint32",
         "i8": "int64", "u8": "uint64", "f4": "float32", "f8": "float64", "S1": "char"}


def listed(value):
    """Attribute values as text: floats by the bits of their double."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return value
    out = []
    for v in np.atleast_1d(value).ravel():
        if isinstance(v, (str, bytes)):
            out.append(v if isinstance(v, str) else v.decode())
        elif np.asarray(v).dtype.kind == "f":
            out.append(str(struct.unpack("<q", struct.pack("<d", float(v)))[0]))
        else:
            v = int(v)
            out.append(str(v - 2**64 if v >= 2**63 else v))
    return out


def attributes(of):
    return {n: listed(of.getncattr(n)) for n in of.ncattrs()}


def stored(values, kind):
    values = np.asarray(values)
    if kind in (str, "string"):
        return {"type": "string", "strings": [v.decode() if isinstance(v, bytes) else v for v in values.ravel().tolist()]}
    code = values.dtype.str[1:]
    little = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<")))
    return {"type": NAMES[code], "sha256": hashlib.sha256(little.tobytes()).hexdigest()}


def describe_variable(v):
    fact = {"dimensions": list(v.dimensions), "shape": [int(n) for n in v.shape], "attributes": attributes(v)}
    kind = v.dtype
    if isinstance(v.datatype, (netCDF4.CompoundType, netCDF4.VLType)) and kind is not str:
        return fact | {"type": "other"}
    return fact | stored(v[...], str if kind is str else kind)


def walk(group, prefix, out):
    for n, v in group.variables.items():
        out[prefix + n] = describe_variable(v)
    for n, g in group.groups.items():
        walk(g, prefix + n + "/", out)


def describe(name):
    with netCDF4.Dataset(path(name)) as d:
        d.set_auto_maskandscale(False)
        d.set_auto_chartostring(False)
        variables = {}
        walk(d, "", variables)
        dimensions = {n: [len(x), x.isunlimited()] for n, x in d.dimensions.items()}
        expected[name] = {"format": d.data_model, "dimensions": dimensions, "attributes": attributes(d),
                          "variables": variables}


def describe_hdf5(name, known=None):
    """Values by h5py; no dimensions, no attributes."""
    variables = {}

    def visit(key, dataset):
        if not isinstance(dataset, h5py.Dataset):
            return
        kind = h5py.check_string_dtype(dataset.dtype)
        fact = {"shape": list(dataset.shape or [])}
        if known and key in known:
            fact |= stored(known[key], "number")
        elif dataset.shape is None or dataset.dtype.kind in "cVO" and kind is None or dataset.dtype == np.float16:
            fact |= {"type": "other"} if dataset.shape is not None else {}
        elif kind is not None and (kind.length is None or kind.length > 1):
            fact |= stored(dataset[...], "string")
        else:
            values = dataset[...]
            fact |= stored(values.view("i1") if values.dtype.kind == "b" else values, "number")
        variables[key] = fact

    with h5py.File(path(name)) as f:
        f.visititems(visit)
    for refused in ("lzf", "offset"):
        if refused in variables:
            variables[refused] = {"shape": [100], "type": "int32", "refused": True}
    expected[name] = {"format": "NETCDF4", "variables": variables}


def dumped(value, levels):
    """JSON with a line per variable."""
    if not levels or not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    lines = (json.dumps(k, ensure_ascii=False) + ": " + dumped(v, levels - 1) for k, v in value.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def main():
    large = "--large" in sys.argv
    os.makedirs(folder, exist_ok=True)
    types()
    filters()
    unlimited()
    groups()
    many()
    classic()
    for name in ("types.nc", "filters.nc", "unlimited.nc", "groups.nc", "not-coordinate.nc", "many.nc", "cdf1.nc",
                 "cdf2.nc", "cdf5.nc", "cdf1-one-record-variable.nc", "cdf2-one-record-variable.nc",
                 "cdf5-one-record-variable.nc"):
        describe(name)
    describe_short_twice()
    expected["cdf1-streaming.nc"] = expected["cdf1.nc"]
    indexes("indexes-v110.h5", ("v110", "v110"), 1)
    indexes("indexes-latest.h5", "latest", 0)
    objects("objects-old.h5", "earliest", userblock_size=512)
    objects("objects-latest.h5", "latest")
    dense()
    zstd = direct()
    names = ["indexes-v110.h5", "indexes-latest.h5", "objects-old.h5", "objects-latest.h5", "dense.h5"]
    if large:
        indexes("large-latest.h5", "latest", 2)
        indexes("large-v110.h5", ("v110", "v110"), 2)
        indexes("large-old.h5", "earliest", 2)
        names += ["large-latest.h5", "large-v110.h5", "large-old.h5"]
        many("large-many.nc", 1500, 700)
        describe("large-many.nc")
    for name in names:
        describe_hdf5(name)
    describe_hdf5("direct.h5", zstd)
    with open(path("expected.json"), "w") as f:
        f.write(dumped(expected, 3) + "\n")


folder = sys.argv[1]
main()
