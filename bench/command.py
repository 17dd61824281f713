"""What the drivers of benchmarks share as commands: options, words to the person, and an end that stops what was started."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile

from processes import BenchError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESTING_PERCENT = 1  # of a core: what the compilers of a JVM take at most when it is warm
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def parser(name, about, rows):
    """A parser of the options that all have; `rows` tells of each what it measures."""
    width = max(map(len, rows))
    made = argparse.ArgumentParser(
        prog=f"./belfry bench {name}",
        description=about,
        epilog="rows:\n" + "\n".join(f"  {row:{width}}  {what}" for row, what in rows.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--rows", type=lambda text: known(text, rows), default=list(rows), help="of those below, separated by commas")
    made.add_argument("--json", action="store_true", help="one JSON object a row")
    return made


def known(text, rows):
    names = text.split(",")
    for name in names:
        if name not in rows:
            raise argparse.ArgumentTypeError(f"there is no row {name!r}; there are {', '.join(rows)}")
    return names


def takes_script(made):
    """Adds the option for another clone than this one."""
    made.add_argument("--belfry", default=f"{ROOT}/belfry", metavar="SCRIPT", help="of another clone, to measure that one")


def say(text):
    """What a person wants to see meanwhile; figures go to standard output."""
    print(text, file=sys.stderr, flush=True)


def tell(result, options, as_line):
    """A figure: a line for people or an object for programs."""
    print(json.dumps(result) if options.json else as_line(result), flush=True)


@contextlib.contextmanager
def scratch(name):
    """A directory for what the servers keep and say; what went wrong leaves it behind."""
    if os.cpu_count() < 2:
        raise BenchError("This needs two cores, one for the server and one for the load.")
    directory = tempfile.mkdtemp(prefix=f"belfry-bench-{name}.")
    os.chmod(directory, 0o711)  # Belfry's database may have an account of its own
    try:
        yield directory
    except BenchError as error:
        raise BenchError(f"{error} ({directory})") from error
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    shutil.rmtree(directory, ignore_errors=True)


def main(run, otherwise):
    """Runs a benchmark, which answers whether its figures can be trusted; `otherwise` is said when they cannot."""
    for each in ENDING:
        signal.signal(each, _end)
    try:
        good = run()
    except BenchError as error:
        sys.exit(f"bench: {error}")
    if not good:
        sys.exit(f"bench: {otherwise}")


def _end(number, _frame):
    """Leaves by an exception, so that all that was started is stopped; only once."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)
