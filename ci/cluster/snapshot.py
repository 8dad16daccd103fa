"""Looks at the stores and the STAC items.

snapshot.py OUT API TOKEN             copies them into a folder
snapshot.py --listing FILE API TOKEN  lists them, without records of runs and locks: name, digest, when written
snapshot.py --wipe PREFIX…            wipes what a withdrawal leaves
snapshot.py --forget WORD API TOKEN   wipes all objects and items that have WORD in their name
"""
import json
import os
import pathlib
import sys
import urllib.request

import boto3

s3 = boto3.client("s3", endpoint_url=os.environ["RIMREP_S3_ENDPOINT"], region_name="us-east-1")
BUCKETS = ("reef-public", "reef-private", "reef-artifacts")


def objects(bucket, prefix=""):
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])


def text(key, bucket="reef-artifacts"):
    """An object's text, or None."""
    try:
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    except s3.exceptions.NoSuchKey:
        return None


def ask(address, token, method="GET"):
    request = urllib.request.Request(address, headers={"Authorization": "Bearer " + token}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def items(api, token):
    for collection in json.loads(ask(api + "/collections", token))["collections"]:
        yield from json.loads(ask(f"{api}/collections/{collection['id']}/items?limit=1000", token))["features"]


def forget(word, api, token):
    for bucket in BUCKETS:
        for key in [o["Key"] for o in objects(bucket) if word in o["Key"]]:
            s3.delete_object(Bucket=bucket, Key=key)
    for item in [i for i in items(api, token) if word in i["id"]]:
        ask(f"{api}/collections/{item['collection']}/items/{item['id']}", token, "DELETE")


def copy(out, api, token):
    for bucket in BUCKETS:
        for key in (o["Key"] for o in objects(bucket)):
            target = out / bucket / key
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    (out / "stac").mkdir(parents=True, exist_ok=True)
    for item in items(api, token):
        (out / "stac" / (item["id"] + ".json")).write_text(json.dumps(item, indent=1, sort_keys=True))


def listing(api, token):
    for bucket in BUCKETS:
        for o in objects(bucket):
            if not o["Key"].startswith("runs/") and "/lock/" not in o["Key"]:
                yield f"{bucket}/{o['Key']} {o['ETag']} {o['LastModified'].isoformat()}"
    for item in items(api, token):
        yield f"stac/{item['id']} {item['properties'].get('updated')}"


def main(args):
    if args[0] == "--wipe":
        for prefix in args[1:]:
            for key in [o["Key"] for o in objects("reef-artifacts", prefix)]:
                s3.delete_object(Bucket="reef-artifacts", Key=key)
    elif args[0] == "--forget":
        forget(*args[1:])
    elif args[0] == "--listing":
        pathlib.Path(args[1]).write_text("\n".join(sorted(listing(*args[2:]))) + "\n")
    else:
        copy(pathlib.Path(args[0]), *args[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
