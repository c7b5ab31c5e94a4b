"""Reads the letters of the set: a few lines of what is known, a rule, the letter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duly.letters.context import Context

HERE = Path(__file__).parent / "set"


@dataclass(frozen=True)
class Case:
    """One letter, what is known beside it, and the check it should be caught by, if any."""

    name: str
    body: str
    subject: str | None
    expect: str
    kind: str
    context: Context


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _case(path: Path) -> Case:
    head, _, text = path.read_text("utf-8").partition("---\n")
    known = dict(line.split(": ", 1) for line in head.splitlines())
    subject = None
    if text.startswith("Subject:"):
        first, _, text = text.partition("\n")
        subject = first.removeprefix("Subject:").strip()
        text = text.lstrip("\n")
    facts = tuple(_split(known.get("facts", "")))
    context = Context(
        recipient=known.get("to", ""),
        others=tuple(_split(known.get("met", ""))),
        company=known.get("company", ""),
        role=known.get("role", ""),
        other_companies=tuple(_split(known.get("others", ""))),
        facts=facts,
        spoken=facts,
        colleagues_letters=(known["colleague"],) if "colleague" in known else (),
        attachments=int(known["attachments"]) if "attachments" in known else None,
    )
    return Case(path.stem, text, subject, known.get("expect", ""), known["kind"], context)


def cases(folder: str) -> list[Case]:
    """Return the letters of one folder of the set."""
    return [_case(path) for path in sorted((HERE / folder).glob("*.txt"))]
