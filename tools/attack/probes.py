"""What a probe is: one attack, told in a sentence, that either is held off or finds a hole."""

import statistics
import time
import traceback
from dataclasses import dataclass, field

from phone import NoAnswer

ALL = []


class Open(Exception):
    """The attack works. The sentence says what an attacker gets."""


class NotTried(Exception):
    """The attack could not be tried here. The sentence says why."""


@dataclass
class Probe:
    name: str
    attack: str
    run: object
    private: bool  # changes the dial plan, so only for an instance of our own
    users: int
    admin: bool
    short: bool
    alone: bool  # measures times, or takes so much that others would notice

    @property
    def web(self):
        return self.run.__module__ in ("probes_web", "probes_pages")


@dataclass
class Result:
    probe: Probe
    outcome: str  # held, open, untried, broken
    sentence: str
    seconds: float = 0.0
    details: list = field(default_factory=list)


def probe(name, attack, private=False, users=0, admin=False, short=True, alone=False):
    """Makes a function a probe. It takes the target, returns a sentence about what was seen, and raises Open or NotTried.

    users: how many of the target's users it needs; admin: whether it needs the administrator's password."""
    def made(function):
        ALL.append(Probe(name, attack, function, private, users, admin, short, alone))
        return function
    return made


def run(each, target):
    began = time.monotonic()
    if each.private and not target.private:
        outcome, sentence = "untried", "only against a private instance: it needs a provider and users of its own"
    elif each.users > len(target.users):
        outcome, sentence = "untried", f"needs {each.users} users with their SIP passwords (--user)"
    elif each.admin and not target.admin:
        outcome, sentence = "untried", "needs the administrator's password (--admin)"
    else:
        try:
            outcome, sentence = "held", each.run(target) or ""
        except Open as hole:
            outcome, sentence = "open", str(hole)
        except NotTried as reason:
            outcome, sentence = "untried", str(reason)
        except NoAnswer as silence:
            outcome, sentence = "broken", f"{silence} ({where(silence)})"
        except Exception as fault:
            outcome, sentence = "broken", f"{type(fault).__name__}: {fault} ({where(fault)})"
    return Result(each, outcome, sentence, time.monotonic() - began)


def where(fault):
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if "probes_" in f.filename]
    return f"{frames[-1].name}:{frames[-1].lineno}" if frames else "?"


def signed_rank(these, those):
    """Wilcoxon's signed-rank test on pairs, by its normal approximation: z, and the median of their differences."""
    differences = [a - b for a, b in zip(these, those)]
    ranked = sorted((d for d in differences if d), key=abs)
    n = len(ranked)
    plus = sum(rank for rank, d in enumerate(ranked, 1) if d > 0)
    return (plus - n * (n + 1) / 4) / (n * (n + 1) * (2 * n + 1) / 24) ** 0.5, statistics.median(differences)
