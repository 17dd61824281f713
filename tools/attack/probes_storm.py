"""Everything at once, while people telephone."""

import os
import re
import statistics
import subprocess
import sys
import time

from probes import NotTried, Open, probe
from probes_sip import good
from phone import NoAnswer

HERE = os.path.dirname(os.path.abspath(__file__))
CALLS_PER_SECOND = 10
JUNK_PER_CALL = 20
WEB_PER_SECOND = 200
TLS_CONNECTIONS = 500
TURNS = 3  # of calm and storm, so that what the machine does besides hits both
SECONDS = 12
LATE_MAX = 0.020  # seconds, of a frame of sound
TALKERS = 4  # in a conference all the time, so that there is sound to be late
ROOM = "7099"


@probe("storm", "20 messages of junk for each call, 200 web requests/s and 500 TLS connections, while people telephone", private=True, users=4, admin=True, short=False, alone=True)
def storm(target):
    web = target.administrator()
    room = web.json("POST", "/conference-rooms", {"name": "storm", "number": ROOM})
    with target.phone(3, address=target.host) as alice, target.phone(2, address=target.host) as talker:
        good(alice.register(), "a good REGISTER")
        good(talker.register(), "a good REGISTER")
        talks = [answered(talker, ROOM).call for _ in range(TALKERS)]
        for _ in range(200):  # the first calls are slow by themselves
            answered(alice, "*43").call.hang_up()
        calm, stormy = Seen(), Seen()
        said = []
        for _ in range(TURNS):
            telephone(alice, web, calm)
            with Weather(target) as weather:
                time.sleep(2)
                latest(web)
                telephone(alice, web, stormy)
            said.append(weather.rates())
            target.lift_bans()
        for each in talks:
            each.hang_up()
    web.ask("DELETE", f"/api/v1/conference-rooms/{room['id']}")
    rates = [min(each) for each in zip(*said)]
    sentence = (f"95 % of {len(calm.waits)} calls are set up in {calm.p95():.1f} ms in calm and of {len(stormy.waits)} in {stormy.p95():.1f} ms in the storm, half in {calm.median():.1f} and "
                f"{stormy.median():.1f} ms; {stormy.failed} failed; the latest frame of sound was {calm.late * 1000:.1f} and {stormy.late * 1000:.1f} ms late; the storm had at least "
                f"{rates[0]:.0f} messages, {rates[1]:.0f} web requests and {rates[2]:.0f} unfinished handshakes a second")
    # Missed in a weaker storm is missed all the same; only what held must have been tried in full.
    if stormy.p95() > 2 * calm.p95() or stormy.failed or stormy.late > LATE_MAX:
        raise Open(sentence)
    if rates[0] < 0.9 * JUNK_PER_CALL * CALLS_PER_SECOND or rates[1] < 0.9 * WEB_PER_SECOND:
        raise NotTried("this machine makes no such storm: " + sentence)
    return sentence


class Seen:
    """What callers had."""

    def __init__(self):
        self.waits, self.failed, self.late = [], 0, 0.0

    def p95(self):
        return statistics.quantiles(self.waits, n=20)[18] * 1000

    def median(self):
        return statistics.median(self.waits) * 1000


class Weather:
    """The storm: three processes that stop when they are left alone."""

    def __init__(self, target):
        run = lambda *words: subprocess.Popen([sys.executable, "-B", *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seconds = SECONDS + 3
        self.junk = run(f"{HERE}/../../bench/junk.py", target.sip_port, JUNK_PER_CALL * CALLS_PER_SECOND, self.seconds)
        self.strangers = [run(f"{HERE}/storm.py", kind, target.host, target.https_port, amount) for kind, amount in (("web", WEB_PER_SECOND), ("tls", TLS_CONNECTIONS))]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.said = [each.communicate("")[0].split() for each in (self.junk, *self.strangers)]

    def rates(self):
        """Of messages, requests and handshakes, each a second."""
        junk, web, tls = self.said
        return float(junk[0]) / self.seconds, float(web[0]) / float(web[1]), float(tls[0]) / float(tls[1])


def telephone(alice, web, seen):
    """Calls to the echo test at a constant rate."""
    latest(web)
    begin = time.monotonic()
    for number in range(SECONDS * CALLS_PER_SECOND):
        time.sleep(max(0.0, begin + number / CALLS_PER_SECOND - time.monotonic()))
        began = time.monotonic()
        try:
            answer = alice.invite("*43", seconds=5.0)
        except NoAnswer:
            seen.failed += 1
            continue
        if answer.status != 200:
            seen.failed += 1
            continue
        seen.waits.append(time.monotonic() - began)
        answer.call.hang_up()
    seen.late = max(seen.late, latest(web))


def answered(phone, number):
    answer = phone.invite(number, seconds=8.0)
    if answer.status != 200:
        raise NotTried(f"a good call to {number} is answered {answer!r}")
    return answer


def latest(web):
    """How late the latest frame was since this was asked last, in seconds."""
    found = re.search(r"^media_latest_tick_seconds\S* (\S+)", web.ask("GET", "/actuator/prometheus", headers={"Accept": "text/plain"}, timeout=30).text, re.M)
    if not found:
        raise NotTried("the appliance does not say how late its sound was")
    return float(found.group(1))
