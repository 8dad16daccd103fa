"""Copies the stores and the STAC items into a folder; or wipes what a withdrawal leaves.

snapshot.py OUT API TOKEN | snapshot.py --wipe PREFIX…
"""
import json
import os
import pathlib
import sys
import urllib.request

import boto3

s3 = boto3.client("s3", endpoint_url=os.environ["RIMREP_S3_ENDPOINT"], region_name="us-east-1")


def keys(bucket, prefix=""):
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from (o["Key"] for o in page.get("Contents", []))


if sys.argv[1] == "--wipe":
    for prefix in sys.argv[2:]:
        for key in list(keys("reef-artifacts", prefix)):
            s3.delete_object(Bucket="reef-artifacts", Key=key)
    sys.exit()

out, api, token = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
for bucket in ("reef-public", "reef-private", "reef-artifacts"):
    for key in keys(bucket):
        target = out / bucket / key
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())


def get(path):
    request = urllib.request.Request(api + path, headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


(out / "stac").mkdir(parents=True, exist_ok=True)
for collection in get("/collections")["collections"]:
    for item in get(f"/collections/{collection['id']}/items?limit=1000")["features"]:
        (out / "stac" / (item["id"] + ".json")).write_text(json.dumps(item, indent=1, sort_keys=True))
