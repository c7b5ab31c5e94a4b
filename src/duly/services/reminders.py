"""Telling the user what is worth it, in the ways they chose, each thing once in each way.

What is told is claimed first, by a row that only one worker can make; then it is told; then that
is noted. A worker that is killed between the first two leaves one thing untold, so all that takes
time is done before. The other way round one thing would be told twice, and a reminder that comes
twice is soon not read at all; what was missed still stands in the next morning's summary.
"""

from __future__ import annotations

import secrets as randomness
import sqlite3
from collections.abc import Callable, Container
from contextlib import closing, suppress
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from duly.adapters import notify, secrets
from duly.adapters.notify import NotToldError
from duly.adapters.secrets import Secret
from duly.core import notices
from duly.core.errors import (
    DulyError,
    NeedsUserError,
    NothingToDoError,
    UnknownError,
    WrongUsageError,
    did_you_mean,
)
from duly.core.model import Me
from duly.core.notices import Notice, Quiet, Summary
from duly.core.told import told
from duly.formats import noticewords
from duly.formats.noticewords import Message
from duly.services import accounts, opening, planning
from duly.store import copying, reminding
from duly.store.connection import ThroughDjango
from duly.store.reminding import Settings, Way

if TYPE_CHECKING:
    from duly.adapters.smtpaccount import SmtpAccount

Clock = Callable[[], datetime]
Telling = Callable[[Message, datetime], None]
"""Tells something in one way at a moment, or raises NotToldError."""

DESKTOP: Final = "desktop"
EMAIL: Final = "email"
SERVICE: Final = "service"
KEPT_AS: Final = "notify:"
"""Before a way's name, where its address is kept among the secrets."""
_FORGOTTEN: Final = timedelta(days=400)
"""Nothing is worth telling for so long; the rows of what was told before go."""
_HOPES: Final = {"connect": 15.0, "step": 15.0, "body": 30.0, "reply": 60.0, "whole": 90.0}
"""Seconds; a reminder is not worth the patience that a letter is."""


class Told(NamedTuple):
    """What came of telling something in one way.

    Attributes:
        failed: Why it was not told; None where it was.
    """

    way: Way
    title: str
    failed: NotToldError | None


class Outlook(NamedTuple):
    """What is worth telling now, and when to look again.

    Attributes:
        ready: By way, what is worth telling now and has not been told.
        next_at: When something becomes worth telling; None where nothing is in sight.
    """

    ready: tuple[tuple[Way, tuple[Notice, ...]], ...]
    next_at: datetime | None


# How and when


def settings() -> Settings:
    """Return how and when the user is told."""
    with opening.opened() as database:
        return reminding.settings(database)


@opening.use_case
def change(
    at: datetime,
    *,
    on: bool | None = None,
    morning: time | bool | None = False,
    quiet: Quiet | bool | None = False,
) -> Settings:
    """Change when the user is told; what is False (`on`: None) stays as it is."""
    from duly.store import models

    row, _ = models.Reminding.objects.get_or_create(pk=1)
    if on is not None:
        row.since = at if on and not row.on else row.since
        row.on = on
    if not isinstance(morning, bool):
        row.morning = morning
    if not isinstance(quiet, bool):
        row.quiet_begins = quiet.begins if quiet else None
        row.quiet_ends = quiet.ends if quiet else None
    row.save()
    return reminding.settings(ThroughDjango())


def add(what: str, at: datetime) -> Way:
    """Add a way; from now on what comes to be worth telling is told in it, too.

    Args:
        what: "desktop", "email", or an address that apprise knows, which is kept among secrets.
        at: The present.

    Raises:
        WrongUsageError: It is no way, or the extra is not installed.
        NothingToDoError: The desktop, or email, is one already.
        SecretsError: The address cannot be kept.
    """
    if what in (DESKTOP, EMAIL):
        return _add(what, what, "", at)
    url = Secret(what)
    service = notify.Service(url).name
    way = _add(_free_name(service), SERVICE, service, at)
    try:
        secrets.store(KEPT_AS + way.name, url)
    except BaseException:
        _remove(way.id)
        raise
    return way


def obstacle(way: Way) -> NotToldError | None:
    """Return why nothing can be told in a way by now; None where nothing is known against it."""
    try:
        if way.kind == EMAIL:
            _by_email()
    except NotToldError as error:
        return error
    return None


def _free_name(service: str) -> str:
    """Return a name for a further way through a service: "ntfy", then "ntfy-2"."""
    plain = "".join(each for each in service.lower() if each.isalnum() and each.isascii())
    taken = {DESKTOP, EMAIL, *(each.name for each in settings().ways)}
    names = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


@opening.use_case
def _add(name: str, kind: str, service: str, at: datetime) -> Way:
    from duly.store import models

    defaults = {"kind": kind, "service": service[:80], "added_at": at}
    _, made = models.Way.objects.get_or_create(name=name[:40], defaults=defaults)
    if not made:
        raise NothingToDoError(told("you are told by {name} already", name=name))
    return _way(reminding.settings(ThroughDjango()), name[:40])


def _way(known: Settings, name: str) -> Way:
    """Return a way by its name.

    Raises:
        UnknownError: There is none of that name.
    """
    for each in known.ways:
        if each.name == name:
            return each
    names = [each.name for each in known.ways]
    raise UnknownError(
        told('you are not told by "{name}"', name=name), mend=did_you_mean(name, names)
    )


def remove(name: str) -> Way:
    """Remove a way, and forget its address.

    Raises:
        UnknownError: There is none of that name.
    """
    way = _way(settings(), name)
    secrets.forget(KEPT_AS + way.name)
    _remove(way.id)
    return way


@opening.use_case
def _remove(id: int) -> None:
    from duly.store import models

    models.Way.objects.filter(pk=id).delete()


def kept_secrets(path: Path) -> list[str]:
    """Return the names that a database's addresses of services are kept under."""
    with suppress(sqlite3.Error, OSError), closing(copying.opened(path)) as connection:
        rows = connection.execute("SELECT name FROM store_way WHERE kind = ?", (SERVICE,))
        return [KEPT_AS + name for (name,) in rows]
    return []


# What


def summary(at: datetime) -> Summary:
    """Return what a day is worth knowing; nothing is noted."""
    planned = planning.what_if(at)
    with opening.opened() as database:
        return notices.summary(planned.search, planned.plan, reminding.beside(database, at))


def outlook(at: datetime) -> Outlook:
    """Return what is worth telling now, and when to look again."""
    with opening.opened() as database:
        known = reminding.settings(database)
        if not known.wishes.on or not known.ways:
            return Outlook((), None)
        beside = reminding.beside(database, at)
        claimed = {way.id: reminding.claimed(database, way.id) for way in known.ways}
    planned = planning.what_if(at)
    found = notices.notices(planned.search, planned.plan, beside, known.wishes)
    zone = ZoneInfo(planned.search.me.time_zone)
    night_ends = notices.quiet_until(at, known.wishes, zone)
    coming = [each.at for each in found if each.at > at] + ([night_ends] if night_ends else [])
    ready = () if night_ends else tuple(
        (way, mine)
        for way in known.ways
        if (mine := _ready(found, way, known, claimed[way.id], at))
    )  # fmt: skip
    return Outlook(ready, min(coming, default=None))


def _ready(
    found: tuple[Notice, ...], way: Way, known: Settings, claimed: frozenset[str], at: datetime
) -> tuple[Notice, ...]:
    """Return what is worth telling in one way; no summary of a morning before it was asked for."""
    since = max(way.added_at, known.since or way.added_at)
    return tuple(
        each
        for each in found
        if each.at <= at and each.key not in claimed and not (each.is_summary and each.at < since)
    )


# Once


def tell(clock: Clock, besides: Container[str] = ()) -> list[Told]:
    """Tell what is worth telling now: what comes together is one message, in each way.

    Args:
        clock: Tells the present.
        besides: The names of ways that are left alone.

    Raises:
        StoreError: The database cannot be read or written.
    """
    ready = [each for each in outlook(clock()).ready if each[0].name not in besides]
    results = (_tell(way, notices, clock) for way, notices in ready)
    return [each for each in results if each]


def _tell(way: Way, ready: tuple[Notice, ...], clock: Clock) -> Told | None:
    """Tell what nobody else has claimed; the claim comes as late as it can."""
    telling = _telling(way)
    message = _worded(ready, clock())
    mine = _claim(way, ready, clock())
    if mine != ready:
        message = _worded(mine, clock())
    if message is None:
        return None  # somebody else tells it, or there is nothing to say on a morning
    failed = _try(telling, message, clock())
    _settle(way, mine, clock(), failed)
    return Told(way, message.title, failed)


@opening.use_case
def _claim(way: Way, ready: tuple[Notice, ...], at: datetime) -> tuple[Notice, ...]:
    """Claim what is to be told, each by a row of its own; return what nobody had claimed yet."""
    from duly.store import models

    if not models.Way.objects.filter(pk=way.id).exists():
        return ()
    models.Notification.objects.filter(claimed_at__lt=at - _FORGOTTEN).delete()
    slugs = {each.opportunity for each in ready}
    known = dict(models.Opportunity.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    mine = []
    for each in ready:
        _, made = models.Notification.objects.get_or_create(
            key=each.key,
            way_id=way.id,
            defaults={"claimed_at": at, "opportunity_id": known.get(each.opportunity)},
        )
        if made:
            mine.append(each)
    return tuple(mine)


def _worded(ready: tuple[Notice, ...], at: datetime) -> Message | None:
    """Return one message; a summary tells the rest as well. None where there is nothing to say."""
    if not any(each.is_summary for each in ready):
        return noticewords.message(ready) if ready else None
    found = summary(at)
    if found.is_worth_telling:
        return noticewords.summary_message(found)
    others = [each for each in ready if not each.is_summary]
    return noticewords.message(others) if others else None


@opening.use_case
def _settle(way: Way, mine: tuple[Notice, ...], at: datetime, failed: NotToldError | None) -> None:
    """Note what was told; let go of what certainly was not and may be yet."""
    from duly.store import models

    rows = models.Notification.objects.filter(way_id=way.id, key__in=[each.key for each in mine])
    if failed is None:
        rows.update(told_at=at)
    elif failed.again:
        rows.filter(told_at=None).delete()


def _telling(way: Way) -> Telling:
    """Return what tells something in one way, with all loaded and read that it takes."""
    if way.kind == DESKTOP:
        return lambda message, _: notify.on_desktop(message)
    try:
        return _by_email() if way.kind == EMAIL else _through_service(way)
    except NotToldError as error:
        return partial(_fail, error)


def _fail(error: NotToldError, message: Message, at: datetime) -> None:
    del message, at
    raise error


def _try(telling: Telling, message: Message, at: datetime) -> NotToldError | None:
    """Tell something; return why it was not told."""
    try:
        telling(message, at)
    except NotToldError as error:
        return error
    return None


def _through_service(way: Way) -> Telling:
    try:
        service = notify.Service(_address(way), way.name)
    except WrongUsageError as error:
        raise NotToldError(error.found, where=way.name, mend=error.mend) from None
    return lambda message, _: service.tell(message)


def _address(way: Way) -> Secret:
    """Return where a service is reached.

    Raises:
        NotToldError: It is no longer kept on this machine.
    """
    try:
        kept = secrets.get(KEPT_AS + way.name)
    except DulyError as error:
        raise NotToldError(error.found, where=way.name, mend=error.mend) from None
    if kept is None:
        raise NotToldError(
            "its address is no longer kept on this machine",
            where=way.name,
            mend=told(
                "Add it again: duly notify remove {name}, then duly notify add URL", name=way.name
            ),
        )
    return kept


def _by_email() -> Telling:
    """Return what sends the user a small message of their own, past the outbox: it is no letter.

    Raises:
        NotToldError: There is no mailbox of their own to send it through.
    """
    try:
        connected, account = accounts.mailbox(_me())
        server = accounts.submission(connected)
        secret = accounts.secret_of(connected) if server.user else None
    except NeedsUserError as error:
        mend = "Connect your own: duly connect ADDRESS, and say it is: duly me --email ADDRESS"
        raise NotToldError(error.found, where=EMAIL, mend=mend) from None
    except DulyError as error:
        raise NotToldError(error.found, where=EMAIL, mend=error.mend) from None
    return partial(_send, server, secret, account.address)


def _send(
    server: SmtpAccount, secret: Secret | None, own: str, message: Message, at: datetime
) -> None:
    from duly.adapters.smtp import Envelope, Patience, Submission
    from duly.adapters.smtperrors import SubmissionError

    data = _mail(message, own, at)
    try:
        with Submission(server, secret, Patience(**_HOPES)) as submission:
            submission.hand_over(Envelope(own, own), data, before_dot=_nothing)
    except SubmissionError as error:
        again = error.try_again and not error.may_have_left
        raise NotToldError(error.found, where=EMAIL, mend=error.mend, again=again) from None
    except DulyError as error:
        raise NotToldError(error.found, where=EMAIL, mend=error.mend) from None


def _me() -> Me:
    from duly.services import profile

    known = profile.current()
    if known is None:
        raise NeedsUserError("it is not known yet who you are", mend="Say so: duly me --name …")
    return known.me


def _mail(message: Message, own: str, at: datetime) -> bytes:
    from duly.formats.message import Mailbox, write_draft

    domain = own.rpartition("@")[2]
    return write_draft(
        sender=Mailbox(own, "Duly"),
        to=Mailbox(own),
        subject=message.title,
        body=message.text,
        date=at,
        message_id=f"<duly.{randomness.token_hex(12)}@{domain}>",
        unsent=False,
        notice=True,
    )


def _nothing() -> None:
    """Note nothing before the dot: what is told was noted before it was tried."""


def test(at: datetime) -> list[Told]:
    """Tell something in every way, now, whatever the hour; return what came of each.

    Raises:
        NeedsUserError: There is no way yet.
    """
    known = settings()
    if not known.ways:
        raise NeedsUserError(
            "you are told in no way yet", mend="Add one: duly notify add email, desktop or a URL."
        )
    message = Message("Duly: a test", "This is how Duly tells you what is due. All is well.")
    return [Told(way, message.title, _try(_telling(way), message, at)) for way in known.ways]
