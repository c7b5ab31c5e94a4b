"""Writes `docs/reference/checks.md` from the checks themselves: `python -m` this module."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks import all_checks
from duly.letters.checks.base import Check, Example, Severity
from duly.letters.context import Context

_INTRODUCTION = """\
# Checks on letters

This page is written by `python -m duly.letters.checks.reference`; change the checks, not the
page.

`duly check LETTER…` judges any letter after an interview: yours, a friend's, a program's. It
reads plain text, a mail (`.eml`), or standard input (`-`); a text may begin with a line `Subject:
…`. Plain text is enough. With `--facts FACTS.toml` it also knows names, companies, dates and what
was said; `--to` names the reader, `--kind` the kind of letter, `--at` the moment it would be
sent.

A finding is a **remark** (worth a thought), a **warning** (look again), or it **hurts**. The
gravest one gives the verdict: `ready`, `look again`, or `not like this`. `--json` prints one
object a line: `{file, verdict, findings: [{check, severity, start, end, text, why, rules,
suggestion}]}`; `start` and `end` count characters of the body, and a `suggestion` replaces
exactly that text. A finding on the subject has no place in the body: there both are 0.

`--fix` shows what the suggestions alone would change; only `--fix --write` changes the file. The
exit code is 0 when all letters were judged, whatever the verdicts, 1 when one could not be read
as a letter, and 2 for wrong usage. A letter in another language is said to be so, and only the
checks that need no English are run. Rules such as L1 are those of the practice.

With the extra `prose` installed, `--prose` asks Harper and proselint as well. What they find is
called `prose`; they are silent on names, on the words of the role and of your notes, and wherever
a check below has spoken. Harper takes half a second to start.
"""
_MEANT = {
    Severity.REMARK: "a remark",
    Severity.WARNING: "a warning",
    Severity.HURTS: "it hurts",
}


def page() -> str:
    """Return the whole page."""
    lines = [_INTRODUCTION, "| check | finds | usually | rules |", "|---|---|---|---|"]
    for check in all_checks():
        rules = " ".join(check.rules)
        link = f"[`{check.name}`](#{check.name})"
        lines.append(f"| {link} | {check.title} | {_MEANT[check.severity]} | {rules} |")
    for check in all_checks():
        lines += ["", *_section(check)]
    return "\n".join(lines) + "\n"


def _section(check: Check) -> Iterator[str]:
    yield f"## {check.name}"
    yield ""
    yield f"**{check.title}.** {check.reason} ({', '.join(check.rules)})"
    if check.kinds:
        yield ""
        yield f"Looked for in: {', '.join(sorted(check.kinds))}."
    yield ""
    yield "Caught:"
    yield ""
    yield from (_shown(example) for example in check.fails)
    yield ""
    yield "Let pass:"
    yield ""
    yield from (_shown(example) for example in check.passes)


def _shown(example: Example) -> str:
    text = " ⏎ ".join(line for line in example.text.split("\n") if line.strip())
    text = "".join(c if c.isprintable() else "␀" for c in text).replace("`", "'")
    shown = text if len(text) <= 160 else text[:157].rstrip() + "…"
    subject = "" if example.subject is None else f" (subject: “{example.subject}”)"
    return f"- `{shown or ' '}`{subject}{_known(example.context)}"


def _known(context: Context) -> str:
    known = {
        "to": context.recipient,
        "company": context.company,
        "notes": "; ".join(context.facts),
        "attachments": "" if context.attachments is None else str(context.attachments),
        "attempts": str(context.attempts_made) if context.attempts_made else "",
    }
    told = ", ".join(f"{key}: {value}" for key, value in known.items() if value)
    return f" (known: {told})" if told else ""


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
