"""What stands around the pods: a way to the STAC API that can fail, a webhook, a provider that can fail.

services.py ADDRESS SOURCES WEBHOOK_LOG
"""
import http.client
import http.server
import json
import os
import sys
import threading
import time

ADDRESS, SOURCES, LOG = sys.argv[1:4]
API = ("127.0.0.1", 8090)
FAILURES = 2          # how often the way to the API fails for the dataset that wants it
UNAVAILABLE = 30.0    # for how many seconds the provider is ill from the first request on
lock = threading.Lock()


class Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Api(Quiet):
    failed = 0

    def handle_any(self):
        body = self.body()
        if b"fault-temporary" in body or "fault-temporary" in self.path:
            with lock:
                if Api.failed < FAILURES:
                    Api.failed += 1
                    return self.answer(503, b"{}")
        # The API is called by a name of its machine; compressed answers stay as they are.
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        connection = http.client.HTTPConnection(*API, timeout=60)
        connection.request(self.command, self.path, body or None, {**headers, "Host": "%s:%d" % API})
        got = connection.getresponse()
        self.answer(got.status, got.read(), got.getheaders())

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any


class Webhook(Quiet):
    def do_POST(self):
        with lock, open(LOG, "a") as log:
            log.write(json.dumps(json.loads(self.body())) + "\n")
        self.answer(200)


class Provider(Quiet):
    since = None

    def do_GET(self):
        with lock:
            Provider.since = Provider.since or time.monotonic()
        if time.monotonic() - Provider.since < UNAVAILABLE:
            return self.answer(503, b"busy")
        folder = os.path.join(SOURCES, "demo-loggers")
        name = self.path.rstrip("/").rsplit("/", 1)[-1]
        if self.path.endswith("/"):
            links = "".join(f'<a href="{n}">{n}</a>\n' for n in sorted(os.listdir(folder)))
            return self.answer(200, f"<html><body>{links}</body></html>".encode(), [("Content-Type", "text/html")])
        if name not in os.listdir(folder):
            return self.answer(404)
        with open(os.path.join(folder, name), "rb") as file:
            self.answer(200, file.read(), [("Content-Type", "text/csv")])

    do_HEAD = do_GET


for port, handler in ((8092, Webhook), (8093, Provider), (8091, Api)):
    server = http.server.ThreadingHTTPServer((ADDRESS, port), handler)
    threading.Thread(target=server.serve_forever).start()
