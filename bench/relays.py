"""The two relays: Belfry's media server by itself, driven by lines, and Debian's rtpengine, driven by
its ng protocol (bencode over UDP)."""

import os
import socket
import subprocess
import time

import processes
from processes import BenchError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOST = "127.0.0.1"
NG_PORT = 22223
CLASSES = os.environ.get("MEDIA_CLASSES") or f"{ROOT}/media/target/classes:{ROOT}/media/target/test-classes"
# Those of ./belfry run that matter here.
JVM_FLAGS = ["-XX:+UseSerialGC", "-Xms64m", "-Xmx1g", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"]


def java(main, *arguments, core, log, options=()):
    """A main class of media's test scope, on one core, with pipes to it."""
    home = os.environ.get("JAVA_HOME")
    command = f"{home}/bin/java" if home else "java"
    with open(log, "wb") as errors:
        return subprocess.Popen(
            ["taskset", "-c", str(core), command, *JVM_FLAGS, *options, "-cp", CLASSES, f"org.belfry.media.bench.{main}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            process_group=0,
        )


def ask(process, line):
    """One line to a process of ours and one back."""
    process.stdin.write(line + "\n")
    process.stdin.flush()
    answer = process.stdout.readline().strip()
    if not answer:
        raise BenchError(f"{process.args[-1]} has ended; see its log")
    return answer


class BelfryRelay:
    """One JVM for all windows, so that it stays warm."""

    def __init__(self, directory, core, variant=(), options=()):
        self.name = "belfry" if not variant else "-".join(("belfry", *variant))
        self.process = java("RelayMain", *variant, core=core, log=f"{directory}/{self.name}.log", options=options)
        self.pid = self.process.pid

    def connect(self, pairs):
        return [tuple(map(int, ask(self.process, f"call {a} {b}").split())) for a, b in pairs]

    def disconnect(self):
        ask(self.process, "end")

    def stop(self):
        processes.stop(self.process)


class Rtpengine:
    """In user space: without its kernel module, which a container or another kernel does not have."""

    name = "rtpengine"

    def __init__(self, directory, core):
        self.process = processes.start(
            [
                "rtpengine", "--foreground", "--table=-1", f"--interface={HOST}", f"--listen-ng={HOST}:{NG_PORT}",
                "--port-min=50000", "--port-max=59999", "--log-level=2", "--log-stderr", "--num-threads=1",
            ],
            core,
            f"{directory}/rtpengine.log",
        )
        self.pid = self.process.pid
        self.calls = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(2)
        self.socket.connect((HOST, NG_PORT))
        self.await_ready()

    def await_ready(self):
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                if self.command(command="ping").get("result") == "pong":
                    return
            except OSError:
                time.sleep(0.2)
        raise BenchError("rtpengine does not answer; see rtpengine.log")

    def connect(self, pairs):
        return [self.bridge(f"bench-{time.monotonic_ns()}", a, b) for a, b in pairs]

    def bridge(self, call, a, b):
        """Ports (for a to send to, for b to send to)."""
        tags = {"call_id": call, "from_tag": "a"}
        offered = self.command(command="offer", sdp=session(a), ICE="remove", **tags)
        answered = self.command(command="answer", sdp=session(b), ICE="remove", to_tag="b", **tags)
        self.calls.append(call)
        return port_in(answered["sdp"]), port_in(offered["sdp"])

    def disconnect(self):
        for call in self.calls:
            self.command(command="delete", call_id=call, from_tag="a")
        self.calls = []

    def command(self, **fields):
        message = {name.replace("_", "-"): value for name, value in fields.items()}
        cookie = f"{time.monotonic_ns()} ".encode()
        self.socket.send(cookie + bencode(message))
        while True:
            answer = self.socket.recv(65536)
            if answer.startswith(cookie):
                break
        result, _ = bdecode(answer, len(cookie))
        if result.get("result") == "error":
            raise BenchError(f"rtpengine refuses {message['command']}: {result.get('error-reason')}")
        return result

    def stop(self):
        self.socket.close()
        processes.stop(self.process)


def session(port):
    return "\r\n".join(
        ["v=0", f"o=- 1 1 IN IP4 {HOST}", "s=-", f"c=IN IP4 {HOST}", "t=0 0", f"m=audio {port} RTP/AVP 0", "a=rtpmap:0 PCMU/8000", "a=sendrecv", ""]
    )


def port_in(sdp):
    return next(int(line.split()[1]) for line in sdp.splitlines() if line.startswith("m=audio"))


def bencode(value):
    if isinstance(value, dict):
        return b"d" + b"".join(bencode(name) + bencode(value[name]) for name in sorted(value)) + b"e"
    raw = value.encode()
    return str(len(raw)).encode() + b":" + raw


def bdecode(raw, at):
    """A value and the index behind it."""
    kind = raw[at : at + 1]
    if kind == b"d" or kind == b"l":
        items, at = [], at + 1
        while raw[at : at + 1] != b"e":
            item, at = bdecode(raw, at)
            items.append(item)
        return (dict(zip(items[::2], items[1::2])) if kind == b"d" else items), at + 1
    if kind == b"i":
        end = raw.index(b"e", at)
        return int(raw[at + 1 : end]), end + 1
    colon = raw.index(b":", at)
    end = colon + 1 + int(raw[at:colon])
    return raw[colon + 1 : end].decode(), end
