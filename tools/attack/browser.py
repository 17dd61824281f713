"""A headless Chromium that is told what to do through its pipe (DevTools protocol), and says which planted scripts ran."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

import processes

BINDING = "planted"  # what a planted script calls
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--ignore-certificate-errors", "--remote-debugging-pipe", "--window-size=1600,1200")


class Browser:
    """One window. Used as a context: it ends with it."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="belfry-browser.")
        to_read, to_child = os.pipe()
        from_child, to_write = os.pipe()
        self.out, self.inward = to_child, from_child
        self.number, self.rest, self.ran = 0, b"", []

        def as_chromium_wants_it():
            high = os.dup(to_read), os.dup(to_write)
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(["chromium", *FLAGS, f"--user-data-dir={self.home}/profile", "about:blank"], preexec_fn=as_chromium_wants_it, pass_fds=(3, 4),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                        env={**os.environ, "HOME": self.home, "XDG_RUNTIME_DIR": self.home})
        os.close(to_read)
        os.close(to_write)
        os.set_blocking(self.inward, False)
        page = next(each for each in self.command("Target.getTargets", session=False)["targetInfos"] if each["type"] == "page")
        self.session = self.command("Target.attachToTarget", session=False, targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime"):
            self.command(domain + ".enable")
        self.command("Runtime.addBinding", name=BINDING)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.out)
        os.close(self.inward)
        processes.stop(self.process)
        shutil.rmtree(self.home, ignore_errors=True)

    def command(self, method, session=True, seconds=30, **parts):
        """What DevTools answers; calls of planted scripts are kept in the meantime."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parts}
        if session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for said in self._said():
                if said.get("id") == message["id"]:
                    if "error" in said:
                        raise RuntimeError(f"{method}: {said['error'].get('message')}")
                    return said["result"]
            time.sleep(0.005)
        raise RuntimeError(f"Chromium does not answer {method}")

    def _said(self):
        try:
            self.rest += os.read(self.inward, 1 << 20)
        except BlockingIOError:
            pass
        *whole, self.rest = self.rest.split(b"\0")
        messages = [json.loads(each) for each in whole]
        for each in messages:
            if each.get("method") == "Runtime.bindingCalled" and each["params"]["name"] == BINDING:
                self.ran.append(each["params"]["payload"])
        return messages

    def evaluate(self, script):
        answer = self.command("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script[:60]}: {answer['exceptionDetails'].get('text')}")
        return answer["result"].get("value")

    def until(self, script, seconds=20):
        """Waits until a script is true; whether it was."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.evaluate(script):
                    return True
            except RuntimeError:
                pass  # between two pages
            time.sleep(0.05)
        return False

    def waits(self, so, seconds):
        """Goes on until it is so; whether it was."""
        end = time.monotonic() + seconds
        while not so() and time.monotonic() < end:
            self.evaluate("true")
            time.sleep(0.05)
        return so()

    def open(self, url):
        """Shows a page, and waits until the server has nothing more to say for it."""
        self.command("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")
        # Vaadin's client: there, and neither waiting for an answer nor for what it has to load.
        self.until("!window.Vaadin?.Flow?.clients || Object.values(Vaadin.Flow.clients).every(c => !c.isActive || !c.isActive())", 10)
        time.sleep(0.15)

    def sign_in(self, base, name, password):
        self.open(base + "/login")
        if not self.until("!!document.querySelector('#vaadinLoginPassword')"):
            raise RuntimeError("the page to sign in has no form")
        fill = "(id, text) => { const f = document.querySelector(id); f.value = text; for (const e of ['input', 'change']) f.dispatchEvent(new Event(e, {bubbles: true})); }"
        self.evaluate(f"(() => {{ const fill = {fill}; fill('#vaadinLoginUsername', {json.dumps(name)}); fill('#vaadinLoginPassword', {json.dumps(password)}); "
                      "document.querySelector('vaadin-login-form vaadin-button[theme~=submit]').click(); })()")
        if not self.until("location.pathname !== '/login' && document.readyState === 'complete'"):
            raise RuntimeError(f"{name} cannot sign in at the pages")

    def text(self):
        """What people see, in shadow trees too, and in fields."""
        return self.evaluate("""(() => { const parts = [];
          const walk = node => { if (node.nodeType === 3) parts.push(node.data);
            if (node.value && typeof node.value === 'string') parts.push(node.value);
            if (node.shadowRoot) walk(node.shadowRoot);
            node.childNodes.forEach(walk); };
          walk(document.body); return parts.join(' '); })()""") or ""

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.command("Page.captureScreenshot")["data"]))
