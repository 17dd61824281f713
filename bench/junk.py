"""What the Internet sends to a SIP port, at a constant rate from many loopback addresses, so that
the row junk shows what real calls notice of it. Runs by itself: junk.py SERVER_PORT RATE SECONDS.

By turns: scanners that say so, REGISTERs that guess passwords (and answer the challenge), INVITEs
to expensive numbers, garbage, and REGISTERs each from another false address."""

import hashlib
import random
import re
import select
import socket
import struct
import sys
import time

SERVER = "127.0.0.1"
SCANNERS = [f"127.0.1.{n}" for n in range(1, 11)]
GUESSERS = [f"127.0.2.{n}" for n in range(1, 21)]
FRAUDSTERS = [f"127.0.3.{n}" for n in range(1, 6)]
NONCE = re.compile(rb'nonce="([^"]+)".*algorithm=MD5')
NUMBER = re.compile(rb"Call-ID: j(\d+)-")
GUESSES = 8192  # that wait for their challenge
PKTINFO = getattr(socket, "IP_PKTINFO", 8)


class Junk:
    def __init__(self, port, chance):
        self.server = (SERVER, port)
        self.chance = chance
        self.count = 0
        self.answers = 0
        self.sockets = {}
        self.anyone = socket.socket(type=socket.SOCK_DGRAM)
        self.poll = select.epoll()
        for address in SCANNERS + GUESSERS + FRAUDSTERS:
            each = socket.socket(type=socket.SOCK_DGRAM)
            each.bind((address, 0))
            each.setblocking(False)
            self.sockets[address] = each
            self.poll.register(each.fileno(), select.EPOLLIN)
        self.by_number = {each.fileno(): (address, each) for address, each in self.sockets.items()}

    def send(self):
        """The next message of the mix."""
        self.count += 1
        kind = self.count % 8
        if kind < 2:
            address = self.chance.choice(SCANNERS)
            self._from(address, self._request("OPTIONS", "100", address, "friendly-scanner"))
        elif kind < 5:
            address = self.chance.choice(GUESSERS)
            user = self._user()
            self._from(address, self._request("REGISTER", user, address, "Phone/1.0"))
        elif kind == 5:
            address = self.chance.choice(FRAUDSTERS)
            number = f"00{self.chance.randrange(10**10, 10**11)}"
            self._from(address, self._request("INVITE", number, address, "Phone/1.0"))
        elif kind == 6:
            address = self.chance.choice(FRAUDSTERS)
            self._from(address, self.chance.randbytes(self.chance.randrange(8, 600)))
        else:
            address = f"127.{self.chance.randrange(1, 255)}.{self.chance.randrange(1, 255)}.1"
            message = self._request("REGISTER", self._user(), address, "Phone/1.0")
            source = struct.pack("I4s4s", 0, socket.inet_aton(address), bytes(4))
            self.anyone.sendmsg([message], [(socket.IPPROTO_IP, PKTINFO, source)], 0, self.server)

    def hear(self):
        """Reads what has been answered; a challenge to a guesser gets a guess."""
        for number, _ in self.poll.poll(0):
            address, each = self.by_number[number]
            for _ in range(64):
                try:
                    answer = each.recv(4096)
                except BlockingIOError:
                    break
                self.answers += 1
                if address in GUESSERS and answer.startswith(b"SIP/2.0 401"):
                    self._guess(address, answer)

    def _guess(self, address, challenge):
        nonce, call = NONCE.search(challenge), NUMBER.search(challenge)
        if not nonce or not call:
            return
        user = re.search(rb"To: <sip:([^@]+)@", challenge).group(1).decode()
        password = f"guess{self.chance.randrange(10**6)}"
        response = digest(user, password, "REGISTER", "sip:127.0.0.1", nonce.group(1).decode())
        credentials = (
            f'Authorization: Digest username="{user}", realm="belfry",'
            f' nonce="{nonce.group(1).decode()}", uri="sip:127.0.0.1", response="{response}",'
            ' algorithm=MD5, qop=auth, nc=00000001, cnonce="c"\r\n'
        )
        self.count += 1  # a guess is a message of junk too
        self._from(address, self._request("REGISTER", user, address, "Phone/1.0", credentials))

    def _user(self):
        """Half of them exist."""
        number = self.chance.randrange(1000)
        return f"bench{number:05d}" if self.chance.random() < 0.5 else f"{1000 + number}"

    def _request(self, method, user, address, agent, more=""):
        n = self.count
        uri = "sip:127.0.0.1" if method == "REGISTER" else f"sip:{user}@127.0.0.1"
        port = self.sockets[address].getsockname()[1] if address in self.sockets else 5060
        return (
            f"{method} {uri} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {address}:{port};branch=z9hG4bKj{n};rport\r\n"
            "Max-Forwards: 70\r\n"
            f"From: <sip:{user}@127.0.0.1>;tag=j{n}\r\n"
            f"To: <sip:{user}@127.0.0.1>\r\n"
            f"Call-ID: j{n}-{self.chance.randrange(10**9)}\r\n"
            f"CSeq: 1 {method}\r\n"
            f"Contact: <sip:{user}@{address}:{port}>\r\n"
            f"User-Agent: {agent}\r\n"
            f"{more}Content-Length: 0\r\n\r\n"
        ).encode()

    def _from(self, address, message):
        self.sockets[address].sendto(message, self.server)


def digest(user, password, method, uri, nonce):
    md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
    ha1 = md5(f"{user}:belfry:{password}")
    return md5(f"{ha1}:{nonce}:00000001:c:auth:{md5(f'{method}:{uri}')}")


def main():
    port, rate, seconds = map(int, sys.argv[1:])
    junk = Junk(port, random.Random(1))
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        while junk.count < rate * passed:
            junk.send()
        junk.hear()
        time.sleep(0.001)
    print(junk.count, junk.answers)


if __name__ == "__main__":
    main()
