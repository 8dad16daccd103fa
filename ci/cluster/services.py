"""What stands around the pods and can fail: a way to the STAC API, a way to S3, a webhook, a provider.

services.py ADDRESS SOURCES WEBHOOK_LOG

POST http://ADDRESS:8094/SECONDS makes the way to S3 answer 503 for so long; 8094/well makes the way to
the API and the provider forget that they were ill, so that they are ill once more.
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
S3 = ("10.96.0.1", 9000)
FAILURES = 2          # how often the way to the API fails for the dataset that wants it
UNAVAILABLE = 30.0    # for how many seconds the provider is ill from the first request on
HOP = ("host", "connection", "expect", "transfer-encoding")   # headers between two neighbours only
lock = threading.Lock()


class Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        length = str(len(body))
        for name, value in headers:
            if name.lower() == "content-length" and self.command == "HEAD":
                length = value
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def forward(self, to, host, body):
        """Answers as the server behind does; 502 if it does not answer."""
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
        connection = http.client.HTTPConnection(*to, timeout=60)
        try:
            connection.request(self.command, self.path, body, {**headers, "Host": host})
            got = connection.getresponse()
            answer = got.status, got.read(), got.getheaders()
        except OSError as e:
            answer = 502, str(e).encode(), []
        finally:
            connection.close()
        self.answer(*answer)

    def log_message(self, *args):
        pass


class Api(Quiet):
    failed = 0

    def handle_any(self):
        body = self.body()
        if b"fault-temporary" in body or "fault-temporary" in self.path:
            with lock:
                if Api.failed < FAILURES:
                    Api.failed += 1
                    return self.answer(503, b"{}")
        self.forward(API, "%s:%d" % API, body or None)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any


class Storage(Quiet):
    until = 0.0

    def handle_any(self):
        body = self.body()
        if time.monotonic() < Storage.until:
            return self.answer(503, b"<Error><Code>ServiceUnavailable</Code><Message>away</Message></Error>",
                               [("Content-Type", "application/xml")])
        self.forward(S3, self.headers.get("Host"), body or (b"" if self.command in ("PUT", "POST") else None))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any


class Switch(Quiet):
    def do_POST(self):
        self.body()
        if self.path == "/well":
            Api.failed, Provider.since = 0, None
        else:
            Storage.until = time.monotonic() + float(self.path.strip("/"))
        self.answer(200)


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


for port, handler in ((8091, Api), (8092, Webhook), (8093, Provider), (8094, Switch), (9001, Storage)):
    server = http.server.ThreadingHTTPServer((ADDRESS, port), handler)
    threading.Thread(target=server.serve_forever).start()
