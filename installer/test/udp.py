"""Datagrams for the test of the firewall: echo PORT | ask FROM TO PORT, which says yes or no."""

import socket
import sys
import time


def echo(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as box:
        box.bind(("0.0.0.0", port))
        while True:
            said, who = box.recvfrom(100)
            box.sendto(said, who)


def ask(own, there, port):
    """Says yes as soon as an answer comes; no after three seconds without any."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.bind((own, 0))
        here.settimeout(0.3)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            here.sendto(b"?", (there, port))
            try:
                here.recvfrom(100)
            except TimeoutError:
                continue
            except OSError:
                time.sleep(0.3)
                continue
            return "yes"
    return "no"


if sys.argv[1] == "echo":
    echo(int(sys.argv[2]))
else:
    print(ask(sys.argv[2], sys.argv[3], int(sys.argv[4])))
