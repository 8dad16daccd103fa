"""xarray opens each published Zarr, over HTTP and as a folder, and finds what the sources hold.

Runs with zarr-python 3 and with the pinned 2.18, each with its xarray.
"""

import numpy as np
import pytest

import sources

xr = pytest.importorskip("xarray")
zarr = pytest.importorskip("zarr")
pytest.importorskip("netCDF4")


@pytest.fixture(scope="module", params=sorted(sources.GRIDS))
def dataset(request):
    return request.param


@pytest.fixture(scope="module")
def source(dataset):
    return sources.grid(dataset)


@pytest.fixture(params=["href", "location"])
def address(request, up, dataset):
    return up.dataset(dataset)[request.param]


def opened(address, **options):
    return xr.open_zarr(address, consolidated=True, **options)


def test_is_zarr_format_2_with_consolidated_metadata(up, dataset):
    group = zarr.open_consolidated(up.dataset(dataset)["location"], mode="r")
    written = getattr(getattr(group, "metadata", None), "zarr_format", 2)
    assert written == 2
    print(f"xarray {xr.__version__}, zarr {zarr.__version__}")


def test_every_stored_value_is_the_sources_value(address, source):
    found, _ = source
    with opened(address, mask_and_scale=False, decode_times=False) as store:
        assert set(store.variables) == set(found)
        for name, (dimensions, stored, _, _) in found.items():
            if name == "time":
                continue  # stored in a unit of its own; compared below as instants
            values = store[name].values
            assert store[name].dims == dimensions, name
            assert values.dtype == stored.dtype, name
            assert values.tobytes() == np.ascontiguousarray(stored).tobytes(), name


def test_every_decoded_value_is_what_netcdf4_python_shows(address, source):
    found, _ = source
    with opened(address) as store:
        for name, (_, _, shown, _) in found.items():
            if name == "time":
                continue
            values = store[name].values
            missing = np.ma.getmaskarray(shown)
            assert np.array_equal(np.isnan(values.astype("f8")), missing), f"{name}: missing cells"
            difference = np.abs(values[~missing].astype("f8") - shown.compressed().astype("f8"))
            assert difference.size and difference.max() <= 2e-6, f"{name}: {difference.max()}"


def test_times_are_the_sources_instants_in_order(address, source):
    found, _ = source
    wanted = np.array(found["time"][1], dtype="datetime64[ns]")
    with opened(address) as store:
        assert np.array_equal(store["time"].values.astype("datetime64[ns]"), wanted)
        assert (np.diff(wanted) > np.timedelta64(0)).all()
        day = str(wanted[3])[:10]
        assert store.sel(time=slice(day, day)).sizes["time"] == 1


def test_attributes_that_change_what_a_value_means_are_kept(address, source):
    found, _ = source
    with opened(address, mask_and_scale=False, decode_times=False) as store:
        for name in store.data_vars:
            attributes = found[name][3]
            for key in ("units", "standard_name", "scale_factor", "add_offset", "flag_meanings"):
                assert store[name].attrs.get(key) == attributes.get(key), f"{name}:{key}"
            if "_FillValue" in attributes:
                assert store[name].attrs["_FillValue"] == attributes["_FillValue"], name


def test_latitude_keeps_the_order_of_the_source(up, source, dataset):
    found, _ = source
    descending = found["lat"][1][0] > found["lat"][1][-1]
    with opened(up.dataset(dataset)["href"]) as store:
        part = store.sel(lat=slice(-12, -15) if descending else slice(-15, -12), lon=slice(145, 147))
        assert part.sizes["lat"] > 2 and part.sizes["lon"] > 2


def test_only_the_file_no_library_opens_is_left_out(source, dataset):
    _, broken = source
    assert broken == (["demo-sst-20240130.nc"] if dataset == "demo-sst" else [])
