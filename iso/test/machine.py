"""A computer: qemu in software emulation, so that it is the same on every host."""

import base64
import pathlib
import re
import socket
import subprocess
import time

from browser import await_that

OVMF = pathlib.Path("/usr/share/OVMF")

# The image lets nobody in. What is measured inside is asked for on a second serial line, by a unit that systemd
# is given by the (emulated) firmware, as systemd.system-credentials(7) has it: who has the machine has it anyway.
ASKED = """[Service]
ExecStart=/bin/bash -c 'stty -echo; while IFS= read -r asked; do eval "$$asked" </dev/null 2>&1; echo "[answered $$?]"; done'
StandardInput=tty-force
StandardOutput=tty
TTYPath=/dev/ttyS1
Environment=TERM=dumb SYSTEMD_COLORS=0 PAGER=cat
Restart=always
"""
WANTED = """[Unit]
Wants=asked.service
"""


class Machine:
    """`medium` is "cd", "usb" or None; `first` says what the firmware starts from: "disk" or "medium";
    units of `without` are not started."""

    def __init__(self, work, name, disk, firmware, iso=None, medium=None, first="medium", answers=None,
                 forwards=(), reboots=True, without=()):
        self.serial = work / f"{name}.serial"
        self.serial.unlink(missing_ok=True)
        self.keys = work / f"{name}.keys"
        self.started = time.monotonic()
        # In threads of their own the processors run half of what one changes in another's code, as a JVM does: it crashes.
        command = ["qemu-system-x86_64", "-accel", "tcg,thread=single", "-cpu", "max", "-smp", "2", "-m", "2048",
                   "-display", "none", "-monitor", "none", "-serial", "chardev:serial",
                   "-chardev", f"socket,id=serial,path={self.keys},server=on,wait=off,logfile={self.serial}",
                   "-netdev", "user,id=net" + "".join(f",hostfwd={f}" for f in forwards),
                   "-device", "virtio-net-pci,netdev=net",
                   "-drive", f"file={disk},if=none,id=disk,format=qcow2,discard=unmap",
                   "-device", f"virtio-blk-pci,drive=disk,bootindex={1 if first == 'disk' else 2}"]
        command += ["-machine", "q35,smm=on"]
        self.line = work / f"{name}.asked"
        command += ["-serial", "chardev:asked", "-chardev", f"socket,id=asked,path={self.line},server=on,wait=off"]
        command += credential("systemd.extra-unit.asked.service", ASKED)
        command += credential("systemd.unit-dropin.multi-user.target", WANTED)
        for unit in without:
            command += credential(f"systemd.unit-dropin.{unit}", "[Unit]\nConditionPathExists=/without\n")
        index = 2 if first == "disk" else 1
        if firmware == "uefi":
            variables = work / f"{name}.vars"
            variables.write_bytes((OVMF / "OVMF_VARS_4M.ms.fd").read_bytes())
            command += ["-global", "driver=cfi.pflash01,property=secure,value=on",
                        "-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={OVMF}/OVMF_CODE_4M.secboot.fd",
                        "-drive", f"if=pflash,unit=1,format=raw,file={variables}"]
        if iso or answers:
            command += ["-device", "qemu-xhci"]
        if medium == "cd":
            command += ["-drive", f"file={iso},if=none,id=cd,media=cdrom,readonly=on",
                        "-device", f"ide-cd,drive=cd,bootindex={index}"]
        elif medium == "usb":
            command += ["-drive", f"file={iso},if=none,id=stick,format=raw,readonly=on",
                        "-device", f"usb-storage,drive=stick,bootindex={index}"]
        if answers:
            command += ["-drive", f"file={answers},if=none,id=answers,format=raw,readonly=on",
                        "-device", "usb-storage,drive=answers"]
        if not reboots:
            command += ["-no-reboot"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def text(self):
        return self.serial.read_text(errors="replace") if self.serial.exists() else ""

    def seconds(self):
        return round(time.monotonic() - self.started)

    def shows(self, seconds, *texts):
        """Waits until one of these is on the serial line and returns it."""

        def seen():
            now = self.text()
            found = next((t for t in texts if t in now), None)
            if not found and self.process.poll() is not None:
                raise RuntimeError(f"The machine went off before it showed {texts}; see {self.serial}")
            return found

        return await_that(seconds, f"{self.serial.name} shows {' or '.join(texts)}", seen)

    def press(self, keys):
        """Types on the serial line."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.keys))
            line.sendall(keys.encode())
            time.sleep(1)

    def asks(self, command, seconds=120):
        """Runs a command inside, which has started from its disk; returns what it prints."""
        end = re.compile(rb"\[answered (\d+)\]\r?\n")
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.line))
            line.settimeout(seconds)
            line.sendall(f"{command}\n".encode())
            said = b""
            while not (found := end.search(said)):
                more = line.recv(65536)
                if not more:
                    raise RuntimeError(f"The machine went off before it answered: {command}")
                said += more
        return said[:found.start()].decode(errors="replace").replace("\r", "").strip()

    def ends(self, seconds):
        self.process.wait(seconds)

    def cut(self):
        self.process.kill()
        self.process.wait()


def credential(name, text):
    value = base64.b64encode(text.encode()).decode()
    return ["-smbios", f"type=11,value=io.systemd.credential.binary:{name}={value}"]


def blank_disk(file, gigabytes=16):
    file.unlink(missing_ok=True)
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", str(file), f"{gigabytes}G"], check=True)
    return file


def answers_stick(file, lines):
    """A file system with the label ANSWERS, made without mounting it."""
    file.unlink(missing_ok=True)
    text = file.with_suffix(".txt")
    text.write_text("".join(f"{line}\n" for line in lines))
    subprocess.run(["mkfs.vfat", "-C", "-n", "ANSWERS", str(file), "2048"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["mcopy", "-i", str(file), str(text), "::answers.txt"], check=True)
    return file
