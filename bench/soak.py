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
from load import Load
from processes import BenchError
from servers import Belfry, free_ports

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = re.compile(r"Pause (\S+).* (\d+)M->(\d+)M\((\d+)M\) ([0-9.]+)ms")
ROWS = {
    "phones": "10,000 registered phones, each registering again every minute",
    "calls": "200 calls a second through the location service, with digest",
}
PHONES, MINUTE = 10_000, 60


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

    def collections(self):
        """(kind, heap after in MB, pause in ms) of all since the last time."""
        with open(self.log, errors="replace") as log:
            lines = log.read().splitlines()
        fresh, self.seen = lines[self.seen :], len(lines)
        found = [PAUSE.search(line) for line in fresh]
        return [(f[1], int(f[3]), float(f[5])) for f in found if f]


def row(name, options, load, belfry, watch):
    seconds = int(60 * options.minutes)
    watch.collections()
    watch.threads.clear()
    if name == "phones":
        scenario, users, rate = "register", "phones", PHONES / MINUTE
    else:
        scenario, users, rate = "call_caller", "call", options.rate
        load.register_callees(belfry)
    say(f"{name}: {rate:.0f}/s for {options.minutes:g} minutes …")
    began = time.monotonic()
    heap = []

    def each_half_minute():
        threads, resident = watch.sample()
        gone = watch.collections()
        heap.extend((time.monotonic() - began, kind, after, pause) for kind, after, pause in gone)
        after = f"{gone[-1][1]} MB" if gone else "no collection"
        say(f"{name}: {time.monotonic() - began:4.0f} s, heap after {after}, {threads} threads, {resident} MB resident")

    result = load.steady(belfry, scenario, rate, seconds, users, each_half_minute, 30)
    each_half_minute()
    half = seconds / 2
    early = [after for at, _, after, _ in heap if 60 < at <= half] or [after for _, _, after, _ in heap]
    late = [after for at, _, after, _ in heap if at > half] or early
    pauses = sorted(pause for _, _, _, pause in heap)
    times = sorted(result.times)
    rank = lambda values, share: values[min(len(values) - 1, int(share * len(values)))] if values else 0
    print(
        f"{name:8}{rate:5.0f}/s for {options.minutes:g} min  failed {result.failed} of {result.operations}"
        f"  retransmitted {result.retransmissions}  answer p50 {rank(times, 0.5):.1f} p99 {rank(times, 0.99):.1f}"
        f" max {times[-1] if times else 0:.1f} ms  heap after collections {statistics.median(early or [0]):.0f} MB in the"
        f" first half, {statistics.median(late or [0]):.0f} MB in the second, most {max((a for _, _, a, _ in heap), default=0)} MB"
        f"  pauses p50 {rank(pauses, 0.5):.1f} p99 {rank(pauses, 0.99):.1f} max {pauses[-1] if pauses else 0:.1f} ms"
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
        if "phones" in options.rows:
            servers.USERS[:] = [(f"b{number:05d}", f"pw-bench{number:05d}") for number in range(PHONES)]
        log = f"{scratch}/gc.log"
        os.environ["BELFRY_JAVA_OPTS"] = f"{os.environ.get('BELFRY_JAVA_OPTS', '')} -Xlog:gc:file={log}:uptime:filecount=0"
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
