"""The landing page in headless Chromium, at the width of a desktop and of a phone."""

import base64
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import time
import urllib.request

import pytest

import sources
from conftest import get

websocket = pytest.importorskip("websocket")


class Browser:
    """Chromium, spoken to by its DevTools protocol."""

    def __init__(self, program, profile: pathlib.Path):
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0",
             "--remote-allow-origins=*", f"--user-data-dir={profile}", "--disable-dev-shm-usage", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        port = profile / "DevToolsActivePort"
        for _ in range(600):
            if port.exists() and len(port.read_text().split()) == 2:
                break
            time.sleep(0.1)
        number = port.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{number}/json") as answer:
            page = next(p for p in json.load(answer) if p["type"] == "page")
        self.socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=60)
        self.numbers = itertools.count(1)
        self.requests = []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.messages = []

    def take(self):
        message = json.loads(self.socket.recv())
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Log.entryAdded":
            self.messages.append(message["params"]["entry"]["text"])
        return message

    def ask(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = self.take()
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def open(self, url, width, height):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                 mobile=width < 500)
        self.ask("Page.navigate", url=url)
        while self.take().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]

    def end(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium on this machine; .ci/run installs it")
    started = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield started
    started.end()


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_shows_every_public_dataset_without_help_from_outside(up, browser, tmp_path, width, height):
    public = up.services["public"]
    browser.requests.clear()
    browser.messages.clear()
    browser.open(public + "/", width, height)
    text = browser.value("document.body.innerText")
    for name in sources.PUBLIC:
        title = json.loads((up.data / "public" / name / "datapackage.json").read_text())["title"]
        assert title in text, f"{name} is not on the page"
    assert sources.LIMITED not in text and sources.MARKER not in text
    outside = [u for u in browser.requests if not u.startswith((public, "data:"))]
    assert not outside, outside
    assert not browser.messages, browser.messages
    assert browser.value("document.documentElement.scrollWidth") <= width, "scrolls sideways"
    assert browser.value("document.querySelectorAll('svg').length") > 0, "no map of the extents"
    shot = browser.ask("Page.captureScreenshot", captureBeyondViewport=True)
    picture = tmp_path / f"page-{width}.png"
    picture.write_bytes(base64.b64decode(shot["data"]))
    print("screenshot:", picture)


def test_says_for_each_dataset_how_to_open_it(up):
    page = get(up.services["public"] + "/").body.decode()
    for name in sources.PUBLIC:
        assert up.dataset(name)["href"] in page, name
    assert "open_zarr" in page and "read_parquet" in page
    assert not re.search(r"<script|<link[^>]+stylesheet|@import|url\((?!data:|#)", page)
