#!/usr/bin/env python3
"""Writes the PROJJSON of each reference system that tables are stored in.

Needs pyproj. The files are committed, so that no build and no run needs PROJ; run this again to add
a code (and its name to rimrep.pipeline.table.Crs). PROJ's full text is kept: a shortened datum
ensemble passes the GeoParquet JSON schema and then breaks geopandas.
"""
import json
import pathlib

import pyproj

CODES = ["EPSG:4326", "EPSG:4283", "EPSG:7844"]
FOLDER = pathlib.Path(__file__).parent.parent / "pipeline/src/main/resources/rimrep/pipeline/table"

for code in CODES:
    text = json.dumps(pyproj.CRS.from_user_input(code).to_json_dict(), indent=1, ensure_ascii=False)
    (FOLDER / (code.replace(":", "-") + ".json")).write_text(text + "\n", encoding="utf-8")
