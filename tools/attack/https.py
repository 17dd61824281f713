"""HTTPS requests as a stranger, a script or a web page sends them."""

import base64
import http.client
import json
import re
import socket
import ssl
import threading
import urllib.parse


class Web:
    """Speaks to one HTTPS server, whose certificate may be its own."""

    def __init__(self, host, port, user=None, password=None, token=None, source=None, keep=False):
        """keep: one connection for each thread, as programs have, instead of one for each request."""
        self.host, self.port, self.source = host, port, source
        self.kept = threading.local() if keep else None
        self.authorization = None
        if token:
            self.authorization = f"Bearer {token}"
        elif user:
            self.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    @staticmethod
    def trusting():
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def ask(self, method, path, body=None, headers=None, timeout=15):
        """Status, header fields and body; a connection that was closed instead is status 0."""
        fields = {"Accept": "application/json, text/html;q=0.5"}
        if self.authorization:
            fields["Authorization"] = self.authorization
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            fields["Content-Type"] = "application/json"
        fields.update(headers or {})
        connection = getattr(self.kept, "connection", None)
        for fresh in (True,) if connection is None else (False, True):
            if fresh:
                connection = http.client.HTTPSConnection(self.host, self.port, timeout=timeout, context=self.trusting(), source_address=(self.source, 0) if self.source else None)
            try:
                connection.request(method, path, body=body.encode() if isinstance(body, str) else body, headers=fields)
                answer = connection.getresponse()
                whole = Answer(answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read(2_000_000), answer.msg.get_all("Set-Cookie") or [])
            except (http.client.HTTPException, ConnectionError, ssl.SSLError, socket.timeout, OSError) as closed:
                connection.close()
                if self.kept:
                    self.kept.connection = None
                if not fresh and not isinstance(closed, socket.timeout):
                    continue  # closed since the last request, which says nothing of this one
                return Answer(0, {}, str(closed).encode(), [])
            if self.kept and not answer.will_close and answer.isclosed():
                self.kept.connection = connection
            else:
                connection.close()
            return whole

    def json(self, method, path, body=None):
        """An answer that must be good, read."""
        answer = self.ask(method, "/api/v1" + path, body, timeout=60)
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{method} {path} is answered {answer.status}: {answer.text[:300]}")
        return json.loads(answer.body) if answer.body else None


class Session(Web):
    """A browser's memory: cookies, and what a form has to bring along."""

    def __init__(self, host, port, source=None, keep=False):
        super().__init__(host, port, source=source, keep=keep)
        self.cookies = {}

    def ask(self, method, path, body=None, headers=None, timeout=15):
        fields = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        answer = super().ask(method, path, body, {**fields, **(headers or {})}, timeout)
        for cookie in answer.cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def post(self, path, **fields):
        """A form, as a page of ours sends it."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{self.host}:{self.port}", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, urllib.parse.urlencode(fields), headers)

    def token(self):
        """What keeps other pages from sending our forms."""
        page = self.ask("GET", "/login", headers={"Accept": "text/html"}).text
        found = re.search(r'name="_csrf"[^>]*content="([^"]+)"', page) or re.search(r'"csrfToken"\s*:\s*"([^"]+)"', page)
        return found.group(1) if found else ""

    def sign_in(self, name, password):
        """True when the pages let somebody in."""
        answer = self.post("/login", username=name, password=password, _csrf=self.token())
        return answer.status in (302, 303) and "error" not in answer.headers.get("location", "")


class Answer:
    def __init__(self, status, headers, body, cookies):
        self.status, self.headers, self.body, self.cookies = status, headers, body, cookies

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")
