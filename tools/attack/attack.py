"""./belfry attack: tries to break into an appliance, and says in sentences what it got.

Exit status: 0 when every attack that was tried was held off, 1 when one was not, 2 when it could not be run."""

import argparse
import ipaddress
import json
import queue
import signal
import sys
import textwrap
import threading

import probes
import probes_fraud
import probes_media
import probes_pages
import probes_sip
import probes_storm
import probes_web
from target import Private, Target
from https import Web

MODULES = (probes_sip, probes_fraud, probes_media, probes_web, probes_pages, probes_storm)
WORDS = {"held": "held", "open": "OPEN", "untried": "not tried", "broken": "UNCLEAR"}


def options():
    made = argparse.ArgumentParser(
        prog="./belfry attack",
        description="Attacks a private Belfry on the loopback interface, or, with --against, one of your own.",
        epilog="Attacks make noise: addresses are banned, alarms are raised, mailboxes ring. Attack only what is yours.",
    )
    made.add_argument("--against", metavar="URL", help="an appliance of your own, https://HOST:PORT; asks before it begins")
    made.add_argument("--sip", metavar="HOST:PORT", help="its SIP port (default: that host, 5060)")
    made.add_argument("--domain", help="its SIP domain (default: the host)")
    made.add_argument("--user", action="append", default=[], metavar="EXTENSION:PASSWORD", help="a user and SIP password that the attacker has stolen; twice for two")
    made.add_argument("--admin", metavar="NAME:PASSWORD", help="an administrator, to look behind the scenes and lift bans afterwards")
    made.add_argument("--from", dest="sources", metavar="ADDRESS[,ADDRESS]", help="addresses of this machine that the attackers have, so that those who are banned are not the others; ADDRESS/BITS is all in it")
    made.add_argument("--yes", action="store_true", help="it is mine: do not ask")
    made.add_argument("--short", action="store_true", help="what the build machine tries: a minute or two")
    made.add_argument("--only", metavar="NAME[,NAME]", help="these attacks alone")
    made.add_argument("--list", action="store_true", help="the attacks, without trying them")
    made.add_argument("--json", action="store_true", help="one JSON object an attack")
    made.add_argument("--keep", action="store_true", help="keep what the private instance wrote")
    made.add_argument("--java", default="java", help=argparse.SUPPRESS)
    made.add_argument("--java-flag", action="append", default=[], help=argparse.SUPPRESS)
    made.add_argument("--jar", help=argparse.SUPPRESS)
    return made.parse_args()


def chosen(wanted):
    if wanted.only:
        names = wanted.only.split(",")
        unknown = set(names) - {each.name for each in probes.ALL}
        if unknown:
            sys.exit(f"attack: there is no attack {', '.join(sorted(unknown))}; --list has them.")
        return [each for each in probes.ALL if each.name in names]
    return [each for each in probes.ALL if each.short or not wanted.short]


def sources(wanted):
    found = []
    for each in (wanted.sources or "").split(","):
        if each:
            network = ipaddress.ip_network(each, strict=False)
            found += map(str, network.hosts() if network.num_addresses > 1 else [network.network_address])
    return found


def somebodys(wanted):
    host, _, port = wanted.against.removeprefix("https://").rstrip("/").rpartition(":") if ":" in wanted.against.removeprefix("https://") \
        else (wanted.against.removeprefix("https://").rstrip("/"), "", "8443")
    sip_host, _, sip_port = (wanted.sip or f"{host}:5060").rpartition(":")
    users = [tuple(each.split(":", 1)) for each in wanted.user]
    if any(len(each) != 2 for each in users):
        sys.exit("attack: --user wants EXTENSION:PASSWORD.")
    admin = tuple(wanted.admin.split(":", 1)) if wanted.admin else None
    if not wanted.yes:
        print(f"This attacks {host}: thousands of hostile requests to its SIP and HTTPS ports. Type its name to say that it is yours.", file=sys.stderr)
        if sys.stdin.readline().strip() != host:
            sys.exit("attack: not begun.")
    answer = Web(host, int(port)).ask("GET", "/actuator/health")
    if answer.status != 200:
        print(f"attack: https://{host}:{port} does not answer as a Belfry does: {answer.status} {answer.text[:100]}", file=sys.stderr)
        sys.exit(2)
    return Target(sip_host, int(sip_port), int(port), wanted.domain or host, users, admin, sources(wanted))


def show(result, wanted):
    if wanted.json:
        print(json.dumps({"attack": result.probe.name, "what": result.probe.attack, "outcome": result.outcome,
                          "sentence": result.sentence, "seconds": round(result.seconds, 1)}), flush=True)
        return
    print(f"{WORDS[result.outcome]:9}  {result.probe.name:22} {result.probe.attack} ({result.seconds:.0f} s)", flush=True)
    if result.sentence:
        print(textwrap.fill(result.sentence, 130, initial_indent=" " * 11, subsequent_indent=" " * 11), flush=True)


def tried(picked, target):
    """The results as they come: what strangers do at the pages goes on beside what is done by SIP, where nobody else would be disturbed."""
    both = [each for each in picked if not each.alone] if target.private else []
    tracks = [track for track in ([each for each in both if not each.web], [each for each in both if each.web]) if track]
    results = queue.Queue()

    def go(track, where):
        try:
            for each in track:
                results.put(probes.run(each, where))
                if where is target:
                    where.lift_bans()
        finally:
            results.put(None)

    going = [threading.Thread(target=go, args=(track, target.beside() if track[0].web else target), daemon=True) for track in tracks]
    for each in going:
        each.start()
    left = len(going)
    while left:
        result = results.get()
        if result is None:
            left -= 1
        else:
            yield result
    for each in picked:
        if each not in both:
            yield probes.run(each, target)
            target.lift_bans()


def main():
    wanted = options()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: sys.exit(2))
    picked = chosen(wanted)
    if wanted.list:
        for each in picked:
            print(f"{each.name:22} {each.attack}")
        return 0
    if wanted.against:
        target = somebodys(wanted)
    else:
        target = Private(wanted.java, wanted.java_flag, wanted.jar)
    target.short = wanted.short
    results = []
    try:
        if target.private:
            try:
                target.prepare()
            except RuntimeError as failure:
                print(f"attack: {failure}", file=sys.stderr)
                return 2
        for result in tried(picked, target):
            results.append(result)
            show(result, wanted)
        faults = target.complaints() if target.private else []
    finally:
        if target.private:
            target.close(wanted.keep)
    for line in faults[:10]:
        print(f"Belfry complained of itself: {line}", file=sys.stderr)
    count = {word: sum(1 for r in results if r.outcome == word) for word in WORDS}
    print(f"{len(results)} attacks: {count['held']} held off, {count['open']} open, {count['untried']} not tried, {count['broken']} unclear.", file=sys.stderr)
    if count["open"] or faults:
        return 1
    return 2 if count["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
