"""Strangers, guessers and hostile web pages at the HTTPS port."""

import base64
import gzip
import json
import os
import re
import secrets
import socket
import statistics
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import bombs
from probes import NotTried, Open, probe, signed_rank
from probes_sip import good
from phone import NoAnswer
from https import Session, Web

# What anybody may read: health, the certificate's authority, its own description.
FREE = ("/api/v1/certificate/authority", "/api/v1/openapi.json", "/actuator/health")
HOSTILE = (
    "' OR 1=1 -- ", "1; DROP TABLE users", "\" UNION SELECT 1,2,3 -- ", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "${7*7}", "#{7*7}", "{{7*7}}",
    "${jndi:ldap://127.0.0.1:1/a}", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%00", "\r\nX-Injected: 1", "\u202e\u0000\uffff", "-1", "9" * 40, "A" * 70_000,
)


# They do as they are told, or go on for ever: not an attack.
OBEY = ("restore", "updates", "restart", "shutdown", "/events")


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


def failed(answer):
    """Whether it is the server's own fault: its database is not away while it is attacked, whatever it says."""
    return answer.status >= 500 and answer.status != 503 or answer.status == 503 and "database" in answer.text


def filled(path, value="1"):
    return re.sub(r"\{[^}]+\}", lambda _: value, path)


@probe("api-strangers", "every route of the API without signing in, with a wrong password, with a made-up token", admin=True)
def api_strangers(target):
    admin = target.administrator()
    known = list(routes(admin))
    opened = []
    strangers = {"nobody": Web(target.host, target.https_port, source=target.source(), keep=True),
                 "a made-up token": Web(target.host, target.https_port, token=secrets.token_hex(24), source=target.source(), keep=True)}
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


@probe("pages-strangers", "pages, resources, actuator and files beside them without signing in; paths that climb out")
def pages_strangers(target):
    web = Web(target.host, target.https_port, source=target.source())
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


@probe("api-size", "bodies of 300 MB, endless header fields, compressed bodies that unfold", admin=True, alone=True)
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


@probe("sessions", "open sessions without signing in until the memory is full", alone=True)
def sessions(target):
    address = target.source()
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

    if not target.source():
        raise NotTried("the address from which you sign in would be braked; name others with --from")
    one = target.source()
    with ThreadPoolExecutor(16) as pool:
        same = [status for status, _ in pool.map(lambda n: guess(n, one), range(64))]
        many = [status for status, _ in pool.map(lambda n: guess(n, target.source()), range(64))]
    if same.count(401) > 20:
        raise Open(f"{same.count(401)} of 64 guesses in parallel from one address were judged")
    if target.admin and target.administrator().ask("GET", "/api/v1/users").status != 200:
        raise Open("the administrator's own address is shut out by guesses from others")
    return f"judged {same.count(401)} of 64 from one address and {many.count(401)} of 64 from as many; the administrator still gets in"


@probe("secret-addresses", "guess the addresses of phones' files and of invitations, and silence the office's SIP that way", users=1)
def secret_addresses(target):
    address = target.office()
    web = Web(target.host, target.https_port, source=address)
    statuses = {}
    for number in range(160):
        path = f"/invitation/{secrets.token_urlsafe(16)}" if number % 4 == 3 else f"/p/{secrets.token_urlsafe(16)}/805ec0123456.cfg"
        status = web.ask("GET", path).status
        statuses[status] = statuses.get(status, 0) + 1
    with target.phone(0, address=address) as alice:
        try:
            answer = alice.register()
        except NoAnswer:
            raise Open(f"after 160 guesses at addresses over HTTPS, SIP from the same office is not answered any more") from None
    if answer.status != 200:
        raise Open(f"after 160 guesses over HTTPS a phone of the same office gets {answer!r}")
    return f"answers {dict(sorted(statuses.items()))}; a phone at the same address registers"


@probe("host-header", "have links made for another host: in redirects, invitations, pages")
def host_header(target):
    web = Web(target.host, target.https_port, source=target.source())
    found = []
    for path in ("/", "/users", "/login", "/portal", "/api/v1/turn"):
        for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}, {"Forwarded": "host=evil.example"}):
            answer = web.ask("GET", path, headers=headers)
            if "evil.example" in answer.headers.get("location", "") or "evil.example" in answer.text:
                found.append(f"{path} with {headers}: {answer.headers.get('location', '')[:80]}")
    if found:
        raise Open(found[0])
    return "no answer names the host of the attacker"


@probe("slow", "hundreds of connections that begin a TLS handshake, a request or a WebSocket and never end it", alone=True)
def slow(target):
    address = target.source()
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
    web = target.administrator(keep=True)
    faults, slow, tried = [], [], 0
    jobs = []
    for method, path, query in routes(web):
        if any(word in path for word in OBEY) or method == "DELETE":
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
            if failed(answer) or "\tat " in answer.text and "Exception" in answer.text or answer.headers.get("x-injected"):
                faults.append(f"{job[0]} {job[1][:70]}: {answer.status} {answer.text[:80]!r}")
            if seconds > 10:
                slow.append(f"{job[0]} {job[1][:70]}: {seconds:.0f} s")
    if faults or slow:
        raise Open(f"{len(faults)} of {len(jobs)} requests ended in a fault of ours, {len(slow)} took above 10 s: {(faults + slow)[0]}")
    return f"{len(jobs)} requests; each was answered with a status that blames the sender"


@probe("sql-injection", "SQL in every parameter, and in every field of every body, that would be slow or would find everything if it were run", private=True, admin=True)
def sql_injection(target):
    web = target.administrator(keep=True)
    about = description(web)
    users = len(web.json("GET", "/users"))
    waits = ("' OR SLEEP(4) -- ", "1 OR SLEEP(4)", "\" OR SLEEP(4) #", "1') OR SLEEP(4) -- ", "x' UNION SELECT SLEEP(4) -- ", "`; SELECT SLEEP(4); -- ")
    jobs, pairs = [], []
    for number, (method, path, query) in enumerate(routes(web)):
        if any(word in path for word in OBEY) or method == "DELETE":
            continue
        for which, value in enumerate(waits):
            if target.short and (number + which) % 3:
                continue
            jobs.append((method, *with_value(about, method, path, query, value)))
        if method == "GET" and (query or "{" in path):
            pairs.append(tuple((method, *with_value(about, method, path, query, f"zz' OR 'a'='{letter}")) for letter in "ab"))

    def one(job):
        method, where, body = job
        began = time.monotonic()
        answer = web.ask(method, where, body, timeout=30)
        return job, answer, time.monotonic() - began

    found = []
    with ThreadPoolExecutor(4) as pool:
        for job, answer, seconds in pool.map(one, jobs):
            if seconds > 3.5:
                found.append((job, f"{seconds:.1f} s"))
            if failed(answer):
                found.append((job, f"{answer.status} {answer.text[:80]}"))
        for (job, yes, _), (_, no, _) in zip(pool.map(one, (yes for yes, _ in pairs)), pool.map(one, (no for _, no in pairs))):
            if (yes.status, yes.text.replace("'a'='a", "")) != (no.status, no.text.replace("'a'='b", "")) and len(yes.body) != len(no.body):
                found.append((job, f"{len(yes.body)} bytes for what is true, {len(no.body)} for what is not"))
    # What was slow for another reason is slow once.
    found = [(job, what) for job, what in found if not what.endswith(" s") or one(job)[2] > 3.5]
    if found:
        (method, where, body), what = found[0]
        raise Open(f"{len(found)} inputs change what the database does, such as {method} {where[:80]} {str(body)[:80]}: {what}")
    if len(web.json("GET", "/users")) < users:
        raise Open("users are gone")
    return f"{len(jobs)} requests, none of them slow; {len(pairs)} pairs of what is true and what is not, answered alike"


def with_value(about, method, path, query, value):
    """Where and with which body a route is asked, so that the value stands wherever a text may."""
    quoted = "".join(f"%{b:02x}" for b in value.encode())
    where = filled(path, quoted) + ("?" + "&".join(f"{name}={quoted}" for name in query) if query else "")
    content = about["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    schema = next((each.get("schema", {}) for kind, each in content.items() if "json" in kind), None)
    return where, None if schema is None else like(about, schema, value)


def like(about, schema, value, depth=0):
    """An object of a schema of the description with a value in each of its texts."""
    if "$ref" in schema:
        schema = about["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kind = schema.get("type")
    if depth > 5:
        return None
    if kind == "array":
        return [like(about, schema.get("items", {}), value, depth + 1)]
    if kind == "object" or "properties" in schema:
        return {name: like(about, each, value, depth + 1) for name, each in schema.get("properties", {}).items()}
    if kind in ("integer", "number"):
        return 1
    if kind == "boolean":
        return True
    return next(iter(schema["enum"])) if "enum" in schema else value


@probe("paths", "climb out of directories: reading by every path and query, writing by the name of what is uploaded", private=True, admin=True)
def paths(target):
    web = target.administrator(keep=True)
    marks = (b"root:x:0:0", b"root:*:0:0", b"[mysqld]", b"BEGIN PRIVATE KEY")
    ups = ("../" * 8, "..%2f" * 8, "%2e%2e%2f" * 8, "..%5c" * 8, "..%252f" * 8, "....//" * 8, "..%c0%af" * 8, "..;/" * 8, "%2f")
    files = ("etc/passwd", "etc%2fpasswd", "etc/passwd%00.wav")
    found, tried = [], 0
    for method, path, query in routes(web):
        if method != "GET" or any(word in path for word in OBEY) or "{" not in path and not query:
            continue
        for number, up in enumerate(ups):
            value = up + files[number % len(files)]
            if target.short and (number + len(path)) % 3:
                continue
            where = filled(path, value) + ("?" + "&".join(f"{name}={value}" for name in query) if query else "")
            answer, tried = web.ask("GET", where), tried + 1
            if any(mark in answer.body for mark in marks):
                found.append(f"GET {where[:90]}")
            if failed(answer):
                raise Open(f"GET {where[:90]} is answered {answer.status} {answer.text[:80]}")
    for up in ups:
        for start in ("/", "/p/x/", "/VAADIN/", "/VAADIN/static/", "/assets/", "/icons/", "/api/v1/"):
            answer, tried = Web(target.host, target.https_port, source=target.source()).ask("GET", start + up + files[0]), tried + 1
            if any(mark in answer.body for mark in marks):
                found.append(f"GET {start + up}")
    if found:
        raise Open(f"files of the machine can be read: {found[0]}")
    wav = b"RIFF" + (36 + 16000).to_bytes(4, "little") + b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data" + (16000).to_bytes(4, "little") + bytes(16000)
    straight = web.ask("PUT", "/api/v1/music/straight", wav, {"Content-Type": "audio/wav"})
    if straight.status >= 300 or not straight.status:
        raise RuntimeError(f"a good upload is answered {straight.status} {straight.text[:80]}: the probe proves nothing")
    web.ask("DELETE", "/api/v1/music/straight")
    taken = 0
    for up in ups:
        for where in ("/music/NAME", "/playlists/NAME/x", "/playlists/x/NAME", "/prompts/en/NAME", "/prompts/NAME/x", f"/mailboxes/{target.users[0][0]}/greetings/NAME"):
            status = web.ask("PUT", "/api/v1" + where.replace("NAME", up + "climbed"), wav, {"Content-Type": "audio/wav"}).status
            tried, taken = tried + 1, taken + (200 <= status < 300)
    climbed = [os.path.join(at, each) for top in (target.scratch, "/tmp", "/var/tmp", "/etc", "/root") for at, _, names in os.walk(top) for each in names if each.startswith("climbed")]
    if climbed:
        for each in climbed:
            os.unlink(each)
        raise Open(f"an upload was written to {climbed[0]}")
    return f"{tried} requests; nothing was read, {taken} uploads were taken, none of them outside its place"


@probe("bombs", "what unfolds: compressed bodies and frames, days of silence in some kilobytes, holidays that never end, entities in scripts", private=True, admin=True, alone=True)
def bombs_of_all_sorts(target):
    web = target.administrator()
    user = target.users[0][0]
    squeezed = gzip.compress(b" " * 50_000_000)
    deflated = zlib.compress(b" " * 50_000_000)
    quiet = bombs.silence(1 if target.short else 24)
    schedule = web.json("POST", "/schedules", {"name": "bombs", "zone": "Europe/Berlin", "hours": []})["id"]
    cpl = '<cpl xmlns="urn:ietf:params:xml:ns:cpl"><incoming><location url="sip:HERE"><proxy/></location></incoming></cpl>'
    ways = [
        ("a compressed body", "POST", "/users", squeezed, {"Content-Type": "application/json", "Content-Encoding": "gzip"}),
        ("a deflated body", "POST", "/users", deflated, {"Content-Type": "application/json", "Content-Encoding": "deflate"}),
        ("a day of silence as music", "PUT", "/music/bomb", quiet, {"Content-Type": "audio/ogg"}),
        ("a day of silence as a prompt", "PUT", "/prompts/en/bomb", quiet, {"Content-Type": "audio/ogg"}),
        ("a day of silence as a greeting", "PUT", f"/mailboxes/{user}/greetings/own", quiet, {"Content-Type": "audio/ogg"}),
        ("holidays each second", "POST", f"/schedules/{schedule}/holidays", bombs.endless_calendar(), {"Content-Type": "text/calendar"}),
        ("entities in a script", "PUT", f"/users/{user}/cpl", bombs.laughs(cpl), {"Content-Type": "application/cpl+xml"}),
        ("a script without an end", "PUT", f"/users/{user}/cpl", "<cpl>" * 100_000, {"Content-Type": "application/cpl+xml"}),
        ("a pattern that never ends", "GET", "/cdrs?party=" + "%25_" * 500, None, None),
    ]
    found, said = [], []
    for what, method, path, body, headers in ways:
        began = time.monotonic()
        answer = web.ask(method, "/api/v1" + path, body, headers, timeout=60)
        took = time.monotonic() - began
        said.append(answer.status)
        if took > 8:
            found.append(f"{what} keeps it busy for {took:.0f} s")
        elif answer.status < 400 and answer.status and body is not None or answer.status == 500:
            found.append(f"{what} is answered {answer.status}")
    # What is there of a sound that promises more may be kept; what is promised may not.
    web.ask("PUT", "/api/v1/music/bomb", bombs.endless_wav(), {"Content-Type": "audio/wav"}, timeout=60)
    kept = len(web.ask("GET", "/api/v1/music/bomb", timeout=60).body)
    said.append("promises")
    if kept > 200_000:
        found.append(f"of four gigabytes that a WAV file promises {kept} bytes are kept, and it had 16000")
    answer, frames = websocket(target, extensions="permessage-deflate; client_max_window_bits")
    if b"permessage-deflate" in answer:
        frames.sendall(frame(deflated[2:-4], 0xC1))
        said.append("deflate")
    if frames:
        frames.close()
    web.ask("DELETE", f"/api/v1/schedules/{schedule}")
    web.ask("DELETE", "/api/v1/music/bomb")
    if web.ask("GET", "/actuator/health").status != 200:
        found.append("health does not answer any more")
    if found:
        raise Open("; ".join(found))
    return f"{len(said)} of them, answered {said}"


def websocket(target, source_address=None, origin=None, extensions=None, path="/ws", more=("Sec-WebSocket-Protocol: sip",)):
    """The answer to the beginning of a WebSocket, one for SIP (RFC 7118) unless another path is said, and its connection."""
    plain = socket.create_connection((target.host, target.https_port), timeout=5, source_address=(source_address, 0) if source_address else None)
    tls = Web.trusting().wrap_socket(plain)
    lines = [f"GET {path} HTTP/1.1", f"Host: {target.host}:{target.https_port}", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
             "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", *more]
    lines += [f"Origin: {origin}"] * bool(origin) + [f"Sec-WebSocket-Extensions: {extensions}"] * bool(extensions)
    tls.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
    return tls.recv(4096), tls


def frame(payload, first=0x81, said=None):
    """A frame of a client (RFC 6455 §5.2), whose length may be another than it says."""
    length = said if said is not None else len(payload)
    size = bytes((0x80 | length,)) if length < 126 else b"\xfe" + length.to_bytes(2, "big") if length < 65536 else b"\xff" + length.to_bytes(8, "big")
    return bytes((first,)) + size + bytes(4) + payload  # masked by zeros


def closed_within(connection, seconds):
    """Whether the other side closes it in time."""
    end = time.monotonic() + seconds
    try:
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if connection.recv(65536)[:1] in (b"", b"\x88"):
                return True  # gone, or a frame that closes (RFC 6455 §5.5.1)
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


@probe("websocket", "a WebSocket of another site's page, frames that never end, lengths that lie, silence")
def websockets(target):
    answer, connection = websocket(target, target.source(), origin="https://evil.example")
    connection.close()
    if b" 101 " in answer[:20]:
        raise Open("a page of another site may speak SIP through a visitor's browser")
    answer, connection = websocket(target, target.source())
    if b" 101 " not in answer[:20]:
        connection.close()
        raise NotTried(f"no WebSocket at /ws: {answer[:40]!r}")
    found = []
    ways = {
        "a message of endless fragments": (b"".join(frame(b"x" * 60_000, 0x01 if n == 0 else 0x00) for n in range(60)), 10),
        "a frame without a mask": (b"\x81\x05hello", 10),
        "an unknown kind of frame": (frame(b"x", 0x8B), 10),
    }
    for what, (data, seconds) in ways.items():
        try:
            connection.sendall(data)
        except OSError:
            pass  # closed while we were still talking
        if not closed_within(connection, seconds):
            found.append(f"{what} is waited for")
        connection.close()
        _, connection = websocket(target, target.source())
    connection.close()
    if not target.short:
        # Half a frame, then a byte every ten seconds; and nothing at all, not even answers to pings.
        quiet = [websocket(target, target.source())[1] for _ in range(20)]
        for each in quiet[::2]:
            each.sendall(frame(b"OPTIONS", said=400))
        end = time.monotonic() + 130
        left = quiet  # a frame that closes is read once: what was closed is not asked again
        while (left := [each for each in left if not closed_within(each, 0.01)]) and time.monotonic() < end:
            for each in quiet[::2]:
                try:
                    each.sendall(b"x")
                except OSError:
                    pass
            time.sleep(10)
        for each in quiet:
            each.close()
        if left:
            found.append(f"{len(left)} of 20 that say nothing whole are kept for more than two minutes")
    if found:
        raise Open("; ".join(found))
    return "refused to another site's page; each of the others was closed"


@probe("page-socket", "fill the memory by the WebSocket on which the sign-in page listens: a message that promises two gigabytes")
def page_socket(target):
    source = target.source()
    session = Session(target.host, target.https_port, source=source)
    page = session.ask("GET", "/?v-r=init&location=login&query=", headers={"Accept": "*/*"}).text
    number, secret = re.search(r'"v-uiId":(\d+)', page), re.search(r'"Vaadin-Push-ID":"([^"]+)"', page)
    if not number or not secret:
        raise RuntimeError(f"no page to sign in: {page[:100]}")
    path = (f"/VAADIN/push?v-r=push&v-uiId={number.group(1)}&v-pushId={secret.group(1)}&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=3.1.5-javascript"
            "&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true&X-atmo-protocol=true")
    cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
    answer, connection = websocket(target, source, path=path, more=(f"Cookie: {cookies}",))
    if b" 101 " not in answer[:20]:
        connection.close()
        raise NotTried(f"pages have no WebSocket: {answer[:40]!r}")
    sent = 0
    try:
        connection.sendall(frame(b"2000000000|"))
        for _ in range(200):
            connection.sendall(frame(b"x" * 60_000))
            sent += 60_000
    except OSError:
        pass  # closed while we were still talking
    shut = closed_within(connection, 10)
    connection.close()
    if not shut:
        raise Open(f"{sent} bytes of a message of two gigabytes are kept for a stranger")
    return f"closed after {sent} bytes at most"


@probe("sign-in-times", "find out by the time of the answer who may sign in at the pages and at the API", private=True, admin=True, users=2, alone=True)
def sign_in_times(target):
    import probes_pages
    name, _ = probes_pages.web_user(target)
    names = {"with a password": name, "without one": target.users[2][0], "unknown": "7" + name + "7"}
    rounds = 20 if target.short else 45
    said = []
    for door in ("API", "pages"):
        times, shapes = {which: [] for which in names}, {which: set() for which in names}
        for number in range(rounds):
            order = sorted(names, key=lambda which: (number + len(which)) % 3)
            session = Session(target.host, target.https_port, source=target.elsewhere(), keep=True)
            token = session.token() if door == "pages" else session.ask("GET", "/actuator/health") and ""
            for which in order:
                began = time.perf_counter()
                if door == "API":
                    pair = base64.b64encode(f"{names[which]}:wrong".encode()).decode()
                    answer = session.ask("GET", "/api/v1/users", headers={"Authorization": f"Basic {pair}"})
                else:
                    answer = session.post("/login", username=names[which], password="wrong", _csrf=token)
                times[which].append(time.perf_counter() - began)
                shapes[which].add((answer.status, answer.headers.get("location"), tuple(sorted(set(answer.headers) - {"date", "set-cookie"})), answer.text if door == "API" else ""))
        for which in ("with a password", "without one"):
            if shapes[which] != shapes["unknown"]:
                raise Open(f"{door}: a wrong password of a user {which} is answered {shapes[which]}, of one that is unknown {shapes['unknown']}")
            z, median = signed_rank(times[which], times["unknown"])
            said.append(f"{median * 1000:+.1f} ms (z = {z:.1f})")
            if abs(z) > 3.5 and abs(median) > 0.003:
                raise Open(f"{door}: answers take {median * 1000:+.1f} ms longer for a user {which} than for an unknown one (z = {z:.1f}, {rounds} pairs)")
    return f"answers alike; median differences of {rounds} pairs each: {', '.join(said)}"
