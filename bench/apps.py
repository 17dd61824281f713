"""What voice applications cost: 200 callers at once who leave a message or listen to a menu, a mailbox of 10,000 messages,
a queue of 500 callers. Debian has no Asterisk to run beside it: what it took on a machine of this kind is in ASTERISK_*.
Start it with ./belfry bench apps."""

import base64
import contextlib
import http.client
import json
import math
import os
import re
import shutil
import statistics
import struct
import subprocess
import time
import urllib.request

import command
from command import ROOT, say
from load import Load
from processes import BenchError
from servers import ADDRESS, Belfry, free_ports, trusting

# Half of them call, the others' mailboxes are called.
USERS = [(f"{number}", f"pw-bench{number}") for number in range(10_000, 10_400)]
SECONDS = 10  # of each call, as sipp/speaker.xml has it
RATE = 20  # so that 200 talk at once
MESSAGES, PAGE = 10_000, 50
# Asterisk 22: a call with digest, signalling alone, and each second of its sound.
ASTERISK_CALL_MS, ASTERISK_PERCENT = 6.6, 0.39
ASTERISK_MS = ASTERISK_CALL_MS + SECONDS * 10 * ASTERISK_PERCENT
ROWS = {
    "voicemail": f"{RATE} calls a second, each speaks to a mailbox for {SECONDS} s: CPU for each call, late ticks",
    "ivr": "the same with an attendant's menu",
    "list": f"a page of a mailbox of {MESSAGES} messages over REST",
    "queue": "an agent gets the next of 500 callers, 100 agents",
}


def arguments():
    parser = command.parser("apps", __doc__, ROWS)
    parser.add_argument("--dur", type=int, default=30, help="seconds in which calls begin, of each window (30)")
    parser.add_argument("--repeat", type=int, default=3, help="windows of each row (3)")
    parser.add_argument("--warmup", type=int, default=300, help="seconds of load before the first window at most (300): it ends when the compilers have rested for 40")
    parser.add_argument("--rate", type=int, default=RATE, help=f"calls per second ({RATE})")
    command.takes_script(parser)
    return parser.parse_args()


def alaw(sample):
    """A sample of 16 bits by G.711's A-law."""
    sign, magnitude = (0x80, sample >> 3) if sample >= 0 else (0x00, (-sample - 1) >> 3)
    exponent = max(0, magnitude.bit_length() - 5)
    mantissa = magnitude >> max(1, exponent) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def write_speech(path):
    """Four seconds of syllables: sound that comes and goes."""
    with open(path, "wb") as file:
        for i in range(4 * 8000):
            envelope = max(0.0, math.sin(2 * math.pi * 3 * i / 8000))
            value = int(9000 * envelope * math.sin(2 * math.pi * 220 * i / 8000))
            file.write(struct.pack("B", alaw(value)))


class Applications(Belfry):
    """Belfry with media, mailboxes and an attendant."""

    def arrange(self):
        for user in self._ask("GET", "/users"):
            self._ask("PATCH", f"/users/{user['id']}", {"email": f"{user['extension']}@bench.test"})
        nodes = {"top": {"menu": {"lines": ["Welcome. Press 1 for sales, 2 for support, or stay on the line."], "keys": {"1": "end"},
                                  "seconds": 20}}, "end": {"hangUp": {}}}
        self._ask("POST", "/attendants", {"name": "bench", "number": "500", "language": "en", "start": "top", "nodes": nodes})

    def figure(self, name):
        login = base64.b64encode(f"admin:{self.password}".encode()).decode()
        request = urllib.request.Request(
            f"https://{ADDRESS}:{self.https_port}/actuator/prometheus", headers={"Authorization": f"Basic {login}"}
        )
        with urllib.request.urlopen(request, timeout=60, context=trusting()) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(name) and line[len(name) : len(name) + 1] in " {":
                    return float(line.split()[-1])
        raise BenchError(f"Belfry has no figure {name}.")

    def pages(self, mailbox, count):
        """Seconds and messages of each: over one connection and with a token, since a password is slow to look at on purpose."""
        secret = self._ask("POST", "/api-tokens", {"name": "bench"})["secret"]
        connection = http.client.HTTPSConnection(ADDRESS, self.https_port, timeout=60, context=trusting())
        for _ in range(count):
            began = time.monotonic()
            connection.request("GET", f"/api/v1/mailboxes/{mailbox}/messages?limit={PAGE}", headers={"Authorization": f"Bearer {secret}"})
            page = json.loads(connection.getresponse().read())
            yield time.monotonic() - began, len(page["messages"])
        connection.close()


def calls(name, options, load, belfry, _scratch):
    say(f"{name}: {options.rate}/s of {SECONDS} s each, warm-up …")
    load.warm(belfry, "speaker", options.rate, options.warmup, name)
    windows, latest, late = [], [], belfry.figure("media_late_ticks_total")
    for _ in range(options.repeat):
        time.sleep(3)
        belfry.figure("media_latest_tick_seconds")
        window = load.window(belfry, "speaker", options.rate, options.dur, name)
        latest.append(belfry.figure("media_latest_tick_seconds"))
        windows.append(window)
        say(
            f"{name}: {window.cpu_ms:.1f} ms a call, failed {window.failed}, retransmitted {window.retransmissions}, latest tick"
            f" {1000 * latest[-1]:.1f} ms late, server {window.server_percent:.0f} %, of it compiling {window.compiling_percent:.0f} %, others {window.others_percent:.0f} % of a core"
        )
    cpu = statistics.median(window.cpu_ms for window in windows)
    return {
        "row": name,
        "at_once": options.rate * SECONDS,
        "cpu_ms": round(cpu, 2),
        "windows": [round(window.cpu_ms, 2) for window in windows],
        "failed": sum(window.failed for window in windows),
        "latest_tick_ms": round(1000 * max(latest), 2),
        "late_ticks": int(belfry.figure("media_late_ticks_total") - late),
        "asterisk_ms": ASTERISK_MS,
        "ratio": round(cpu / ASTERISK_MS, 3),
        "other_cpu_percent": [round(window.others_percent, 1) for window in windows],
    }


def page(name, options, _load, belfry, scratch):
    mailbox = USERS[-1][0]
    rows = ",".join(
        f"((select id from app_user where extension = '{mailbox}'), 'bench-{n}.wav', 'NEW', 'c{n}', '+493012345', 'Somebody',"
        f" '2026-01-01' + interval {n} minute, 5000, 80000)"
        for n in range(MESSAGES)
    )
    statement = (
        "insert into voice_message(user_id, file, folder, call_id, caller_number, caller_name, received_at, length_ms, bytes)"
        f" values {rows}"
    )
    client = shutil.which("mariadb") or shutil.which("mysql")
    if not client:
        raise BenchError("The client of MariaDB is missing: please install Debian's package mariadb-client.")
    done = subprocess.run(
        [client, "--no-defaults", f"--socket={scratch}/belfry/database/socket", "belfry"],
        input=statement.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"The messages cannot be made: {done.stderr.decode(errors='replace')[:300]}")
    times = list(belfry.pages(mailbox, 20 + 20 * options.repeat))
    # Totals are kept in memory, which these messages have gone round.
    if times[-1][1] != PAGE:
        raise BenchError(f"The page has {times[-1][1]} messages.")
    taken = sorted(1000 * seconds for seconds, _ in times[20:])
    return {
        "row": name,
        "messages": MESSAGES,
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(taken[int(0.95 * len(taken))], 1),
        "most_ms": round(taken[-1], 1),
    }


def assignment(name, _options, _load, _belfry, _scratch):
    target = f"{ROOT}/pbx-core/target"
    try:
        with open(f"{target}/test.classpath") as libraries:
            path = f"{target}/test-classes:{target}/classes:{libraries.read().strip()}"
    except FileNotFoundError as missing:
        raise BenchError("There are no test classes in pbx-core/target: ./belfry bench apps builds them.") from missing
    home = os.environ.get("JAVA_HOME")
    benchmark = [f"{home}/bin/java" if home else "java", "-cp", path, "org.belfry.pbx.app.queue.QueueBenchmark"]
    done = subprocess.run(["taskset", "-c", "0", *benchmark], capture_output=True, text=True, check=False)
    figures = re.findall(r"round 3 (\w+) +([0-9.]+) us", done.stdout)
    if not figures:
        raise BenchError(f"The benchmark of queues did not run: {done.stderr[:500]}")
    return {"row": name, "waiting": 500, "agents": 100, "micros": {strategy: float(us) for strategy, us in figures}}


MEASURES = {"voicemail": calls, "ivr": calls, "list": page, "queue": assignment}


def as_line(result):
    match result["row"]:
        case "list":
            return (
                f"list       {result['messages']} messages: a page in {result['median_ms']} ms, 95 of 100 within {result['p95_ms']} ms,"
                f" most {result['most_ms']} ms"
            )
        case "queue":
            return "queue      500 wait, 100 agents: " + ", ".join(f"{each} {us} µs" for each, us in result["micros"].items())
        case name:
            others = result["other_cpu_percent"]
            return (
                f"{name:10} {result['at_once']} at once  {result['cpu_ms']:.1f} ms a call of {SECONDS} s, {result['ratio']:.2f} of what Asterisk"
                f" took to bridge one ({ASTERISK_MS:.1f} ms)  failed {result['failed']}  late ticks {result['late_ticks']}, latest"
                f" {result['latest_tick_ms']} ms  others {min(others):.0f}-{max(others):.0f} % of a core"
            )


def run(options):
    with command.scratch("apps") as scratch, contextlib.ExitStack() as cleaning:
        load = belfry = None
        if options.rows != ["queue"]:
            *belfry_ports, caller_port, callee_port = free_ports(5, 46060)
            load = Load(scratch, caller_port, callee_port, USERS)
            dial(load)
            write_speech(f"{scratch}/speech.pcma")
            say("Starting Belfry …")
            belfry = Applications(options.belfry, scratch, belfry_ports, callee_port, media=True, users=USERS)
            cleaning.callback(belfry.close)
            belfry.await_ready()
            belfry.arrange()
        good = True
        for name in options.rows:
            result = MEASURES[name](name, options, load, belfry, scratch)
            good &= result.get("failed", 0) == 0
            command.tell(result, options, as_line)
        return good


def dial(load):
    """Who calls what, a file for each row."""
    half = len(USERS) // 2
    pairs = list(zip(USERS[:half], USERS[half:], strict=True))
    for row, number in (("voicemail", lambda callee: f"*98{callee}"), ("ivr", lambda callee: "500")):
        load._write(
            row,
            (
                f"{caller};[authentication username={caller} password={word}];{number(callee)}"
                for (caller, word), (callee, _) in pairs
            ),
        )


if __name__ == "__main__":
    command.main(lambda: run(arguments()), "Some calls failed.")
