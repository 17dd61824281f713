"""What pages cost: the server's time of a page switch with 2,000 users, 50 portals that are signed in and follow calls by push,
and how long the start takes. Belfry alone. Start it with ./belfry bench web."""

import base64
import contextlib
import http.client
import json
import re
import secrets
import socket
import statistics
import threading
import time
import urllib.parse

import command
import processes
from command import say
from load import Load
from processes import BenchError
from servers import ADDRESS, Belfry, free_ports, trusting

USERS = [(f"{number}", f"pw-bench{number}") for number in range(10_000, 12_000)]
WEB_PASSWORD = "a-web-password"
PAGES = ["", "calls", "history", "recordings", "queues", "conferences", "plans", "users", "users/10001", "groups", "mailboxes"]
PAGES += ["mailbox/10001", "phones", "registrations", "inbound", "routes", "trunks", "peers", "attendants", "schedules", "music", "dialling"]
PAGES += ["phone-settings", "health", "backups", "security", "audit", "webhooks", "mail", "system"]
PORTAL = ["portal", "portal/voicemail", "portal/recordings", "portal/contacts", "portal/rules", "portal/devices", "portal/settings"]
ROWS = {
    "start": "seconds from the start of the process to the ready line, on all cores, with a database that is there (goal 10)",
    "switch": "the server's time of a page switch with 2,000 users (goal: 95 of 100 within 150 ms)",
    "portals": "50 portals that are signed in while calls come and go: % of a core (goal 10)",
}


def arguments():
    parser = command.parser("web", __doc__, ROWS)
    parser.add_argument("--repeat", type=int, default=10, help="how often each page is gone to (10)")
    parser.add_argument("--warmup", type=int, default=5, help="how often before it counts (5)")
    parser.add_argument("--portals", type=int, default=50, help="how many (50)")
    parser.add_argument("--page", default="portal", help="where they are: portal (default), portal/contacts with all lamps, …")
    parser.add_argument("--rate", type=float, default=1, help="calls per second that they follow (1)")
    parser.add_argument("--dur", type=int, default=30, help="seconds of calls (30)")
    command.takes_script(parser)
    return parser.parse_args()


class Tab:
    """A tab of a browser as the server sees it: somebody signs in, goes from page to page, and is told what changes."""

    def __init__(self, port, name, password, page):
        self.port, self.cookies, self.synced, self.sent = port, {}, 0, 0
        self.socket = None
        self.pushed = 0
        self.connection = http.client.HTTPSConnection(ADDRESS, port, timeout=30, context=trusting())
        self._ask("GET", "/login")
        form = urllib.parse.urlencode({"username": name, "password": password})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        status, _ = self._ask("POST", "/login", form, headers)
        if status != 302:
            raise BenchError(f"{name} cannot sign in ({status}).")
        self._ask("GET", f"/{page}")
        query = urllib.parse.urlencode({"v-r": "init", "location": page, "query": ""})
        status, text = self._ask("GET", f"/?{query}")
        if status != 200 or '"Vaadin-Security-Key":"' not in text:
            raise BenchError(f"The page {page} does not begin ({status}): {text[:200]}")
        self.key = re.search(r'"Vaadin-Security-Key":"([^"]+)"', text).group(1)
        self.push_id = re.search(r'"Vaadin-Push-ID":"([^"]+)"', text).group(1)
        self.page = re.search(r'"v-uiId":(\d+)', text).group(1)
        self.synced = 1
        self.goes(page)

    def goes(self, page):
        """Seconds until the server has answered a change to this page."""
        data = {"route": page, "query": "", "appShellTitle": "", "historyState": None, "trigger": ""}
        rpc = [{"type": "event", "node": 1, "event": "ui-navigate", "data": data}]
        body = json.dumps({"csrfToken": self.key, "rpc": rpc, "syncId": self.synced, "clientId": self.sent})
        began = time.monotonic()
        status, text = self._ask("POST", f"/?v-r=uidl&v-uiId={self.page}", body, {"Content-Type": "application/json; charset=UTF-8"})
        taken = time.monotonic() - began
        if status != 200 or '"syncId":' not in text or '"changes":' not in text:
            raise BenchError(f"The page {page} does not come ({status}): {text[:200]}")
        self.synced = int(re.search(r'"syncId":(\d+)', text).group(1)) + 1
        self.sent = int(re.search(r'"clientId":(\d+)', text).group(1))
        return taken, len(text)

    def _ask(self, method, path, body=None, headers=None):
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        self.connection.request(method, path, body, sent | (headers or {}))
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, value = value.partition(";")[0].partition("=")
                self.cookies[cookie] = value
        return answer.status, text

    def listens(self):
        """Opens its WebSocket and counts what comes."""
        query = {"v-r": "push", "v-uiId": self.page, "v-pushId": self.push_id, "X-Atmosphere-tracking-id": "0"}
        query |= {"X-Atmosphere-Framework": "3.1.5-javascript", "X-Atmosphere-Transport": "websocket"}
        query |= {"X-Atmosphere-TrackMessageSize": "true", "Content-Type": "application/json; charset=UTF-8", "X-atmo-protocol": "true"}
        self.socket = trusting().wrap_socket(socket.create_connection((ADDRESS, self.port), 30), server_hostname=ADDRESS)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.socket.sendall(
            (
                f"GET /VAADIN/push?{urllib.parse.urlencode(query)} HTTP/1.1\r\nHost: {ADDRESS}:{self.port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {base64.b64encode(secrets.token_bytes(16)).decode()}\r\n"
                f"Sec-WebSocket-Version: 13\r\nOrigin: https://{ADDRESS}:{self.port}\r\nCookie: {cookies}\r\n\r\n"
            ).encode()
        )
        head = b""
        while b"\r\n\r\n" not in head:
            part = self.socket.recv(4096)
            if not part:
                break
            head += part
        if not head.startswith(b"HTTP/1.1 101"):
            raise BenchError(f"No push: {head[:200]!r}")
        self.socket.settimeout(None)
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self):
        with contextlib.suppress(OSError):
            while part := self.socket.recv(65536):
                self.pushed += len(part)

    def close(self):
        if self.socket:
            self.socket.close()
        self.connection.close()


def sit(belfry, count, page):
    """As many users as that with a password, each at this page."""
    tabs = []
    people = belfry._ask("GET", "/users")[:count]
    for user in people:
        belfry._ask("PATCH", f"/users/{user['id']}/web-access", {"password": WEB_PASSWORD})
        tab = Tab(belfry.https_port, user["extension"], WEB_PASSWORD, page)
        tab.listens()
        tabs.append(tab)
    return tabs


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def switch(name, options, belfry, _load):
    say(f"{name}: {len(PAGES) + len(PORTAL)} pages, {options.warmup} times to warm up, {options.repeat} times …")
    user = belfry._ask("GET", "/users")[1]
    belfry._ask("PATCH", f"/users/{user['id']}/web-access", {"password": WEB_PASSWORD})
    # Each begins where a turn ends: a page that one is on already has nothing to change.
    admin = Tab(belfry.https_port, "admin", belfry.password, PAGES[-1])
    portal = Tab(belfry.https_port, user["extension"], WEB_PASSWORD, PORTAL[-1])
    times, size = {}, {}
    for turn in range(options.warmup + options.repeat):
        for tab, page in [(admin, each) for each in PAGES] + [(portal, each) for each in PORTAL]:
            taken, length = tab.goes(page)
            if turn >= options.warmup:
                times.setdefault(page, []).append(1000 * taken)
                size[page] = length
    admin.close()
    portal.close()
    every = [each for one in times.values() for each in one]
    slowest = sorted(times, key=lambda page: -statistics.median(times[page]))[:5]
    return {
        "row": name,
        "users": len(USERS),
        "switches": len(every),
        "median_ms": round(statistics.median(every), 1),
        "p95_ms": round(percentile(every, 0.95), 1),
        "most_ms": round(max(every), 1),
        "slowest": {page or "overview": round(statistics.median(times[page]), 1) for page in slowest},
        "largest_kb": round(max(size.values()) / 1024),
    }


def portals(name, options, belfry, load):
    load.register_callees(belfry)
    load.window(belfry, "call_caller", options.rate, 20, "call")
    say(f"{name}: {options.dur} s of {options.rate} calls/s with nobody there …")
    alone = load.window(belfry, "call_caller", options.rate, options.dur, "call")
    say(f"{name}: {options.portals} sign in …")
    tabs = sit(belfry, options.portals, options.page)
    load.window(belfry, "call_caller", options.rate, 20, "call")
    before = [tab.pushed for tab in tabs]
    say(f"{name}: {options.dur} s of {options.rate} calls/s …")
    window = load.window(belfry, "call_caller", options.rate, options.dur, "call")
    told = sum(tab.pushed > was for tab, was in zip(tabs, before, strict=True))
    kilobytes = sum(tab.pushed - was for tab, was in zip(tabs, before, strict=True)) / 1024
    for tab in tabs:
        tab.close()
    return {
        "row": name,
        "portals": options.portals,
        "page": options.page,
        "told": told,
        "kb_per_second": round(kilobytes / options.dur, 1),
        "calls_per_second": options.rate,
        "alone_percent": round(alone.server_percent, 1),
        "percent": round(window.server_percent, 1),
        "portals_percent": round(window.server_percent - alone.server_percent, 1),
        "other_cpu_percent": round(window.others_percent, 1),
        "failed": window.failed,
    }


MEASURES = {"switch": switch, "portals": portals}


def as_line(result):
    match result["row"]:
        case "start":
            return f"start      ready after {result['seconds']} s; at the first start after {result['first_seconds']} s"
        case "switch":
            slowest = ", ".join(f"{page} {ms}" for page, ms in result["slowest"].items())
            return (
                f"switch     {result['users']} users: half of {result['switches']} within {result['median_ms']} ms, 95 of 100 within"
                f" {result['p95_ms']} ms, most {result['most_ms']} ms; slowest: {slowest}; largest {result['largest_kb']} kB"
            )
        case _:
            return (
                f"portals    {result['portals']} at {result['page']}, of which {result['told']} were told {result['kb_per_second']} kB/s,"
                f" {result['calls_per_second']} calls/s: {result['portals_percent']} % of a core more than the {result['alone_percent']} %"
                f" without them; others {result['other_cpu_percent']} %"
            )


def started(options, scratch, ports):
    began = time.monotonic()
    belfry = Belfry(options.belfry, scratch, ports, 0, core=None)
    try:
        end = began + 300
        while time.monotonic() < end and belfry.process.poll() is None:
            with open(belfry.log, errors="replace") as log:
                if any(line.startswith("Belfry is ready") for line in log):
                    return time.monotonic() - began
            time.sleep(0.02)
    finally:
        belfry.close()
    raise BenchError(f"Belfry was not ready:\n{processes.tail(belfry.log)}")


def start(name, options, scratch, ports):
    first = started(options, scratch, ports)
    times = [started(options, scratch, ports) for _ in range(3)]
    return {"row": name, "seconds": round(statistics.median(times), 1), "first_seconds": round(first, 1)}


def run(options):
    with command.scratch("web") as scratch, contextlib.ExitStack() as cleaning:
        *ports, caller_port, callee_port = free_ports(5, 46060)

        if "start" in options.rows:
            command.tell(start("start", options, scratch, ports), options, as_line)
        rows = [name for name in options.rows if name in MEASURES]
        if not rows:
            return True
        say("Starting Belfry …")
        load = Load(scratch, caller_port, callee_port, USERS)
        belfry = Belfry(options.belfry, scratch, ports, callee_port, users=USERS)
        cleaning.callback(belfry.close)
        belfry.await_ready()
        good = True
        for name in rows:
            result = MEASURES[name](name, options, belfry, load)
            good &= result.get("failed", 0) == 0
            command.tell(result, options, as_line)
        return good


if __name__ == "__main__":
    command.main(lambda: run(arguments()), "Some calls failed.")
