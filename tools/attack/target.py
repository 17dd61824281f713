"""What is attacked: an appliance of our own on the loopback interface, or somebody's by its addresses."""

import copy
import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))

import processes
from servers import free_ports
from phone import Phone, Server
from https import Web

HERE = "127.0.0.1"
PROVIDER = "127.0.9.1"  # where the private instance's trunk is
ABROAD = "0015552368001"  # an international number, as it is dialled in the country below
NATIONAL = "03099887766"


class Target:
    """Where the attack goes, and who it may be while it does."""

    private = False
    provider = None
    data = None
    short = False  # fewer rounds of what is tried many times

    def __init__(self, host, sip_port, https_port, domain, users, admin, sources=()):
        """sources: addresses of this machine that attackers may have; none is any."""
        self.host, self.sip_port, self.https_port, self.domain = host, sip_port, https_port, domain
        self.users, self.admin = users, admin
        self.sources = sources
        self.next = 0

    def stranger(self, address=None):
        """Somebody without a password, from an address that nobody else has."""
        return Phone((self.host, self.sip_port), self.domain, "stranger", None, address or self.elsewhere())

    def phone(self, number=0, address=None):
        user, password = self.users[number]
        return Phone((self.host, self.sip_port), self.domain, user, password, address or self.office())

    def office(self):
        """Where the users are: no stranger guesses passwords there, or they would be shut out with them."""
        # The last: programs of others, as svcrack, come from the first whatever they are told.
        return self.sources[-1] if self.sources else self.elsewhere()

    def elsewhere(self):
        """A source address of its own for each who asks, where that can be had: on the loopback interface, or of those that were named."""
        self.next += 1
        if self.host.startswith("127."):
            return f"127.0.{40 + self.next // 250}.{1 + self.next % 250}"
        if self.sources:
            strangers = self.sources[:-1] or self.sources
            return strangers[self.next % len(strangers)]
        with socket.socket(type=socket.SOCK_DGRAM) as way:
            way.connect((self.host, self.sip_port))
            return way.getsockname()[0]

    def source(self):
        """The same for connections, which need none to be told."""
        return self.elsewhere() if self.sources or self.host.startswith("127.") else None

    def web(self, source=None):
        """As a stranger."""
        return Web(self.host, self.https_port, source=source)

    def administrator(self, keep=False):
        return Web(self.host, self.https_port, *self.admin, keep=keep)

    def lift_bans(self):
        """Probes that provoke a ban must not make the next one fail."""
        if self.admin:
            web = self.administrator()
            for ban in web.json("GET", "/bans"):
                web.ask("DELETE", f"/api/v1/bans/{ban['address']}")

    def close(self):
        """Nothing of a stranger's appliance is ours to stop."""


class Private(Target):
    """An appliance with a provider that we play: users 3101 and 3102 may call national numbers only, 3103 also abroad."""

    private = True

    def __init__(self, java, flags, jar):
        self.scratch = tempfile.mkdtemp(prefix="belfry-attack.")
        os.chmod(self.scratch, 0o711)  # the database may have an account of its own
        sip, https, http, stun, turns = free_ports(5, 21000 + os.getpid() % 2000)
        admin = ("admin", secrets.token_urlsafe(16))
        names = ("3101", "3102", "3103", "3104", "3105", "3106", "3107")
        super().__init__(HERE, sip, https, HERE, [(name, "pw-" + secrets.token_hex(8)) for name in names], admin)
        self.turn_port = stun
        self.data = f"{self.scratch}/data"
        self.log = f"{self.scratch}/log"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("BELFRY_")}
        environment |= {
            "BELFRY_ADMIN_PASSWORD": admin[1],
            "BELFRY_SIP_DOMAIN": HERE,
            # The machine's own addresses are on the allow-list by default; here attackers have them.
            "BELFRY_GUARD_ALLOW": HERE,
            "BELFRY_SERVER_TOMCAT_ACCESSLOG": "",
        }
        command = [java, *flags, "-jar", jar, f"--belfry.data={self.data}", f"--belfry.bind={HERE}", f"--belfry.sip-port={sip}"]
        command += ["--belfry.sip-tls-port=-1", "--belfry.sip-ws-port=-1", "--belfry.sip-wss-port=-1"]
        command += [f"--belfry.https-port={https}", f"--belfry.http-port={http}", f"--belfry.turn.port={stun}", "--belfry.turn.tls-port=-1"]
        command += ["--belfry.provisioning.pnp=false", "--belfry.provisioning.ldaps-port=-1"]
        self.process = processes.start(command, None, self.log, environment)

    def prepare(self, seconds=300):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with open(self.log, errors="replace") as log:
                if any(line.startswith("Belfry is ready") for line in log):
                    break
            time.sleep(0.2)
        else:
            raise RuntimeError("Belfry did not start:\n" + processes.tail(self.log))
        web = self.administrator()
        # The first of everything belongs to who tries every route with "1".
        web.json("POST", "/users", {"extension": "3100", "name": "First"})
        for user, password in self.users:
            web.json("POST", "/users", {"extension": user, "name": f"Phone {user}", "sipPassword": password})
        web.json("PATCH", "/dial-plan", {"country": "DE", "areaCode": "30", "mainNumber": "+49301234"})
        self.provider = Server((self.host, self.sip_port), self.domain, "provider", None, PROVIDER)
        web.json("POST", "/trunks", {"name": "provider", "server": f"sip:{PROVIDER}:{self.provider.port}", "addresses": [PROVIDER]})
        web.json("POST", "/routes", {"name": "all", "trunks": ["provider"]})
        web.json("POST", "/inbound-numbers", {"pattern": "+49301234", "open": "dial:3102"})
        local = ["INTERNAL", "LOCAL", "NATIONAL", "FREE"]
        for user, _ in self.users:
            web.json("PATCH", f"/users/{user}/calls", {"mayCall": local + (["INTERNATIONAL"] if user == "3103" else [])})

    def beside(self):
        """The same appliance with other users, for who attacks at the same time."""
        other = copy.copy(self)
        other.users = self.users[4:] + self.users[:4]
        other.next = 5000  # and from other addresses
        return other

    def complaints(self):
        """Lines of its log that speak of a fault of its own."""
        with open(self.log, errors="replace") as log:
            return [line.rstrip() for line in log if " ERROR " in line]

    def close(self, keep=False):
        if self.provider:
            self.provider.socket.close()
        processes.stop(self.process)
        if keep:
            print(f"What it wrote is kept in {self.scratch}.", file=sys.stderr)
        else:
            shutil.rmtree(self.scratch, ignore_errors=True)
