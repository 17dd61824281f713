"""The two servers that are measured, each started privately and stopped again."""

import base64
import json
import os
import secrets
import socket
import ssl
import time
import urllib.error
import urllib.request

import processes
from command import say
from processes import BenchError

ADDRESS = "127.0.0.1"
SERVER_CORE = 0
COMPLAINTS = 20  # lines of its log that are shown
STATIC_USER = "service"  # what the static route of the proxy row leads on


def users(count):
    """Names and passwords."""
    return [(f"bench{number:05d}", f"pw-bench{number:05d}") for number in range(count)]


USERS = users(1000)


def free_ports(count, first):
    """Ports from a number on that nobody has on the loopback address, over UDP and TCP."""
    free = []
    for port in range(first, 65536):
        with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            try:
                udp.bind((ADDRESS, port))
                tcp.bind((ADDRESS, port))
            except OSError:
                continue
        free.append(port)
        if len(free) == count:
            return free
    raise BenchError(f"There are not {count} free ports from {first} on.")


def trusting():
    """TLS towards a Belfry that made its certificate itself a moment ago."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Belfry:
    """Belfry as ./belfry run starts it, on a data directory of its own."""

    name = "belfry"

    def __init__(self, script, scratch, ports, uas_port, media=False, users=USERS, core=SERVER_CORE):
        self.sip_port, self.https_port, http_port = ports
        self.uas_port, self.users = uas_port, users
        self.password = secrets.token_urlsafe(16)
        self.log = f"{scratch}/belfry.log"
        # Settings of the person's own Belfry have no place here; the options of the JVM have.
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("BELFRY_") or name == "BELFRY_JAVA_OPTS"
        }
        environment |= {"BELFRY_ADMIN_PASSWORD": self.password, "BELFRY_SIP_DOMAIN": ADDRESS}
        # All addresses of the machine itself are allowed by default; those of the junk must not be.
        environment |= {"BELFRY_GUARD_ALLOW": ADDRESS}
        # Kamailio leads no media through itself either; the relay has a benchmark of its own.
        environment |= {"BELFRY_MEDIA_ANCHOR": "true" if media else "false"}
        command = [script, "run", "--data", f"{scratch}/belfry", "--bind", ADDRESS]
        command += ["--sip-port", self.sip_port, "--https-port", self.https_port]
        command += ["--http-port", http_port]
        for unused in ("tls", "ws", "wss"):
            command += [f"--sip-{unused}-port", -1]
        self.process = processes.start(
            [str(word) for word in command], core, self.log, environment
        )

    def await_said(self, seconds=300):
        """Waits for its line that it is ready."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with open(self.log, errors="replace") as log:
                if any(line.startswith("Belfry is ready") for line in log):
                    break
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        else:
            raise BenchError(f"Belfry was not ready after {seconds} s:\n{processes.tail(self.log)}")
        if self.process.poll() is not None:
            raise BenchError(f"Belfry did not start:\n{processes.tail(self.log)}")

    def await_ready(self, seconds=300):
        """The same, and makes the users."""
        self.await_said(seconds)
        users = [
            {"extension": user, "name": user, "sipPassword": password} for user, password in self.users
        ]
        for first in range(0, len(users), 1000):
            self._ask("POST", "/users", users[first : first + 1000])

    def route_statically(self, wanted):
        """Has the static route of the proxy row or not. With it, 127.0.0.1 is a peer that needs no
        digest, so it must go before rows that measure the digest."""
        peers = self._ask("GET", "/peers")
        for peer in peers:
            self._ask("DELETE", f"/peers/{peer['id']}")
        if wanted:
            route = {"name": "bench", "address": ADDRESS, "pattern": STATIC_USER}
            self._ask("POST", "/peers", route | {"nextHop": f"sip:{ADDRESS}:{self.uas_port}"})

    def close(self):
        """Ends it, and tells of what it complained: a figure means little when something went wrong beside it."""
        processes.stop(self.process)
        with open(self.log, errors="replace") as log:
            complaints = [line.rstrip() for line in log if " WARN " in line or " ERROR " in line]
        for line in complaints[:COMPLAINTS]:
            say(f"Belfry complained: {line}")
        if len(complaints) > COMPLAINTS:
            say(f"Belfry complained {len(complaints) - COMPLAINTS} times more.")

    def banned(self):
        """How many addresses are banned just now."""
        return len(self._ask("GET", "/bans"))

    def lift_bans(self):
        for ban in self._ask("GET", "/bans"):
            self._ask("DELETE", f"/bans/{ban['address']}")

    def _ask(self, method, path, body=None):
        login = base64.b64encode(f"admin:{self.password}".encode()).decode()
        request = urllib.request.Request(
            f"https://{ADDRESS}:{self.https_port}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Basic {login}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=120, context=trusting()) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            reason = refusal.read().decode(errors="replace")[:500]
            raise BenchError(f"Belfry refuses {method} {path} ({refusal.code}): {reason}") from refusal
        except OSError as failure:
            raise BenchError(f"Belfry does not answer {method} {path}: {failure}") from failure
        return json.loads(text) if text else None


class Kamailio:
    """Debian's Kamailio with the configuration in kamailio/, or the same with a static route."""

    name = "kamailio"

    def __init__(self, scratch, port, uas_port):
        self.scratch, self.sip_port, self.uas_port = scratch, port, uas_port
        self.log = f"{scratch}/kamailio.log"
        self.process = None
        self.static = None

    def route_statically(self, wanted):
        """The route is part of the configuration, so a change starts it anew."""
        if self.process and self.static == wanted:
            return
        self.close()
        here = os.path.dirname(os.path.abspath(__file__))
        run = f"{self.scratch}/kamailio"
        os.makedirs(run, exist_ok=True)
        command = ["kamailio", "-f", f"{here}/kamailio/bench.cfg", "-DD", "-E", "-m", "1024", "-M", "16"]
        command += ["-l", f"udp:{ADDRESS}:{self.sip_port}", "-P", f"{run}/pid", "-Y", run]
        if wanted:
            command += ["-A", f'STATIC_ROUTE="sip:{ADDRESS}:{self.uas_port}"']
        self.process = processes.start(command, SERVER_CORE, self.log)
        self.static = wanted
        self._await_ready()

    def _await_ready(self, seconds=15):
        options = (
            f"OPTIONS sip:{ADDRESS}:{self.sip_port} SIP/2.0\r\n"
            "Via: SIP/2.0/UDP {at};branch=z9hG4bK{nonce};rport\r\n"
            f"From: <sip:probe@{ADDRESS}>;tag=probe\r\nTo: <sip:{ADDRESS}>\r\n"
            "Call-ID: {nonce}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        )
        with socket.socket(type=socket.SOCK_DGRAM) as probe:
            probe.bind((ADDRESS, 0))
            probe.settimeout(0.3)
            probe.connect((ADDRESS, self.sip_port))
            at = f"{ADDRESS}:{probe.getsockname()[1]}"
            end = time.monotonic() + seconds
            while time.monotonic() < end and self.process.poll() is None:
                try:
                    probe.send(options.format(at=at, nonce=secrets.token_hex(8)).encode())
                    if probe.recv(4096).startswith(b"SIP/2.0 200"):
                        return
                except (TimeoutError, ConnectionRefusedError):
                    time.sleep(0.1)  # its port is not open yet
        raise BenchError(f"Kamailio did not start:\n{processes.tail(self.log)}")

    def close(self):
        if self.process:
            processes.stop(self.process)
            self.process = None
