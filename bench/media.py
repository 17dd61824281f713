"""Lets Belfry's media server and Debian's rtpengine relay the same calls by turns and prints what a
packet costs each in CPU time, and how long it is under way; its TURN server and Debian's coturn what
a message costs; and what a participant of a room costs. Start it with ./belfry bench media."""

import statistics
import time
from dataclasses import dataclass

import command
import mix
import processes
import turn
from command import say
from relays import BelfryRelay, Rtpengine, ask, java

RELAY_CORE, LOAD_CORE = 0, 1
LINGER_SECONDS = 1
TRUSTED_SHARE = 0.999  # of the packets must arrive, else their cost says nothing


ROWS = {
    "relay": "two phones a call, G.711 in packets of 20 ms, both ways, in the clear",
    "sdes": "the same, and the second phone encrypts: AES_CM_128_HMAC_SHA1_80",
    "turn": "TURN clients whose peer echoes what they send; beside coturn",
    "mix": "rooms: 60 phones that all talk, and 500 that listen to 5; beside Asterisk's figure",
}

OTHERS = {"turn": turn, "mix": mix}  # that are no relays


@dataclass(frozen=True)
class Window:
    """One server under load for some seconds."""

    packets_per_cpu_second: float
    cpu_percent: float
    median_us: int
    p99_us: int
    sent: int
    received: int
    others_percent: float


def arguments():
    parser = command.parser("media", __doc__, ROWS)
    parser.add_argument("--calls", default="20,100,200", help="numbers of calls, a row each (20,100,200)")
    parser.add_argument("--dur", type=int, default=10, metavar="S", help="seconds of a window (10)")
    parser.add_argument("--repeat", type=int, default=3, help="windows of each server (3); the median counts")
    parser.add_argument("--warmup", type=int, default=20, metavar="S", help="seconds of load on Belfry before the rows (20; twice as many for mix)")
    parser.add_argument("--nio", action="store_true", help="also Belfry with the portable sockets")
    parser.add_argument("--java", default="", metavar="OPTIONS", help="more options for Belfry's JVM")
    turn.add_arguments(parser)
    options = turn.parsed(parser.parse_args())
    options.calls = [int(count) for count in options.calls.split(",")]
    return options


def measure(server, load, seconds):
    """A window: just before and just after, /proc tells the CPU time of the server and of all."""
    time.sleep(LINGER_SECONDS)
    cpu, load_cpu, machine = processes.cpu_seconds(server.pid), processes.cpu_seconds(load.pid), processes.machine_cpu_seconds()
    began = time.monotonic()
    sent, received, median, p99 = map(int, ask(load, f"run {seconds}").split())
    took = time.monotonic() - began
    cpu = processes.cpu_seconds(server.pid) - cpu
    load_cpu = processes.cpu_seconds(load.pid) - load_cpu
    others = processes.machine_cpu_seconds() - machine - cpu - load_cpu
    return Window(received / max(cpu, 0.01), 100 * cpu / took, median, p99, sent, received, max(0, 100 * others / took))


def connect(name, calls, phones, server, load):
    """Makes the calls, and tells the phones whither to send and how."""
    pairs = [(phones[2 * i], phones[2 * i + 1]) for i in range(calls)]
    bridges = server.connect(pairs, name == "sdes")
    ask(load, "targets " + " ".join(f"{bridge.port_for_a} {bridge.port_for_b}" for bridge in bridges))
    for index, bridge in enumerate(bridges):
        if bridge.key_of_b:
            ask(load, f"keys {2 * index + 1} {bridge.key_of_b} {bridge.key_towards_b}")


def row(name, calls, phones, servers, load, options):
    windows = {server.name: [] for server in servers}
    for window_number in range(options.repeat):
        for server in servers if window_number % 2 == 0 else servers[::-1]:
            connect(name, calls, phones, server, load)
            ask(load, "run 1")
            window = measure(server, load, options.dur)
            server.disconnect()
            windows[server.name].append(window)
            say(
                f"{name} {calls}: {server.name:12} {window.packets_per_cpu_second:8.0f} packets per CPU second,"
                f" {window.cpu_percent:.1f} % of a core, delay {window.median_us} and {window.p99_us} µs, received"
                f" {window.received} of {window.sent}, others {window.others_percent:.0f} % of a core"
            )
    return summary(name, calls, options.dur, windows)


def summary(row_name, calls, seconds, windows):
    result = {"row": row_name, "calls": calls, "seconds": seconds}
    for name, measured in windows.items():
        middle = lambda field: statistics.median(getattr(window, field) for window in measured)
        result[name] = {
            "packets_per_cpu_second": round(middle("packets_per_cpu_second")),
            "windows": [round(window.packets_per_cpu_second) for window in measured],
            "cpu_percent": round(middle("cpu_percent"), 2),
            "median_us": round(middle("median_us")),
            "p99_us": round(middle("p99_us")),
            "sent": sum(window.sent for window in measured),
            "received": sum(window.received for window in measured),
            "other_cpu_percent": [round(window.others_percent, 1) for window in measured],
        }
    result["ratio"] = round(result["belfry"]["packets_per_cpu_second"] / result["rtpengine"]["packets_per_cpu_second"], 3)
    return result


def as_line(result):
    words = [f"{result['row']:10}{result['calls']:4} calls"]
    for name in [name for name in result if isinstance(result[name], dict)]:
        server = result[name]
        words.append(
            f"{name} {server['packets_per_cpu_second']} packets per CPU second, {server['cpu_percent']:.1f} %, p50"
            f" {server['median_us']} µs, p99 {server['p99_us']} µs"
        )
    others = result["belfry"]["other_cpu_percent"] + result["rtpengine"]["other_cpu_percent"]
    words.append(f"ratio {result['ratio']:.2f}  others {min(others):.0f}-{max(others):.0f} % of a core")
    return "  ".join(words)


def trusted(result):
    servers = [value for value in result.values() if isinstance(value, dict)]
    return all(server["received"] >= TRUSTED_SHARE * server["sent"] for server in servers)


def run(options):
    with command.scratch("media") as directory:
        relayed = [name for name in options.rows if name not in OTHERS]
        good = not relayed or run_relays(relayed, options, directory)
        for name, module in OTHERS.items():
            if name not in options.rows:
                continue
            for result in module.rows(directory, options):
                command.tell(result, options, module.as_line)
                good = good and module.trusted(result)
        return good


def run_relays(names, options, directory):
    running = []
    try:
        load = java("RtpLoad", core=LOAD_CORE, log=f"{directory}/load.log")
        running.append(lambda: processes.stop(load))
        servers = [BelfryRelay(directory, RELAY_CORE, options=options.java.split())]
        running.append(servers[-1].stop)
        if options.nio:
            servers.append(BelfryRelay(directory, RELAY_CORE, ("nio",), options=options.java.split()))
            running.append(servers[-1].stop)
        servers.append(Rtpengine(directory, RELAY_CORE))
        running.append(servers[-1].stop)
        phones = list(map(int, ask(load, f"open {2 * max(options.calls)}").split()))
        good = True
        for name in names:
            for server in servers:
                say(f"{name}: warm-up of {server.name} …")
                connect(name, max(options.calls), phones, server, load)
                ask(load, f"run {options.warmup if server.name != 'rtpengine' else 2}")
                server.disconnect()
            for calls in options.calls:
                result = row(name, calls, phones, servers, load, options)
                command.tell(result, options, as_line)
                good = good and trusted(result)
        return good
    finally:
        for stop in reversed(running):
            stop()


if __name__ == "__main__":
    command.main(lambda: run(arguments()), "Too few packets of a row arrived; its figures say nothing.")
