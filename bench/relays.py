"""The two relays: Belfry's media server by itself, driven by lines, and Debian's rtpengine, driven by
its ng protocol (bencode over UDP)."""

import base64
import os
import socket
import subprocess
import time
from dataclasses import dataclass

import processes
from processes import BenchError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOST = "127.0.0.1"
NG_PORT = 22223
# What Belfry's media threads ask for themselves, so that both run before whatever else the machine does.
REAL_TIME = ["chrt", "-r", "1"] if os.geteuid() == 0 else []
SUITE = "AES_CM_128_HMAC_SHA1_80"
TARGET = f"{ROOT}/media/target"


@dataclass(frozen=True)
class Bridge:
    """Where the phones of a call send to, and the keys of the second where it encrypts."""

    port_for_a: int
    port_for_b: int
    key_of_b: str
    key_towards_b: str


def product_flags():
    """How ./belfry and the package run the appliance's JVM."""
    return [f"@{ROOT}/installer/root/usr/lib/belfry/jvm.options"]


def class_path():
    with open(f"{TARGET}/test.classpath") as libraries:
        return f"{TARGET}/classes:{TARGET}/test-classes:{libraries.read().strip()}"


def java(main, *arguments, core, log, options=()):
    """A main class of media's test scope, on one core, with pipes to it."""
    home = os.environ.get("JAVA_HOME")
    command = f"{home}/bin/java" if home else "java"
    with open(log, "wb") as errors:
        return subprocess.Popen(
            ["taskset", "-c", str(core), command, *product_flags(), *options, "-cp", class_path(), f"org.belfry.media.bench.{main}", *arguments],
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

    def connect(self, pairs, encrypted):
        return [self.bridge(a, b, new_key() if encrypted else "") for a, b in pairs]

    def bridge(self, a, b, key):
        words = ask(self.process, f"call {a} {b} {key}".strip()).split()
        return Bridge(int(words[0]), int(words[1]), key, words[2] if key else "")

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
                *REAL_TIME, "rtpengine", "--foreground", "--table=-1", f"--interface={HOST}", f"--listen-ng={HOST}:{NG_PORT}",
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

    def connect(self, pairs, encrypted):
        return [self.bridge(f"bench-{time.monotonic_ns()}", a, b, new_key() if encrypted else "") for a, b in pairs]

    def bridge(self, call, a, b, key):
        tags = {"call_id": call, "from_tag": "a", "ICE": "remove"}
        towards_b = {"transport-protocol": "RTP/SAVP", "DTLS": "off"} if key else {}
        offered = self.command(command="offer", sdp=session(a), **tags, **towards_b)
        theirs, tag = crypto_in(offered["sdp"]) if key else ("", "")
        towards_a = {"transport-protocol": "RTP/AVP"} if key else {}
        answered = self.command(command="answer", sdp=session(b, key, tag), to_tag="b", **tags, **towards_a)
        self.calls.append(call)
        return Bridge(port_in(answered["sdp"]), port_in(offered["sdp"]), key, theirs)

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


def session(port, key="", tag=""):
    profile = "RTP/SAVP" if key else "RTP/AVP"
    crypto = [f"a=crypto:{tag} {SUITE} inline:{key}"] if key else []
    return "\r\n".join(
        ["v=0", f"o=- 1 1 IN IP4 {HOST}", "s=-", f"c=IN IP4 {HOST}", "t=0 0", f"m=audio {port} {profile} 0", "a=rtpmap:0 PCMU/8000", *crypto, "a=sendrecv", ""]
    )


def crypto_in(sdp):
    """The key of the suite that we speak, and the tag of its line."""
    for line in sdp.splitlines():
        words = line.split()
        if line.startswith("a=crypto:") and words[1] == SUITE:
            return words[2].removeprefix("inline:").split("|")[0], words[0].removeprefix("a=crypto:")
    raise BenchError(f"rtpengine offers no {SUITE}")


def new_key():
    """Master key and salt as a=crypto has them."""
    return base64.b64encode(os.urandom(30)).decode()


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
