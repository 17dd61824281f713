"""The pages in a real browser: scripts that others have planted, and pages that a user may not see."""

import shutil
import time
import urllib.parse

from probes import NotTried, Open, probe
from probes_sip import good
from phone import NoAnswer
from browser import BINDING, Browser
from https import Session, Web

# Pages with a menu, as they stand after the host (SecurityTest compares them with the routes of the pages).
ADMIN = ("", "announcements", "attendant", "attendants", "audit", "backups", "calls", "certificates", "conference", "conferences", "dialling", "emergency", "fraud-fuse", "groups", "health", "history", "inbound", "log", "mail", "mailbox",
         "mailboxes", "music", "network", "peers", "phone", "phone-settings", "phones", "plans", "prompts", "queue", "queues", "recordings", "registrations", "reports", "restore", "routes", "schedule", "schedules",
         "security", "settings", "storage", "support", "system", "trunks", "updates", "users", "wallboard", "webhooks", "wizard")
PORTAL = ("portal", "portal/contacts", "portal/devices", "portal/queues", "portal/recordings", "portal/rooms", "portal/rules", "portal/settings", "portal/voicemail")
FREE = ("login", "login/code", "setup", "welcome")
# Those where names of strangers and colleagues stand.
SHORT = ("history", "registrations", "users", "login", "portal")


def planted(where, form=0):
    """What runs when a page takes it for markup: in a text, in an attribute, as an address."""
    call = f"{BINDING}('{where}')"
    return (f'<img src onerror="{call}">', f'"><svg onload="{call}">', f"javascript:{call}", f"'-{call}-'")[form]


@probe("page-scripts", "scripts in every name that pages show (users, callers, devices, groups, phones …) and in every address, in a browser", private=True, users=2, admin=True, short=False)
def page_scripts(target):
    need_browser()
    web, where, refused = target.administrator(), set(), set()
    plant(target, web, where, refused)
    base = f"https://{target.host}:{target.https_port}"
    shown, seen = set(), 0
    with Browser() as browser:
        for pages, name, password in ((FREE, None, None), (ADMIN + past_calls(web), *target.admin), (PORTAL, *web_user(target))):
            if name:
                browser.sign_in(base, name, password)
            for page in pages:
                if target.short and page not in SHORT and not page.startswith("calls/"):
                    continue
                browser.open(f"{base}/{page}")
                shown |= {each for each in where if f"planted('{each}')" in browser.text()}
                for reflected in echoes(page)[:1 if target.short else None]:
                    browser.open(f"{base}/{reflected}")
                    seen += 1
                seen += 1
            if browser.ran:
                raise Open(f"scripts that were planted in {', '.join(sorted(set(browser.ran)))} ran in the browser of {name or 'a stranger'}")
            if name:
                browser.command("Network.clearBrowserCookies")
        # The counter-check: what is markup does run, so silence means that nothing was.
        browser.evaluate(f"document.body.insertAdjacentHTML('beforeend', {planted('itself')!r})")
        browser.waits(lambda: browser.ran, 10)
    if browser.ran != ["itself"]:
        raise RuntimeError(f"a script in the page is not noticed ({browser.ran}): the probe proves nothing")
    if len(shown) < 3:
        raise RuntimeError(f"of what was planted ({sorted(where)}) pages show only {sorted(shown)}: the probe proves nothing")
    told = f"; not taken there: {', '.join(sorted(refused))}" if refused else ""
    return f"{seen} addresses opened; {len(where)} names planted, {len(shown)} of them seen on pages ({', '.join(sorted(shown))}); none ran{told}"


def echoes(page):
    """Addresses that a victim may be made to open."""
    mark = urllib.parse.quote(planted("address"), safe="")
    query = "&".join(f"{name}={mark}" for name in ("q", "error", "to", "token", "id", "name", "user", "call", "party", "continue", "language", "theme"))
    return f"{page}?{query}", f"{page}/{mark}", f"{page}#{mark}"


def plant(target, web, where, refused):
    """Puts scripts wherever people and machines may write; what is refused is not planted."""
    def put(name, method, path, body):
        (where if 200 <= web.ask(method, "/api/v1" + path, body).status < 300 else refused).add(name)

    user = target.users[0][0]
    put("user", "POST", "/users", {"extension": "3177", "name": planted("user")})
    put("group", "POST", "/groups", {"number": "3178", "name": planted("group"), "members": [{"extension": user}]})
    put("room", "POST", "/conference-rooms", {"number": "3179", "name": "planted", "title": planted("room")})
    put("trunk", "POST", "/trunks", {"name": planted("trunk"), "server": "sip:192.0.2.8"})
    put("route", "POST", "/routes", {"name": planted("route"), "trunks": ["provider"]})
    put("queue", "POST", "/queues", {"number": "3180", "name": planted("queue"), "members": [{"agent": user}]})
    put("schedule", "POST", "/schedules", {"name": planted("schedule"), "zone": "Europe/Berlin", "hours": []})
    put("phone", "POST", "/phones", {"mac": "805ec0123456", "brand": "yealink", "model": "T54W", "user": user, "name": planted("phone")})
    put("peer", "POST", "/peers", {"name": planted("peer"), "address": "192.0.2.7"})
    put("token", "POST", "/api-tokens", {"name": planted("token"), "scopes": ["READ"]})
    put("check", "POST", "/plans/checks", {"name": planted("check"), "from": user, "to": target.users[1][0], "at": "2026-11-22T20:00:00+01:00"})
    put("webhook", "POST", "/webhooks", {"url": "https://example.invalid/" + planted("webhook"), "events": ["ENDED"]})
    put("location", "PATCH", f"/users/{user}/calls", {"location": planted("location")})
    put("alias", "PATCH", f"/users/{user}/calls", {"speedDials": {"77": planted("alias")}})
    # As strangers, who need no right to be shown: a wrong name at the door, a new phone.
    Web(target.host, target.https_port, planted("sign-in"), "x", source=target.elsewhere()).ask("GET", "/api/v1/users")
    Web(target.host, target.https_port, source=target.elsewhere()).ask("GET", "/p/805ec0999999.cfg", headers={"User-Agent": f"Yealink SIP-T54W 96.86.0.20 80:5e:c0:99:99:99 {planted('new phone')}"})
    with target.phone(0) as alice, target.phone(1) as bob:
        good(bob.register(), "a good REGISTER")
        for form in (0, 1):
            agent = f"User-Agent: {planted('device', form)}"
            if alice.ask("REGISTER", f"sip:{target.domain}", to=alice.aor(), sender=alice.aor(), more=("Expires: 600", agent)).status == 200:
                where.add("device")
            name = planted("caller", form).replace("\\", "").replace('"', "'")
            try:
                alice.invite(bob.user, seconds=1.0, sender=f'"{name}" <{alice.aor()}>', more=(agent, f"Subject: {planted('subject', form)}"), final=False)
            except NoAnswer:
                pass
            invite = bob.gets(lambda m: m.method == "INVITE", 2.0)
            if invite:
                where.add("caller")
                bob.reply(invite, 486, "Busy Here")
        alice.registered = None  # the binding stays, for the page of registrations
    provider = target.provider
    sender = f"sip:+49301119@{provider.here}"
    try:
        provider.ask("INVITE", f"sip:+49301234@{target.host}:{target.sip_port}", 1.0, sender=sender, more=(f"P-Asserted-Identity: \"{planted('outside', 3)}\" <{sender}>",), body=provider.sdp())
        where.add("outside")
    except NoAnswer:
        pass
    time.sleep(0.5)


@probe("page-rights", "an ordinary user, signed in, opens every page and every route of administrators", private=True, users=1, admin=True, short=False)
def page_rights(target):
    name, password = web_user(target)
    session = Session(target.host, target.https_port, keep=True)
    session.sign_in(name, password)
    if session.ask("GET", "/portal").status != 200:
        raise RuntimeError("the user's own portal does not open: the probe proves nothing")
    found = []
    import probes_web
    known = [each for each in probes_web.routes(target.administrator()) if each[1] not in probes_web.FREE and each[1] != "/api/v1/turn"]
    by_password = Web(target.host, target.https_port, name, password, keep=True)
    for number, (method, path, _) in enumerate(known):
        body = None if method in ("GET", "DELETE") else {}
        for how, asks in (("the session", session.ask), ("the web password", by_password.ask)):
            if target.short and number % (15 if asks == by_password.ask else 3):
                continue  # a password costs the server a bcrypt
            status = asks(method, probes_web.filled(path), body=body).status
            if status < 400 and status not in (0, 302):
                found.append(f"{method} {path} by {how}: {status}")
    if found:
        raise Open(f"{len(found)} routes answer an ordinary user, such as {found[0]}")
    if not shutil.which("chromium"):
        return "no route of the API; pages need a browser, which is not here"
    base, seen = f"https://{target.host}:{target.https_port}", []
    with Browser() as browser:
        browser.sign_in(base, name, password)
        for page in (ADMIN if not target.short else SHORT[:-2]) + past_calls(target.administrator()):
            browser.open(f"{base}/{page}")
            text = browser.text()
            if browser.evaluate("!!document.querySelector('vaadin-grid, vaadin-app-layout vaadin-side-nav-item[path=\"users\"]')") and browser.evaluate("!location.pathname.startsWith('/portal')") \
                    or target.users[2][0] in text and browser.evaluate("!location.pathname.startsWith('/portal')"):
                seen.append(page or "/")
    if seen:
        raise Open(f"an ordinary user sees the pages {', '.join(seen)}")
    return "neither a route nor a page"


def past_calls(web):
    """The pages of the latest calls, each at an address of its own."""
    return tuple(f"calls/{each['id']}" for each in web.json("GET", "/cdrs?limit=3")["cdrs"])


def web_user(target):
    """A user's extension and web password, which it is given here."""
    web, (user, _) = target.administrator(), target.users[1]
    identity = next(each["id"] for each in web.json("GET", f"/users?extension={user}"))
    password = "web-" + user + "-of-the-attack"
    web.json("PATCH", f"/users/{identity}/web-access", {"role": "USER", "password": password})
    return user, password


def need_browser():
    if not shutil.which("chromium"):
        raise NotTried("needs Debian's package chromium")
