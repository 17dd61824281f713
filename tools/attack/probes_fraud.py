"""Toll fraud: every way a call can leave, tried by a user who may not call abroad, and by nobody at all."""

import re
import threading
import time

from probes import Open, probe
from probes_sip import connect, good
from phone import NoAnswer, token
from target import ABROAD, NATIONAL

E164 = "+" + ABROAD[2:]
FORMS = (ABROAD, E164, f"tel:{E164}")


def reached(target, seconds=0.8):
    """Whether the provider was asked to call abroad; the INVITE's Request-URI."""
    got = target.provider.gets(lambda m: m.method == "INVITE" and re.match(r"(sips?|tel):(\+|00)?1555\d", m.uri), seconds)
    if got:
        target.provider.reply(got, 486, "Busy Here")
    return got and got.uri


def never(target, how, seconds=0.8):
    uri = reached(target, seconds)
    if uri:
        raise Open(f"{how}: the provider was asked to call {uri}")


def answers(target, seconds=6.0):
    """The provider takes the next call, in a thread; the INVITE is put into the list."""
    taken = []

    def take():
        try:
            invite = target.provider.rings(seconds)
            target.provider.reply(invite, 200, "OK", body=target.provider.sdp())
            target.provider.gets(lambda m: m.method == "ACK", 2.0)
            taken.append(invite)
        except NoAnswer:
            pass

    thread = threading.Thread(target=take)
    thread.start()
    return thread, taken


@probe("fraud-direct", "call abroad without the right: plain, as somebody else, with asserted identities, with our own URI parameters", private=True, users=3)
def direct(target):
    rich = target.users[2][0]
    statuses = set()
    quick = 0.15 if target.short else 0.8  # what comes later is noticed at the end, and then which it was is not known
    with target.phone(0) as mallory:
        good(mallory.register(), "a good REGISTER")
        target.provider.forget()
        asserted = (f"P-Asserted-Identity: <sip:{rich}@{target.domain}>", f"P-Preferred-Identity: <sip:{rich}@{target.domain}>",
                    f"Remote-Party-ID: <sip:{rich}@{target.domain}>;party=calling")
        tries = [dict(uri=form if form.startswith("tel:") else f"sip:{form}@{target.domain}") for form in FORMS]
        tries += [dict(uri=tries[0]["uri"], more=(field,)) for field in asserted]
        tries += [dict(uri=tries[0]["uri"], sender=sender) for sender in ("sip:anonymous@anonymous.invalid", mallory.aor(rich), f"sip:{rich}@{target.domain};user=phone", "sip:x@example.invalid")]
        tries += [dict(uri=f"sip:{ABROAD}@{target.domain};{parameter}") for parameter in ("app=trunk", "trunk=provider", "user=phone", "app=trunk;trunk=provider", "gr=1")]
        tries += [dict(uri=f"sip:{ABROAD}@{target.provider.here}"), dict(uri=f"sip:{ABROAD}@{target.provider.address}"),
                  dict(uri=f"sip:*67{ABROAD}@{target.domain}"), dict(uri=f"sip:{ABROAD}%40x@{target.domain}"), dict(uri=f"sip:0{ABROAD}@{target.domain}"),
                  dict(uri=f"sip:{ABROAD}@{target.domain}", more=(f"Route: <sip:{target.provider.here};lr>",)),
                  dict(uri=f"sip:{ABROAD}@{target.domain}", more=(f"Route: <sip:{target.host}:{target.sip_port};lr>, <sip:{target.provider.here};lr>",)),
                  dict(uri=f"sip:{ABROAD}@{target.domain}", more=(f"Diversion: <sip:{rich}@{target.domain}>;reason=unconditional", f"History-Info: <sip:{rich}@{target.domain}>;index=1",
                                                                 f"Referred-By: <sip:{rich}@{target.domain}>"))]
        for each in tries:
            how = each.get("more", ("",))[0] or each.get("sender") or each["uri"]
            try:
                statuses.add(mallory.invite(None, seconds=1.5, **each).status)
            except NoAnswer:
                pass
            never(target, how, quick)
        never(target, "one of the last forms")
    with target.stranger() as stranger:
        for form in (ABROAD, E164, NATIONAL):
            for sender in (stranger.aor(rich), f"sip:{rich}@{target.provider.here}", "sip:anonymous@anonymous.invalid"):
                try:
                    stranger.invite(form, sender=sender, seconds=1.0)
                except NoAnswer:
                    pass
                never(target, f"a stranger as {sender}", quick)
        never(target, "a stranger")
    target.lift_bans()
    return f"{len(tries)} forms by a user (answers {sorted(statuses)}), 9 by a stranger"


@probe("fraud-allowed", "the counter-check: a user with the right does get through", private=True, users=3)
def allowed(target):
    with target.phone(2) as rich:
        good(rich.register(), "a good REGISTER")
        target.provider.forget()
        try:
            rich.invite(ABROAD, seconds=2.0)
        except NoAnswer:
            pass
        if not reached(target):
            raise RuntimeError("no call came to the provider: the probes for fraud prove nothing")
    return "the provider was asked"


@probe("fraud-refer", "call an allowed number, hiding one's own, and transfer it abroad", private=True, users=2)
def refer(target):
    how_often = 0
    for sender in (None, "sip:anonymous@anonymous.invalid"):
        for refer_to in (f"sip:{ABROAD}@{target.domain}", f"tel:{E164}", f"sip:{ABROAD}@{target.domain};app=trunk", f"sip:{ABROAD}@{target.provider.here}"):
            with target.phone(0) as mallory:
                good(mallory.register(), "a good REGISTER")
                target.provider.forget()
                thread, taken = answers(target)
                parts = {"sender": sender, "more": ("Privacy: id",)} if sender else {}
                answer = mallory.invite(NATIONAL, **parts)
                thread.join(8)
                if not taken or answer.status != 200:
                    raise RuntimeError(f"the allowed call is answered {answer!r}")
                answer.call.send("REFER", more=(f"Refer-To: <{refer_to}>", f"Referred-By: <{mallory.aor(target.users[1][0])}>"), seconds=2.0)
                uri = reached(target, 1.2)
                answer.call.hang_up()
                how_often += 1
                if uri:
                    raise Open(f"REFER to {refer_to} by a user who may not: the provider was asked to call {uri}")
    return f"{how_often} transfers of a user's own trunk call"


@probe("fraud-inbound", "take a call from outside and send it on abroad", private=True, users=2)
def inbound(target):
    with target.phone(1) as mallory:
        good(mallory.register(), "a good REGISTER")
        provider = target.provider
        provider.forget()
        said = {}

        def call():
            try:
                said["answer"] = provider.invite(None, uri=f"sip:+49301234@{target.host}:{target.sip_port}", sender=f"sip:+49301119@{provider.here}", seconds=5.0)
            except NoAnswer as silence:
                said["answer"] = silence

        thread = threading.Thread(target=call)
        thread.start()
        try:
            invite = mallory.rings(4.0)
        except NoAnswer:
            thread.join()
            raise RuntimeError(f"the call from outside did not ring: {said}") from None
        tag = token()
        mallory.reply(invite, 200, "OK", body=mallory.sdp(), tag=tag)
        mallory.gets(lambda m: m.method == "ACK", 2.0)
        thread.join(6)
        routes = tuple(f"Route: {route}" for route in invite.all("Record-Route"))
        for number, refer_to in enumerate((f"sip:{ABROAD}@{target.domain}", f"sip:{ABROAD}@{target.domain};app=trunk", f"sip:{ABROAD}@{provider.here}")):
            mallory.send(mallory.request("REFER", invite.contact(), sender=invite.first("To").strip("<>").split(">")[0], to=invite.first("From").split("<")[1].split(">")[0],
                                         call_id=invite.first("Call-ID"), from_tag=tag, to_tag=invite.tag("From"), cseq=50 + number,
                                         more=(*routes, f"Refer-To: <{refer_to}>")))
            uri = reached(target, 1.2)
            if uri:
                raise Open(f"a user who may not call abroad sent a call from outside on: the provider was asked to call {uri}")
        mallory.send(mallory.request("BYE", invite.contact(), to=invite.first("From").split("<")[1].split(">")[0], sender=mallory.aor(), call_id=invite.first("Call-ID"),
                                     from_tag=tag, to_tag=invite.tag("From"), cseq=60, more=routes))
        # And by redirection, which a phone may do by itself.
        thread = threading.Thread(target=call)
        thread.start()
        invite = mallory.rings(4.0)
        mallory.reply(invite, 302, "Moved Temporarily", more=(f"Contact: <sip:{ABROAD}@{target.domain}>",))
        never(target, "302 of a phone to a call from outside")
        thread.join(6)
    return "REFER and 302"


@probe("fraud-forward", "forward one's own calls abroad by code, rules and script, and be called", private=True, users=2)
def forward(target):
    web = target.administrator()
    user = target.users[0][0]
    with target.phone(0) as mallory, target.phone(1) as accomplice:
        good(mallory.register(), "a good REGISTER")
        good(accomplice.register(), "a good REGISTER")
        target.provider.forget()
        ways = {
            "*72 code": lambda: mallory.invite("*72" + ABROAD, seconds=2.0),
            "rule": lambda: web.ask("PATCH", f"/api/v1/users/{user}/calls", {"rules": [{"from": "ANYBODY", "forwardTo": "dial:" + ABROAD}]}),
            "find-me": lambda: web.ask("PATCH", f"/api/v1/users/{user}/calls", {"rules": [{"from": "ANYBODY", "follow": [{"numbers": [ABROAD], "seconds": 15}]}]}),
            "script": lambda: web.ask("PUT", f"/api/v1/users/{user}/cpl", f'<cpl xmlns="urn:ietf:params:xml:ns:cpl"><incoming><location url="sip:{ABROAD}@{target.domain}"><proxy/></location></incoming></cpl>',
                                      {"Content-Type": "application/cpl+xml"}),
        }
        for way, prepare in ways.items():
            try:
                prepare()
            except NoAnswer:
                pass
            try:
                accomplice.invite(user, seconds=1.5)
            except NoAnswer:
                pass
            never(target, f"forwarded by {way}")
            web.ask("DELETE", f"/api/v1/users/{user}/cpl")
            web.ask("PATCH", f"/api/v1/users/{user}/calls", {"rules": []})
    return ", ".join(ways)


@probe("fraud-redirect", "answer a colleague's call with 302 to a number abroad", private=True, users=2)
def redirect(target):
    with target.phone(0) as alice, target.phone(1) as mallory:
        good(alice.register(), "a good REGISTER")
        good(mallory.register(), "a good REGISTER")
        target.provider.forget()

        def move():
            try:
                mallory.reply(mallory.rings(3.0), 302, "Moved Temporarily", more=(f"Contact: <sip:{ABROAD}@{target.domain}>, <sip:{ABROAD}@{target.provider.here}>, <tel:{E164}>",))
            except NoAnswer:
                pass

        thread = threading.Thread(target=move)
        thread.start()
        try:
            alice.invite(mallory.user, seconds=3.0)
        except NoAnswer:
            pass
        never(target, "302 of a phone")
        thread.join()
    return "the redirection went nowhere"


@probe("fraud-internal-refer", "call a colleague and have the colleague's phone transfer the call abroad", private=True, users=2)
def internal_refer(target):
    with target.phone(0) as alice, target.phone(1) as mallory:
        call, invite = connect(alice, mallory)
        target.provider.forget()
        # The phone that is referred places the call itself, with its own credentials: it may not, either.
        answer = alice.invite(ABROAD, more=(f"Referred-By: <{mallory.aor()}>",), seconds=2.0)
        never(target, "an INVITE with Referred-By")
        call.hang_up()
    return f"answered {answer.status}"


@probe("fraud-conference", "as a moderator, have a conference call abroad", private=True, users=2, admin=True)
def conference(target):
    web = target.administrator()
    user = target.users[0][0]
    room = web.json("POST", "/conference-rooms", {"name": "fraud", "number": "7098", "moderators": [user]})
    try:
        with target.phone(0) as mallory:
            good(mallory.register(), "a good REGISTER")
            target.provider.forget()
            call = mallory.invite("7098").call
            said = []
            for refer_to in (f"sip:{ABROAD}@{target.domain}", f"tel:{E164}", f"sip:{ABROAD}@{target.domain};app=trunk", f"sip:{ABROAD}@{target.provider.here}"):
                answer = call.send("REFER", more=(f"Refer-To: <{refer_to}>",), seconds=2.0)
                said.append(answer and answer.status)
                never(target, f"REFER of a conference's moderator to {refer_to}")
            call.hang_up()
    finally:
        web.ask("DELETE", f"/api/v1/conference-rooms/{room['id']}")
    return f"REFER answered {said}"


@probe("fraud-click", "have click-to-call dial abroad for a user who may not", private=True, users=2)
def click(target):
    web = target.administrator()
    user = target.users[0][0]
    with target.phone(0) as mallory:
        good(mallory.register(), "a good REGISTER")
        target.provider.forget()
        answer = web.ask("POST", "/api/v1/calls", {"from": user, "to": ABROAD})

        try:
            invite = mallory.rings(2.0)
            mallory.reply(invite, 200, "OK", body=mallory.sdp())
        except NoAnswer:
            pass
        never(target, "click-to-call")
    return f"answered {answer.status}"


@probe("fraud-fuse", "a stolen account at night: forty parallel calls abroad by a user with the right", private=True, users=3, short=False)
def fuse(target):
    got = 0
    with target.phone(2) as thief:
        good(thief.register(), "a good REGISTER")
        target.provider.forget()
        began = time.monotonic()
        for number in range(40):
            def take():
                try:
                    invite = target.provider.await_(lambda m: m.method == "INVITE", 1.5)
                    target.provider.reply(invite, 200, "OK", body=target.provider.sdp())
                    taken.append(invite)
                except NoAnswer:
                    pass
            taken = []
            thread = threading.Thread(target=take)
            thread.start()
            try:
                thief.invite(f"00155523{number:05d}", seconds=1.5)
            except NoAnswer:
                pass
            thread.join()
            got += len(taken)
            if time.monotonic() - began > 60:
                break
    if got >= 30:
        raise Open(f"{got} of 40 calls abroad went on at the same time")
    return f"{got} of 40 calls went out before the fuse blew"
