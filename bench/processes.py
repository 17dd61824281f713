"""Processes of ours: CPU time by /proc, starting them on a core, stopping them by pid."""

import os
import signal
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class BenchError(Exception):
    """Why there is nothing to measure, as a sentence for the person who started the benchmark."""


def tree(pid):
    """The process and all its living descendants."""
    found, to_visit = set(), [pid]
    while to_visit:
        each = to_visit.pop()
        if each in found:
            continue
        found.add(each)
        try:
            for task in os.listdir(f"/proc/{each}/task"):
                with open(f"/proc/{each}/task/{task}/children") as children:
                    to_visit += map(int, children.read().split())
        except FileNotFoundError:
            continue  # it ended while we looked
    return found


def cpu_seconds(pid):
    """User and system seconds that the process and its descendants have used so far."""
    ticks = 0
    for each in tree(pid):
        try:
            with open(f"/proc/{each}/stat") as stat:
                # The name in parentheses may hold blanks; utime and stime are fields 14 and 15.
                fields = stat.read().rpartition(")")[2].split()
        except FileNotFoundError:
            continue  # it ended while we looked
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS_PER_SECOND


def compiling(pid):
    """CPU seconds so far of each thread of the process and its descendants that compiles for a JVM."""
    seconds = {}
    for each in tree(pid):
        try:
            tasks = os.listdir(f"/proc/{each}/task")
        except FileNotFoundError:
            continue  # it ended while we looked
        for task in tasks:
            try:
                with open(f"/proc/{each}/task/{task}/stat") as stat:
                    name, _, rest = stat.read().rpartition(")")
            except FileNotFoundError:
                continue  # a compiler's thread goes when there is nothing to do
            if name.rpartition("(")[2].startswith(("C1 ", "C2 ")):
                fields = rest.split()
                seconds[task] = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
    return seconds


def compiled_since(before, pid):
    """CPU seconds of compiling since then, without those of threads that are gone."""
    return sum(now - before.get(task, 0) for task, now in compiling(pid).items())


def machine_cpu_seconds():
    """Seconds that all cores together have been busy since the machine started."""
    with open("/proc/stat") as stat:
        fields = [int(field) for field in stat.readline().split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq = fields[:7]
    return (user + nice + system + irq + softirq) / TICKS_PER_SECOND


def start(command, core, log_path, environment=None):
    """Starts a command on one core, or on all when that is None, with its output in a file. A group of its own keeps Ctrl-C away:
    who started it stops it, in the right order."""
    with open(log_path, "wb") as log:
        return subprocess.Popen(
            command if core is None else ["taskset", "-c", str(core), *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            process_group=0,
        )


def stop(process, seconds=30):
    """SIGTERM, and SIGKILL for whatever of its tree is left after some seconds."""
    family = tree(process.pid)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    end = time.monotonic() + 5
    while (left := [pid for pid in family if os.path.exists(f"/proc/{pid}")]) and time.monotonic() < end:
        time.sleep(0.1)
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it ended by itself just now


def await_exit(process, seconds):
    """Waits for a process and answers the CPU seconds it used; kills it when it takes too long, and
    when the waiting is cut short."""
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if (usage := _reap(process, os.WNOHANG)) is not None:
                return usage
            time.sleep(0.02)
    except BaseException:
        if process.returncode is None:
            process.kill()
        raise
    process.kill()
    return _reap(process, 0)


def _reap(process, how):
    pid, status, usage = os.wait4(process.pid, how)
    if not pid:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def tail(path, lines=15):
    with open(path, errors="replace") as file:
        return "".join(file.readlines()[-lines:]).rstrip()
