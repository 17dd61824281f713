"""Drives sipp against Belfry and Kamailio by turns and prints what an operation costs each in CPU
time. Start it with ./belfry bench sip."""

import argparse
import contextlib
import statistics
import time
from dataclasses import dataclass

import command
from command import say
from load import Direct, Load
from servers import Belfry, Kamailio, free_ports

LINGER_SECONDS = 1  # between two windows
TRUSTED_SHARE = 0.99  # of the operations must succeed, else their cost says nothing


@dataclass(frozen=True)
class Row:
    name: str
    about: str
    scenario: str
    rate: int  # operations per second
    users: str | None  # which file of users sipp reads
    static: bool  # by the static route and without digest


ROWS = [
    Row("proxy", "INVITE to BYE through a static route, record-routed, no digest", "proxy_caller", 500, None, True),
    Row("call", "INVITE to BYE with 407 digest, by the location table", "call_caller", 300, "call", False),
    Row("register", "REGISTER with 401 digest", "register", 500, "register", False),
    Row("message", "MESSAGE through a static route, no digest", "message_caller", 500, None, True),
    Row("max", "the calls of proxy: the highest rate for 15 s with less than 0.1 % failed or retransmitted", "proxy_caller", 1500, None, True),
    Row("setup", "Belfry alone: what it adds to the time from INVITE to 180 of proxy's calls, at half the rate of max", "proxy_caller", 2200, None, True),
    Row("cost", "the calls of proxy at 100, 500, 1000 and 2000/s (or --rate): CPU of each, and what each adds to the time from INVITE to 180", "proxy_caller", 100, None, True),
    Row("junk", "Belfry alone: what calls wait for a tone, alone and under 20 times as much junk", "call_caller", 100, "call", False),
    Row("sustained", "Belfry alone: the calls of proxy at a high rate for 30 s", "proxy_caller", 1500, None, True),
]
SUSTAINED_SECONDS = 30
COST_RATES = 100, 500, 1000, 2000  # of row cost
PERCENTILES = 0.5, 0.95, 0.99, 0.999  # of times to the 180
MAX_SECONDS, MAX_STEP, MAX_RATE = 15, 1.2, 8000  # of row max: a window, the next rate, where sipp gives up
TOLERATED_SHARE = 0.001  # of its operations may fail or be retransmitted
JUNK_FACTOR = 20  # messages of junk for every call
JUNK_WARM_SECONDS = 20


def arguments():
    known = {row.name: row for row in ROWS}
    parser = command.parser("sip", __doc__, {name: f"{row.rate:5}/s  {row.about}" for name, row in known.items()})
    number = lambda least: lambda text: at_least(least, text)
    parser.add_argument("--rate", type=number(1), help="operations per second, for all rows")
    parser.add_argument("--dur", type=number(2), default=10, metavar="S", help="seconds of a window (10); sustained has 30")
    parser.add_argument("--repeat", type=number(1), default=5, help="windows of each server (5); the median counts")
    parser.add_argument("--warmup", type=number(0), default=600, metavar="S", help="seconds of load on Belfry before a row at most (600): it ends when the compilers have rested for 40")
    command.takes_script(parser)
    options = parser.parse_args()
    options.rows = [known[name] for name in options.rows]
    return options


def at_least(least, text):
    value = int(text)
    if value < least:
        raise argparse.ArgumentTypeError(f"{least} or more, please")
    return value


def measure(row, options, load, belfry, kamailio):
    """One row: warm-up, then windows by turns, the servers changing places each time."""
    rate, alone = options.rate or row.rate, row.name == "sustained"
    servers = [belfry] if alone else [belfry, kamailio]
    for server in servers:
        server.route_statically(row.static)
        if row.scenario == "call_caller":
            load.register_callees(server)
    seconds, repeat = (SUSTAINED_SECONDS, 1) if alone else (options.dur, options.repeat)
    say(f"{row.name}: {rate}/s, warm-up …")
    load.warm(belfry, row.scenario, rate, options.warmup, row.users)
    if not alone:
        load.window(kamailio, row.scenario, rate, 2, row.users)
    windows = {server.name: [] for server in servers}
    for turn in range(repeat):
        for server in servers if turn % 2 == 0 else servers[::-1]:
            time.sleep(LINGER_SECONDS)
            window = load.window(server, row.scenario, rate, seconds, row.users)
            windows[server.name].append(window)
            say(
                f"{row.name}: {server.name:8} {window.cpu_ms:.3f} ms, {window.rate:.0f}/s, failed"
                f" {window.failed}, retransmitted {window.retransmissions}, server"
                f" {window.server_percent:.0f} %, of it compiling {window.compiling_percent:.0f} %, others {window.others_percent:.0f} % of a core"
            )
    return summary(row, rate, seconds, windows)


def highest_rate(row, options, load, belfry, kamailio):
    """The highest rate that each server holds, found by raising it step by step, and their ratio."""
    held = {}
    for server in (belfry, kamailio):
        server.route_statically(row.static)
        load.warm(server, row.scenario, 500, options.warmup if server is belfry else 2, row.users)
        rate, held[server.name] = options.rate or row.rate, 0
        while rate <= MAX_RATE:
            time.sleep(LINGER_SECONDS)
            window = load.window(server, row.scenario, rate, MAX_SECONDS, row.users)
            amiss = window.failed + window.retransmissions
            say(
                f"max: {server.name:8} {rate}/s, reached {window.rate:.0f}/s, failed {window.failed},"
                f" retransmitted {window.retransmissions}, server {window.server_percent:.0f} %,"
                f" others {window.others_percent:.0f} % of a core"
            )
            if amiss > TOLERATED_SHARE * window.operations or window.rate < 0.97 * rate:
                break
            held[server.name], rate = round(window.rate), int(rate * MAX_STEP)
    ratio = round(held["belfry"] / held["kamailio"], 3) if held["kamailio"] else None
    return {"row": row.name, "seconds": MAX_SECONDS, "held": held, "ratio": ratio}


def measure_junk(row, options, load, belfry, _kamailio):
    """Calls without and with junk by turns; the 95th percentile of the time to the 180 of each."""
    rate = options.rate or row.rate
    belfry.route_statically(False)
    load.register_callees(belfry)
    say(f"{row.name}: {rate}/s, warm-up …")
    if options.warmup:
        junk = load.junk(belfry, JUNK_FACTOR * rate, min(JUNK_WARM_SECONDS, options.warmup))
        load.warm(belfry, row.scenario, rate, options.warmup, row.users)
        junk.communicate(timeout=60)
    quiet, noisy, failed = [], [], 0
    sent = answered = banned = 0
    for _ in range(options.repeat):
        time.sleep(LINGER_SECONDS)
        times, failures = load.setup_times(belfry, rate, options.dur)
        quiet.append(percentile(times))
        failed += failures
        belfry.lift_bans()
        time.sleep(LINGER_SECONDS)
        junk = load.junk(belfry, JUNK_FACTOR * rate, options.dur + 2)
        times, failures = load.setup_times(belfry, rate, options.dur)
        noisy.append(percentile(times))
        failed += failures
        counts = junk.communicate(timeout=60)[0].split()
        sent, answered, banned = sent + int(counts[0]), answered + int(counts[1]), belfry.banned()
        say(
            f"{row.name}: p95 {quiet[-1]:.2f} ms without and {noisy[-1]:.2f} ms with junk, failed"
            f" {failed}, junk {counts[0]}, of it answered {counts[1]}, banned {banned}"
        )
    return {
        "row": row.name,
        "rate": rate,
        "seconds": options.dur,
        "p95_ms": round(statistics.median(quiet), 3),
        "p95_ms_junk": round(statistics.median(noisy), 3),
        "p95_ms_windows": [[round(q, 3), round(n, 3)] for q, n in zip(quiet, noisy)],
        "ratio": round(statistics.median(noisy) / statistics.median(quiet), 3),
        "operations": 2 * options.repeat * int(rate * options.dur),
        "failed": failed,
        "junk_sent": sent,
        "junk_answered": answered,
        "addresses_banned": banned,
    }


def percentile(times, share=0.95):
    return sorted(times)[int(share * (len(times) - 1))]


def added_setup_time(row, options, load, belfry, _kamailio):
    """Calls from phone to phone and through Belfry by turns: the times to the 180, and what Belfry adds to them."""
    rate, failed, operations = options.rate or row.rate, 0, 0
    belfry.route_statically(row.static)
    say(f"{row.name}: {rate}/s, warm-up …")
    # What is compiled at one rate is compiled anew at another; cold, it could not take the higher one.
    for pace in sorted({min(rate, 500), rate}):
        load.warm(belfry, row.scenario, pace, options.warmup, row.users)
    figures = {"direct": [], "belfry": []}
    for turn in range(options.repeat):
        for name, server in (("direct", Direct(load.callee_port)), ("belfry", belfry)):
            time.sleep(LINGER_SECONDS)
            times, failures = load.setup_times(server, rate, options.dur, row.scenario, row.users)
            failed, operations = failed + failures, operations + int(rate * options.dur)
            figures[name].append(percentiles(times))
            say(f"{row.name}: {name:8} p50, p95, p99, p99.9 {figures[name][-1]} ms, failed {failures}")
    medians = {name: column_medians(rows) for name, rows in figures.items()}
    return {
        "row": row.name,
        "rate": rate,
        "seconds": options.dur,
        "percentiles": [100 * share for share in PERCENTILES],
        "ms": medians,
        "added_ms": [round(b - d, 3) for b, d in zip(medians["belfry"], medians["direct"])],
        "operations": operations,
        "failed": failed,
    }


def percentiles(times):
    return [round(percentile(times, share), 3) for share in PERCENTILES]


def column_medians(rows):
    return [round(statistics.median(column), 3) for column in zip(*rows)]


def cost_and_delay(row, options, load, belfry, kamailio):
    """At each rate, by turns: CPU per call of both servers, and the times to the 180 with each and with neither."""
    for server in (belfry, kamailio):
        server.route_statically(row.static)
    direct, steps = Direct(load.callee_port), []
    for rate in [options.rate] if options.rate else COST_RATES:
        say(f"{row.name}: {rate}/s, warm-up …")
        load.warm(belfry, row.scenario, rate, options.warmup, row.users)
        cpu, delays, failed, operations = {}, {}, 0, 0
        for turn in range(options.repeat):
            for server in (direct, belfry, kamailio) if turn % 2 == 0 else (kamailio, belfry, direct):
                if server is not direct:
                    time.sleep(LINGER_SECONDS)
                    window = load.window(server, row.scenario, rate, options.dur, row.users)
                    cpu.setdefault(server.name, []).append(round(window.cpu_ms, 4))
                    failed, operations = failed + window.failed, operations + window.operations
                time.sleep(LINGER_SECONDS)
                times, failures = load.setup_times(server, rate, options.dur, row.scenario, row.users)
                delays.setdefault(server.name, []).append(percentiles(times))
                failed, operations = failed + failures, operations + int(rate * options.dur)
                say(f"{row.name}: {rate}/s {server.name:14} {cpu.get(server.name, ['-'])[-1]} ms, to 180 {delays[server.name][-1]} ms, failed {failed}")
        medians = {name: column_medians(rows) for name, rows in delays.items()}
        steps.append({
            "rate": rate,
            "cpu_ms": {name: statistics.median(costs) for name, costs in cpu.items()},
            "cpu_ms_windows": cpu,
            "to_180_ms": medians,
            "added_ms": {name: [round(a - b, 3) for a, b in zip(medians[name], medians[direct.name])] for name in cpu},
            "operations": operations,
            "failed": failed,
        })
    return {
        "row": row.name,
        "seconds": options.dur,
        "percentiles": [100 * share for share in PERCENTILES],
        "steps": steps,
        "operations": sum(step["operations"] for step in steps),
        "failed": sum(step["failed"] for step in steps),
    }


def summary(row, rate, seconds, windows):
    result = {"row": row.name, "rate": rate, "seconds": seconds}
    for name, measured in windows.items():
        costs = [window.cpu_ms for window in measured]
        result[name] = {
            "cpu_ms": round(statistics.median(costs), 4),
            "cpu_ms_windows": [round(cost, 4) for cost in costs],
            "rate_reached": round(statistics.median(window.rate for window in measured), 1),
            "operations": sum(window.operations for window in measured),
            "failed": sum(window.failed for window in measured),
            "retransmissions": sum(window.retransmissions for window in measured),
            "server_cpu_percent": round(statistics.median(w.server_percent for w in measured), 1),
            "other_cpu_percent": [round(window.others_percent, 1) for window in measured],
        }
    if "kamailio" in result:
        result["ratio"] = round(result["belfry"]["cpu_ms"] / result["kamailio"]["cpu_ms"], 3)
    return result


def as_line(result):
    if "held" in result:
        held = result["held"]
        return f"max       Belfry {held['belfry']}/s  Kamailio {held['kamailio']}/s  ratio {result['ratio']}"
    if result["row"] == "junk":
        return (
            f"{result['row']:10}{result['rate']:5}/s  p95 to the first tone {result['p95_ms']:.2f} ms, under"
            f" junk {result['p95_ms_junk']:.2f} ms  ratio {result['ratio']:.2f}  failed {result['failed']} of"
            f" {result['operations']}  junk {result['junk_sent']}, answered {result['junk_answered']},"
            f" banned {result['addresses_banned']}"
        )
    if result["row"] == "cost":
        return "\n".join(
            f"cost      {step['rate']:5}/s  Belfry {step['cpu_ms']['belfry']:.3f} ms, adds p50 {step['added_ms']['belfry'][0]:.2f}, p99 {step['added_ms']['belfry'][2]:.2f} ms"
            f"  Kamailio {step['cpu_ms']['kamailio']:.3f} ms, adds {step['added_ms']['kamailio'][0]:.2f}, {step['added_ms']['kamailio'][2]:.2f} ms"
            f"  ratio {step['cpu_ms']['belfry'] / step['cpu_ms']['kamailio']:.2f}  failed {step['failed']} of {step['operations']}"
            for step in result["steps"]
        )
    if result["row"] == "setup":
        p50, p95, p99, _ = result["added_ms"]
        return (
            f"{result['row']:10}{result['rate']:5}/s  adds p50 {p50:.2f} ms, p95 {p95:.2f} ms, p99 {p99:.2f} ms to"
            f" p50 {result['ms']['direct'][0]:.2f} ms, p99 {result['ms']['direct'][2]:.2f} ms without a server"
            f"  failed {result['failed']} of {result['operations']}"
        )
    belfry, kamailio = result["belfry"], result.get("kamailio")
    others = belfry["other_cpu_percent"] + (kamailio["other_cpu_percent"] if kamailio else [])
    words = [f"{result['row']:10}{result['rate']:5}/s  Belfry {belfry['cpu_ms']:.3f} ms"]
    if kamailio:
        words.append(f"Kamailio {kamailio['cpu_ms']:.3f} ms  ratio {result['ratio']:.2f}")
        failed = f"failed {belfry['failed']} and {kamailio['failed']}"
        again = f"retransmitted {belfry['retransmissions']} and {kamailio['retransmissions']}"
    else:
        words.append(f"for {result['seconds']} s, reached {belfry['rate_reached']:.0f}/s")
        failed = f"failed {belfry['failed']} of {belfry['operations']}"
        again = f"retransmitted {belfry['retransmissions']}"
    words += [failed, again, f"others {min(others):.0f}-{max(others):.0f} % of a core"]
    return "  ".join(words)


def trusted(result):
    if result["row"] in ("junk", "setup", "cost"):
        return result["failed"] <= (1 - TRUSTED_SHARE) * result["operations"]
    servers = [result[name] for name in ("belfry", "kamailio") if name in result]
    return all(s["operations"] - s["failed"] >= TRUSTED_SHARE * s["operations"] for s in servers)


def run(options):
    with command.scratch("sip") as scratch, contextlib.ExitStack() as cleaning:
        # Outside the ports that sipp takes for media (6000 on), which it also opens without media.
        *belfry_ports, kamailio_port, caller_port, callee_port = free_ports(6, 46060)
        load = Load(scratch, caller_port, callee_port)
        kamailio = Kamailio(scratch, kamailio_port, callee_port)
        cleaning.callback(kamailio.close)
        say("Starting Belfry …")
        belfry = Belfry(options.belfry, scratch, belfry_ports, callee_port)
        cleaning.callback(belfry.close)
        belfry.await_ready()
        good = True
        for row in options.rows:
            search = {"max": highest_rate, "setup": added_setup_time, "junk": measure_junk, "cost": cost_and_delay}.get(row.name, measure)
            result = search(row, options, load, belfry, kamailio)
            command.tell(result, options, as_line)
            good = good and trusted(result)
        return good


if __name__ == "__main__":
    command.main(lambda: run(arguments()), "More than 1 % of the operations of a row failed; its figures say nothing.")
