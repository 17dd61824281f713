"""Fills a room of Belfry's media server with G.711 phones and prints what a participant costs in CPU
time and how late the latest tick of the mixer was. It is the row "mix" of ./belfry bench media. Debian has no
Asterisk to run beside it: what its ConfBridge took on a machine of this kind is ASTERISK_PERCENT."""

import statistics
from dataclasses import dataclass

import processes
from command import say
from relays import ask, java

# Asterisk 22, ConfBridge, 60 participants who all talk, G.711: 16.1 % of a core.
ASTERISK_PERCENT = 0.27
SERVER_CORE, LOAD_CORE = 0, 1
TRUSTED_SHARE = 0.999
TICK_MICROS = 20_000
ROOMS = ((60, 60), (505, 5))  # participants, and how many of them talk


@dataclass(frozen=True)
class Window:
    """A room for some seconds."""

    participant_percent: float  # of a core
    latest_tick_us: int
    sent: int
    received: int
    others_percent: float


def measure(server, load, participants, seconds):
    ask(server, "late")
    cpu, load_cpu, machine = processes.cpu_seconds(server.pid), processes.cpu_seconds(load.pid), processes.machine_cpu_seconds()
    sent, received, _median, _p99 = map(int, ask(load, f"run {seconds}").split())
    cpu = processes.cpu_seconds(server.pid) - cpu
    load_cpu = processes.cpu_seconds(load.pid) - load_cpu
    others = processes.machine_cpu_seconds() - machine - cpu - load_cpu
    return Window(
        100 * cpu / seconds / participants, int(ask(server, "late")), sent, received, max(0, 100 * others / seconds)
    )


def row(participants, talkers, phones, server, load, options):
    ports = [ask(server, f"join {port}") for port in phones[:participants]]
    ask(load, "targets " + " ".join(ports))
    ask(load, f"voices {talkers}")
    say(f"mix {participants}: warm-up …")
    ask(load, f"run {2 * options.warmup}")
    windows = []
    for _ in range(options.repeat):
        window = measure(server, load, participants, options.dur)
        windows.append(window)
        say(
            f"mix {participants}: {window.participant_percent:.3f} % of a core each, latest tick {window.latest_tick_us} µs, received"
            f" {window.received} of {window.sent}, others {window.others_percent:.0f} % of a core"
        )
    ask(server, "end")
    percent = statistics.median(window.participant_percent for window in windows)
    return {
        "row": "mix",
        "participants": participants,
        "talkers": talkers,
        "participant_percent": round(percent, 4),
        "windows": [round(window.participant_percent, 4) for window in windows],
        "latest_tick_us": max(window.latest_tick_us for window in windows),
        "sent": sum(window.sent for window in windows),
        "received": sum(window.received for window in windows),
        "other_cpu_percent": [round(window.others_percent, 1) for window in windows],
        "asterisk_percent": ASTERISK_PERCENT,
        "ratio": round(percent / ASTERISK_PERCENT, 3),
    }


def as_line(result):
    others = result["other_cpu_percent"]
    return (
        f"mix       {result['participants']:4} participants, {result['talkers']} talk  {result['participant_percent']:.3f} % of a core each, "
        f"{result['ratio']:.2f} of what Asterisk took for 60 who talk ({ASTERISK_PERCENT} %)  latest tick"
        f" {result['latest_tick_us'] / 1000:.1f} ms late  others {min(others):.0f}-{max(others):.0f} % of a core"
    )


def trusted(result):
    """A phone of a room hears as many packets as it says: one each tick."""
    return result["received"] >= TRUSTED_SHARE * result["sent"]


def rows(directory, options):
    """The results, one for each room, as they come."""
    running = []
    try:
        load = java("RtpLoad", core=LOAD_CORE, log=f"{directory}/phones.log")
        running.append(load)
        phones = list(map(int, ask(load, f"open {max(count for count, _ in ROOMS)}").split()))
        for participants, talkers in ROOMS:
            # A room of its own process: what one has compiled for its load is not right for the other's.
            server = java("RoomMain", core=SERVER_CORE, log=f"{directory}/room-{participants}.log", options=options.java.split())
            running.append(server)
            yield row(participants, talkers, phones, server, load, options)
            processes.stop(running.pop())
    finally:
        for process in reversed(running):
            processes.stop(process)
