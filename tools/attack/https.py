"""HTTPS requests as a stranger, a script or a web page sends them."""

import base64
import http.client
import json
import socket
import ssl


class Web:
    """Speaks to one HTTPS server, whose certificate may be its own."""

    def __init__(self, host, port, user=None, password=None, token=None, source=None):
        self.host, self.port, self.source = host, port, source
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
        source = (self.source, 0) if self.source else None
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=timeout, context=self.trusting(), source_address=source)
        try:
            connection.request(method, path, body=body.encode() if isinstance(body, str) else body, headers=fields)
            answer = connection.getresponse()
            return Answer(answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read(2_000_000), answer.msg.get_all("Set-Cookie") or [])
        except (http.client.HTTPException, ConnectionError, ssl.SSLError, socket.timeout, OSError) as closed:
            return Answer(0, {}, str(closed).encode(), [])
        finally:
            connection.close()

    def json(self, method, path, body=None):
        """An answer that must be good, read."""
        answer = self.ask(method, "/api/v1" + path, body, timeout=60)
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{method} {path} is answered {answer.status}: {answer.text[:300]}")
        return json.loads(answer.body) if answer.body else None


class Answer:
    def __init__(self, status, headers, body, cookies):
        self.status, self.headers, self.body, self.cookies = status, headers, body, cookies

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")
