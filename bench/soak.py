"""Keeps Belfry under steady load for some minutes and tells what it holds: heap after collections, pauses, threads, and
how long it takes to answer. Start it with ./belfry bench soak."""

import contextlib
import os
import re
import statistics
import time

import command
import processes
from command import say
from load import Load
from servers import Belfry, free_ports, users

PHONES, MINUTE = 10_000, 60
# What the JVM says: how much heap a collection left, and how long all threads stood still, for whatever reason.
COLLECTED = re.compile(r"GC\((\d+)\) .*?\b\d+M(?:\(\d+%\))?->(\d+)M")
STOPPED = re.compile(r"Safepoint \"(\w+)\".* Total: +(\d+) ns")
ROWS = {
    "phones": "10,000 registered phones, each registering again every minute",
    "calls": "200 calls a second through the location service, with digest",
}


def arguments():
    parser = command.parser("soak", __doc__, ROWS)
    parser.add_argument("--minutes", type=float, default=15, help="of load for each row (15)")
    parser.add_argument("--rate", type=int, default=200, help="calls per second (200)")
    parser.add_argument("--media", action="store_true", help="calls open media ports, as they do by default")
    command.takes_script(parser)
    return parser.parse_args()


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
        # One collection tells several times what it has left; the last time counts.
        collected = dict(c.groups() for line in fresh if (c := COLLECTED.search(line)))
        stopped = [STOPPED.search(line) for line in fresh]
        return [int(left) for left in collected.values()], [(s[1], int(s[2]) / 1e6) for s in stopped if s]


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
    return {
        "row": name,
        "rate": round(rate),
        "minutes": options.minutes,
        "operations": result.operations,
        "failed": result.failed,
        "retransmissions": result.retransmissions,
        "answer_ms": {"p50": rank(times, 0.5), "p99": rank(times, 0.99), "most": times[-1] if times else 0},
        "cpu_ms": round(1000 * (cpu_after - cpu_before) / (rate * (last - first)), 3) if last > first else None,
        "heap_mb": {
            "first_half": statistics.median(early or [0]),
            "second_half": statistics.median(late or [0]),
            "most": max((after for _, after in heap), default=0),
        },
        "stops": len(pauses),
        "stop_ms": {"p50": rank(pauses, 0.5), "p99": rank(pauses, 0.99), "most": pauses[-1] if pauses else 0},
        "threads": [min(watch.threads), max(watch.threads)],
    }


def as_line(result):
    answer, stop, heap = result["answer_ms"], result["stop_ms"], result["heap_mb"]
    cpu = "not measured" if result["cpu_ms"] is None else f"{result['cpu_ms']:.3f} ms"
    least, most = result["threads"]
    return (
        f"{result['row']:8}{result['rate']:5}/s for {result['minutes']:g} min  failed {result['failed']} of {result['operations']}"
        f"  retransmitted {result['retransmissions']}  answer p50 {answer['p50']:.1f} p99 {answer['p99']:.1f} max {answer['most']:.1f} ms"
        f"  CPU {cpu}  heap after collections {heap['first_half']:.0f} MB in the first half, {heap['second_half']:.0f} MB in the second,"
        f" most {heap['most']} MB  {result['stops']} stops p50 {stop['p50']:.1f} p99 {stop['p99']:.1f} max {stop['most']:.1f} ms"
        f"  threads {least}-{most}"
    )


def run(options):
    with command.scratch("soak") as scratch, contextlib.ExitStack() as cleaning:
        *belfry_ports, caller_port, callee_port = free_ports(5, 46060)
        log = f"{scratch}/gc.log"
        os.environ["BELFRY_JAVA_OPTS"] = f"{os.environ.get('BELFRY_JAVA_OPTS', '')} -Xlog:gc,safepoint:file={log}:uptime:filecount=0"
        load = Load(scratch, caller_port, callee_port, users(PHONES))
        say("Starting Belfry …")
        belfry = Belfry(options.belfry, scratch, belfry_ports, callee_port, media=options.media, users=users(PHONES))
        cleaning.callback(belfry.close)
        belfry.await_ready()
        watch = Watch(log, belfry.process.pid)
        good = True
        for name in options.rows:
            result = row(name, options, load, belfry, watch)
            good &= result["failed"] <= 0.01 * result["operations"]
            command.tell(result, options, as_line)
        return good


if __name__ == "__main__":
    command.main(lambda: run(arguments()), "More than 1 % of the operations of a row failed.")
