"""A small SIP phone for attacks: it says what it is told to, right or wrong, and shows what came back."""

import hashlib
import queue
import re
import secrets
import socket
import threading
import time

T1 = 0.5


class NoAnswer(Exception):
    """Nothing came in time."""


def token(length=12):
    return secrets.token_hex(length // 2)


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


class Message:
    """A request or response as it came."""

    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "replace")).split("\r\n")
        self.start = lines[0]
        self.fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if ":" in line]
        words = self.start.split(" ", 2)
        self.status = int(words[1]) if words[0] == "SIP/2.0" and words[1].isdigit() else None
        self.method = None if self.status else words[0]
        self.uri = None if self.status or len(words) < 2 else words[1]

    def all(self, name):
        short = {"via": "v", "from": "f", "to": "t", "call-id": "i", "contact": "m"}.get(name.lower())
        return [value for key, value in self.fields if key.lower() in (name.lower(), short)]

    def first(self, name):
        return next(iter(self.all(name)), None)

    def tag(self, name):
        found = re.search(r";\s*tag=([^;\s]+)", self.first(name) or "")
        return found and found.group(1)

    def contact(self):
        found = re.search(r"<([^>]+)>", self.first("Contact") or "")
        return found.group(1) if found else (self.first("Contact") or "").split(";")[0]

    def __repr__(self):
        return self.start


class Phone:
    """One UDP socket with a user's name and password, or with neither."""

    def __init__(self, server, domain, user=None, password=None, address="127.0.0.1"):
        self.server, self.domain, self.user, self.password = server, domain, user, password
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.address, self.port = self.socket.getsockname()
        self.seen = []  # what came and nobody asked for yet
        self.count = 0
        self.registered = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.registered:
            try:
                self.register(contact=self.registered, expires=0, seconds=1.0)
            except NoAnswer:
                pass  # banned by what the probe did: the binding expires
        self.socket.close()

    @property
    def here(self):
        return f"{self.address}:{self.port}"

    def aor(self, user=None):
        return f"sip:{user or self.user}@{self.domain}"

    # ---- sending

    def request(self, method, uri, to=None, sender=None, call_id=None, from_tag=None, to_tag=None, cseq=None, branch=None,
                contact=None, more=(), body=b"", kind="application/sdp"):
        """The bytes of a request; each part can be told, the rest is as a good phone has it."""
        self.count += 1
        cseq = cseq or self.count
        if isinstance(body, str):
            body = body.encode()
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.here};branch={branch or 'z9hG4bK' + token()};rport",
            "Max-Forwards: 70",
            f"From: <{sender or self.aor()}>;tag={from_tag or token()}",
            f"To: <{to or uri}>" + (f";tag={to_tag}" if to_tag else ""),
            f"Call-ID: {call_id or token()}",
            f"CSeq: {cseq} {method}",
            f"Contact: <{contact or f'sip:{self.user or chr(120)}@{self.here}'}>",
            *more,
        ]
        if body:
            lines.append(f"Content-Type: {kind}")
        lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def send(self, data, to=None):
        self.socket.sendto(data, to or self.server)

    def reply(self, request, status, phrase, more=(), body=b"", tag=None):
        """Answers a request that came here."""
        to = request.first("To")
        if ";tag=" not in to:
            to += f";tag={tag or 'a' + md5(self.here + request.first('Call-ID'))[:10]}"
        if isinstance(body, str):
            body = body.encode()
        lines = [f"SIP/2.0 {status} {phrase}"]
        lines += [f"Via: {via}" for via in request.all("Via")]
        lines += [f"Record-Route: {route}" for route in request.all("Record-Route")]
        lines += [f"From: {request.first('From')}", f"To: {to}", f"Call-ID: {request.first('Call-ID')}", f"CSeq: {request.first('CSeq')}"]
        lines += [f"Contact: <sip:{self.user or 'x'}@{self.here}>", *more]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    # ---- receiving

    def receive(self, seconds):
        """The next message; None when nothing comes. Keep-alives are passed over."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                data, _ = self.socket.recvfrom(65535)
            except (TimeoutError, ConnectionRefusedError):
                continue
            if len(data) > 20 and b"SIP/2.0" in data[:2000]:
                return Message(data)
        return None

    def await_(self, wanted, seconds=4.0):
        """The first message that is wanted; others are kept for those who ask later. OPTIONS (keep-alives of a registrar) and NOTIFY are answered."""
        for message in self.seen:
            if wanted(message):
                self.seen.remove(message)
                return message
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            message = self.receive(left)
            if message is None:
                break
            if wanted(message):
                return message
            if message.method in ("OPTIONS", "NOTIFY"):
                self.reply(message, 200, "OK")
                if message.method == "NOTIFY":
                    self.seen.append(message)
            else:
                self.seen.append(message)
        raise NoAnswer(f"nothing of what was awaited came in {seconds} s")

    def gets(self, wanted, seconds=1.0):
        """Whether something came; the message or None."""
        try:
            return self.await_(wanted, seconds)
        except NoAnswer:
            return None

    def forget(self):
        """Throws away what has come so far."""
        self.seen.clear()
        while self.receive(0.02):
            pass

    def answer_to(self, call_id, cseq, seconds=4.0, final=True):
        return self.await_(
            lambda m: m.status is not None and m.first("Call-ID") == call_id and m.first("CSeq") == cseq
            and (m.status >= 200 if final else m.status > 100), seconds)

    # ---- digest

    def credentials(self, challenge, method, uri, user=None, password=None, nc=1, digest_uri=None):
        """The header field that answers a 401 or 407; MD5, which every SIP server must know."""
        header = "WWW-Authenticate" if challenge.status == 401 else "Proxy-Authenticate"
        offered = [v for v in challenge.all(header) if "algorithm=MD5" in v or "algorithm" not in v] or challenge.all(header)
        value = offered[0]
        get = lambda name: (re.search(name + r'="?([^",]+)"?', value) or [None, ""])[1]
        sha = "SHA-256" in value
        hashed = (lambda t: hashlib.sha256(t.encode()).hexdigest()) if sha else md5
        user, password = user or self.user, password if password is not None else self.password
        digest_uri, cnonce, count = digest_uri or uri, token(), f"{nc:08x}"
        ha1 = hashed(f"{user}:{get('realm')}:{password}")
        ha2 = hashed(f"{method}:{digest_uri}")
        response = hashed(f"{ha1}:{get('nonce')}:{count}:{cnonce}:auth:{ha2}")
        name = "Authorization" if challenge.status == 401 else "Proxy-Authorization"
        opaque = f', opaque="{get("opaque")}"' if get("opaque") else ""
        return (f'{name}: Digest username="{user}", realm="{get("realm")}", nonce="{get("nonce")}", uri="{digest_uri}", '
                f'response="{response}", algorithm={"SHA-256" if sha else "MD5"}, qop=auth, nc={count}, cnonce="{cnonce}"{opaque}')

    def ask(self, method, uri, seconds=4.0, user=None, password=None, final=True, **parts):
        """A request, its challenge answered when there is one; the answer. A 407 to an INVITE is acknowledged."""
        parts.setdefault("call_id", token())
        parts.setdefault("from_tag", token())
        more = tuple(parts.pop("more", ()))
        for attempt in range(2):
            self.count += 1
            cseq = self.count + 1
            data = self.request(method, uri, cseq=cseq, more=more, branch=(branch := "z9hG4bK" + token()), **parts)
            self.send(data)
            answer = self.answer_to(parts["call_id"], f"{cseq} {method}", seconds, final)
            answer.branch, answer.cseq = branch, cseq
            if method == "INVITE" and answer.status >= 300:
                self.ack(answer, uri, parts, cseq, branch)
            if answer.status not in (401, 407) or attempt or (self.password is None and password is None):
                return answer
            more += (self.credentials(answer, method, uri, user, password),)
        return answer

    def ack(self, answer, uri, parts, cseq, branch=None, more=()):
        ack = self.request("ACK", uri, cseq=cseq, branch=branch, call_id=parts["call_id"], from_tag=parts["from_tag"],
                           to=parts.get("to"), sender=parts.get("sender"), to_tag=answer.tag("To"), more=more)
        self.send(ack)

    # ---- as a good phone

    def register(self, contact=None, expires=300, user=None, **parts):
        uri = f"sip:{self.domain}"
        aor = self.aor(user)
        answer = self.ask("REGISTER", uri, to=aor, sender=aor, contact=contact, more=(f"Expires: {expires}",), **parts)
        if answer.status == 200:
            self.registered = (contact or f"sip:{self.user}@{self.here}") if expires else None
        return answer

    def sdp(self, port=None):
        port = port or self.port + 1
        return (f"v=0\r\no=- 1 1 IN IP4 {self.address}\r\ns=-\r\nc=IN IP4 {self.address}\r\nt=0 0\r\n"
                f"m=audio {port} RTP/AVP 0 8\r\na=sendrecv\r\n")

    def invite(self, number, seconds=5.0, **parts):
        """An INVITE with a description; the final answer (or the first above 100 with final=False)."""
        uri = parts.pop("uri", None) or f"sip:{number}@{self.domain}"
        parts.setdefault("call_id", token())
        parts.setdefault("from_tag", token())
        answer = self.ask("INVITE", uri, seconds, body=parts.pop("body", None) or self.sdp(), **parts)
        if 200 <= answer.status < 300:
            self.ack(answer, answer.contact(), parts, answer.cseq, more=self.route(answer))
        answer.call = Call(self, answer, parts, uri)
        return answer

    @staticmethod
    def route(answer):
        return tuple(f"Route: {route}" for route in reversed(answer.all("Record-Route")))

    def rings(self, seconds=4.0):
        """The INVITE that comes here."""
        return self.await_(lambda m: m.method == "INVITE", seconds)


class Server(Phone):
    """A phone that listens all the time, as a provider's server does: keep-alives are answered while nobody looks."""

    def __init__(self, *parts):
        super().__init__(*parts)
        self.inbox = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                data, _ = self.socket.recvfrom(65535)
            except OSError:
                return  # closed
            if b"SIP/2.0" not in data[:2000]:
                continue
            message = Message(data)
            if message.method == "OPTIONS":
                self.reply(message, 200, "OK")
            else:
                self.inbox.put(message)

    def receive(self, seconds):
        try:
            return self.inbox.get(timeout=seconds)
        except queue.Empty:
            return None


class Call:
    """The caller's end of a dialog."""

    def __init__(self, phone, answer, parts, uri):
        self.phone, self.answer, self.parts = phone, answer, parts
        self.id, self.local, self.remote = parts["call_id"], parts["from_tag"], answer.tag("To")
        self.target = answer.contact() or uri
        self.to, self.routes, self.cseq = uri, Phone.route(answer), answer.cseq

    def send(self, method, more=(), body=b"", kind="application/sdp", seconds=4.0):
        """A request in the dialog; its answer, or None for none."""
        self.cseq += 1
        self.phone.count = max(self.phone.count, self.cseq)
        data = self.phone.request(method, self.target, to=self.parts.get("to") or self.to, sender=self.parts.get("sender"), call_id=self.id, from_tag=self.local,
                                  to_tag=self.remote, cseq=self.cseq, more=(*self.routes, *more), body=body, kind=kind)
        self.phone.send(data)
        try:
            return self.phone.answer_to(self.id, f"{self.cseq} {method}", seconds)
        except NoAnswer:
            return None

    def hang_up(self):
        return self.send("BYE", seconds=2.0)
