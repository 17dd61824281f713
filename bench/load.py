"""Load on a server: sipp with the scenarios in sipp/, one window of constant rate at a time."""

import csv
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import processes
from command import RESTING_PERCENT
from processes import BenchError
from servers import ADDRESS, USERS

LOAD_CORE = 1
WARM_STEP_SECONDS = 10
WARM_STEPS = 4  # in a row in which the compilers rest
RESTING_SHARE = 0.05  # of the server's CPU time, too: where that is small, 1 % of a core would be two fifths of it
PAUSE_MS = 100  # between 180 and 200, and between ACK and BYE
SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sipp")


@dataclass(frozen=True)
class Window:
    """What one window of load showed."""

    operations: int
    """how many were begun"""
    succeeded: int
    retransmissions: int
    """of caller and callee together"""
    rate: float
    """operations begun per second, as far as sipp reached what it was asked for"""
    cpu_ms: float
    """CPU time of the server, user and system, per operation that succeeded"""
    server_percent: float
    """CPU time of the server in percent of one core"""
    compiling_percent: float
    """what of it its JVM's compilers took"""
    others_percent: float
    """CPU time of all that is neither the server nor sipp in percent of one core"""

    @property
    def failed(self):
        return self.operations - self.succeeded


def setup_times(messages):
    """Milliseconds from the first INVITE to the 180 of each call in sipp's log of messages."""
    began, times, at = {}, [], None
    with open(messages, errors="replace") as log:
        for line in log:
            if line.startswith("-----"):
                clock = line.split()[-1].split(":")
                if len(clock) == 3:  # sipp writes dashes without a time now and then
                    at = 3600 * int(clock[0]) + 60 * int(clock[1]) + float(clock[2])
                kind = None
            elif line.startswith("INVITE "):
                kind = "invite"
            elif line.startswith("SIP/2.0 180"):
                kind = "ringing"
            elif kind and line.startswith("Call-ID:"):
                if kind == "invite":
                    began.setdefault(line, at)
                elif line in began:
                    times.append(1000 * ((at - began[line]) % 86400))
                kind = None
    return times


@dataclass(frozen=True)
class Direct:
    """No server: the caller sends to the callee itself."""

    sip_port: int
    name: str = "nobody between"


@dataclass(frozen=True)
class Steady:
    """What minutes of load showed."""

    operations: int
    failed: int
    retransmissions: int
    times: list
    """milliseconds from a request to its answer, as sipp's clock of some milliseconds has it"""


def round_trips(path):
    """The response times that a scenario's start_rtd and rtd took."""
    try:
        with open(path) as file:
            rows = csv.reader(file, delimiter=";")
            next(rows, None)
            return [float(row[1]) for row in rows if len(row) > 1]
    except FileNotFoundError:
        return []


class Load:
    """Offers calls and registrations from one port and answers calls on another. The first half of the users call the others."""

    def __init__(self, scratch, caller_port, callee_port, users=USERS):
        self.scratch, self.caller_port, self.callee_port = scratch, caller_port, callee_port
        self.started = 0
        callers, self.callees = users[: len(users) // 2], users[len(users) // 2 :]
        login = {user: f"[authentication username={user} password={word}]" for user, word in users}
        self._write("register", (f"{user};{login[user]}" for user, _ in users))
        self._write("callees", (f"{user};{login[user]}" for user, _ in self.callees))
        pairs = zip(callers, self.callees, strict=True)
        self._write("call", (f"{a};{login[a]};{b}" for (a, _), (b, _) in pairs))

    def _write(self, name, lines):
        with open(f"{self.scratch}/{name}.csv", "w") as file:
            file.write("SEQUENTIAL\n" + "".join(line + "\n" for line in lines))

    def register_callees(self, server):
        sipp = self._sipp(server, "register", self.caller_port, 200, len(self.callees), 30, "callees")
        processes.await_exit(sipp, 60)
        done = int(self._last(sipp)["SuccessfulCall(C)"])
        if done < len(self.callees):
            raise BenchError(f"Only {done} of {len(self.callees)} users could register with {server.name}.")

    def setup_times(self, server, rate, seconds, scenario="call_caller", users="call"):
        """Calls for some seconds; how long each took from INVITE to 180 in ms, and how many failed."""
        operations = int(rate * seconds)
        callee = self._sipp(server, "callee", self.callee_port)
        try:
            time.sleep(0.3)
            caller = self._sipp(
                server, scenario, self.caller_port, rate, operations, seconds + 20, users, True
            )
            processes.await_exit(caller, seconds + 40)
        finally:
            callee.send_signal(signal.SIGUSR1)
            processes.await_exit(callee, 3)
        times = setup_times(caller.messages)
        if not times:
            raise BenchError(f"No call succeeded with {server.name}.")
        return times, operations - int(self._last(caller)["SuccessfulCall(C)"])

    def steady(self, server, scenario, rate, seconds, users, watch, interval):
        """Constant load for minutes; `watch` is called each so many seconds meanwhile."""
        operations, callee = int(rate * seconds), None
        if scenario != "register":
            callee = self._sipp(server, "callee", self.callee_port)
            time.sleep(0.3)
        try:
            caller = self._sipp(
                server, scenario, self.caller_port, rate, operations, seconds + 60, users, dump=True
            )
            end = time.monotonic() + seconds + 90
            while caller.poll() is None and time.monotonic() < end:
                time.sleep(interval)
                watch()
            if caller.returncode is None:
                processes.await_exit(caller, 10)
        finally:
            if callee:
                callee.send_signal(signal.SIGUSR1)
                processes.await_exit(callee, 3)
        last = self._last(caller)
        return Steady(
            operations,
            operations - int(last["SuccessfulCall(C)"]),
            int(last["Retransmissions(C)"]),
            round_trips(caller.rtt),
        )

    def junk(self, server, rate, seconds):
        """Begins to send junk; its process."""
        here = os.path.dirname(os.path.abspath(__file__))
        command = [sys.executable, "-B", f"{here}/junk.py", server.sip_port, rate, seconds]
        return subprocess.Popen(
            ["taskset", "-c", str(LOAD_CORE), *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )

    def warm(self, server, scenario, rate, most, users=None):
        """Offers load until the JVM's compilers have rested for some steps, and for some seconds at most. A server is
        up for months: what it compiles in its first minutes is no part of what a call costs. They rest between bursts,
        too: what runs once in half a minute, as the writing of bindings does, is compiled minutes after a request."""
        end = time.monotonic() + most
        resting = 0
        while resting < WARM_STEPS and (left := end - time.monotonic()) > 0:
            window = self.window(server, scenario, rate, max(2, min(WARM_STEP_SECONDS, left)), users)
            most_of_rest = min(RESTING_PERCENT, RESTING_SHARE * window.server_percent)
            resting = resting + 1 if window.compiling_percent < most_of_rest else 0

    def window(self, server, scenario, rate, seconds, users=None):
        """Offers operations at a rate (per second) for some seconds, and waits for their ends."""
        operations = int(rate * seconds)
        callee = None
        try:
            if scenario != "register":
                answering = "message_callee" if scenario == "message_caller" else "callee"
                callee = self._sipp(server, answering, self.callee_port)
                time.sleep(0.3)  # until its port is open; sipp says nothing when it is
            compiled_before = processes.compiling(server.process.pid)
            server_before = processes.cpu_seconds(server.process.pid)
            machine_before, began = processes.machine_cpu_seconds(), time.monotonic()
            caller = self._sipp(
                server, scenario, self.caller_port, rate, operations, seconds + 20, users
            )
            load_cpu = processes.await_exit(caller, seconds + 40)
            elapsed = time.monotonic() - began
            time.sleep(0.2)  # what the server still does about the last operation counts
            server_cpu = processes.cpu_seconds(server.process.pid) - server_before
            compiled = processes.compiled_since(compiled_before, server.process.pid)
            machine_cpu = processes.machine_cpu_seconds() - machine_before
        finally:
            if callee:
                callee.send_signal(signal.SIGUSR1)  # ends when no call is left
                callee_cpu = processes.await_exit(callee, 3)
        last = self._last(caller)
        succeeded = int(last["SuccessfulCall(C)"])
        retransmissions = int(last["Retransmissions(C)"])
        if callee:
            load_cpu += callee_cpu
            retransmissions += int(self._last(callee)["Retransmissions(C)"])
        if not succeeded:
            raise BenchError(f"No operation of {scenario} succeeded with {server.name}.")
        return Window(
            operations,
            succeeded,
            retransmissions,
            self._rate(caller, operations),
            1000 * server_cpu / succeeded,
            100 * server_cpu / elapsed,
            100 * compiled / elapsed,
            max(0.0, 100 * (machine_cpu - server_cpu - load_cpu) / elapsed),
        )

    def _sipp(
        self,
        server,
        scenario,
        port,
        rate=None,
        operations=None,
        limit=None,
        users=None,
        times=False,
        dump=False,
    ):
        self.started += 1
        # -mi: without it sipp looks its media address up by the name of the machine.
        command = ["sipp", f"{ADDRESS}:{server.sip_port}", "-sf", f"{SCENARIOS}/{scenario}.xml"]
        command += ["-i", ADDRESS, "-mi", ADDRESS, "-p", port, "-t", "u1", "-nostdin"]
        command += ["-buff_size", 4194304, "-l", 15000, "-d", PAUSE_MS]
        command += ["-key", "callee_port", self.callee_port]
        statistics = f"{self.scratch}/sipp-{self.started}.csv"
        command += ["-trace_stat", "-stf", statistics, "-fd", 1]
        if rate:
            command += ["-r", rate, "-m", operations, "-timeout", int(limit)]
        messages = f"{self.scratch}/sipp-{self.started}.messages"
        if times:
            # Its own response times have the resolution of a coarse clock, 4 ms.
            command += ["-trace_msg", "-message_file", messages]
        if dump:
            command += ["-trace_rtt", "-rtt_freq", 1000]
        if users:
            command += ["-inf", f"{self.scratch}/{users}.csv"]
        errors = f"{self.scratch}/sipp-{self.started}.err"
        with open(errors, "wb") as log:
            sipp = subprocess.Popen(
                ["taskset", "-c", str(LOAD_CORE), *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.scratch,
            )
        name = os.path.basename(scenario)
        sipp.rtt = f"{self.scratch}/{name}_{sipp.pid}_rtt.csv"
        sipp.statistics, sipp.errors, sipp.messages = statistics, errors, messages
        return sipp

    def _rows(self, sipp):
        try:
            with open(sipp.statistics) as file:
                rows = list(csv.DictReader(file, delimiter=";"))
        except FileNotFoundError:
            rows = []
        if not rows:
            raise BenchError(f"sipp did not run:\n{processes.tail(sipp.errors)}")
        return rows

    def _last(self, sipp):
        return self._rows(sipp)[-1]

    def _rate(self, sipp, operations):
        """Over the time until the last operation was begun, without the time calls need to end."""
        for row in self._rows(sipp):
            hours, minutes, seconds = row["ElapsedTime(C)"].split(":")[:3]
            elapsed = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
            begun = int(row["TotalCallCreated"])
            if begun >= operations:
                break
        return begun / elapsed if elapsed else 0.0
