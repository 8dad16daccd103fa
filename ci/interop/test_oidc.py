"""Somebody else's OpenID provider (oidc-provider-mock, made of Authlib and Flask) as a judge of `rimrep serve`.

It signs in a user by the authorization code flow and gives out the token; rimrep finds its keys by discovery.
Runs in a virtual environment of its own.
"""

import base64
import contextlib
import datetime
import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from conftest import ROOT

provider = pytest.importorskip("oidc_provider_mock")

AUDIENCE, WRITER, READY_SECONDS = "stac", "reef-curator", 300
BACK = "https://client.example.org/back"
COLLECTION = {
    "type": "Collection", "stac_version": "1.1.0", "id": "reefs", "description": "Made-up.", "license": "CC-BY-4.0",
    "links": [], "extent": {"spatial": {"bbox": [[142, -25, 155, -9]]},
                            "temporal": {"interval": [["2024-01-01T00:00:00Z", None]]}},
}
USERS = [provider.User(sub="curator", claims={"realm": {"roles": [WRITER]}}),
         provider.User(sub="reader", claims={"realm": {"roles": ["others"]}})]


@contextlib.contextmanager
def running(port=0, valid=datetime.timedelta(minutes=10)):
    with provider.run_server_in_thread(port=port, user_claims=USERS, access_token_max_age=valid) as server:
        yield f"http://localhost:{server.server_port}"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def send(method, url, body=None, **headers):
    """Status, headers and text of the answer; redirects are not followed."""
    request = urllib.request.Request(url, method=method, data=body, headers=headers)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


def token(issuer, user, audience=AUDIENCE):
    """As a client gets it: discovery, sign in, code, token."""
    places = json.loads(send("GET", issuer + "/.well-known/openid-configuration")[2])
    asked = urllib.parse.urlencode(
        {"client_id": audience, "redirect_uri": BACK, "response_type": "code", "scope": "openid"})
    form = urllib.parse.urlencode({"sub": user}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, headers, text = send("POST", places["authorization_endpoint"] + "?" + asked, form, **kind)
    assert status == 302, text
    code = urllib.parse.parse_qs(urllib.parse.urlparse(headers["Location"]).query)["code"][0]
    form = urllib.parse.urlencode({
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "client_id": audience,
        "client_secret": "any"}).encode()
    status, _, text = send("POST", places["token_endpoint"], form, **kind)
    assert status == 200, text
    return json.loads(text)["id_token"]


class Served:
    def __init__(self, folder, issuer):
        self.out = folder / "serve.out"
        oidc = {"ISSUER": issuer, "AUDIENCE": AUDIENCE, "ROLE_CLAIM": "realm.roles", "WRITER_ROLE": WRITER}
        with open(self.out, "wb") as out, open(folder / "serve.err", "wb") as err:
            self.process = subprocess.Popen(
                [ROOT / "rimrep", "serve", "--role", "internal", "--port", "0", "--data", folder / "data"], cwd=ROOT,
                env=os.environ | {f"RIMREP_OIDC_{name}": value for name, value in oidc.items()},
                stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        began = time.monotonic()
        while not (found := re.search(r"STAC API .* at (\S+)\nTokens of (\S+)", self.out.read_text())):
            if self.process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                self.process.kill()
                pytest.fail("serve is not ready\n" + (folder / "serve.err").read_text()[-3000:])
            time.sleep(0.1)
        self.url, said = found.groups()
        assert said == issuer

    def write(self, method, path, document, bearer):
        return send(method, self.url + path, json.dumps(document).encode(),
                    **{"Authorization": "Bearer " + bearer, "Content-Type": "application/json"})


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    subprocess.run([ROOT / "rimrep", "--version"], check=True, stdin=subprocess.DEVNULL)
    with running() as issuer:
        served = Served(tmp_path_factory.mktemp("oidc"), issuer)
        yield served, issuer
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(60)


def refused(answer, reason):
    status, headers, text = answer
    assert status == 401, text
    assert headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')
    assert reason in json.loads(text)["detail"]


def test_its_writer_writes_and_its_reader_may_not(judged):
    served, issuer = judged
    status, _, text = served.write("POST", "/collections", COLLECTION, token(issuer, "reader"))
    assert status == 403 and WRITER in text, text
    status, _, text = served.write("POST", "/collections", COLLECTION, token(issuer, "curator"))
    assert status == 201, text
    reader = {"Authorization": "Bearer " + token(issuer, "reader")}
    assert send("GET", served.url + "/collections/reefs", **reader)[0] == 200
    status, headers, _ = send("GET", served.url + "/collections/reefs")
    assert status == 401 and headers["WWW-Authenticate"] == "Bearer"


def test_a_token_for_another_audience_is_refused(judged):
    served, issuer = judged
    refused(served.write("DELETE", "/collections/reefs", {}, token(issuer, "curator", "another")), "audience")


def test_a_changed_token_is_refused(judged):
    served, issuer = judged
    head, claims, signature = token(issuer, "reader").split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    told["realm"] = {"roles": [WRITER]}
    forged = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    refused(served.write("DELETE", "/collections/reefs", {}, f"{head}.{forged}.{signature}"), "signature")


def test_the_token_of_another_provider_is_refused(judged):
    served, _ = judged
    with running() as other:
        refused(served.write("DELETE", "/collections/reefs", {}, token(other, "curator")), "issuer")


def test_an_expired_token_is_refused_and_new_keys_are_found(tmp_path):
    with running() as issuer:
        port = urllib.parse.urlparse(issuer).port
        served = Served(tmp_path, issuer)
        first = token(issuer, "curator")
        assert served.write("POST", "/collections", COLLECTION, first)[0] == 201
    try:
        with running(port, datetime.timedelta(seconds=-120)) as issuer:  # the same provider with another key
            refused(served.write("DELETE", "/collections/reefs", {}, token(issuer, "curator")), "expired")
            refused(served.write("DELETE", "/collections/reefs", {}, first), "signature")
        with running(port) as issuer:
            assert served.write("DELETE", "/collections/reefs", {}, token(issuer, "curator"))[0] == 204
    finally:
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(60)
