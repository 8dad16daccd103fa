"""What the public address gives to everybody: files with ranges for every origin, no word of what is limited."""

import hashlib
import html.parser
import json
import pathlib
import urllib.parse

import sources
from conftest import ROOT, get


def test_a_range_is_a_part_of_the_object(up):
    url = up.dataset("demo-sst")["href"] + "/.zmetadata"
    whole = get(url)
    assert whole.status == 200 and whole.headers["Accept-Ranges"] == "bytes"
    size = len(whole.body)
    assert int(whole.headers["Content-Length"]) == size
    for asked, part in (
        ("bytes=0-9", whole.body[:10]), ("bytes=10-", whole.body[10:]), ("bytes=-7", whole.body[-7:]),
        (f"bytes=5-{size * 2}", whole.body[5:]),
    ):
        answer = get(url, Range=asked)
        assert answer.status == 206 and answer.body == part, asked
        first = whole.body.index(part)
        assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{size}"
    beyond = get(url, Range=f"bytes={size}-")
    assert beyond.status == 416 and beyond.headers["Content-Range"] == f"bytes */{size}"
    assert get(url, If_None_Match=whole.headers["ETag"]).status == 304
    assert get(url, Range="bytes=0-9", If_Range='"another"').status == 200
    head = get(url, "HEAD")
    assert head.status == 200 and head.body == b"" and int(head.headers["Content-Length"]) == size


def test_every_origin_may_read_the_files(up):
    url = up.dataset("demo-sst")["href"] + "/.zmetadata"
    answer = get(url, Origin="https://elsewhere.example.org", Range="bytes=0-9")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in answer.headers["Access-Control-Expose-Headers"]
    preflight = get(
        url, "OPTIONS", Origin="https://elsewhere.example.org", Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="range",
    )
    assert preflight.status in (200, 204)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "range" in preflight.headers["Access-Control-Allow-Headers"].lower()


def test_files_cannot_be_listed_changed_or_left(up):
    data = up.services["data"]
    for path in ("", "/", "/demo-sst", "/demo-sst/", "/.rimrep/writing", "/../private/" + sources.LIMITED,
                 "/%2e%2e/secret/token", "/..%2fsecret%2ftoken", "/demo-sst/../../secret/token"):
        assert get(data + path).status in (400, 404), path
    for method in ("PUT", "POST", "DELETE"):
        assert get(data + "/demo-sst/datapackage.json", method).status in (401, 403, 404, 405), method
    token = (up.data / "secret" / "token").read_bytes().strip()
    assert len(token) > 16


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def links_in(answer):
    if "html" in (answer.headers.get("Content-Type") or ""):
        parser = Links()
        parser.feed(answer.body.decode())
        return parser.found
    try:
        todo, found = [answer.json()], []
    except ValueError:
        return []
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            found += [value["href"]] if isinstance(value.get("href"), str) else []
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return found


def walk(up):
    """Every answer of the public address that links lead to, and of addresses one might guess."""
    public, stac = up.services["public"], up.services["stac"]
    limited = sources.LIMITED
    todo = [
        public + "/", stac, stac + "/search", stac + "/search?limit=1", stac + "/queryables", stac + "/api",
        stac + "/api.html", stac + f"/search?ids={limited}", stac + "/search?datetime=never",
        stac + "/search?bbox=1,2,3", stac + "/search?bbox=145,-23,150,-13&limit=100",
        stac + "/collections/none", stac + "/collections/reef-monitoring/items/none",
        stac + f"/collections/reef-monitoring/items/{limited}", stac + f"/collections/{limited}",
        stac + "/collections?q=survey", stac + "/search?q=survey", stac + "/search?token=x",
        stac + "/none", public + "/none", public + f"/data/{limited}/datapackage.json",
        public + f"/data/{limited}/data.parquet/all.parquet", public + "/healthz", public + "/readyz",
        stac + "/healthz", stac + "/readyz", public + "/instance",
    ]
    seen = {}
    while todo:
        url = urllib.parse.urldefrag(todo.pop()).url
        if url in seen or not url.startswith(public) or len(seen) > 400:
            continue
        seen[url] = answer = get(url)
        todo += [urllib.parse.urljoin(url, link) for link in links_in(answer)]
    search = json.dumps({"ids": [sources.LIMITED], "collections": ["reef-monitoring"]}).encode()
    seen["POST search"] = post(stac + "/search", search)
    seen["POST wrong search"] = post(stac + "/search", b'{"bbox": "here"')
    return seen


def post(url, body):
    import urllib.error
    import urllib.request

    from conftest import Answer

    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(url, answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refused:
        return Answer(url, refused.code, refused.headers, refused.read())


def test_what_is_limited_shows_in_no_byte_of_the_public(up):
    marker = sources.MARKER.encode()
    assert marker in b"".join(
        f.read_bytes() for f in (ROOT / "catalog" / "sources" / sources.LIMITED).iterdir()
    ), "the marker is not even in the source"
    answers = walk(up)
    for url, answer in answers.items():
        text = answer.body + repr(list(answer.headers.items())).encode()
        assert marker not in text.lower(), url
        assert answer.status < 500, f"{url}: {answer.status} {answer.body[:300]}"
        if sources.LIMITED not in url:
            assert sources.LIMITED.encode() not in answer.body, f"{url} names the limited dataset"
    assert len(answers) > 40
    statuses = sorted({a.status for a in answers.values()})
    print(f"{len(answers)} public answers, statuses {statuses}")


def test_what_is_limited_is_in_no_public_file(up):
    folders = [up.data / "public", pathlib.Path(up.services["pygeoapi"]).parent]
    looked = 0
    for folder in folders:
        for file in folder.rglob("*"):
            assert sources.LIMITED not in str(file.relative_to(folder)), file
            if file.is_file():
                content = file.read_bytes()
                assert sources.MARKER.encode() not in content, file
                assert sources.LIMITED.encode() not in content, file
                looked += 1
    assert looked > 20
    url = up.services["data"]
    for file in sorted((up.data / "public").rglob("*")):
        name = file.relative_to(up.data / "public").as_posix()
        if file.is_file() and ".rimrep" not in name:
            answer = get(f"{url}/{urllib.parse.quote(name)}")
            assert answer.status == 200, name
            served, stored = hashlib.sha256(answer.body), hashlib.sha256(file.read_bytes())
            assert served.digest() == stored.digest(), name
