"""Runs a command on a terminal of its own, types lines into it and prints what it shows: terminal.py 'line|line|' COMMAND…"""

import os
import pty
import signal
import sys

lines, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
signal.alarm(30)  # a question that is asked for ever
os.write(terminal, lines.replace("|", "\n").encode())
shown = b""
try:
    while more := os.read(terminal, 4096):
        shown += more
except OSError:
    pass  # how Linux says that the last program has left the terminal
os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
