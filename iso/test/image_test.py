"""Tests the image in an emulated computer, and makes a disk for virtual machines with it.

  image_test.py test ISO [bios] [uefi] [figures] [--power-cuts N]   nothing named is bios and uefi
  image_test.py qcow2 ISO OUT

Ends by itself: every wait has an end. What each step took is printed; serial lines and pictures stay in iso/target/test.
"""

import json
import os
import pathlib
import random
import re
import secrets
import ssl
import subprocess
import sys
import time
import urllib.request

from browser import Browser, await_that
from machine import Machine, answers_stick, blank_disk
from phone import Phone

WORK = pathlib.Path(__file__).resolve().parent.parent / "target/test"
PORTS = int(os.environ.get("BELFRY_TEST_PORTS", "27000"))  # the first of those on the loopback interface
HTTPS, SIP = PORTS + 443, PORTS + 60
MEDIA = range(PORTS + 100, PORTS + 132)
SLOW = 900  # seconds for what takes one or two minutes on a machine that has nothing else to do
LINK = re.compile(r"https://[^ ]*/setup\?token=([A-Za-z0-9_-]+)")
ADMIN, PASSWORD = "admin", "a long " + secrets.token_hex(8)
FORWARDS = [f"tcp:127.0.0.1:{HTTPS}-:443", f"udp:127.0.0.1:{SIP}-:5060",
            *(f"udp:127.0.0.1:{port}-:{port}" for port in MEDIA)]
# What makes the appliance speak of itself as the forwarded ports do: it is alone behind qemu's NAT.
SETTINGS = [f"belfry.sip.advertise=127.0.0.1:{SIP}", "belfry.sip.local-networks=10.0.2.15/32",
            f"belfry.media.ports={MEDIA[0]}-{MEDIA[-1]}"]


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    verb, iso, *rest = sys.argv[1:]
    if verb == "qcow2":
        make_qcow2(iso, rest[0])
        return
    cuts = int(rest[rest.index("--power-cuts") + 1]) if "--power-cuts" in rest else 0
    wanted = [part for part in ("bios", "uefi", "figures") if part in rest] or ([] if cuts else ["bios", "uefi"])
    if "bios" in wanted:
        by_bios(iso)
    if "uefi" in wanted:
        by_uefi(iso)
    if "figures" in wanted:
        figures(iso)
    if cuts:
        power_cuts(iso, cuts)
    print("The image is good.")


def tell(machine, what):
    print(f"{machine.serial.stem}: {what} after {machine.seconds()} s", flush=True)


def by_bios(iso):
    """From a disc, with answers on a stick; the disc stays in, and its menu starts the disk."""
    answers = answers_stick(WORK / "answers.img", ["hostname=belfry-test", "countdown=5", *SETTINGS])
    machine = Machine(WORK, "bios", blank_disk(WORK / "bios.qcow2"), "bios", iso, "cd", answers=answers,
                      forwards=FORWARDS)
    try:
        installs(machine)
        machine.shows(SLOW, "Start the Belfry on the disk", "setup?token=")
        token = shows_link(machine)
        passwords = set_up_in_a_browser(token)
        tell(machine, "set up in Chromium, with two users")
        call(machine, passwords)
        tell(machine, "a call was heard on both sides")
    finally:
        machine.cut()


def by_uefi(iso):
    """From a USB stick with Secure Boot, without answers; then without the stick."""
    disk = blank_disk(WORK / "uefi.qcow2")
    machine = Machine(WORK, "uefi-install", disk, "uefi", iso, "usb", reboots=False)
    try:
        installs(machine)
        machine.ends(SLOW)
    finally:
        machine.cut()
    machine = Machine(WORK, "uefi-start", disk, "uefi", first="disk", forwards=FORWARDS[:1])
    try:
        token = shows_link(machine)
        status = get("/actuator/health")["status"]
        assert status == "UP", status
        assert token
    finally:
        machine.cut()


def installs(machine):
    machine.shows(SLOW, "Belfry installer")
    tell(machine, "the installer began")
    machine.shows(SLOW, "ERASED and Belfry installed")
    machine.shows(SLOW, "Partitioning")
    shown = machine.shows(SLOW, "Belfry is installed on", "The installation failed")
    assert shown.startswith("Belfry is installed"), machine.text()[-2000:]
    tell(machine, "installed")


def shows_link(machine):
    """The link is on the screen, and the page behind it answers."""
    try:
        found = await_that(SLOW, "the set-up link is on the screen", lambda: LINK.search(machine.text()))
    except TimeoutError:
        machine.press("d")  # what belfry doctor says is then in the serial line's file
        time.sleep(60)
        raise
    tell(machine, "the screen shows the set-up link")
    await_that(SLOW, "the pages answer", lambda: answers(f"/setup?token={found.group(1)}"))
    tell(machine, "the set-up page answers")
    return found.group(1)


def set_up_in_a_browser(token):
    """Returns what the wizard shows: the passwords of two users' phones."""
    browser = Browser()
    try:
        browser.go(f"https://127.0.0.1:{HTTPS}/setup?token={token}")
        browser.until(SLOW, "the form is there", "document.querySelectorAll('vaadin-password-field').length === 2")
        browser.picture(WORK / "setup.png")
        browser.run(f"""for (const [field, value] of [
            [document.querySelector('vaadin-text-field'), '{ADMIN}'],
            ...[...document.querySelectorAll('vaadin-password-field')].map(f => [f, '{PASSWORD}'])]) {{
              field.value = value; field.dispatchEvent(new Event('change', {{bubbles: true}})); }}
            document.querySelector('vaadin-button[theme~=primary]').click();""")
        browser.until(SLOW, "the administrator is made", "!!document.querySelector('a[href=wizard]')")
        browser.go(f"https://127.0.0.1:{HTTPS}/wizard")
        browser.until(SLOW, "the sign-in is there", "!!document.querySelector('input[name=password]')")
        browser.run(f"""for (const [n, v] of [['username', '{ADMIN}'], ['password', '{PASSWORD}']]) {{
            const i = document.querySelector('input[name=' + n + ']'); i.value = v;
            i.dispatchEvent(new Event('input', {{bubbles: true}})); }}
            document.querySelector('vaadin-button[slot=submit], vaadin-login-form-wrapper vaadin-button').click();""")
        browser.until(SLOW, "the wizard is there", "location.pathname.endsWith('/wizard') && !!document.querySelector('.bf-page')")
        browser.picture(WORK / "wizard.png")
        browser.run("[...document.querySelectorAll('.bf-progress vaadin-button')].find(b => b.textContent.trim() === 'Users').click()")
        browser.until(SLOW, "the step of the users is there", "!!document.querySelector('vaadin-text-area')")
        browser.run("""{ const sheet = document.querySelector('vaadin-text-area');
            sheet.value = '1001\\tAlice\\n1002\\tBob'; sheet.dispatchEvent(new Event('change', {bubbles: true})); }""")
        press(browser, "Read")
        browser.until(SLOW, "both users are read", "document.querySelectorAll('.bf-entry-row').length === 2")
        press(browser, "Create users")
        browser.until(SLOW, "both users are made", "document.querySelectorAll('.bf-copy-value').length === 2")
        browser.picture(WORK / "users.png")
        return json.loads(browser.run("JSON.stringify([...document.querySelectorAll('.bf-copy-value')].map(v => v.textContent))"))
    finally:
        browser.close()


def press(browser, text):
    browser.run(f"[...document.querySelectorAll('vaadin-button')].find(b => b.textContent.trim() === '{text}').click()")


def call(machine, passwords):
    """A phone of each user on this host: 1001 calls 1002 and both hear each other."""
    home = WORK / f"phones-{int(time.time())}"
    alice, bob = (
        Phone(home / user, user, password, f"127.0.0.1:{SIP}", PORTS + 200 + 20 * i, PORTS + 210 + 20 * i,
              tone, answers=user == "1002")
        for i, (user, password, tone) in enumerate(zip(("1001", "1002"), passwords, (500, 900))))
    try:
        for phone in (alice, bob):
            phone.says("registered successfully", 120)
        tell(machine, "two phones are registered")
        alice.types(f"/dial sip:1002@127.0.0.1:{SIP}")
        alice.says("Call established", 120)
        await_that(120, "1001 hears 900 Hz", lambda: alice.heard(900) > 0.8)
        await_that(120, "1002 hears 500 Hz", lambda: bob.heard(500) > 0.8)
        alice.types("/hangup")
        bob.says("session closed", 60)
    finally:
        alice.close()
        bob.close()


def figures(iso):
    """How long starts take, with and without the appliance, and what it takes of memory."""
    disk = blank_disk(WORK / "figures.qcow2")
    answers = answers_stick(WORK / "figures.img", ["countdown=1", "end=poweroff"])
    machine = Machine(WORK, "figures-install", disk, "bios", iso, "cd", answers=answers, reboots=False)
    try:
        installs(machine)
        machine.ends(SLOW)
    finally:
        machine.cut()
    plain = start(disk, "plain", "multi-user.target", without=("belfry.service",))
    first = start(disk, "first", "belfry.service")
    later = start(disk, "later", "belfry.service")
    print(f"Since the kernel's start: Debian {plain:.0f} s, Belfry's first start {first:.0f} s, later ones {later:.0f} s, "
          f"{later / plain:.1f} times Debian's")


def start(disk, name, unit, without=()):
    """Seconds from the kernel's start until the unit was active."""
    machine = Machine(WORK, name, disk, "bios", first="disk", without=without)
    try:
        def since():
            said = machine.asks(f"systemctl show -p ActiveEnterTimestampMonotonic --value {unit}")
            return int(said) / 1e6 if said.isdigit() else 0

        machine.shows(SLOW, "Health:")
        seconds = await_that(SLOW, f"{unit} is active", since)
        tell(machine, f"{unit} was active {seconds:.0f} s after the kernel's start")
        time.sleep(120)  # until an idle heap was collected
        rss = machine.asks("ps -eo rss= | awk '{ all += $1 } END { print int(all / 1024) }'")
        free = machine.asks("free -m | awk '/^Mem/ { print $2 - $7 }'")
        tell(machine, f"idle, {rss} MB RSS in all processes, {free} MB not available to others")
        machine.asks("systemctl --no-block poweroff")
        machine.ends(SLOW)
        return seconds
    finally:
        machine.cut()


def power_cuts(iso, cuts):
    """The disk comes first for the firmware, as in most computers: after a cut it must hand over to the
    installer, which begins again without a question, or start a whole system."""
    random.seed(20261121)
    answers = answers_stick(WORK / "cuts.img", ["countdown=1", "end=poweroff"])
    disk = blank_disk(WORK / "cuts.qcow2")
    longest = 60.0
    done = 0
    whole = False
    while not whole:
        machine = Machine(WORK, f"cut-{done + 1}", disk, "bios", iso, "cd", first="disk", answers=answers, reboots=False)
        try:
            if machine.shows(SLOW, "Partitioning", "Health:") == "Health:":
                tell(machine, "the cut came after the last write: the system starts")
                whole = done == cuts
                if not whole:
                    machine.cut()
                    disk = blank_disk(disk)
            elif done < cuts:
                begun = time.monotonic()
                end = begun + random.uniform(0, longest)
                while time.monotonic() < end and machine.process.poll() is None:
                    time.sleep(0.1)
                if "Belfry is installed on" in machine.text():
                    longest = time.monotonic() - begun
                done += 1
                tell(machine, f"cut {time.monotonic() - begun:.1f} s into the installation")
            else:
                machine.shows(SLOW, "Belfry is installed on")
                tell(machine, "installed after the last cut")
                machine.ends(SLOW)
                whole = True
        finally:
            machine.cut()
    machine = Machine(WORK, "after-cuts", disk, "bios", first="disk")
    try:
        machine.shows(SLOW, "Health: OK")
        tell(machine, "the system starts and is well")
    finally:
        machine.cut()


def make_qcow2(iso, out):
    answers = answers_stick(WORK / "qcow2.img", ["countdown=1", "end=poweroff"])
    disk = blank_disk(WORK / "template.qcow2", 12)
    machine = Machine(WORK, "qcow2", disk, "bios", iso, "cd", answers=answers, reboots=False)
    try:
        installs(machine)
        machine.ends(SLOW)
    finally:
        machine.cut()
    subprocess.run(["qemu-img", "convert", "-c", "-O", "qcow2", str(disk), out], check=True)
    disk.unlink()


# ---- the appliance's pages ---------------------------------------------------------------------------


def request(path):
    context = ssl.create_default_context()
    context.check_hostname = False  # its certificate was made by itself, minutes ago
    context.verify_mode = ssl.CERT_NONE
    return urllib.request.urlopen(f"https://127.0.0.1:{HTTPS}{path}", timeout=60, context=context)


def answers(path):
    try:
        with request(path) as answer:
            return answer.status == 200
    except OSError:
        return False


def get(path):
    with request(path) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
