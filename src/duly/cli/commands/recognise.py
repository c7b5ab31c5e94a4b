"""`duly recognise MAIL…`: what each mail means, with the evidence; nothing is stored."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from duly.cli.asking import json_option
from duly.core.errors import DulyError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duly.recognise.interview import Interview
    from duly.recognise.recogniser import Recognition

_ENDINGS: Final = (".eml", ".mbox", ".mbx", ".txt", ".msg", "")


@click.command("recognise")
@click.argument("mails", metavar="MAIL…", nargs=-1, required=True)
@click.option("--me", metavar="ADDRESS", multiple=True, help="Your own address; may be repeated.")
@click.option("--zone", metavar="ZONE", default="", help="Your time zone, such as Europe/Berlin.")
@json_option
def command(
    mails: Sequence[str],
    me: Sequence[str],
    zone: str,
    as_json: bool,  # noqa: FBT001 - click's
) -> None:
    """Say what mails mean: files (.eml, mbox), folders of them, or "-".

    Without --me, an address that most of the mails are sent to is taken for yours.
    """
    from duly.recognise.recogniser import Around, recognise

    found = list(_messages(mails))
    around = Around(me=_mine(me, found), time_zone=_zone(zone))
    failed = 0
    for where, data in found:
        try:
            recognition = recognise(data, around, where=where)
        except DulyError as error:
            click.echo(str(error), err=True)
            failed += 1
            continue
        _show(where, recognition, as_json=as_json)
    if failed:
        raise click.exceptions.Exit(1)


def _zone(name: str) -> str:
    from duly.core.worktime import zone

    return zone(name, where="--zone").key if name else "UTC"


def _messages(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield every message named, with the name of where it lies."""
    for path in paths:
        if path == "-":
            yield from _in_file("-", sys.stdin.buffer.read())
            continue
        for file in _files(Path(path)):
            yield from _in_file(str(file), _bytes_of(file))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.is_file())
    found = [file for file in files if file.suffix.lower() in _ENDINGS and file.name[0] != "."]
    if not found:
        raise WrongUsageError(
            "there is no mail in this folder", where=str(path), expected=".eml files"
        )
    return found


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUsageError(
            f"it cannot be read ({error.strerror})", where=str(path), mend="Check the name."
        ) from None


def _in_file(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    from duly.formats import mbox

    if not mbox.is_mbox(data):
        yield name, data
        return
    for number, message in enumerate(mbox.messages(data), start=1):
        yield f"{name}#{number}", message


def _mine(told: Sequence[str], found: list[tuple[str, bytes]]) -> frozenset[str]:
    """Return the user's addresses: as told, else the one most of several mails are sent to."""
    from duly.recognise.whose import ENOUGH, Whose

    if told:
        return frozenset(address.strip().lower() for address in told)
    whose = Whose()
    for _, data in found[:ENOUGH]:
        whose.add(data)
    return frozenset({whose.address()} - {""})


def _show(where: str, recognition: Recognition, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(as_object(where, recognition), ensure_ascii=False))
        return
    for line in lines(where, recognition):
        click.echo(line)


def as_object(where: str, found: Recognition) -> dict[str, Any]:
    """Return what a mail means as `--json` prints it, one object a line."""
    return {
        "file": where,
        "meaning": found.meaning.value,
        "confidence": found.confidence,
        "company": found.company or None,
        "role": found.role or None,
        "people": [
            {"name": one.name, "email": one.email, "phone": one.phone, "role": one.role}
            for one in found.people
        ],
        "interview": _interview(found.interview),
        "promise_on": found.promise_on.isoformat() if found.promise_on else None,
        "answer_by": found.answer_by.isoformat() if found.answer_by else None,
        "absent_until": found.absent_until.isoformat() if found.absent_until else None,
        "automatic": found.automatic,
        "evidence": [{"what": one.what, "where": one.where} for one in found.evidence],
    }


def _interview(one: Interview | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "starts_at": _local(one.starts_at, one.zone),
        "ends_at": _local(one.ends_at, one.zone),
        "zone": one.zone or None,
        "place": one.place or None,
        "method": one.method or None,
        "sequence": one.sequence,
        "uid": one.uid or None,
    }


def _local(moment: datetime | None, name: str) -> str | None:
    """Return an instant with the offset of the zone it is written in."""
    from duly.core.worktime import zone

    if moment is None:
        return None
    return moment.astimezone(zone(name) if name else UTC).isoformat()


def lines(where: str, found: Recognition) -> list[str]:
    """Return what a mail means as people read it."""
    about = ", ".join(part for part in (found.role, found.company) if part)
    shown = [
        f"{where}: {found.meaning.value} ({found.confidence:.0%}){f' - {about}' if about else ''}"
    ]
    if found.interview and found.interview.starts_at:
        shown.append(f"  interview: {_local(found.interview.starts_at, found.interview.zone)}")
    for label, value in (
        ("promised", found.promise_on),
        ("answer by", found.answer_by),
        ("away until", found.absent_until),
    ):
        if value:
            shown.append(f"  {label}: {value.isoformat()}")
    if found.people:
        shown.append("  people: " + ", ".join(one.name for one in found.people))
    shown += [f'  because of the {one.where}: "{one.what}"' for one in found.evidence]
    return shown
