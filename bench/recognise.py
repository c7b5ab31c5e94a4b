"""What the recogniser makes of our own labelled mails: confusion table, shares, ms a mail."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

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
    for field in ("promise_on", "answer_by", "absent_until", "company"):
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
    """Print the figures of each part; with `--wrong`, also each mail that was mistaken."""
    for half in ("training", "development", "held-out"):
        mails = judged(half)
        print(f" {half}, {len(mails)} mails, the user unknown")
        for line in (*shares(mails), *bounds(mails), *details(mails), *confusion(mails)):
            print(line)
        if "--wrong" in sys.argv:
            for one in mails:
                if one.found.meaning is not one.wanted:
                    print(f"  {one.file}: {one.found.meaning.value} ({one.found.confidence:.2f})")
    print(speed())


if __name__ == "__main__":
    main()
