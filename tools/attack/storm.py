"""Strangers at the HTTPS port, at a constant rate, in a process of their own: what they cost is not the callers'.

storm.py web HOST PORT RATE: requests, each over a connection of its own.
storm.py tls HOST PORT COUNT: so many handshakes that begin and never end, each anew when it is closed.
Goes on until its standard input ends; then writes how many there were, and in how many seconds."""

import socket
import ssl
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

PATHS = ("/login", "/", "/users", "/api/v1/users", "/p/guessed/x.cfg", "/actuator/health")
WORKERS = 16


def web(host, port, rate, over):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    done, lock = [0], threading.Lock()

    def one(number):
        try:
            with socket.create_connection((host, port), timeout=5, source_address=source(host, 70 + number % 50)) as plain, context.wrap_socket(plain) as tls:
                tls.sendall(f"GET {PATHS[number % len(PATHS)]} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
                while tls.recv(65536):
                    pass
        except OSError:
            pass  # refused: that is an answer too
        with lock:
            done[0] += 1

    with ThreadPoolExecutor(WORKERS) as pool:
        begin, number = time.monotonic(), 0
        while not over.is_set():
            number += 1
            if number - done[0] < 10 * WORKERS:
                pool.submit(one, number)
            else:
                number -= 1  # not as fast as was wished: the figures will say so
            time.sleep(max(0.0, begin + number / rate - time.monotonic()) or 0.001)
        return done[0]


def tls(host, port, count, over):
    held, opened = [], 0
    while not over.is_set():
        for each in held[:]:
            if closed(each):
                held.remove(each)
                each.close()
        for _ in range(min(20, count - len(held))):
            each = socket.socket()
            each.settimeout(1)
            opened += 1
            try:
                each.bind(source(host, 120 + opened % 100) or ("", 0))
                each.connect((host, port))
                each.sendall(b"\x16\x03\x01\x02\x00\x01\x00")  # the beginning of a ClientHello
                held.append(each)
            except OSError:
                each.close()
        time.sleep(0.02)
    for each in held:
        each.close()
    return opened


def closed(each):
    try:
        return each.recv(1, socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def source(host, number):
    """An address of its own for each of many, where that can be had."""
    return (f"127.0.{number}.1", 0) if host.startswith("127.") else None


def main():
    kind, host, port, amount = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    began = time.monotonic()
    print((web if kind == "web" else tls)(host, port, amount, over), time.monotonic() - began)


if __name__ == "__main__":
    main()
