"""`duly check LETTER…`: judge letters that anybody wrote; nothing is stored or sent."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import instant, text_of
from duly.core.errors import DulyError, NeedsUserError, UnknownError, WrongUsageError, did_you_mean

if TYPE_CHECKING:
    from duly.core.model import Search
    from duly.letters.checks.base import Finding
    from duly.letters.context import Context
    from duly.letters.judge import Judgement
    from duly.letters.source import Source

_WIDTH = 88
_COLORS = {"ready": "green", "look again": "yellow", "not like this": "red"}


@click.command("check")
@click.argument("letters", metavar="LETTER...", nargs=-1, required=True)
@click.option("--facts", metavar="FACTS.toml", help="Judge it by what is known in this file.")
@click.option("--to", metavar="PERSON", default="", help="Id or name of the reader, with --facts.")
@click.option(
    "--kind", metavar="STEP", default="", help="thank-you, status, decline … (else guessed)."
)
@click.option("--at", metavar="TIME", help="Judge it as if sent at this moment.")
@click.option("--prose", is_flag=True, help="Ask Harper and proselint as well, if installed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.option("--fix", is_flag=True, help="Show the mechanical mends as a difference.")
@click.option("--write", is_flag=True, help="With --fix: mend the files in place.")
def command(
    letters: tuple[str, ...],
    facts: str | None,
    to: str,
    kind: str,
    at: str | None,
    prose: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001 - click calls it
    fix: bool,  # noqa: FBT001
    write: bool,  # noqa: FBT001
) -> int:
    """Judge each LETTER: a text file, a mail (.eml), - for standard input, or an opportunity.

    Of an opportunity, named by its ID, the letters of the next step are judged, or those of the
    step that --kind names. A text file may begin with a line "Subject: …". Nothing is changed
    unless you say --fix --write, and nothing is sent.
    """
    _refuse_contradictions(letters, as_json=as_json, fix=fix, write=write, facts=facts, to=to)
    if prose:
        _refuse_missing_prose()
    known = _Known(_kind(kind), facts, to, at, prose=prose)
    failed: list[DulyError] = []
    for path in letters:
        try:
            for name, source, judgement in _judged(path, known, to, kind, at):
                _tell(name, source, judgement, as_json=as_json, fix=fix, write=write)
        except DulyError as error:
            click.echo(str(error), err=True)
            failed.append(error)
    if any(isinstance(error, WrongUsageError) for error in failed):
        return 2
    return 1 if failed else 0


def _judged(
    path: str, known: _Known, to: str, kind: str, at: str | None
) -> Iterator[tuple[str, Source, Judgement]]:
    """Yield a file's letter judged, or the letters of an opportunity's next step."""
    if _is_file(path):
        source = _read(path)
        yield path, source, known.judge(source)
        return
    from duly.cli.desk import desk
    from duly.letters import source as reading
    from duly.services import letters

    for page in letters.write(path, kind, to, letters.Wish(), desk(at).at):
        name = f"{path} {page.kind} {page.action.to}".rstrip()
        if page.kept is None or page.judgement is None:
            why = page.missing.why if page.missing else "there is no letter yet"
            raise NeedsUserError(why, where=name, mend=f"Say more: duly debrief {path}")
        text = f"Subject: {page.kept.subject}\n\n{page.kept.body}"
        yield name, reading.read(text.encode(), name), page.judgement


def _is_file(path: str) -> bool:
    """Tell a file from the id of an opportunity: ids have neither dots nor slashes."""
    return path == "-" or "." in path or "/" in path or Path(path).exists()


def _tell(
    path: str, source: Source, judgement: Judgement, *, as_json: bool, fix: bool, write: bool
) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(path, judgement), ensure_ascii=False))
    elif fix:
        _fix(path, source, judgement, write=write)
    else:
        _show(path, source, judgement)


def _refuse_contradictions(
    letters: tuple[str, ...],
    *,
    as_json: bool,
    fix: bool,
    write: bool,
    facts: str | None,
    to: str,
) -> None:
    if write and not fix:
        raise WrongUsageError("--write is given alone", mend="Say --fix --write.")
    if fix and as_json:
        raise WrongUsageError("--fix and --json are given", mend="Take one of the two.")
    if to and not facts and all(_is_file(letter) for letter in letters):
        raise WrongUsageError("--to is given without --facts", mend="Name the facts file as well.")


def _refuse_missing_prose() -> None:
    from duly.letters.prose import available

    if not available():
        raise WrongUsageError(
            "neither Harper nor proselint is installed",
            where="--prose",
            mend='Install Duly with its extra "prose", or leave --prose out.',
        )


def _kind(kind: str) -> str:
    from duly.letters.context import ALIASES, KINDS

    found = ALIASES.get(kind.lower(), kind.lower())
    if found and found not in KINDS:
        raise UnknownError(f'there is no kind of letter "{kind}"', mend=did_you_mean(kind, KINDS))
    return found


def _read(path: str) -> Source:
    from duly.letters import source

    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise WrongUsageError(
            f"it cannot be read ({error.strerror})", where=path, mend="Check the name."
        ) from None
    return source.read(data, path)


class _Known:
    """What the options say beside the letters."""

    def __init__(
        self, kind: str, facts: str | None, to: str, at: str | None, *, prose: bool
    ) -> None:
        self.kind = kind
        self.prose = prose
        self.to = to
        self.search: Search | None = None
        if facts:
            from duly.formats import factsfile

            self.search = factsfile.read(text_of(facts), facts)
        self.at = instant(at, self._zone()) if at else None
        self._refuse_unknown_reader()

    def _zone(self) -> tzinfo:
        if self.search is None:
            return UTC
        from duly.core.worktime import zone

        return zone(self.search.me.time_zone)

    def _refuse_unknown_reader(self) -> None:
        if not (self.to and self.search):
            return
        people = [p for o in self.search.opportunities for p in o.people]
        if not any(self.to in {p.id, p.name} for p in people):
            mend = did_you_mean(self.to, {p.name for p in people})
            raise UnknownError(f'nobody is called "{self.to}"', where="--to", mend=mend)

    def judge(self, source: Source) -> Judgement:
        """Judge one letter by all that is known."""
        from duly.letters.judge import judge

        context = self._context(source)._replace(
            attachments=source.attachments, subject_expected=source.is_mail
        )
        judgement = judge(source.body, subject=source.subject, context=context)
        if not self.prose:
            return judgement
        from duly.letters.prose import with_prose

        return with_prose(source.body, judgement, context)

    def _context(self, source: Source) -> Context:
        from duly.letters.context import Context

        if self.search is None:
            return Context(kind=self.kind, now=self.at, recipient=_person(source.to))
        from duly.letters.situation import aim, context_for
        from duly.letters.text import read

        letter = read(source.body, source.subject)
        aimed = aim(letter, self.search, self.to or self._addressee(source))
        return context_for(
            letter,
            self.search,
            aimed,
            kind=self.kind,
            now=self.at or self.search.at or datetime.now(UTC),
            attempts_allowed=self._allowed(aimed.opportunity.playbook if aimed else ""),
        )

    def _addressee(self, source: Source) -> str:
        """Return the reader's name from the mail itself, where the search knows it."""
        people = [p for o in (self.search.opportunities if self.search else ()) for p in o.people]
        return next((p.name for p in people if p.name == source.to), "")

    def _allowed(self, playbook: str) -> int:
        from duly.adapters import playbookfiles

        name = playbook or (self.search.playbook if self.search else "") or "balanced"
        return playbookfiles.load(name).attempts


def _person(name: str) -> str:
    """Return a name if it is a person's; an office is greeted in many ways."""
    if not name:
        return ""
    from duly.letters.greeting import parse

    parsed = parse(name)
    return "" if parsed.team or not parsed.surname else name


def _as_json(path: str, judgement: Judgement) -> dict[str, Any]:
    return {
        "file": path,
        "verdict": judgement.verdict.value,
        "findings": [
            {
                "check": finding.check,
                "severity": finding.severity.value,
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                "why": finding.why,
                "rules": list(finding.rules),
                "suggestion": finding.suggestion,
            }
            for finding in judgement.findings
        ],
    }


def _show(path: str, source: Source, judgement: Judgement) -> None:
    verdict = judgement.verdict.value
    click.echo(f"{path}: {click.style(verdict, fg=_COLORS[verdict], bold=True)}")
    for finding in judgement.findings:
        click.echo()
        for line in _underlined(source.body, finding):
            click.echo(f"  {line}")
        rules = " ".join(finding.rules)
        click.echo(f"  {click.style(finding.check, bold=True)}: {finding.why} [{rules}]")
        if finding.suggestion is not None:
            mend = f"Write “{finding.suggestion}”." if finding.suggestion else "Leave it out."
            click.echo(f"  {mend}")


def _colored() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _underlined(body: str, finding: Finding) -> list[str]:
    """Return the line a finding begins in, underlined there; long lines are cut to fit."""
    if finding.start == finding.end:
        return []
    begin = body.rfind("\n", 0, finding.start) + 1
    stop = body.find("\n", finding.start)
    stop = len(body) if stop < 0 else stop
    left = max(begin, min(finding.start - 20, stop - _WIDTH))
    right = min(stop, left + _WIDTH)
    end = max(min(finding.end, right), finding.start + 1)
    before, marked, after = body[left : finding.start], body[finding.start : end], body[end:right]
    shown = [
        _printable(("…" if left > begin else "") + before),
        _printable(marked),
        _printable(after),
    ]
    tail = "…" if right < stop else ""
    if _colored():
        return [shown[0] + click.style(shown[1], underline=True) + shown[2] + tail]
    return ["".join(shown) + tail, " " * len(shown[0]) + "^" * max(1, len(shown[1]))]


def _printable(text: str) -> str:
    """Replace what would move the cursor or change the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _fix(path: str, source: Source, judgement: Judgement, *, write: bool) -> None:
    from duly.letters.mend import difference, mended

    after = mended(source.body, judgement.findings)
    if after == source.body:
        click.echo(f"{path}: nothing here has a mechanical mend")
        return
    if not write:
        click.echo(difference(source.body, after, path), nl=False)
        return
    if path == "-" or source.is_mail:
        raise WrongUsageError(
            "only text files are mended in place", where=path, mend="Leave --write out."
        )
    Path(path).write_text(source.before + after, encoding="utf-8")
    click.echo(f"{path}: mended")
