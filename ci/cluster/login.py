"""Logs in at argo server as a browser does, and tries what each of three people may do.

login.py ARGO CALLBACK WORKFLOW
"""
import http.client
import json
import sys
import time
import urllib.parse

ARGO, CALLBACK, WORKFLOW = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3]))
bad = []


def ask(base, path, cookies="", body=None):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=60)
    headers = {"Cookie": cookies} if cookies else {}
    data = None if body is None else json.dumps(body)
    connection.request("GET" if body is None else "POST", path, data, {**headers, "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read().decode()
    given = "; ".join(c.partition(";")[0] for c in answer.headers.get_all("Set-Cookie") or [])
    return answer.status, answer.headers.get("Location"), given, text


def log_in(user):
    status, at_provider, state, _ = ask(ARGO, "/oauth2/redirect?redirect=https://argo.example.org/")
    url = urllib.parse.urlsplit(at_provider)
    status, back, _, text = ask(at_provider, f"{url.path}?{url.query}&user={user}")
    if status != 302 or not back.startswith(CALLBACK):
        sys.exit(f"{user}: the provider answered {status} {back} {text}")
    url = urllib.parse.urlsplit(back)
    status, home, session, text = ask(ARGO, f"{url.path}?{url.query}", state)
    if status != 302 or not session:
        sys.exit(f"{user}: argo server answered {status} {home} {text}")
    return session


def expect(who, what, status, wanted, text):
    print(f"{who}: {what}: {status}")
    if status != wanted:
        bad.append(f"{who}: {what}: {status}, expected {wanted}: {text[:300]}")


runs = "/api/v1/workflows/rimrep"
create = {"serverDryRun": True, "workflow": WORKFLOW}
for who, session in (("nobody", ""), ("a forged session", "authorization=Bearer v2:eyJhbGciOiJub25lIn0.e30.")):
    status, _, _, text = ask(ARGO, runs, session)
    expect(who, "look", status, 401, text)
for user, look, run in (("olga", 200, 200), ("rita", 200, 403), ("nora", 403, 403)):
    session = log_in(user)
    status, _, _, text = ask(ARGO, runs, session)
    expect(user, "look", status, look, text)
    for _ in range(100):   # the server that has just started may not know the templates yet
        status, _, _, text = ask(ARGO, runs, session, create)
        if status != 404:
            break
        time.sleep(0.2)
    expect(user, "run", status, run, text)
print(*bad, sep="\n", end="\n" if bad else "")
sys.exit(bool(bad))
