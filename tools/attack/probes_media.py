"""Strangers at the media ports and at the TURN server."""

import hashlib
import hmac
import os
import re
import socket
import struct
import time

from probes import NotTried, Open, probe
from probes_sip import connect
from https import Web

COOKIE = 0x2112A442


def ports_of(message):
    """Address and port of the first audio stream that a description names."""
    body = message.body.decode("utf-8", "replace")
    address = re.search(r"c=IN IP4 (\S+)", body)
    port = re.search(r"m=audio (\d+)", body)
    return (address.group(1), int(port.group(1))) if address and port else None


def rtp(sequence, payload=b"\x55" * 160, ssrc=0x12345678):
    return struct.pack("!BBHII", 0x80, 0, sequence & 0xFFFF, sequence * 160 & 0xFFFFFFFF, ssrc) + payload


@probe("rtp-bleed", "probe and spray the media ports of a call that goes on, to hear it or to speak into it", users=2)
def rtp_bleed(target):
    with target.phone(0) as alice, target.phone(1) as bob, socket.socket(type=socket.SOCK_DGRAM) as a, socket.socket(type=socket.SOCK_DGRAM) as b, \
            socket.socket(type=socket.SOCK_DGRAM) as thief:
        a.bind((alice.address, alice.port + 1))
        b.bind((bob.address, bob.port + 1))
        thief.bind((target.elsewhere(), 0))
        for each in (a, b, thief):
            each.setblocking(False)
        call, invite = connect(alice, bob)
        to_a, to_b = ports_of(call.answer), ports_of(invite)
        if not to_a or not to_b or to_b == (alice.address, alice.port + 1):
            raise NotTried("media does not run through this appliance")
        heard = {"thief": 0, "forged": 0, "real": 0}
        for sequence in range(150):
            a.sendto(rtp(sequence), to_a)
            b.sendto(rtp(sequence), to_b)
            if sequence > 20:
                for port in range(-4, 6):
                    for known in (to_a, to_b):
                        thief.sendto(rtp(sequence, b"\xAA" * 160, 0x12345678), (known[0], known[1] + port))
            time.sleep(0.01)
            for name, each in (("a", a), ("b", b), ("thief", thief)):
                try:
                    while True:
                        data = each.recv(2048)
                        if name == "thief":
                            heard["thief"] += data[12:20] == b"\x55" * 8
                        elif data[12:20] == b"\xAA" * 8:
                            heard["forged"] += 1
                        else:
                            heard["real"] += 1
                except (BlockingIOError, ConnectionRefusedError):
                    pass
        call.hang_up()
    if heard["thief"]:
        raise Open(f"a stranger was sent {heard['thief']} packets of the call")
    if heard["forged"]:
        raise Open(f"{heard['forged']} packets of a stranger reached the phones")
    if heard["real"] < 100:
        raise RuntimeError(f"only {heard['real']} packets of the call itself arrived")
    return f"{heard['real']} packets of the call arrived, none of 2,600 forged ones, and the stranger heard nothing"


class Turn:
    """The few words of RFC 8656 that an attacker needs."""

    def __init__(self, server, address):
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.socket.settimeout(2)
        self.server = server
        self.key = None

    def ask(self, method, *attributes):
        if self.key:
            attributes += ((0x0006, self.user.encode()), (0x0014, self.realm), (0x0015, self.nonce))
        body = b"".join(self.attribute(*each) for each in attributes)
        identity = os.urandom(12)
        if self.key:
            head = struct.pack("!HHI", method, len(body) + 24, COOKIE) + identity
            body += self.attribute(0x0008, hmac.new(self.key, head + body, hashlib.sha1).digest())
        self.socket.sendto(struct.pack("!HHI", method, len(body), COOKIE) + identity + body, self.server)
        data = self.socket.recv(2048)
        kind, length = struct.unpack("!HH", data[:4])
        found, at = {}, 20
        while at < 20 + length:
            name, size = struct.unpack("!HH", data[at:at + 4])
            found[name] = data[at + 4:at + 4 + size]
            at += 4 + size + -size % 4
        code = found[0x0009][2] * 100 + found[0x0009][3] if 0x0009 in found else 200 if kind & 0x0110 == 0x0100 else 0
        if code in (401, 438) and 0x0015 in found:
            self.realm, self.nonce = found[0x0014], found[0x0015]
        return code, found

    @staticmethod
    def attribute(name, value):
        return struct.pack("!HH", name, len(value)) + value + bytes(-len(value) % 4)

    def allocate(self, user, password):
        udp = (0x0019, bytes((17, 0, 0, 0)))
        code, _ = self.ask(0x0003, udp)
        if code != 401:
            return code
        self.user = user
        self.key = hashlib.md5(f"{user}:{self.realm.decode()}:{password}".encode()).digest()
        return self.ask(0x0003, udp)[0]


def peer(address, port=80):
    return (0x0012, struct.pack("!BBHI", 0, 1, port ^ COOKIE >> 16, struct.unpack("!I", socket.inet_aton(address))[0] ^ COOKIE))


@probe("turn-inside", "have the TURN server carry packets to addresses inside, or without a password", users=1)
def turn_inside(target):
    user, password = target.users[0]
    answer = Web(target.host, target.https_port, user, password).ask("GET", "/api/v1/turn")
    port = getattr(target, "turn_port", 3478)
    if answer.status == 404:
        raise NotTried("there is no TURN server")
    turn = Turn((target.host, port), target.elsewhere())
    try:
        wrong = Turn((target.host, port), target.elsewhere()).allocate(user, "wrong-password")
        code = turn.allocate(user, password)
    except TimeoutError:
        raise NotTried(f"nothing answers at the TURN port {port}") from None
    if wrong == 200:
        raise Open("an allocation was made with a wrong password")
    if code != 200:
        raise NotTried(f"an allocation with the right password is answered {code}")
    taken = []
    inside = ("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", target.host)
    for address in inside:
        # A permission has no port (RFC 8656 §9), and media of ours is where phones send to: there a channel to another port must be refused.
        permission = [] if address == target.host and address != "127.0.0.1" else [(0x0008, (peer(address, 22),))]
        for method, attributes in (*permission, (0x0009, ((0x000C, struct.pack("!HH", 0x4001 + len(taken), 0)), peer(address, 22)))):
            if turn.ask(method, *attributes)[0] == 200:
                taken.append(address)
    turn.ask(0x0004, (0x000D, struct.pack("!I", 0)))
    if taken:
        raise Open(f"permissions were given for {', '.join(sorted(set(taken)))}")
    return f"a wrong password got {wrong}; no permission for {len(inside)} addresses inside"
