"""How long nobody can be called after Belfry was killed (kill -9): from the kill until an INVITE reaches a phone that had registered before,
and until a page comes. A call is up meanwhile. Start it with ./belfry bench recovery.

Without --against: a private Belfry, started again as soon as it has ended. With it: an installed one, killed by a command of yours and started again
by its supervisor, whose waiting counts."""

import http.client
import os
import shlex
import signal
import statistics
import subprocess
import sys
import threading
import time

import command
import processes
from command import ROOT, say
from processes import BenchError
from servers import ADDRESS, Belfry, free_ports, trusting

sys.path.append(f"{ROOT}/tools/attack")
from phone import Phone, token  # noqa: E402

USERS = [("1001", "pw-bench-caller"), ("1002", "pw-bench-callee")]
PATIENCE = 120  # seconds
WRITTEN_DOWN = 2  # seconds after which bindings and calls are in the database
REPEATED = 0.05  # seconds between two datagrams of a call that nobody answers yet
ROWS = {
    "process": "its process alone is killed; its database goes on",
    "machine": "its database is killed with it, as systemd does, and a power cut",
}


def arguments():
    parser = command.parser("recovery", __doc__, ROWS)
    parser.add_argument("--repeat", type=int, default=5, help="how often it is killed (5)")
    parser.add_argument("--against", metavar="HOST", help="an installed Belfry with SIP on port 5060 and pages on 443")
    parser.add_argument("--kill", type=shlex.split, metavar="COMMAND", help="what kills that one")
    parser.add_argument("--user", action="append", type=lambda text: text.split(":", 1), metavar="EXTENSION:PASSWORD", help="its users, given twice")
    parser.add_argument("--from", dest="source", default=ADDRESS, metavar="ADDRESS", help="of the phones")
    parser.add_argument("--at-most", type=float, metavar="SECONDS", help="fail when calls need more, in the median")
    command.takes_script(parser)
    options = parser.parse_args()
    if options.against and not (options.kill and options.user and len(options.user) == 2):
        parser.error("--against needs --kill and --user twice")
    return options


class Private:
    """A Belfry of our own, started again by us."""

    host = ADDRESS

    def __init__(self, row, script, scratch, ports):
        self.row = row
        self.again = lambda: Belfry(script, scratch, ports, 0, users=USERS, core=None)
        self.belfry = self.again()
        self.belfry.await_ready()
        self.sip_port, self.https_port = self.belfry.sip_port, self.belfry.https_port

    def kill(self):
        pid = self.belfry.process.pid
        for each in processes.tree(pid) if self.row == "machine" else {pid}:
            os.kill(each, signal.SIGKILL)
        self.belfry.process.wait()
        self.belfry = self.again()

    def settle(self):
        self.belfry.await_said()

    def close(self):
        self.belfry.close()


class Installed:
    """Somebody else starts it again."""

    sip_port, https_port = 5060, 443

    def __init__(self, host, kill):
        self.host, self.command = host, kill

    def kill(self):
        subprocess.run(self.command, check=True)

    def settle(self):
        pass

    def close(self):
        pass


def first_page(server, began, found):
    """Notes when the page to sign in is there."""
    while "page" not in found and time.monotonic() < began + PATIENCE:
        try:
            connection = http.client.HTTPSConnection(server.host, server.https_port, timeout=PATIENCE, context=trusting())
            connection.request("GET", "/login")
            if connection.getresponse().status == 200:
                found["page"] = time.monotonic() - began
        except (OSError, http.client.HTTPException):
            pass  # nobody listens yet
        time.sleep(0.05)


def rings(caller, callee, server, began):
    """Calls, asking again as a phone does but sooner, until the other rings; the INVITE there and the one it was made of."""
    uri = f"sip:{callee.user}@{server.host}"
    parts = {"call_id": token(), "from_tag": token(), "body": caller.sdp()}
    invite, challenge = caller.request("INVITE", uri, cseq=1, **parts), None
    while time.monotonic() < began + PATIENCE:
        caller.send(invite)
        if challenge is None and (challenge := caller.gets(lambda m: m.status == 407 and m.first("Call-ID") == parts["call_id"], REPEATED)):
            credentials = caller.credentials(challenge, "INVITE", uri)
            caller.ack(challenge, uri, parts, 1)
            invite = caller.request("INVITE", uri, cseq=2, more=(credentials,), **parts)
            continue
        if heard := callee.gets(lambda m: m.method == "INVITE" and time.monotonic() > began, REPEATED):
            return heard, (uri, parts)
    raise BenchError(f"No call reached a registered phone within {PATIENCE} s.")


def hangs_a_call(caller, callee, server):
    """A call that is up."""
    invite, (uri, parts) = rings(caller, callee, server, time.monotonic())
    callee.reply(invite, 200, "OK", body=callee.sdp())
    answer = caller.await_(lambda m: m.status == 200 and m.first("Call-ID") == parts["call_id"])
    caller.ack(answer, answer.contact(), parts, 2, more=caller.route(answer))


def killed(server, caller, callee):
    """Kills it amid a call; what was there again, and when."""
    hangs_a_call(caller, callee, server)
    time.sleep(WRITTEN_DOWN)
    began, found = time.monotonic(), {}
    server.kill()
    pages = threading.Thread(target=first_page, args=(server, began, found))
    pages.start()
    caller.forget()
    callee.forget()
    invite, _ = rings(caller, callee, server, began)
    found["call"] = time.monotonic() - began
    callee.reply(invite, 486, "Busy Here")
    pages.join()
    if "page" not in found:
        raise BenchError(f"No page came within {PATIENCE} s.")
    server.settle()
    caller.forget()
    callee.forget()
    return found


def row(name, server, users, options):
    at = (server.host, server.sip_port)
    (caller_name, caller_password), (callee_name, callee_password) = users
    runs = []
    with (
        Phone(at, server.host, caller_name, caller_password, options.source) as caller,
        Phone(at, server.host, callee_name, callee_password, options.source) as callee,
    ):
        callee.register(expires=3600)
        for number in range(options.repeat):
            say(f"{name}: {number + 1} of {options.repeat} …")
            runs.append(killed(server, caller, callee))
    each = lambda what: sorted(round(run[what], 1) for run in runs)
    return {
        "row": name,
        "calls_seconds": statistics.median(each("call")),
        "calls_each": each("call"),
        "pages_seconds": statistics.median(each("page")),
        "pages_each": each("page"),
    }


def as_line(result):
    each = lambda what: ", ".join(str(seconds) for seconds in result[what])
    return (
        f"recovery: {result['row']}: calls after {result['calls_seconds']} s ({each('calls_each')}),"
        f" pages after {result['pages_seconds']} s ({each('pages_each')})"
    )


def measured(name, server, users, options):
    try:
        result = row(f"after kill -9 of the {name}", server, users, options)
    finally:
        server.close()
    command.tell(result, options, as_line)
    return options.at_most is None or result["calls_seconds"] <= options.at_most


def run(options):
    if options.against:
        return measured("service", Installed(options.against, options.kill), options.user, options)
    good = True
    for number, name in enumerate(options.rows):
        with command.scratch("recovery") as scratch:
            server = Private(name, options.belfry, scratch, free_ports(3, 46060 + 100 * number))
            good &= measured(name, server, USERS, options)
    return good


if __name__ == "__main__":
    command.main(lambda: run(arguments()), "It took too long.")
