"""Strangers, guessers and hostile web pages at the HTTPS port."""

import json
import re
import secrets
import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from probes import NotTried, Open, probe
from probes_sip import good
from phone import NoAnswer
from https import Web

# What anybody may read: health, the certificate's authority, its own description.
FREE = ("/api/v1/certificate/authority", "/api/v1/openapi.json", "/actuator/health")
HOSTILE = (
    "' OR 1=1 -- ", "1; DROP TABLE users", "\" UNION SELECT 1,2,3 -- ", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "${7*7}", "#{7*7}", "{{7*7}}",
    "${jndi:ldap://127.0.0.1:1/a}", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%00", "\r\nX-Injected: 1", "\u202e\u0000\uffff", "-1", "9" * 40, "A" * 70_000,
)


def description(web):
    answer = web.ask("GET", "/api/v1/openapi.json")
    if answer.status != 200:
        raise NotTried(f"the description of the API is answered {answer.status}")
    return json.loads(answer.body)


def routes(web):
    """Method, path with its parameters still in braces, and the names of the query."""
    for path, methods in sorted(description(web)["paths"].items()):
        for method, about in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                query = [p["name"] for p in about.get("parameters", []) if p.get("in") == "query"]
                yield method.upper(), path, query


def filled(path, value="1"):
    return re.sub(r"\{[^}]+\}", lambda _: value, path)


@probe("api-strangers", "every route of the API without signing in, with a wrong password, with a made-up token", admin=True)
def api_strangers(target):
    admin = target.administrator()
    known = list(routes(admin))
    opened = []
    strangers = {"nobody": Web(target.host, target.https_port, source=source(target)),
                 "a made-up token": Web(target.host, target.https_port, token=secrets.token_hex(24), source=source(target))}
    for name, web in strangers.items():
        for method, path, _ in known:
            if path in FREE:
                continue
            answer = web.ask(method, filled(path), body={} if method not in ("GET", "DELETE") else None)
            if answer.status not in (401, 403, 429, 503, 0):
                opened.append(f"{method} {path} as {name}: {answer.status}")
    if opened:
        raise Open(f"{len(opened)} routes answer a stranger, such as {opened[0]}")
    return f"{len(known)} routes, as {' and as '.join(strangers)}"


def source(target):
    return target.elsewhere() if target.host.startswith("127.") else None


@probe("pages-strangers", "pages, resources, actuator and files beside them without signing in; paths that climb out")
def pages_strangers(target):
    web = Web(target.host, target.https_port, source=source(target))
    got = []
    for path in ("/users", "/history", "/health", "/settings", "/trunks", "/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/prometheus", "/actuator/metrics",
                 "/actuator/loggers", "/actuator/threaddump", "/h2-console", "/swagger-ui/index.html", "/v3/api-docs", "/.git/config", "/WEB-INF/web.xml",
                 "/META-INF/MANIFEST.MF", "/application.properties", "/..%2f..%2fetc%2fpasswd", "/VAADIN/..%2f..%2f..%2fapplication.properties", "/%2e%2e/%2e%2e/etc/passwd",
                 "/assets/..%252f..%252fetc/passwd", "/phones/..%2f..%2f..%2fetc%2fpasswd", "//etc/passwd", "/static/%5c..%5c..%5cetc/passwd", "/api/v1/../../actuator/env"):
        answer = web.ask("GET", path)
        text = answer.text
        if "root:" in text[:2000] and ":/bin/" in text or "belfry." in text and "=" in text and answer.headers.get("content-type", "").startswith("text/plain") \
                or answer.status == 200 and path.startswith("/actuator") and "{" in text[:2] and "status" not in text[:20] or b"JAVA PROFILE" in answer.body[:30] \
                or "Exception" in text and "\tat " in text or answer.status >= 500 and answer.status != 503:
            got.append(f"{path}: {answer.status} {text[:60]!r}")
    if got:
        raise Open("; ".join(got))
    headers = web.ask("GET", "/login").headers
    missing = [name for name in ("content-security-policy", "x-content-type-options", "strict-transport-security", "referrer-policy") if name not in headers]
    if "x-frame-options" not in headers and "frame-ancestors" not in headers.get("content-security-policy", ""):
        missing.append("x-frame-options")
    if missing:
        raise Open("the sign-in page lacks " + ", ".join(missing))
    return "26 paths; the sign-in page has its protecting header fields"


@probe("api-size", "bodies of 300 MB, endless header fields, compressed bodies that unfold", admin=True)
def api_size(target):
    web = target.administrator()
    found = []
    began = time.monotonic()
    answer = web.ask("POST", "/api/v1/users", b"[" + b" " * 60_000_000 + b"]", {"Content-Type": "application/json"}, timeout=60)
    if answer.status < 400 and answer.status:
        found.append(f"60 MB of JSON are taken ({answer.status})")
    answer = web.ask("GET", "/api/v1/users", headers={f"X-{n}": "y" * 100 for n in range(2000)})
    if 200 <= answer.status < 300:
        found.append("200 kB of header fields are taken")
    import gzip
    bomb = gzip.compress(b" " * 50_000_000)
    answer = web.ask("POST", "/api/v1/users", bomb, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
    if answer.status < 400 and answer.status:
        found.append(f"a compressed body is unfolded ({answer.status})")
    if web.ask("GET", "/actuator/health").status != 200:
        found.append("health does not answer any more")
    if found:
        raise Open("; ".join(found))
    return f"refused in {time.monotonic() - began:.1f} s"


@probe("csrf", "a web page elsewhere writes with the browser's sign-in", admin=True)
def csrf(target):
    web = target.administrator()
    name = "csrf-" + secrets.token_hex(4)
    done = []
    for headers in ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example", "Content-Type": "application/json"},
                    {"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"},
                    {"Sec-Fetch-Site": "same-site", "Origin": "https://other." + target.host, "Content-Type": "application/json"},
                    {"Origin": "null", "Content-Type": "application/json"},
                    {"Origin": "https://evil.example", "Content-Type": "application/x-www-form-urlencoded"}):
        answer = web.ask("POST", "/api/v1/schedules", json.dumps({"name": name + str(len(done)), "zone": "Europe/Berlin", "hours": []}), headers)
        if 200 <= answer.status < 300:
            done.append(str(headers))
            identity = json.loads(answer.body).get("id")
            web.ask("DELETE", f"/api/v1/schedules/{identity}")
    if done:
        raise Open(f"a write with {done[0]} was done")
    answer = web.ask("GET", "/api/v1/users", headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    if answer.headers.get("access-control-allow-origin") in ("*", "https://evil.example"):
        raise Open("any web page may read the answers of the API")
    return "five ways, none of them wrote"


@probe("sessions", "open sessions without signing in until the memory is full")
def sessions(target):
    address = source(target)
    statuses = {}

    def one(number):
        web = Web(target.host, target.https_port, source=address)
        answer = web.ask("GET", ("/login", "/users", "/", "/portal")[number % 4])
        return answer.status, any("JSESSIONID" in cookie for cookie in answer.cookies), answer.cookies

    made, flags = 0, set()
    with ThreadPoolExecutor(8) as pool:
        for status, has, cookies in pool.map(one, range(600)):
            statuses[status] = statuses.get(status, 0) + 1
            made += has
            for cookie in cookies:
                if "JSESSIONID" in cookie:
                    flags.add((("secure" in cookie.lower()), ("httponly" in cookie.lower()), ("samesite" in cookie.lower())))
    if any(not all(each[:2]) for each in flags):
        raise Open("the session cookie lacks Secure or HttpOnly")
    if made >= 550:
        raise Open(f"600 requests of one address made {made} sessions: no rate, no cap")
    return f"600 requests: answers {dict(sorted(statuses.items()))}, {made} sessions"


@probe("brake", "guess the administrator's password: one after the other, in parallel, from many addresses")
def brake(target):
    def guess(number, address):
        began = time.monotonic()
        web = Web(target.host, target.https_port, "admin", f"guess-{number}", source=address)
        return web.ask("GET", "/api/v1/users").status, time.monotonic() - began

    if not target.host.startswith("127."):
        raise NotTried("an address from which you sign in would be braked; try it against a private instance")
    one = target.elsewhere()
    with ThreadPoolExecutor(16) as pool:
        same = [status for status, _ in pool.map(lambda n: guess(n, one), range(64))]
        many = [status for status, _ in pool.map(lambda n: guess(n, f"127.0.{60 + n // 200}.{1 + n % 200}"), range(64))]
    if same.count(401) > 20:
        raise Open(f"{same.count(401)} of 64 guesses in parallel from one address were judged")
    if target.admin and target.administrator().ask("GET", "/api/v1/users").status != 200:
        raise Open("the administrator's own address is shut out by guesses from others")
    return f"judged {same.count(401)} of 64 from one address and {many.count(401)} of 64 from as many; the administrator still gets in"


@probe("secret-addresses", "guess the addresses of phones' files and of invitations, and silence the office's SIP that way", users=1)
def secret_addresses(target):
    address = source(target)
    web = Web(target.host, target.https_port, source=address)
    statuses = {}
    for number in range(160):
        path = f"/invitation/{secrets.token_urlsafe(16)}" if number % 4 == 3 else f"/p/{secrets.token_urlsafe(16)}/805ec0123456.cfg"
        status = web.ask("GET", path).status
        statuses[status] = statuses.get(status, 0) + 1
    with target.phone(0, address=address or target.elsewhere()) as alice:
        try:
            answer = alice.register()
        except NoAnswer:
            raise Open(f"after 160 guesses at addresses over HTTPS, SIP from the same office is not answered any more") from None
    if answer.status != 200:
        raise Open(f"after 160 guesses over HTTPS a phone of the same office gets {answer!r}")
    return f"answers {dict(sorted(statuses.items()))}; a phone at the same address registers"


@probe("host-header", "have links made for another host: in redirects, invitations, pages")
def host_header(target):
    web = Web(target.host, target.https_port, source=source(target))
    found = []
    for path in ("/", "/users", "/login", "/portal", "/api/v1/turn"):
        for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}, {"Forwarded": "host=evil.example"}):
            answer = web.ask("GET", path, headers=headers)
            if "evil.example" in answer.headers.get("location", "") or "evil.example" in answer.text:
                found.append(f"{path} with {headers}: {answer.headers.get('location', '')[:80]}")
    if found:
        raise Open(found[0])
    return "no answer names the host of the attacker"


@probe("slow", "hundreds of connections that begin a TLS handshake, a request or a WebSocket and never end it")
def slow(target):
    address = source(target)
    open_ones = []
    context = Web.trusting()
    for number in range(400):
        try:
            each = socket.socket()
            each.settimeout(2)
            if address:
                each.bind((address, 0))
            each.connect((target.host, target.https_port))
            if number % 2:
                each.sendall(b"\x16\x03\x01\x02\x00\x01")  # the beginning of a ClientHello
            elif number % 4 == 2:
                each = context.wrap_socket(each)
                each.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-" if number % 8 == 2 else
                             b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                             b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: sip\r\n\r\n\x81\xfe\x7f")
            open_ones.append(each)
        except OSError:
            break
    try:
        waits = []
        for _ in range(10):
            began = time.monotonic()
            answer = Web(target.host, target.https_port).ask("GET", "/actuator/health", timeout=8)
            waits.append(time.monotonic() - began)
            if answer.status != 200:
                raise Open(f"with {len(open_ones)} slow connections of one address nobody else is answered")
    finally:
        for each in open_ones:
            each.close()
    if statistics.median(waits) > 2:
        raise Open(f"with {len(open_ones)} slow connections others wait {statistics.median(waits):.1f} s")
    return f"{len(open_ones)} slow connections; others wait {statistics.median(waits) * 1000:.0f} ms"


@probe("server-requests", "have the appliance ask addresses inside: by webhooks and call-outs", private=True, admin=True)
def server_requests(target):
    web = target.administrator()
    asked = []
    with socket.socket() as inside:
        inside.bind((target.elsewhere(), 0))
        inside.listen()
        inside.settimeout(0.1)
        host, port = inside.getsockname()
        made = []
        for url in (f"http://{host}:{port}/hook", f"http://[::ffff:{host}]:{port}/", f"http://2130706433:{port}/", "http://169.254.169.254/latest/meta-data/"):
            answer = web.ask("POST", "/api/v1/webhooks", {"url": url, "events": ["STARTED", "RINGING", "ENDED"]})
            made.append(answer.status)
        with target.phone(0) as alice:
            good(alice.register(), "a good REGISTER")
            try:
                alice.invite("*43", seconds=2.0).call.hang_up()
            except NoAnswer:
                pass
        end = time.monotonic() + 3
        while time.monotonic() < end:
            try:
                asked.append(inside.accept()[1])
            except TimeoutError:
                pass
        for hook in web.json("GET", "/webhooks"):
            web.ask("DELETE", f"/api/v1/webhooks/{hook['id']}")
    if asked:
        raise Open("a webhook was sent to an address of the machine itself though nobody had allowed it")
    return f"webhooks to addresses inside: answered {made}, nothing was sent"


@probe("xss", "scripts in the names that pages show: callers, users, devices", private=True, admin=True)
def stored_scripts(target):
    """What the server stores is shown by pages as text; here it is looked for in what the API sends as a page."""
    web = target.administrator()
    mark = "<img src=x onerror=alert(1)>"
    with target.phone(0) as alice:
        good(alice.ask("REGISTER", f"sip:{target.domain}", to=alice.aor(), sender=alice.aor(), more=("Expires: 60", f"User-Agent: {mark}")), "a good REGISTER")
        try:
            alice.invite("*43", seconds=3.0, more=(f"Subject: {mark}", f"User-Agent: {mark}")).call.hang_up()
        except NoAnswer:
            pass
    found = []
    for path in ("/api/v1/registrations", "/api/v1/cdrs", "/api/v1/calls", "/api/v1/audit"):
        answer = web.ask("GET", path, headers={"Accept": "text/html"})
        if "html" in answer.headers.get("content-type", "") and mark in answer.text:
            found.append(path)
        if answer.headers.get("x-content-type-options") != "nosniff":
            found.append(f"{path} may be taken for a page")
    calls = web.json("GET", "/cdrs?limit=1")["cdrs"]
    if calls and calls[0].get("callId"):
        answer = web.ask("GET", f"/api/v1/calls/{calls[0]['callId']}/ladder?format=svg", headers={"Accept": "image/svg+xml"})
        if mark in answer.text:
            found.append("the ladder's drawing")
    if found:
        raise Open("a script of a caller stands unmasked in " + ", ".join(found))
    return "in data it is marked as data, in drawings it is masked"


@probe("api-input", "injection, scripts, climbing paths and oversized values into every parameter of every route", private=True, admin=True)
def api_input(target):
    web = target.administrator()
    faults, slow, tried = [], [], 0
    skipped = ("restore", "updates", "restart", "shutdown")  # they do as they are told: not an attack
    jobs = []
    for method, path, query in routes(web):
        if any(word in path for word in skipped) or method == "DELETE":
            continue
        for value in HOSTILE[:: 4 if target.short else 1]:
            quoted = "".join(f"%{b:02x}" for b in value.encode("utf-8", "replace")[:3000])
            where = filled(path, quoted)
            if query:
                where += "?" + "&".join(f"{name}={quoted}" for name in query)
            if where == path and method == "GET":
                continue
            body = None
            if method != "GET":
                body = [{}, [], value, {"name": value, "extension": value, "number": value, "pattern": value, "to": value, "url": value, "id": value}, {"a": {"b": [value] * 50}}]
                body = body[tried % len(body)]
            tried += 1
            jobs.append((method, where, body))
        if method != "GET":
            for raw in (b"{", b"\xff\xfe", b"[" * 20_000, b'{"a":' * 5_000):
                jobs.append((method, filled(path), raw))

    def one(job):
        method, where, body = job
        began = time.monotonic()
        answer = web.ask(method, where, body, {"Content-Type": "application/json"} if isinstance(body, bytes) else None, timeout=30)
        return job, answer, time.monotonic() - began

    with ThreadPoolExecutor(4) as pool:
        for job, answer, seconds in pool.map(one, jobs):
            if answer.status >= 500 and answer.status != 503 or "\tat " in answer.text and "Exception" in answer.text or answer.headers.get("x-injected"):
                faults.append(f"{job[0]} {job[1][:70]}: {answer.status} {answer.text[:80]!r}")
            if seconds > 10:
                slow.append(f"{job[0]} {job[1][:70]}: {seconds:.0f} s")
    if faults or slow:
        raise Open(f"{len(faults)} of {len(jobs)} requests ended in a fault of ours, {len(slow)} took above 10 s: {(faults + slow)[0]}")
    return f"{len(jobs)} requests; each was answered with a status that blames the sender"
