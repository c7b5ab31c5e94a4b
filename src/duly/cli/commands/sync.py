"""`duly sync`: what is new in the mailboxes that are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.services.accounts import Connected
    from duly.services.looking import Looked
    from duly.services.reading import Read, Wish

_EVERY_SECONDS: Final = 300
"""How long --watch waits before it looks at every mailbox again."""


@click.command("sync")
@click.option("--again", is_flag=True, help="Read everything from the beginning.")
@click.option("--watch", is_flag=True, help="Go on reading as mail comes, until stopped.")
@at_option
@json_option
def command(again: bool, watch: bool, at: str | None, as_json: bool) -> int:  # noqa: FBT001
    """Read what is new in every connected mailbox; nothing in it is changed.

    What is certain is noted at once, the rest waits in `duly inbox`. Exit code 3: nothing new;
    4: something to decide; 1: a mailbox could not be read.
    """
    from duly.cli import reports
    from duly.cli.desk import desk
    from duly.core.errors import NothingToDoError
    from duly.services import accounts, reading

    who = desk(at)
    connected = accounts.listed()
    if not connected:
        raise NothingToDoError(
            "no mailbox is connected", mend="Connect one: duly connect you@provider.example"
        )
    read, failed = _read_all(connected, who, reading.Wish(again=again))
    code = reports.report(read, who, as_json=as_json, looked=_look(who))
    while watch:
        _wait(connected)
        who = desk(None)
        read, failed = _read_all(connected, who, reading.Wish())
        looked = _look(who)
        if any(each.kept for _, each in read) or any(each.is_news for each in looked):
            reports.report(read, who, as_json=as_json, looked=looked)
    return 1 if failed else code


def _read_all(
    connected: tuple[Connected, ...], who: Desk, wish: Wish
) -> tuple[list[tuple[str, Read]], bool]:
    """Read each mailbox; one that cannot be read keeps the others from nothing."""
    from duly.adapters.base import SourceError
    from duly.cli import reports
    from duly.services import accounts

    read, failed = [], False
    for each in connected:
        try:
            source = accounts.source(each)
            read.append((each.address, reports.read_source(source, each.address, who, wish)))
        except SourceError as error:
            failed = True
            reports.failed(error)
    return read, failed


def _look(who: Desk) -> list[Looked]:
    """Look for the letters that may have left, where there are any."""
    from duly.services import reading

    if not reading.is_any_letter_sought():
        return []
    from duly.services import looking  # only then: letters take long to load

    return looking.look(who.me, lambda: who.at, at_once=True)


def _wait(connected: tuple[Connected, ...]) -> None:
    """Wait until the first mailbox on a server says that something came, or for some minutes."""
    import time

    from duly.adapters.base import SourceError
    from duly.adapters.imap import ImapSource
    from duly.services import accounts

    for each in connected:
        try:
            source = accounts.source(each)
            if isinstance(source, ImapSource):
                source.wait(_EVERY_SECONDS)
                return
        except SourceError:
            break  # the next reading says what is wrong
    time.sleep(_EVERY_SECONDS)
