"""What the recogniser makes of our own labelled mails, and how far to believe its confidence.

python -m bench.recognise            the held-out half, which nothing was learned from
python -m bench.recognise --all      the training half too
python -m bench.recognise --wrong    and each mail that was mistaken: the half is spent then
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from duly.formats.mail import read_mail
from duly.recognise.meaning import INTERVIEW, NO, NOISE, MailMeaning
from duly.recognise.recogniser import Around, Recognition, recognise

SET: Final = Path(__file__).resolve().parents[1] / "tests" / "recognise" / "set"
ME: Final = frozenset({"sam.field@mail.example", "sam.field.old@mail.example"})
GROUPS: Final = {
    "rejection, closed": NO,
    "acknowledgement": frozenset({MailMeaning.ACKNOWLEDGEMENT}),
    "interview, any": INTERVIEW,
    "assessment": frozenset({MailMeaning.ASSESSMENT}),
    "question": frozenset({MailMeaning.QUESTION}),
    "still deciding": frozenset({MailMeaning.STILL_DECIDING}),
    "offer": frozenset({MailMeaning.OFFER}),
    "auto-reply": frozenset({MailMeaning.AUTO_REPLY}),
    "bounce": frozenset({MailMeaning.BOUNCE}),
    "sent by me": frozenset({MailMeaning.SENT_BY_ME}),
    "noise": NOISE,
}


class Judged(NamedTuple):
    """One labelled mail and what was made of it."""

    file: str
    wanted: MailMeaning
    row: dict[str, str]
    found: Recognition


def judged(half: str, me: frozenset[str] = frozenset()) -> list[Judged]:
    """Return what is made of each mail of a half; unless told, nobody knows who the user is."""
    with (SET / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["file"].startswith(half)]
    around = Around(me=me, time_zone="America/New_York")
    return [
        Judged(
            row["file"],
            MailMeaning(row["meaning"]),
            row,
            recognise((SET / row["file"]).read_bytes(), around, where=row["file"]),
        )
        for row in rows
    ]


def shares(mails: list[Judged]) -> list[str]:
    """Return a line a group: how many were found, and how many of those called so are."""
    lines = [f"  {'':<20}{'found':>8}{'precise':>9}{'mails':>7}"]
    for name, group in GROUPS.items():
        wanted = [one for one in mails if one.wanted in group]
        called = [one for one in mails if one.found.meaning in group]
        both = sum(one.found.meaning in group for one in wanted)
        found = f"{both / len(wanted):.1%}" if wanted else "-"
        precise = f"{both / len(called):.1%}" if called else "-"
        lines.append(f"  {name:<20}{found:>8}{precise:>9}{len(wanted):>7}")
    return lines


def bounds(mails: list[Judged]) -> list[str]:
    """Return what must be rare: other mail called a no, noise called progress."""
    others = [one for one in mails if one.wanted not in NO]
    noise = [one for one in mails if one.wanted in NOISE]
    quiet = NOISE | {MailMeaning.SENT_BY_ME, MailMeaning.AUTO_REPLY, MailMeaning.BOUNCE}
    no = sum(one.found.meaning in NO for one in others)
    loud = sum(one.found.meaning not in quiet for one in noise)
    exact = sum(one.found.meaning is one.wanted for one in mails)
    return [
        f"  other mail called rejection: {no} of {len(others)} ({no / len(others):.1%}; wanted 1%)",
        f"  noise called progress: {loud} of {len(noise)} ({loud / len(noise):.1%}; wanted 2%)",
        f"  the very meaning: {exact} of {len(mails)} ({exact / len(mails):.1%})",
    ]


def details(mails: list[Judged]) -> list[str]:
    """Return how many dates and names are right, and how many promises are made up."""
    lines = []
    for field in ("promise_on", "answer_by", "absent_until", "company", "role"):
        labelled = [one for one in mails if one.row[field]]
        right = sum(
            str(getattr(one.found, field) or "").startswith(one.row[field]) for one in labelled
        )
        lines.append(f"  {field}: {right} of {len(labelled)} right")
    made_up = sum(
        bool(one.found.promise_on)
        for one in mails
        if one.wanted in NOISE | NO and not one.row["promise_on"]
    )
    return [*lines, f"  promises made up from noise or a no: {made_up}"]


def people(mails: list[Judged]) -> list[str]:
    """Return how often a mail that a person wrote names at least one, and a machine's none."""
    progress = [one for one in mails if one.wanted not in NOISE]
    machines = [one for one in progress if "no-reply@" in sender(one) or "noreply@" in sender(one)]
    wrote = [one for one in progress if one not in machines and _two_words(sender(one))]
    named = sum(bool(one.found.people) for one in wrote)
    silent = sum(not one.found.people for one in machines)
    return [
        f"  people: named in {named} of {len(wrote)} mails that a person sent",
        f"  people: none in {silent} of {len(machines)} mails that a machine sent",
    ]


def sender(one: Judged) -> str:
    """Return the From header of a mail."""
    found = read_mail((SET / one.file).read_bytes(), where=one.file).sender
    return f"{found.name} <{found.address}>" if found else ""


def _two_words(shown: str) -> bool:
    """Tell "Dana Whitlock <dana@...>" from "Careers <jobs@...>" by the name in the address."""
    name, _, address = shown.lower().partition(" <")
    return len(name.split()) == 2 and name.split()[0] in address


def reliability(mails: list[Judged]) -> list[str]:
    """Return, for each tenth of confidence, how often it was right: what applies itself has 0.9."""
    lines = [f"  {'confidence':<14}{'mails':>6}{'right':>8}"]
    for tenth in range(10):
        inside = [one for one in mails if min(int(one.found.confidence * 10), 9) == tenth]
        if inside:
            right = sum(one.found.meaning in _same(one.wanted) for one in inside)
            span = f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}"
            lines.append(f"  {span:<14}{len(inside):>6}{right / len(inside):>8.0%}")
    return lines


def _same(wanted: MailMeaning) -> frozenset[MailMeaning]:
    return next(group for group in GROUPS.values() if wanted in group)


def confusion(mails: list[Judged]) -> list[str]:
    """Return the confusion table: a row for what it is, a column for what it was called."""
    counts = Counter((one.wanted, one.found.meaning) for one in mails)
    used = [one for one in MailMeaning if any(one in pair for pair in counts)]
    head = " ".join(f"{one.value[:5]:>5}" for one in used)
    lines = [f"  {'':<16}{head}"]
    for wanted in used:
        cells = " ".join(f"{counts[wanted, called] or '·':>5}" for called in used)
        lines.append(f"  {wanted.value:<16}{cells}")
    return lines


def speed() -> str:
    """Return how long a mail takes, once everything is loaded."""
    files = sorted(SET.rglob("*.eml"))
    data = [path.read_bytes() for path in files]
    around = Around()
    start = time.process_time()
    for one in data:
        recognise(one, around)
    return f"  {1000 * (time.process_time() - start) / len(data):.2f} ms a mail ({len(data)} mails)"


def main() -> None:
    """Print the figures of the held-out half."""
    for half in ("training", "held-out") if "--all" in sys.argv else ("held-out",):
        mails = judged(half)
        print(f" {half}, {len(mails)} mails, the user unknown")
        for lines in (shares, bounds, details, people, reliability, confusion):
            print("\n".join(lines(mails)))
        if "--wrong" in sys.argv:
            for one in mails:
                if one.found.meaning is not one.wanted:
                    print(f"  {one.file}: {one.found.meaning.value} ({one.found.confidence:.2f})")
    print(speed())


if __name__ == "__main__":
    main()
