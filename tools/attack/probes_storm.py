"""Everything at once, while people telephone."""

import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from probes import NotTried, Open, probe
from probes_sip import good
from phone import NoAnswer
from https import Web

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench")
CALLS_PER_SECOND = 10
JUNK_PER_CALL = 20
WEB_PER_SECOND = 200
TLS_CONNECTIONS = 500


@probe("storm", "20 messages of junk for each call, 200 web requests/s and 500 TLS connections, while people telephone", private=True, admin=True, short=False)
def storm(target):
    echo(target)  # the first call is slow by itself
    calm, late_before = calls(target, 20), late_ticks(target)
    stop = threading.Event()
    ends = [threading.Thread(target=each, args=(target, stop)) for each in (web_storm, tls_storm)]
    for each in ends:
        each.start()
    junk = subprocess.Popen([sys.executable, "-B", f"{BENCH}/junk.py", str(target.sip_port), str(JUNK_PER_CALL * CALLS_PER_SECOND), "24"], stdout=subprocess.DEVNULL)
    try:
        time.sleep(2)
        stormy = calls(target, 20)
        late = late_ticks(target) - late_before
    finally:
        stop.set()
        junk.terminate()
        junk.wait()
        for each in ends:
            each.join()
    at = lambda waits: statistics.quantiles(waits, n=20)[18]
    sentence = f"95 % of calls are set up in {at(calm[0]) * 1000:.0f} ms in calm and {at(stormy[0]) * 1000:.0f} ms in the storm; {stormy[1]} of {stormy[1] + len(stormy[0])} failed; {late:.0f} late media ticks"
    if at(stormy[0]) > 2 * at(calm[0]) or stormy[1] or late:
        raise Open(sentence)
    return sentence


def calls(target, seconds):
    """Set-up times of calls to the echo test, and how many failed."""
    waits, failed = [], 0
    with target.phone(3, address=target.host) as alice:
        good(alice.register(), "a good REGISTER")
        begin = time.monotonic()
        for number in range(seconds * CALLS_PER_SECOND):
            time.sleep(max(0.0, begin + number / CALLS_PER_SECOND - time.monotonic()))
            began = time.monotonic()
            try:
                answer = alice.invite("*43", seconds=5.0)
            except NoAnswer:
                failed += 1
                continue
            if answer.status != 200:
                failed += 1
                continue
            waits.append(time.monotonic() - began)
            answer.call.hang_up()
    if len(waits) < 20:
        raise NotTried(f"only {len(waits)} calls to the echo test were answered")
    return waits, failed


def echo(target):
    with target.phone(3, address=target.host) as alice:
        good(alice.register(), "a good REGISTER")
        for _ in range(20):
            alice.invite("*43", seconds=8.0).call.hang_up()


def late_ticks(target):
    text = target.administrator().ask("GET", "/actuator/prometheus").text
    return float((re.search(r"^media_late_ticks_total\S* (\S+)", text, re.M) or [None, "0"])[1])


def web_storm(target, stop):
    paths = ("/login", "/", "/users", "/api/v1/users", "/phones/guess/x.cfg", "/actuator/health")

    def one(number):
        Web(target.host, target.https_port, source=f"127.0.{70 + number % 5}.1").ask("GET", paths[number % len(paths)], timeout=5)

    with ThreadPoolExecutor(24) as pool:
        begin, number = time.monotonic(), 0
        while not stop.is_set():
            number += 1
            pool.submit(one, number)
            time.sleep(max(0.0, begin + number / WEB_PER_SECOND - time.monotonic()))
        pool.shutdown(cancel_futures=True)


def tls_storm(target, stop):
    """Handshakes that begin and never end, anew as fast as they are closed."""
    held = []
    while not stop.is_set():
        if len(held) >= TLS_CONNECTIONS:
            held.pop(0).close()
        each = socket.socket()
        each.settimeout(1)
        try:
            each.bind((f"127.0.{80 + len(held) % 8}.1", 0))
            each.connect((target.host, target.https_port))
            each.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
            held.append(each)
        except OSError:
            each.close()
        time.sleep(0.004)
    for each in held:
        each.close()
