"""Going through a source of mail: what is found is kept stretch by stretch, then settled.

A stretch and the mark after it are one transaction, so a pass may be stopped at any moment. The
first pass ends with a second look at everything for what belongs to the mails that were found:
the user's own letter, or a plain "Thursday suits me", may lie before the mail that explains it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from duly.adapters.base import Form, Found, Passed, Source
from duly.core.errors import DulyError
from duly.recognise import candidates, structure
from duly.recognise.whose import ENOUGH, Whose
from duly.services import contacts, filing, invitations, opening, profile, settling
from duly.services.contacts import TakenIn
from duly.services.invitations import Taken, Target
from duly.services.settling import Settled
from duly.store import correspondence, queries

if TYPE_CHECKING:
    from duly.services.looking import Looked
    from duly.store import models

Progress = Callable[[Passed, int], None]
"""Told of each stretch, and whether it is the first or the second look at it."""


@dataclass(slots=True)
class Read:
    """What came of reading a source.

    Attributes:
        guessed: The user's own address, where it was told from what lies there.
        kept: Mails about the search that were new.
        letters: Of those that may have left, the ones that were found here.
        refused: Files that are not what they claim, with where and why.
    """

    guessed: str = ""
    looked_at: int = 0
    kept: int = 0
    settled: list[Settled] = field(default_factory=list)
    taken: list[tuple[str, Taken]] = field(default_factory=list)
    contacts: list[tuple[str, TakenIn]] = field(default_factory=list)
    letters: list[Looked] = field(default_factory=list)
    refused: list[DulyError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a source is to be read.

    Attributes:
        me: Further addresses of the user's own.
        target: Where invitations go; empty to have it found out.
        again: From the beginning, though it was read before.
    """

    me: tuple[str, ...] = ()
    target: Target = field(default_factory=Target)
    again: bool = False


def read(source: Source, at: datetime, wish: Wish, progress: Progress) -> Read:
    """Read what is new in a source, and settle what is certain.

    Raises:
        SourceError: It cannot be read; what was read before is kept.
    """
    found = Read()
    if not _own(wish):
        found.guessed = _guess(source)
        wish = replace(wish, me=(found.guessed,) if found.guessed else ())
    row = _begin(source.name, again=wish.again)
    try:
        _go_through(source, row, at, wish, progress, found)
        if wish.target.opportunity:
            found.settled = settling.sanction(source.name, wish.target.opportunity, at, _own(wish))
    finally:
        found.letters = _letters_found(at)
        also, _ = settling.settle(at, _own(wish))
        found.settled += also
    return found


def _letters_found(at: datetime) -> list[Looked]:
    """Note as sent what nobody was sure of, where it lies among the mails that were read."""
    if not is_any_letter_sought():
        return []
    from duly.services import looking  # only then: letters take long to load

    return looking.notice(at)


def is_any_letter_sought() -> bool:
    """Tell whether any letter may have left, and nobody knows."""
    with opening.opened() as database:
        return correspondence.letters_sought(database)


def _guess(source: Source) -> str:
    """Return whose mailbox it is, and note it as the user's address; empty where nobody can tell.

    A few mails of one folder tell nothing: they may all be from the user.
    """
    whose = Whose()

    def look(head: bytes, _: bytes) -> bool:
        whose.add(head)
        return False

    for _ in source.scan("", look):
        if whose.looked_at >= ENOUGH:
            break
    address = whose.address()
    if address:
        profile.change(email=address)
    return address


def _go_through(
    source: Source,
    row: models.Source,
    at: datetime,
    wish: Wish,
    progress: Progress,
    found: Read,
) -> None:
    against = _against(wish, at)
    if not row.gathering:  # else they are looked for once all that explains them is found
        _remember_correspondents(against)
    for passed in source.scan(row.mark, _sieve(against)):
        _take(passed, row, against, at, wish, found)
        found.looked_at += passed.looked_at
        progress(passed, 1)
    if row.gathering and row.mails.exists():
        _look_again(source, row, against, at, progress, found)
    _finish(row, at)


def _sieve(against: filing.Reading) -> Callable[[bytes, bytes], bool]:
    sought = against.sought()

    def is_wanted(head: bytes, beginning: bytes) -> bool:
        return candidates.is_candidate(head, beginning, sought)

    return is_wanted


def _look_again(
    source: Source,
    row: models.Source,
    against: filing.Reading,
    at: datetime,
    progress: Progress,
    found: Read,
) -> None:
    """Go through everything once more for what belongs to the mails that were found."""
    _remember_correspondents(against)
    against.related_only = True
    sought = against.sought()
    for passed in source.scan("", lambda head, _: candidates.is_known(head, sought)):
        mails = [each for each in passed.found if each.form is Form.MAIL]
        found.kept += _keep(mails, row, against, at)
        progress(passed, 2)


def _remember_correspondents(against: filing.Reading) -> None:
    """Count as known whoever wrote or was written to in the mails that were kept."""
    with opening.opened() as database:
        known = correspondence.correspondents(database)
    against.correspondents.update(each for each in known if not structure.is_machine(each))


def _own(wish: Wish) -> tuple[str, ...]:
    """Return the user's own addresses, as far as they are known."""
    with opening.opened() as database:
        me = queries.profile(database).me
        known = (me.email, *wish.me, *correspondence.own_addresses(database))
    return tuple(each for each in known if each)


def _against(wish: Wish, at: datetime) -> filing.Reading:
    own = _own(wish)
    with opening.opened() as database:
        against = filing.reading(database, queries.profile(database).me, own, at)
    against.everything = bool(wish.target.opportunity)
    return against


@opening.use_case
def _begin(name: str, *, again: bool) -> models.Source:
    from duly.store import models

    name = name.encode("utf-8", "backslashreplace").decode()  # a path may be in no charset
    row, _ = models.Source.objects.get_or_create(name=name, defaults={"kind": "path"})
    if again:
        row.mark, row.gathering = "", True
    return row


@opening.use_case
def _take(
    passed: Passed,
    row: models.Source,
    against: filing.Reading,
    at: datetime,
    wish: Wish,
    found: Read,
) -> None:
    """Keep what a stretch holds, and the mark after it: both or neither."""
    mails = [each for each in passed.found if each.form is Form.MAIL]
    found.kept += filing.keep(mails, row, against, at)
    for each in passed.found:
        if each.form is not Form.MAIL:
            _take_file(each, at, wish, found)
    row.mark = passed.mark
    row.save(update_fields=["mark"])


def _take_file(each: Found, at: datetime, wish: Wish, found: Read) -> None:
    """Take in a calendar, cards or connections; one that is none is refused by itself."""
    try:
        if each.form is Form.CALENDAR:
            taken, _ = invitations.take_in(each.data, each.where, wish.target, at)
            found.taken += [(each.where, one) for one in taken]
        elif each.form is Form.CARDS:
            people, _ = contacts.take_in_cards(each.data, each.where, at)
            found.contacts.append((each.where, people))
        else:
            people, _ = contacts.take_in_connections(each.data, each.where, at)
            found.contacts.append((each.where, people))
    except DulyError as error:
        found.refused.append(error.within(each.where))


@opening.use_case
def _keep(mails: list[Found], row: models.Source, against: filing.Reading, at: datetime) -> int:
    return filing.keep(mails, row, against, at)


@opening.use_case
def _finish(row: models.Source, at: datetime) -> None:
    row.gathering = False
    row.read_at = at
    row.save(update_fields=["gathering", "read_at"])
