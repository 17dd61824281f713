"""Debian's baresip on the loopback interface: registers, calls, plays one tone and hears another."""

import math
import os
import pathlib
import struct
import subprocess
import wave

from browser import await_that

RATE = 8000


class Phone:
    def __init__(self, home, user, password, server, sip_port, rtp_port, tone, answers):
        self.home = pathlib.Path(home)
        (self.home / "recorded").mkdir(parents=True)
        self.write_tone(tone)
        (self.home / "config").write_text(
            f"poll_method epoll\nsip_listen 127.0.0.1:{sip_port}\nnet_interface 127.0.0.1\n"
            f"audio_source aufile,{self.home}/tone.wav\naudio_player aubridge,heard\n"
            f"snd_path {self.home}/recorded\nmodule_path /usr/lib/baresip/modules\n"
            "module stdio.so\nmodule g711.so\nmodule sndfile.so\nmodule aufile.so\nmodule aubridge.so\n"
            "module_app uuid.so\nmodule_app account.so\nmodule_app contact.so\nmodule_app menu.so\n"
            f"rtp_ports {rtp_port}-{rtp_port + 3}\n")
        mode = "auto" if answers else "manual"
        (self.home / "accounts").write_text(
            f"<sip:{user}@{server};transport=udp>;auth_user={user};auth_pass={password};answermode={mode};regint=120\n")
        (self.home / "contacts").write_text("")
        self.log = self.home / "log"
        self.process = subprocess.Popen(
            ["baresip", "-f", str(self.home)], stdin=subprocess.PIPE, stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT, env={**os.environ, "HOME": str(self.home)})

    def write_tone(self, hertz):
        with wave.open(str(self.home / "tone.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b"".join(
                struct.pack("<h", int(12000 * math.sin(2 * math.pi * hertz * i / RATE))) for i in range(RATE * 60)))

    def says(self, text, seconds):
        await_that(seconds, f"{self.home.name} says '{text}'", lambda: text in self.log.read_text(errors="replace"))

    def types(self, command):
        self.process.stdin.write(f"{command}\n".encode())
        self.process.stdin.flush()

    def heard(self, hertz):
        """How strong the tone is in the second half of what was heard, 0 to 1."""
        files = sorted((self.home / "recorded").glob("*dec*.wav"))
        if not files:
            return 0.0
        data = files[-1].read_bytes()[44:]
        samples = struct.unpack(f"<{len(data) // 2}h", data[: len(data) // 2 * 2])
        samples = samples[len(samples) // 2:]
        energy = sum(s * s for s in samples)
        if not energy:
            return 0.0
        real = sum(s * math.cos(2 * math.pi * hertz * i / RATE) for i, s in enumerate(samples))
        imaginary = sum(s * math.sin(2 * math.pi * hertz * i / RATE) for i, s in enumerate(samples))
        return 2 * (real * real + imaginary * imaginary) / (len(samples) * energy)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
