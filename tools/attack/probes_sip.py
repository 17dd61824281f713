"""Strangers and employees at the SIP port."""

import contextlib
import re
import shutil
import socket
import subprocess
import threading
import time

from probes import NotTried, Open, probe, signed_rank
from phone import NoAnswer, token
from target import ABROAD, NATIONAL

MASK = (1 << 64) - 1


def unmix(z):
    """The state of a splitmix64 generator before its output z (Steele, Lea and Flood, OOPSLA 2014)."""
    def unshift(value, by):
        result = value
        for _ in range(64 // by + 1):
            result = value ^ (result >> by)
        return result & MASK
    z = unshift(z, 31) * pow(0x94D049BB133111EB, -1, 1 << 64) & MASK
    z = unshift(z, 27) * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) & MASK
    return unshift(z, 30)


@probe("tags", "guess the next To-tag from those that were seen")
def tags(target):
    seen = []
    with target.stranger() as stranger:
        for _ in range(64):
            # One Call-ID, one lane: the outputs of its generator follow each other.
            answer = stranger.ask("OPTIONS", f"sip:{target.domain}", sender=stranger.aor(), call_id="same-" + stranger.here)
            if answer.tag("To"):
                seen.append(answer.tag("To"))
    if len(set(seen)) < len(seen):
        raise Open("tags come twice")
    numbers = [int(tag, 16) for tag in seen if re.fullmatch(r"[0-9a-f]{1,16}", tag or "")]
    states = [unmix(number) for number in numbers]
    steps = [(b - a) & MASK for a, b in zip(states, states[1:])]
    if steps and max(steps.count(each) for each in set(steps)) > len(steps) // 8:
        raise Open("tags are the outputs of one splitmix64 generator: two that were seen give all others")
    if min(len(tag or "") for tag in seen) < 8:
        raise Open("tags are shorter than 32 bits (RFC 3261 §19.3)")
    return f"{len(seen)} tags, none twice, no step between the states of a splitmix64"


@probe("record-route", "use the Record-Route of a call for a new INVITE to an address of one's own", users=2)
def record_route(target):
    with target.phone(0) as alice, target.phone(1) as bob, target.stranger() as thief, target.stranger() as victim:
        call, inside = connect(alice, bob)
        # What the callee was sent stands as Route of the callee's requests; both directions are tried.
        for routes in (call.routes, tuple(f"Route: {r}" for r in inside.all("Record-Route"))):
            for tag in (None, token()):
                uri = f"sip:booty@{victim.here}"
                thief.send(thief.request("INVITE", uri, call_id=call.id, to_tag=tag, more=routes, body=thief.sdp()))
        got = victim.gets(lambda m: m.method == "INVITE", 1.5)
        call.hang_up()
    if got:
        raise Open("an INVITE of a stranger without credentials went to an address of the stranger's choice, from the appliance's own")
    return "no INVITE left"


@probe("contact-elsewhere", "register a Contact at somebody else's address and have the appliance send there", users=2)
def contact_elsewhere(target):
    with target.phone(0) as alice, target.phone(1) as mallory, target.stranger() as victim:
        answer = mallory.register(contact=f"sip:anything@{victim.here}")
        alice.send(alice.request("INVITE", alice.aor(mallory.user), body=alice.sdp()))
        try:
            alice.invite(mallory.user, seconds=2.0, final=False)
        except NoAnswer:
            pass
        got = victim.gets(lambda m: m.method == "INVITE", 1.0)
    if got:
        raise Open(f"REGISTER with a Contact at a stranger's address got {answer.status}, and the stranger got an INVITE")
    return f"REGISTER got {answer.status}, and nothing was sent there"


@probe("contact-trunk", "register the provider's own address as Contact, so that its trunk takes the call as the company's", private=True, users=2)
def contact_trunk(target):
    with target.phone(0) as alice, target.phone(1) as mallory:
        for contact in (f"sip:{'0015552368001'}@{target.provider.here}", f"sip:x@{target.host}:{target.sip_port}"):
            answer = mallory.register(contact=contact)
            target.provider.forget()
            try:
                alice.invite(mallory.user, seconds=1.5, final=False)
            except NoAnswer:
                pass
            if target.provider.gets(lambda m: m.method == "INVITE", 0.7):
                raise Open(f"REGISTER with a Contact at the provider got {answer.status}, and the provider got an INVITE from the trunk's address")
    return "neither the provider's address nor our own"


@probe("call-id", "call a feature code with the Call-ID of a colleague's live call, and so act as the colleague", private=True, users=2)
def call_id(target):
    web = target.administrator()
    victim = target.users[0][0]
    with target.phone(0) as alice, target.phone(1) as mallory:
        call, inside = connect(alice, mallory)
        done = False
        # The callee knows the Call-ID, and both tags. The code toggles, so each try is looked at.
        for tag in (token(), call.local):
            try:
                mallory.invite("*78", call_id=call.id, from_tag=tag, seconds=2.0)
            except NoAnswer:
                pass
            time.sleep(0.3)
            done = done or web.json("GET", f"/users/{victim}/calls").get("doNotDisturb")
        call.hang_up()
        for user, _ in target.users[:2]:
            web.json("PATCH", f"/users/{user}/calls", {"doNotDisturb": False})
    if done:
        raise Open(f"*78, dialled by {target.users[1][0]} with the Call-ID of {victim}'s call, set {victim} to do not disturb")
    return "the code was refused, or acted for who dialled it"


@probe("hijack", "register as a colleague with one's own password, call in a colleague's name, unregister a colleague", users=2)
def hijack(target):
    with target.phone(0) as alice, target.phone(1) as mallory:
        good(alice.register(), "a good REGISTER")
        as_her = mallory.ask("REGISTER", f"sip:{target.domain}", to=alice.aor(), sender=alice.aor(), more=("Expires: 300",))
        star = mallory.ask("REGISTER", f"sip:{target.domain}", to=alice.aor(), sender=alice.aor(), contact="*", more=("Expires: 0",))
        named = mallory.invite(mallory.user, sender=alice.aor(), seconds=3.0)
        still = alice.ask("REGISTER", f"sip:{target.domain}", to=alice.aor(), sender=alice.aor())
    if as_her.status < 300 or star.status < 300:
        raise Open("another user's password registers or removes a colleague's phone")
    if named.status < 300:
        raise Open("a call with a colleague's name in From was let through")
    if alice.here not in str(still.all("Contact")):
        raise Open("the colleague's binding is gone")
    return f"REGISTER {as_her.status} and {star.status}, INVITE {named.status}; the colleague's phone is still registered"


@probe("replay", "send somebody's credentials again: from elsewhere, for another request, with the same count", users=1)
def replay(target):
    with target.phone(0) as alice, target.stranger() as thief:
        uri = f"sip:{target.domain}"
        parts = {"to": alice.aor(), "sender": alice.aor(), "call_id": token(), "from_tag": token()}
        alice.send(alice.request("REGISTER", uri, cseq=1, **parts))
        challenge = alice.answer_to(parts["call_id"], "1 REGISTER")
        header = alice.credentials(challenge, "REGISTER", uri)
        alice.send(alice.request("REGISTER", uri, cseq=2, more=(header,), **parts))
        good(alice.answer_to(parts["call_id"], "2 REGISTER"), "a good REGISTER")
        found = {}
        thief.send(thief.request("REGISTER", uri, cseq=3, more=(header,), **parts))
        found["from another address"] = thief.answer_to(parts["call_id"], "3 REGISTER").status
        alice.send(alice.request("REGISTER", uri, cseq=4, more=(header,), **parts | {"call_id": (again := token())}))
        found["with the same count"] = alice.answer_to(again, "4 REGISTER").status
        # Fresh credentials, but made for another Request-URI (RFC 7616 §3.4.6).
        parts = {"to": alice.aor("nobody"), "sender": alice.aor(), "call_id": token(), "from_tag": token()}
        target_uri = alice.aor("99999")
        alice.send(alice.request("MESSAGE", target_uri, cseq=1, body="x", kind="text/plain", **parts))
        challenge = alice.answer_to(parts["call_id"], "1 MESSAGE")
        if challenge.status in (401, 407):
            header = alice.credentials(challenge, "MESSAGE", target_uri, digest_uri=alice.aor("12345"))
            alice.send(alice.request("MESSAGE", target_uri, cseq=2, more=(header,), body="x", kind="text/plain", **parts))
            found["for another Request-URI"] = alice.answer_to(parts["call_id"], "2 MESSAGE").status
    for how, status in found.items():
        # 404 says that the credentials were taken and only the number was not there.
        if status < 300 or status == 404:
            raise Open(f"credentials were taken {how} ({status})")
    return ", ".join(f"{how}: {status}" for how, status in found.items())


@probe("relay", "as the callee, have the caller's phone sign a call abroad: a challenge that is the server's own, passed on", private=True, users=2)
def relay(target):
    with target.phone(0) as mallory, target.phone(2) as alice:
        call, inside = connect(alice, mallory)
        # Mallory gets a challenge of the server, and gives it as an answer to the re-INVITE by which Alice holds the call.
        abroad = f"sip:{ABROAD}@{target.domain}"
        mallory.send(mallory.request("INVITE", abroad, sender=alice.aor(), call_id=(stolen := token()), body=mallory.sdp()))
        challenge = mallory.answer_to(stolen, f"{mallory.count} INVITE")
        field = next(iter(challenge.all("Proxy-Authenticate")), None)
        if field is None:
            raise NotTried(f"a call without credentials is answered {challenge!r}")
        got = []

        def refuse():
            for _ in range(3):
                request = mallory.gets(lambda m: m.method == "INVITE" and m.tag("To"), 2.0)
                if not request:
                    return
                got.append(request)
                mallory.reply(request, 407, "Proxy Authentication Required", more=tuple(f"Proxy-Authenticate: {each}" for each in challenge.all("Proxy-Authenticate")))

        refusing = threading.Thread(target=refuse)
        refusing.start()
        answer = call.send("INVITE", body=alice.sdp())
        refusing.join(8)
        call.hang_up()
    if not got:
        raise NotTried("the re-INVITE did not reach the callee")
    if answer is not None and any(field.split("nonce=")[1][:20] in each for each in answer.all("Proxy-Authenticate") + answer.all("WWW-Authenticate")):
        raise Open("the caller's phone is asked to sign a challenge that the callee chose: it gives the callee credentials of its user")
    return f"the caller's phone hears {answer!r} and no challenge"


@probe("replaces", "take over a colleague's call with Replaces and tags that lamps were told", private=True, users=3)
def replaces(target):
    with target.phone(0) as alice, target.phone(1) as bob, target.phone(2) as mallory:
        good(mallory.register(), "a good REGISTER")
        call, inside = connect(alice, bob)
        taking = threading.Thread(target=outside, args=(target.provider,))
        taking.start()
        trunk = alice.invite(NATIONAL).call
        taking.join()
        told = []
        for watched in (alice.user, bob.user):
            answer = mallory.ask("SUBSCRIBE", mallory.aor(watched), more=("Event: dialog", "Accept: application/dialog-info+xml", "Expires: 60"))
            try:
                told.append(mallory.await_(lambda m: m.method == "NOTIFY" and b"<dialog " in m.body, 2.0).body.decode())
            except NoAnswer:
                pass
        known = []
        for body in told:
            for dialog in re.findall(r"<dialog [^>]*>", body):
                get = lambda name: (re.search(f'{name}="([^"]*)"', dialog) or [None, None])[1]
                known.append((get("call-id"), get("local-tag"), get("remote-tag")))
        # What a guest at the same table could know besides: the Call-ID alone, or one tag.
        known.append((call.id, call.remote, call.local))
        known.append((call.id, call.local, call.remote))
        known += [(trunk.id, trunk.remote, trunk.local), (trunk.id, trunk.local, trunk.remote), (inside.first("Call-ID"), inside.tag("From"), "0")]
        taken = None
        for which, to_tag, from_tag in known:
            if not which:
                continue
            for number in (alice.user, bob.user, NATIONAL):
                try:
                    answer = mallory.invite(number, more=(f"Replaces: {which};to-tag={to_tag or 0};from-tag={from_tag or 0}",), seconds=1.0)
                    taken = taken or (answer.status < 300 and number)
                except NoAnswer:
                    pass  # the provider is asked to send its sound elsewhere, and does not answer
                if target.provider.gets(lambda m: m.method in ("INVITE", "UPDATE") and m.tag("To"), 0.1):
                    taken = number
            if alice.gets(lambda m: m.method == "BYE", 0.2) or bob.gets(lambda m: m.method == "BYE", 0.1):
                taken = taken or alice.user
        call.hang_up()
        trunk.hang_up()
    if taken:
        raise Open(f"a third user took over the call of {taken}")
    return f"{len(known)} pairs of tags tried, {len(told)} lamps read"


@probe("foreign-dialog", "end a call with BYE, or divert it with re-INVITE, knowing its Call-ID but not its tags", users=2)
def foreign_dialog(target):
    with target.phone(0) as alice, target.phone(1) as bob, target.stranger() as thief:
        call, inside = connect(alice, bob)
        for method in ("BYE", "INVITE", "UPDATE", "REFER"):
            for uri in (alice.aor(bob.user), f"sip:{bob.user}@{bob.here}", f"sip:{target.host}:{target.sip_port}"):
                thief.send(thief.request(method, uri, call_id=call.id, to_tag=token(), from_tag=token(), cseq=900,
                                         more=("Refer-To: <sip:1@example.invalid>",) if method == "REFER" else (), body=thief.sdp()))
        ended = alice.gets(lambda m: m.method in ("BYE", "INVITE", "REFER"), 1.0) or bob.gets(lambda m: m.method in ("BYE", "INVITE", "REFER"), 0.5)
        hearing = threading.Thread(target=lambda: (bye := bob.gets(lambda m: m.method == "BYE", 3.0)) and bob.reply(bye, 200, "OK"))
        hearing.start()
        answer = call.hang_up()
        hearing.join()
    if ended:
        raise Open(f"a stranger's {ended.method} reached a phone in its call")
    if answer is None or answer.status != 200:
        raise Open("the call did not live on")
    return "both phones heard nothing of it"


@probe("enumeration", "find out which extensions exist by answers and their times", users=1, alone=True)
def enumeration(target):
    exists, not_there = target.users[0][0], "7" + target.users[0][0] + "7"
    shapes = {}
    rounds = 50 if target.short else 300
    for method in ("REGISTER", "INVITE", "OPTIONS", "SUBSCRIBE", "MESSAGE", "PUBLISH"):
        for name in (exists, not_there):
            with target.stranger() as stranger:
                aor = stranger.aor(name)
                uri = f"sip:{target.domain}" if method == "REGISTER" else aor
                more = {"SUBSCRIBE": ("Event: presence",), "PUBLISH": ("Event: presence",)}.get(method, ())
                answer = stranger.ask(method, uri, to=aor, sender=aor, more=more)
                shapes[method, name] = (answer.status, tuple(key for key, _ in answer.fields))
                # A wrong password must look the same, too.
                if answer.status in (401, 407):
                    parts = {"to": aor, "sender": aor, "more": more}
                    wrong = stranger.ask(method, uri, user=name, password="wrong-" + token(), **parts)
                    shapes[method + " with a wrong password", name] = (wrong.status, tuple(key for key, _ in wrong.fields))
    target.lift_bans()
    for what in {what for what, _ in shapes}:
        if shapes.get((what, exists)) != shapes.get((what, not_there)):
            raise Open(f"{what}: {shapes.get((what, exists))} for an extension that exists, {shapes.get((what, not_there))} for one that does not")
    # The times of the answers, by turns and in pairs. Each source guesses little, so that none is banned.
    said = []
    for what in ("REGISTER with a wrong password", "INVITE with a wrong password", "INVITE without one"):
        method, guesses = what.split()[0], "wrong" in what
        times = {exists: [], not_there: []}
        for number in range(rounds):
            with target.stranger() as stranger:
                for name in (exists, not_there) if number % 2 else (not_there, exists):
                    times[name].append(answer_time(stranger, method, name, guesses))
        z, median = signed_rank(times[exists], times[not_there])
        said.append(f"{what} {median * 1e6:+.0f} µs (z = {z:.1f})")
        if abs(z) > 5 and abs(median) > 30e-6:
            raise Open(f"{what}: answers take {median * 1e6:+.0f} µs longer for an extension that exists (z = {z:.1f}, {rounds} pairs)")
    return f"{len(shapes)} answers alike; median differences of {rounds} pairs each: {', '.join(said)}"


def answer_time(stranger, method, name, guesses):
    """Seconds until the answer to the request of somebody who says that they are this extension."""
    aor = stranger.aor(name)
    uri = f"sip:{stranger.domain}" if method == "REGISTER" else stranger.aor("99")
    parts = {"to": aor if method == "REGISTER" else uri, "sender": aor, "call_id": token(), "from_tag": token()}
    more = ()
    if guesses:
        stranger.send(stranger.request(method, uri, cseq=1, branch=(branch := "z9hG4bK" + token()), **parts))
        challenge = stranger.answer_to(parts["call_id"], f"1 {method}")
        if method == "INVITE":
            stranger.ack(challenge, uri, parts, 1, branch)
        more = (stranger.credentials(challenge, method, uri, user=name, password="wrong"),)
    data = stranger.request(method, uri, cseq=2, branch=(branch := "z9hG4bK" + token()), more=more, **parts)
    began = time.perf_counter()
    stranger.send(data)
    answer = stranger.answer_to(parts["call_id"], f"2 {method}")
    took = time.perf_counter() - began
    if method == "INVITE":
        stranger.ack(answer, uri, parts, 2, branch)
    return took


@probe("header-fields", "messages of odd sizes: hundreds of header fields, long lines, lengths that lie; over UDP and TCP")
def header_fields(target):
    silent = []
    sizes = (200, 300, 1000)
    with target.stranger() as stranger:
        for count in sizes:
            call = token()
            stranger.send(stranger.request("OPTIONS", f"sip:{target.domain}", call_id=call, sender=stranger.aor(), more=tuple(f"X-{n}: y" for n in range(count))))
            try:
                stranger.await_(lambda m: m.status and m.first("Call-ID") == call, 2.0)
            except NoAnswer:
                silent.append(f"{count} header fields over UDP")
    with target.stranger() as maker:
        for count in sizes:
            with socket.create_connection((target.host, target.sip_port), timeout=4) as tcp:
                for fields in (count, 0):
                    data = maker.request("OPTIONS", f"sip:{target.domain}", sender=maker.aor(), more=tuple(f"X-{n}: y" for n in range(fields)))
                    tcp.sendall(data.replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP", 1))
                tcp.settimeout(2)
                got = b""
                try:
                    while got.count(b"SIP/2.0 ") < 2 and (more := tcp.recv(65536)):
                        got += more
                except TimeoutError:
                    silent.append(f"{count} header fields over TCP: {got.count(b'SIP/2.0 ')} of 2 answers and the connection stays open in silence")
                else:
                    if b"SIP/2.0 " not in got:
                        silent.append(f"{count} header fields over TCP: closed without an answer")
    if silent:
        raise Open("no answer to " + "; ".join(silent))
    return "each was answered, or its connection closed after an answer"


@probe("torture", "the malformed and the merely odd: random bytes, cut messages, endless loops of Via", alone=True)
def torture(target):
    import random
    chance = random.Random(5)
    with target.stranger() as stranger, target.stranger() as watcher:
        base = stranger.request("INVITE", stranger.aor("1"), body=stranger.sdp())
        for _ in range(600):
            data = bytearray(base)
            for _ in range(chance.randrange(1, 12)):
                at = chance.randrange(len(data))
                data[at:at + chance.randrange(3)] = bytes(chance.randrange(256) for _ in range(chance.randrange(3)))
            stranger.send(bytes(data[:chance.randrange(10, len(data) + 1)]))
        stranger.send(stranger.request("OPTIONS", f"sip:{target.domain}", more=tuple("Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx" for _ in range(500))))
        if alive(watcher) is None:
            raise Open("the server does not answer any more")
    return "601 messages, and it still answers"


@probe("sipvicious", "Debian's scanner: svmap looks for us, svwar for extensions, svcrack for a password", users=1)
def sipvicious(target):
    tools = [shutil.which(name) for name in ("svmap", "svwar", "svcrack")]
    if not all(tools):
        raise NotTried("needs Debian's package sipvicious")
    said, running = {}, {}
    exists = target.users[0][0]
    for tool, extra in ((tools[0], []), (tools[1], ["-e", f"{exists},5999,6999", "--force"]), (tools[2], ["-u", exists, "-r", "1000-1040"])):
        own = ["-b", target.source()] if target.source() else []
        running[tool] = subprocess.Popen([tool, *own, "-p", str(target.sip_port), *extra, target.host], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for tool, process in running.items():
        try:
            said[tool] = process.communicate(timeout=40)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            said[tool] = process.communicate()[0]
    if re.search(rf"\b{exists}\b.*(reqauth|noauth)", said[tools[1]]) and not re.search(r"5999.*(reqauth|noauth)", said[tools[1]]):
        raise Open("svwar tells the extension that exists from those that do not")
    if re.search(r"password", said[tools[2]], re.I) and "no passwords found" not in said[tools[2]].lower() and re.search(rf"{exists}\s*\|\s*\d+", said[tools[2]]):
        raise Open("svcrack found a password")
    return "svmap, svwar and svcrack found neither extension nor password"


@probe("spraying", "guess passwords of many extensions from one address, and be banned")
def spraying(target):
    with target.stranger() as thief:
        answered = 0
        for number in range(80):
            aor = thief.aor(str(2000 + number))
            try:
                thief.ask("REGISTER", f"sip:{target.domain}", to=aor, sender=aor, user=str(2000 + number), password="1234", seconds=0.4)
                answered += 1
            except NoAnswer:
                break
    if answered > 60:
        raise Open(f"{answered} guesses at as many extensions from one address were all answered")
    return f"nothing was read any more after {answered} guesses"


@probe("amplification", "requests with a false source address, so that the answers flood somebody")
def amplification(target):
    victims = {}
    kinds = [(method, method, "", "") for method in ("OPTIONS", "REGISTER", "SUBSCRIBE", "INVITE", "MESSAGE", "PUBLISH", "NOTIFY", "BYE")]
    kinds += [("INVITE to the server itself", "INVITE", "", ""), ("INVITE in a made-up dialog", "INVITE", ";tag=2", "Route: <sip:a@b;lr>\r\n")]
    with contextlib.ExitStack() as open_ones:
        for kind, method, tag, route in kinds:
            stranger = open_ones.enter_context(target.stranger())
            uri = f"sip:{target.domain}" if method in ("OPTIONS", "REGISTER") or kind.endswith("itself") else stranger.aor("1")
            # As short as a request may be: the victim never answers, and never acknowledges.
            data = (f"{method} {uri} SIP/2.0\r\nv: SIP/2.0/UDP {stranger.here};branch=z9hG4bK{token()}\r\nf: <sip:a@b>;tag=1\r\nt: <{uri}>{tag}\r\n{route}"
                    f"i: {token()}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n" + ("Event: dialog\r\n" if method in ("SUBSCRIBE", "PUBLISH") else "") + "l: 0\r\n\r\n").encode()
            stranger.send(data)
            victims[kind] = (stranger, len(data))
        time.sleep(8.5)  # retransmissions to an INVITE's sender double their distance up to four seconds
        worst, most = (0.0, ""), (0, "")
        for kind, (stranger, sent) in victims.items():
            received = []
            stranger.socket.setblocking(False)
            try:
                while True:
                    received.append(len(stranger.socket.recv(65535)))
            except (BlockingIOError, ConnectionRefusedError):
                pass
            worst = max(worst, (sum(received) / sent, kind))
            most = max(most, (len(received), kind))
    if worst[0] > 8:
        raise Open(f"{worst[1]}: {worst[0]:.1f} bytes come back for each byte that was sent")
    if most[0] > 1:
        raise Open(f"{most[1]}: {most[0]} answers come back for one request")
    return f"at most one answer, and {worst[0]:.1f} bytes for each that was sent ({worst[1]}, within 8 s)"


@probe("subscribe-flood", "more subscriptions and bindings than a user may have", users=1, short=False)
def subscribe_flood(target):
    with target.phone(0) as alice:
        good(alice.register(), "a good REGISTER")
        taken = 0
        for number in range(700):
            try:
                answer = alice.ask("SUBSCRIBE", alice.aor(alice.user), more=("Event: dialog", "Expires: 60"), seconds=1.0)
            except NoAnswer:
                break
            if answer.status >= 300:
                break
            taken += 1
            time.sleep(0.055)  # below the rate of a user, which would end this early
        bindings = 0
        for number in range(30):
            answer = alice.register(contact=f"sip:{alice.user}-{number}@{alice.here}", expires=60)
            bindings = max(bindings, len(answer.all("Contact")))
        alice.ask("REGISTER", f"sip:{target.domain}", to=alice.aor(), sender=alice.aor(), contact="*", more=("Expires: 0",))
    if taken >= 700 or bindings > 20:
        raise Open(f"{taken} subscriptions and {bindings} bindings of one user were taken")
    return f"stopped at {taken} subscriptions and {bindings} bindings"


@probe("xml-bomb", "PUBLISH with entities that unfold to gigabytes, and with endless depth", users=1)
def xml_bomb(target):
    laughs = '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10)) + "]>"
    bodies = (laughs + '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:x@y">&a9;</presence>',
              "<presence>" * 3000,
              '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><presence xmlns="urn:ietf:params:xml:ns:pidf"><note>&x;</note></presence>')
    with target.phone(0) as alice, target.stranger() as watcher:
        good(alice.register(), "a good REGISTER")
        statuses = []
        for body in bodies:
            began = time.monotonic()
            answer = alice.ask("PUBLISH", alice.aor(), to=alice.aor(), more=("Event: presence", "Expires: 60"), body=body, kind="application/pidf+xml", seconds=6.0)
            statuses.append(answer.status)
            if time.monotonic() - began > 3:
                raise Open("a PUBLISH of some kilobytes was chewed for seconds")
            if answer.status < 300 and b"ENTITY" in body.encode():
                raise Open("a document with entities was taken")
        if alive(watcher) is None:
            raise Open("the server does not answer any more")
    return f"answered {statuses}"


@probe("connections", "idle TCP connections from one address, while a registered phone wants in", users=1, short=False, alone=True)
def connections(target):
    idle = []
    address = target.source()
    try:
        for _ in range(3000):
            each = socket.socket()
            each.settimeout(0.5)
            if address:
                each.bind((address, 0))
            each.connect((target.host, target.sip_port))
            idle.append(each)
    except OSError:
        pass
    try:
        with target.phone(0) as alice, socket.create_connection((target.host, target.sip_port), timeout=3) as tcp:
            good(alice.register(), "a good REGISTER by UDP")
            tcp.sendall(alice.request("OPTIONS", f"sip:{target.domain}", sender=alice.aor()).replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP", 1))
            tcp.settimeout(3)
            try:
                answered = tcp.recv(4096).startswith(b"SIP/2.0")
            except OSError:
                answered = False
    finally:
        for each in idle:
            each.close()
    if not answered:
        raise Open(f"with {len(idle)} idle connections of one stranger a phone at another address gets no answer over TCP")
    return f"{len(idle)} idle connections, and a phone at another address is answered"


@probe("pin", "guess the PIN of a mailbox from a colleague's phone that was left alone, call after call", private=True, users=1, short=False)
def pin(target):
    web = target.administrator()
    user = target.users[0][0]
    web.json("PATCH", f"/mailboxes/{user}", {"pin": "739162"})
    guesses = 0
    with target.phone(0) as alice:
        good(alice.register(), "a good REGISTER")
        for _ in range(6):
            call = alice.invite("*97", seconds=5.0).call
            for number in range(3):
                time.sleep(1.0)
                for key in f"{guesses:04d}#":
                    answer = call.send("INFO", body=f"Signal={key}\r\nDuration=160\r\n", kind="application/dtmf-relay", seconds=1.0)
                    if answer is None or answer.status != 200:
                        break
                guesses += 1
            call.hang_up()
            if web.json("GET", f"/mailboxes/{user}").get("lockedUntil"):
                return f"the mailbox was locked within {guesses} guesses"
    raise Open(f"{guesses} wrong PINs did not lock the mailbox")


@probe("conference-pin", "guess the PIN of a conference room, call after call, with three phones at once", private=True, users=3, admin=True, short=False)
def conference_pin(target):
    web = target.administrator()
    room = web.json("POST", "/conference-rooms", {"name": "secret", "number": "7091", "pin": "4711"})
    if not enters(target, web, "4711"):
        raise RuntimeError("the right PIN lets nobody in: the probe proves nothing")
    counts = [0, 0, 0]

    def guess(which):
        with target.phone(which) as phone:
            good(phone.register(), "a good REGISTER")
            for _ in range(9):
                call = phone.invite("7091", seconds=5.0).call
                for number in range(3):
                    for key in f"{which}{counts[which]:03d}#":
                        answer = call.send("INFO", body=f"Signal={key}\r\nDuration=160\r\n", kind="application/dtmf-relay", seconds=1.0)
                        if answer is None or answer.status != 200:
                            break
                    counts[which] += 1
                    time.sleep(0.7)
                call.hang_up()

    guessing = [threading.Thread(target=guess, args=(which,)) for which in range(3)]
    for each in guessing:
        each.start()
    for each in guessing:
        each.join()
    inside = enters(target, web, "4711")
    web.ask("DELETE", f"/api/v1/conference-rooms/{room['id']}")
    if inside:
        raise Open(f"after {sum(counts)} wrong PINs the next one is still judged")
    return f"after {sum(counts)} wrong PINs not even the right one lets anybody in"


def enters(target, web, pin):
    """Whether a PIN lets a user into the room."""
    with target.phone(0) as phone:
        good(phone.register(), "a good REGISTER")
        call = phone.invite("7091", seconds=5.0).call
        time.sleep(1.0)
        for key in pin + "#":
            call.send("INFO", body=f"Signal={key}\r\nDuration=160\r\n", kind="application/dtmf-relay", seconds=1.0)
        time.sleep(2.0)
        inside = [each for each in web.json("GET", "/conferences") if each.get("participants")]
        call.hang_up()
    return bool(inside)


# ---- what several need

def good(answer, what):
    if not 200 <= answer.status < 300:
        raise NotTried(f"{what} is answered {answer!r}")
    return answer


def alive(phone):
    """The answer to an OPTIONS, or None."""
    try:
        return phone.ask("OPTIONS", f"sip:{phone.domain}", sender=phone.aor(), seconds=3.0)
    except NoAnswer:
        return None


def outside(provider):
    """The provider takes the next call."""
    try:
        provider.reply(provider.rings(5.0), 200, "OK", body=provider.sdp())
        provider.gets(lambda m: m.method == "ACK", 2.0)
    except NoAnswer:
        pass  # the caller hears of it


def connect(caller, callee, number=None):
    """Both register, one calls the other, who answers: the call, and the INVITE as the callee saw it."""
    good(callee.register(), "a good REGISTER")
    good(caller.register(), "a good REGISTER")
    result = {}

    def answer():
        try:
            invite = callee.rings(5.0)
            callee.reply(invite, 180, "Ringing")
            callee.reply(invite, 200, "OK", body=callee.sdp())
            result["invite"] = invite
            callee.gets(lambda m: m.method == "ACK", 2.0)
        except NoAnswer as silence:
            result["silence"] = silence

    answering = threading.Thread(target=answer)
    answering.start()
    answered = caller.invite(number or callee.user)
    answering.join(8)
    if "invite" not in result or answered.status != 200:
        raise NotTried(f"a good call from {caller.user} to {callee.user} is answered {answered!r}")
    return answered.call, result["invite"]
