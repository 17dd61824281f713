"""Lets Belfry's TURN server and Debian's coturn relay the same packets by turns and prints what an
echoed message (client, server, peer and back: two relayed packets) costs each in CPU time. It is the
row "turn" of ./belfry bench media."""

import os
import re
import statistics
import subprocess
import time
from dataclasses import dataclass

import processes
from command import RESTING_PERCENT, say
from processes import BenchError
from relays import class_path, product_flags

HOST = "127.0.0.1"
USER = PASSWORD = "bench"
PEER_PORT, OUR_PORT, COTURN_PORT = 34801, 34780, 34900
SERVER_CORE, LOAD_CORE = 0, 1
PACKET_BYTES, PACKET_MS = 172, 20  # G.711 in RTP
TRUSTED_SHARE = 0.999
TRIES = 3  # turnutils_uclient may draw one channel number for two peers, gets a 400 (RFC 8656 section 11.2) and gives up


@dataclass(frozen=True)
class Window:
    """One server under load until the client has had its say."""

    microseconds: float
    sent: int
    received: int


class Belfry:
    """Reads lines to stay alive; one JVM for all windows, so that it stays warm."""

    name, port = "belfry", OUR_PORT

    def __init__(self, directory, options=()):
        home = os.environ.get("JAVA_HOME")
        with open(f"{directory}/belfry.log", "wb") as log:
            self.process = subprocess.Popen(
                [
                    "taskset", "-c", str(SERVER_CORE), f"{home}/bin/java" if home else "java", *product_flags(), *options,
                    "-cp", class_path(), "org.belfry.media.bench.TurnMain", HOST, str(OUR_PORT), "40000", "44999",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                process_group=0,
            )
        if not self.process.stdout.readline().startswith("ready"):
            raise BenchError("Belfry's TURN server has not started; see its log")


class Coturn:
    name, port = "coturn", COTURN_PORT

    def __init__(self, directory):
        self.process = processes.start(
            [
                "turnserver", "-n", "-L", HOST, "-E", HOST, "-p", str(COTURN_PORT), "-a", "-u", f"{USER}:{PASSWORD}",
                "-r", "bench.local", "--no-tls", "--no-dtls", "--no-cli", "--allow-loopback-peers", "--min-port", "45000",
                "--max-port", "49999", "--relay-threads", "1", "--no-stdout-log", "--log-file", f"{directory}/turn.log",
                "--max-allocate-lifetime=60", "--simple-log", "--pidfile", f"{directory}/turn.pid", "--no-software-attribute", "--db", f"{directory}/turn.db",
            ],
            SERVER_CORE,
            f"{directory}/coturn.log",
        )
        time.sleep(1.5)
        if self.process.poll() is not None:
            raise BenchError("coturn has not started; see its log")


def measure(server, clients, messages, options):
    """A window; of a client that gave up before it sent anything, another one."""
    for _ in range(TRIES):
        window, said = once(server, clients, messages, options)
        if window.received > 0:
            return window
        say(f"turn {clients}: {server.name:8} the client gave up: {said[-300:]}")
    raise BenchError(f"no message came back from {server.name}: {said[-300:]}")


def once(server, clients, messages, options):
    """A window and what its client said."""
    before = processes.cpu_seconds(server.process.pid)
    client = subprocess.run(
        [
            "taskset", "-c", str(LOAD_CORE), "turnutils_uclient", "-c", "-u", USER, "-w", PASSWORD, "-e", HOST, "-r", str(PEER_PORT),
            "-n", str(messages), "-m", str(clients), "-l", str(PACKET_BYTES), "-z", str(PACKET_MS), "-p", str(server.port),
            *options.client.split(), HOST,
        ],
        capture_output=True,
        text=True,
        timeout=60 + 3 * messages * PACKET_MS / 1000,
    )
    cpu = processes.cpu_seconds(server.process.pid) - before
    found = re.findall(r"tot_send_msgs=(\d+), tot_recv_msgs=(\d+)", client.stdout + client.stderr)
    sent, received = map(int, found[-1]) if found else (0, 0)
    return Window(1e6 * cpu / max(received, 1), sent, received), client.stdout + client.stderr


def row(clients, servers, options):
    windows = {server.name: [] for server in servers}
    for turn in range(options.repeat):
        for server in servers if turn % 2 == 0 else servers[::-1]:
            window = measure(server, clients, options.messages, options)
            windows[server.name].append(window)
            say(f"turn {clients}: {server.name:8} {window.microseconds:6.1f} µs a message, received {window.received} of {window.sent}")
    result = {"row": "turn", "clients": clients, "messages": options.messages}
    for name, measured in windows.items():
        result[name] = {
            "us_per_message": round(statistics.median(window.microseconds for window in measured), 1),
            "windows": [round(window.microseconds, 1) for window in measured],
            "sent": sum(window.sent for window in measured),
            "received": sum(window.received for window in measured),
        }
    result["ratio"] = round(result["belfry"]["us_per_message"] / result["coturn"]["us_per_message"], 3)
    return result


def as_line(result):
    return (
        f"turn      {result['clients']:4} clients  belfry {result['belfry']['us_per_message']} µs a message, coturn"
        f" {result['coturn']['us_per_message']} µs  ratio {result['ratio']:.2f}"
    )


def trusted(result):
    return all(result[name]["received"] >= TRUSTED_SHARE * result[name]["sent"] for name in ("belfry", "coturn"))


def rows(directory, options):
    """The results, one for each number of clients, as they come."""
    running = []
    try:
        peer = processes.start(["turnutils_peer", "-L", HOST, "-p", str(PEER_PORT)], LOAD_CORE, f"{directory}/peer.log")
        running.append(peer)
        ours = Belfry(directory, options.java.split())
        running.append(ours.process)
        theirs = Coturn(directory)
        running.append(theirs.process)
        say("warm-up of belfry …")
        for _ in range(options.warmups):
            compiled, began = processes.compiling(ours.process.pid), time.monotonic()
            measure(ours, max(options.clients), options.messages, options)
            if 100 * processes.compiled_since(compiled, ours.process.pid) / (time.monotonic() - began) < RESTING_PERCENT:
                break
        for clients in options.clients:
            yield row(clients, [ours, theirs], options)
    finally:
        for process in reversed(running):
            processes.stop(process)


def add_arguments(parser):
    """Those of this row only."""
    parser.add_argument("--clients", default="20,100", help="numbers of TURN clients, a row each (20,100)")
    parser.add_argument("--messages", type=int, default=500, help="that each client sends in a window (500)")
    parser.add_argument("--warmups", type=int, default=20, help="windows on Belfry before the rows at most (20): they end as soon as the compilers rest")
    parser.add_argument("--client", default="", metavar="OPTIONS", help="more options for turnutils_uclient, such as -s or -t")


def parsed(options):
    options.clients = [int(count) for count in options.clients.split(",")]
    return options
