"""Headless Chromium by its DevTools protocol: enough to fill in a form and take a picture."""

import base64
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request


class Browser:
    def __init__(self):
        self.profile = pathlib.Path(tempfile.mkdtemp(prefix="belfry-browser"))
        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--lang=en",
             "--disable-background-networking", "--disable-sync", "--disable-component-update",
             "--ignore-certificate-errors", "--remote-debugging-port=0", "--remote-allow-origins=*",
             "--window-size=1366,860", f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.last = 0
        self.buffer = b""
        self.connect()
        self.ask("Page.enable")
        self.ask("Security.setIgnoreCertificateErrors", ignore=True)

    def connect(self):
        port_file = self.profile / "DevToolsActivePort"
        await_that(60, "Chromium starts", lambda: port_file.exists() and port_file.read_text().strip())
        port = int(port_file.read_text().split()[0])
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=20))
        path = next(p for p in pages if p["type"] == "page")["webSocketDebuggerUrl"].split(str(port), 1)[1]
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                             f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                             "Sec-WebSocket-Version: 13\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]

    def take(self, count):
        while len(self.buffer) < count:
            more = self.socket.recv(65536)
            if not more:
                raise RuntimeError("Chromium hung up.")
            self.buffer += more
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def message(self):
        text = b""
        while True:
            first, length = self.take(2)
            if length == 126:
                length = struct.unpack(">H", self.take(2))[0]
            elif length == 127:
                length = struct.unpack(">Q", self.take(8))[0]
            text += self.take(length)
            if first & 0x80:
                return json.loads(text)

    def ask(self, method, **parameters):
        self.last += 1
        payload = json.dumps({"id": self.last, "method": method, "params": parameters}).encode()
        mask = os.urandom(4)
        head = struct.pack(">BBH", 0x81, 0x80 | 126, len(payload))
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))
        while True:
            answer = self.message()
            if answer.get("id") == self.last:
                return answer.get("result", {})

    def run(self, script):
        return self.ask("Runtime.evaluate", expression=script).get("result", {}).get("value")

    def go(self, url):
        self.ask("Page.navigate", url=url)

    def until(self, seconds, what, script):
        await_that(seconds, what, lambda: self.run(script))

    def picture(self, file):
        file.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)


def await_that(seconds, what, condition):
    """Returns what the condition gives as soon as that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.3)
    raise TimeoutError(f"Not within {seconds} s: {what}")
