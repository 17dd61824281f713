"""Keeps Belfry under steady load for some minutes and tells what it holds: heap after collections, pauses, threads, and
how long it takes to answer. Start it with ./belfry bench soak."""

import argparse
import contextlib
import os
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time

import processes
import servers

PHONES, MINUTE = 10_000, 60
# Before load divides them into callers and callees.
servers.USERS[:] = [(f"bench{number:05d}", f"pw-bench{number:05d}") for number in range(PHONES)]

from load import Load  # noqa: E402
from processes import BenchError  # noqa: E402
from servers import Belfry, free_ports  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What the JVM says: how much heap a collection left, and how long all threads stood still, for whatever reason.
COLLECTED = re.compile(r"GC\(\d+\) .*?\b\d+M(?:\(\d+%\))?->(\d+)M")
STOPPED = re.compile(r"Safepoint \"(\w+)\".* Total: +(\d+) ns")
ROWS = {
    "phones": "10,000 registered phones, each registering again every minute",
    "calls": "200 calls a second through the location service, with digest",
}


def arguments():
    rows = "\n".join(f"  {name:8} {about}" for name, about in ROWS.items())
    parser = argparse.ArgumentParser(
        prog="./belfry bench soak",
        description=__doc__,
        epilog=f"rows:\n{rows}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", default="phones,calls", help="of those below, separated by commas")
    parser.add_argument("--minutes", type=float, default=15, help="of load for each row (15)")
    parser.add_argument("--rate", type=int, default=200, help="calls per second (200)")
    parser.add_argument("--media", action="store_true", help="calls open media ports, as they do by default")
    parser.add_argument("--belfry", default=f"{ROOT}/belfry", metavar="SCRIPT", help="of another clone, to measure that one")
    options = parser.parse_args()
    options.rows = options.rows.split(",")
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"there is no row {unknown.pop()!r}; there are {', '.join(ROWS)}")
    return options


def say(text):
    print(text, file=sys.stderr, flush=True)


class Watch:
    """What the JVM has said of its collections, and how many threads it has."""

    def __init__(self, log, pid):
        self.log, self.pid, self.seen, self.threads = log, pid, 0, []

    def sample(self):
        java = next(p for p in processes.tree(self.pid) if self._name(p) == "java")
        with open(f"/proc/{java}/status") as status:
            fields = dict(line.split(":", 1) for line in status if ":" in line)
        self.threads.append(int(fields["Threads"]))
        return int(fields["Threads"]), int(fields["VmRSS"].split()[0]) // 1024

    @staticmethod
    def _name(pid):
        with open(f"/proc/{pid}/comm") as comm:
            return comm.read().strip()

    def news(self):
        """Of all since the last time: MB of heap left by collections, and (reason, ms) of stops."""
        with open(self.log, errors="replace") as log:
            lines = log.read().splitlines()
        fresh, self.seen = lines[self.seen :], len(lines)
        collected = [COLLECTED.search(line) for line in fresh]
        stopped = [STOPPED.search(line) for line in fresh]
        return [int(c[1]) for c in collected if c], [(s[1], int(s[2]) / 1e6) for s in stopped if s]


def row(name, options, load, belfry, watch):
    seconds = int(60 * options.minutes)
    watch.news()
    watch.threads.clear()
    if name == "phones":
        scenario, users, rate = "register", "register", PHONES / MINUTE
    else:
        scenario, users, rate = "call_caller", "call", options.rate
        load.register_callees(belfry)
    say(f"{name}: {rate:.0f}/s for {options.minutes:g} minutes …")
    began = time.monotonic()
    heap, stops, used = [], [], []

    def each_half_minute():
        threads, resident = watch.sample()
        left, stopped = watch.news()
        used.append((time.monotonic() - began, processes.cpu_seconds(belfry.process.pid)))
        heap.extend((used[-1][0], after) for after in left)
        stops.extend(stopped)
        after = f"{left[-1]} MB" if left else "no collection"
        worst = max(stopped, key=lambda stop: stop[1], default=("none", 0))
        say(
            f"{name}: {used[-1][0]:4.0f} s, heap after {after}, longest stop {worst[1]:.1f} ms ({worst[0]}), {threads} threads,"
            f" {resident} MB resident"
        )

    result = load.steady(belfry, scenario, rate, seconds, users, each_half_minute, 30)
    (first, cpu_before), (last, cpu_after) = used[min(1, len(used) - 2)], used[-2]  # under full load
    each_half_minute()
    half = seconds / 2
    early = [after for at, after in heap if 60 < at <= half] or [after for _, after in heap]
    late = [after for at, after in heap if at > half] or early
    pauses = sorted(pause for _, pause in stops)
    times = sorted(result.times)
    rank = lambda values, share: values[min(len(values) - 1, int(share * len(values)))] if values else 0
    cpu = f"{1000 * (cpu_after - cpu_before) / (rate * (last - first)):.3f} ms" if last > first else "not measured"
    print(
        f"{name:8}{rate:5.0f}/s for {options.minutes:g} min  failed {result.failed} of {result.operations}"
        f"  retransmitted {result.retransmissions}  answer p50 {rank(times, 0.5):.1f} p99 {rank(times, 0.99):.1f}"
        f" max {times[-1] if times else 0:.1f} ms  CPU {cpu}  heap after collections {statistics.median(early or [0]):.0f} MB in the"
        f" first half, {statistics.median(late or [0]):.0f} MB in the second, most {max((a for _, a in heap), default=0)} MB"
        f"  {len(pauses)} stops p50 {rank(pauses, 0.5):.1f} p99 {rank(pauses, 0.99):.1f} max {pauses[-1] if pauses else 0:.1f} ms"
        f"  threads {min(watch.threads)}-{max(watch.threads)}",
        flush=True,
    )
    return result.failed <= 0.01 * result.operations


def run(options):
    if os.cpu_count() < 2:
        raise BenchError("This needs two cores, one for the server and one for the load.")
    with contextlib.ExitStack() as cleaning:
        scratch = tempfile.mkdtemp(prefix="belfry-soak.")
        cleaning.callback(shutil.rmtree, scratch, ignore_errors=True)
        os.chmod(scratch, 0o711)  # Belfry's database may have an account of its own
        *belfry_ports, caller_port, callee_port = free_ports(5, 46060)
        log = f"{scratch}/gc.log"
        os.environ["BELFRY_JAVA_OPTS"] = f"{os.environ.get('BELFRY_JAVA_OPTS', '')} -Xlog:gc,safepoint:file={log}:uptime:filecount=0"
        load = Load(scratch, caller_port, callee_port)
        say("Starting Belfry …")
        belfry = Belfry(options.belfry, scratch, belfry_ports, callee_port, media=options.media)
        cleaning.callback(processes.stop, belfry.process)
        belfry.await_ready()
        watch = Watch(log, belfry.process.pid)
        return all([row(name, options, load, belfry, watch) for name in options.rows])


def end(number, _frame):
    """Leaves by an exception, so that all that was started is stopped; only once."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def main():
    for each in ENDING:
        signal.signal(each, end)
    try:
        good = run(arguments())
    except BenchError as error:
        sys.exit(f"bench: {error}")
    if not good:
        sys.exit("bench: More than 1 % of the operations of a row failed.")


if __name__ == "__main__":
    main()
