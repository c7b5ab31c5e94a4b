"""Approved letters on their way: queued, claimed, handed over, and what became of each.

Who may send a letter is settled by a conditional UPDATE: whoever changes the row has it. What the
server is told up to the final dot commits nobody to anything; `handing over` is on the disk before
the dot, so that a crash after it leaves a letter `unsure`, and nobody sends it a second time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from duly.core import outbox
from duly.core.errors import DulyError, NeedsUserError, NothingToDoError, UnknownError
from duly.core.model import Action, Channel, Fact, Step, What
from duly.core.outbox import LOOKED_FOR, MAY_BECOME, OPEN, Stage
from duly.core.told import told
from duly.formats.message import Mailbox, is_written_to
from duly.services import letters, log, opening, planning
from duly.services.letters import Page
from duly.services.planning import Planned
from duly.store import mapping, queries
from duly.store.connection import ThroughDjango

if TYPE_CHECKING:
    from duly.core.model import Person
    from duly.store import models

FROM_OUTBOX: Final = "outbox:"
"""The source of a fact that tells of a letter Duly sent; the letter's number follows."""


_SLACK: Final = timedelta(minutes=2)
"""A letter's date may be told to the second, and by another clock."""


_IN_HAND: Final = frozenset({Stage.CLAIMED, Stage.HANDING_OVER})
"""A worker has it."""


class NotMineError(DulyError):
    """Another worker has the letter, or the user took it back: nothing more may be done with it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this worker, and no other, may hand over."""

    number: int
    sender: str
    recipient: str
    message: bytes


class Looks(NamedTuple):
    """What came of looking for a letter among the sent mail.

    Attributes:
        times: How often it was not there.
        last_at: When last; None where no look has come to an end yet.
        places: Where, as people read the names.
        failed: Why it could not be looked for last time; empty where it could.
    """

    times: int
    last_at: datetime | None
    places: str
    failed: str


class Kept(NamedTuple):
    """A letter on its way, as the user sees it.

    Attributes:
        looks: Of one that may have left: what came of looking for it; None for any other.
    """

    number: int
    opportunity: str
    step: str
    to: str
    occasion: str
    recipient: str
    stage: Stage
    leaves_at: datetime
    why: str
    subject: str
    looks: Looks | None = None


# In: queued, taken back


@opening.use_case
def queue(pages: Iterable[Page], at: datetime, *, at_once: bool = False) -> list[Kept]:
    """Freeze approved letters and let them wait for their hour.

    Raises:
        NeedsUserError: One is not approved, goes by hand, or has no address.
        NothingToDoError: One is on its way already.
    """
    me = queries.profile(ThroughDjango()).me
    return [_queued(page, me.email, me.name, at, at_once=at_once) for page in pages]


def _queued(page: Page, email: str, name: str, at: datetime, *, at_once: bool) -> Kept:
    from duly.store import models

    action, kept = page.action, page.kept
    if kept is None or kept.approved_at is None:
        raise NeedsUserError(
            "it is not approved yet",
            mend=told("Look at it and say: duly approve {id}", id=action.opportunity),
        )
    if action.channel is not Channel.EMAIL:
        raise NeedsUserError(
            told(
                "it goes by {channel}, which only you can do",
                channel=told(action.channel or "hand"),
            ),
            mend=told(
                "Once it is done: duly sent {id} {step}", id=action.opportunity, step=action.step
            ),
        )
    _refuse_second(action)
    if models.Outgoing.objects.filter(letter_id=kept.id).exists():
        page = letters.renewed(page, at)  # one letter, one name: else a copy of that is this one's
    message = letters.finished(page, email, name, at)
    row = models.Outgoing.objects.create(
        letter_id=page.kept.id if page.kept else kept.id,
        opportunity=models.Opportunity.objects.get(slug=action.opportunity),
        step=action.step.value,
        to=action.to,
        occasion=action.occasion,
        message=message.data,
        message_id=message.id,
        sender=message.sender,
        recipient=message.recipient,
        digest=digest(message.sender, message.recipient, message.data),
        approved_at=at,
        leaves_at=outbox.leaves_at(action, at, at_once=at_once),
        stage=Stage.HELD.value,
    )
    _write(row, Stage.HELD, at, "You approved it.")
    return _kept(row)


def _refuse_second(action: Action) -> None:
    """Refuse a second letter for an action while one is on its way."""
    from duly.store import models

    same = models.Outgoing.objects.filter(
        opportunity__slug=action.opportunity,
        step=action.step.value,
        to=action.to,
        occasion=action.occasion,
        stage__in=[stage.value for stage in OPEN],
    )
    for row in same:
        stage = told(row.stage)
        found = told("this letter is on its way already ({stage})", stage=stage)
        if row.stage in LOOKED_FOR:
            found = told("this letter may have left already ({stage})", stage=stage)
        raise NothingToDoError(found, mend=_mend(row))


def _mend(row: models.Outgoing) -> str:
    """Return what the user can do about a letter that is on its way, or may have left."""
    if row.stage in LOOKED_FOR:
        return told(
            "Say which: duly outbox it-left {number}, or duly outbox it-did-not {number}",
            number=row.pk,
        )
    if row.stage == Stage.HELD:
        return told("See: duly outbox. To stop it: duly outbox take-back {number}", number=row.pk)
    return "See: duly outbox."


def digest(sender: str, recipient: str, message: bytes) -> str:
    """Return the hash of envelope and bytes that is kept when a letter is approved."""
    return hashlib.sha256(b"\0".join([sender.encode(), recipient.encode(), message])).hexdigest()


@opening.use_case
def take_back(number: int, at: datetime) -> Kept:
    """Take a letter back before anybody has claimed it.

    Raises:
        UnknownError: There is no letter of that number.
        NothingToDoError: It has left, or may have.
    """
    row = _row(number)
    if not _become(row, Stage.TAKEN_BACK, at, "You took it back.", only_from={Stage.HELD}):
        raise NothingToDoError(
            told("it cannot be taken back any more: it is {stage}", stage=told(row.stage)),
            mend=_mend(row) if row.stage in OPEN else "",
        )
    return _kept(row)


@opening.use_case
def give_back(number: int, at: datetime, why: str) -> Kept:
    """Return a letter to the user that has not left, so that it can be sent anew.

    Raises:
        UnknownError: There is no letter of that number.
        NothingToDoError: It is on its way, or has left.
    """
    row = _row(number)
    stages = {Stage.UNSURE, Stage.STOPPED, Stage.QUARANTINED}
    if not _become(row, Stage.RETURNED, at, why, only_from=stages, ended_at=at):
        raise NothingToDoError(
            told("there is nothing to give back: it is {stage}", stage=told(row.stage))
        )
    return _kept(row)


def return_held(row: models.Outgoing, at: datetime, why: str) -> None:
    """Return a letter to the user, inside a use case, that nobody has claimed yet."""
    _become(row, Stage.RETURNED, at, why, only_from={Stage.HELD}, ended_at=at)


def _row(number: int) -> models.Outgoing:
    from duly.store import models

    found = models.Outgoing.objects.filter(pk=number).first()
    if found is None:
        raise UnknownError(
            told("there is no letter {number}", number=number), mend="`duly outbox` lists them."
        )
    return found


@opening.use_case
def message_of(number: int) -> bytes:
    """Return a letter as it was approved.

    Raises:
        UnknownError: There is no letter of that number.
    """
    return bytes(_row(number).message)


def any_ready(at: datetime) -> bool:
    """Tell whether the hour of any letter has come, or a claim is left over from a dead worker."""
    with opening.opened() as database:
        rows = database.rows(
            "SELECT 1 FROM store_outgoing WHERE "
            "(stage = ? AND leaves_at <= ? AND (try_at IS NULL OR try_at <= ?)) "
            "OR stage IN (?, ?) LIMIT 1",
            (
                Stage.HELD.value,
                mapping.stamp(at),
                mapping.stamp(at),
                Stage.CLAIMED.value,
                Stage.HANDING_OVER.value,
            ),
        )
    return bool(rows)


@opening.use_case
def listed(*, everything: bool = False) -> list[Kept]:
    """Return the letters on their way, the next to leave first; all there ever were, if asked."""
    from duly.store import models

    rows = models.Outgoing.objects.select_related("opportunity", "letter").order_by("leaves_at")
    done = [Stage.SENT.value, Stage.TAKEN_BACK.value, Stage.RETURNED.value]
    return [_kept(row) for row in (rows if everything else rows.exclude(stage__in=done))]


class Way(NamedTuple):
    """How the letter of one action fared that was approved last.

    Attributes:
        letter: The id of the version that was approved.
        since: When it came to its stage.
    """

    kept: Kept
    letter: int
    approved_at: datetime
    since: datetime


@opening.use_case
def way_of(opportunity: str, step: str, to: str, occasion: str | None = None) -> Way | None:
    """Return how the letter of an action fared that was approved last; None where none was.

    Args:
        opportunity: Its id.
        step: The action's.
        to: Its reader's id, or empty.
        occasion: The action's; None for whichever was last.
    """
    from duly.store import models

    rows = models.Outgoing.objects.select_related("opportunity", "letter").order_by("-pk")
    rows = rows.filter(opportunity__slug=opportunity, step=step, to=to)
    row = (rows if occasion is None else rows.filter(occasion=occasion)).first()
    if row is None:
        return None
    last = row.journal.order_by("-pk").first()
    since = last.at if last else row.approved_at
    return Way(_kept(row), row.letter_id, row.approved_at, since)


def _kept(row: models.Outgoing) -> Kept:
    stage = Stage(row.stage)
    looks = Looks(row.looks, row.looked_at, row.looked_in, row.look_failed)
    return Kept(
        row.pk,
        row.opportunity.slug,
        row.step,
        row.to,
        row.occasion,
        row.recipient,
        stage,
        max(row.leaves_at, row.try_at or row.leaves_at),
        row.why,
        row.letter.subject,
        looks if stage in LOOKED_FOR else None,
    )


# Stages: every change is a conditional UPDATE and a line of the journal


def _become(
    row: models.Outgoing,
    stage: Stage,
    at: datetime,
    why: str = "",
    *,
    only_from: Set[Stage],
    mine: str = "",
    **columns: Any,
) -> bool:
    """Bring a letter to a stage, unless somebody else was there first; tell whether it is so."""
    from duly.store import models

    assert all(stage in MAY_BECOME[each] for each in only_from)  # noqa: S101 - the table holds
    there = models.Outgoing.objects.filter(pk=row.pk, stage__in=[one.value for one in only_from])
    if mine:
        there = there.filter(claimed_by=mine)
    if stage is Stage.HELD:
        columns |= {"claimed_by": "", "claimed_at": None}
    if not there.update(stage=stage.value, why=why, **columns):
        row.refresh_from_db()
        return False
    row.refresh_from_db()
    _write(row, stage, at, why)
    return True


def _write(row: models.Outgoing, stage: Stage, at: datetime, why: str) -> None:
    from duly.store import models

    models.Passage.objects.create(outgoing=row, at=at, stage=stage.value, why=why)


# Out: claimed, handed over, recorded


class Watch:
    """Tells what speaks against a letter, planning anew only when something happened."""

    def __init__(self) -> None:
        self._seen: tuple[int, ...] = ()
        self._planned: Planned | None = None

    def against(self, row: models.Outgoing, at: datetime) -> str:
        """Return why a letter should not leave after all; empty where its action still stands."""
        opportunity, plan = self._current(at).of(row.opportunity.slug)
        wanted = (row.step, row.to, row.occasion)
        for action in plan.actions:
            if (action.step, action.to, action.occasion) == wanted:
                return _against_its_reader(row, letters.receiver(opportunity, action))
        return f"The plan has changed since you approved it{_since(row)}. Look at it again."

    def _current(self, at: datetime) -> Planned:
        seen = queries.happenings(ThroughDjango(), besides=f"{FROM_OUTBOX}%")
        if self._planned is None or seen != self._seen:
            self._planned, self._seen = planning.refresh(at), seen
        return self._planned


def _against_its_reader(row: models.Outgoing, reader: Person | None) -> str:
    """Return what has changed about whom a letter goes to: nobody wants their old address used."""
    if reader is None:
        return "Nobody is known any more whom it would go to. Look at it again."
    if reader.email.casefold() != row.recipient.casefold():
        now = reader.email or "not known"
        return (
            f"You approved it for {row.recipient}, and the address of {reader.name} is {now} now. "
            "Look at it again."
        )
    if not is_written_to(bytes(row.message), Mailbox(reader.email, reader.name)):
        return f"Its reader goes by another name now: {reader.name}. Look at it again."
    return ""


@opening.use_case
def claim_next(worker: str, watch: Watch, at: datetime) -> Claimed | None:
    """Claim the letter whose hour came first, if any; return to the user what should not leave.

    Args:
        worker: Who claims it; no other worker has that name.
        watch: What the plan says now.
        at: The present.
    """
    from django.db.models import Q

    from duly.store import models

    held = models.Outgoing.objects.filter(stage=Stage.HELD.value, leaves_at__lte=at)
    ready = held.filter(Q(try_at=None) | Q(try_at__lte=at))
    for row in ready.select_related("opportunity", "letter").order_by("leaves_at", "pk"):
        against = _why_not(row, watch, at)
        if against:
            return_held(row, at, against)
        elif _become(
            row, Stage.CLAIMED, at, only_from={Stage.HELD}, claimed_by=worker, claimed_at=at
        ):
            return Claimed(row.pk, row.sender, row.recipient, bytes(row.message))
    return None


def _why_not(row: models.Outgoing, watch: Watch, at: datetime) -> str:
    """Return why a letter should not leave now; empty where it may."""
    if digest(row.sender, row.recipient, bytes(row.message)) != row.digest:
        return "It is not as you approved it; somebody changed the database. Approve it anew."
    if outbox.is_late(row.leaves_at, at):
        late = f"Its hour is more than two hours over: {_why_late(row)}."
        return f"{late} Is it still right? Then send it anew."
    if _is_rewritten(row):
        return "You have written it anew since you approved it. Approve the words you want."
    return watch.against(row, at)


def _why_late(row: models.Outgoing) -> str:
    if row.tries:
        return f"each time your mail server put it off. {row.why.rstrip('.')}"
    return "Duly was not running, or could not reach your mail server"


def _is_rewritten(row: models.Outgoing) -> bool:
    """Tell whether the user has changed a letter since this version of it was approved."""
    from duly.store import models

    letter = row.letter
    return models.Letter.objects.filter(
        opportunity=letter.opportunity_id,
        step=letter.step,
        to=letter.to,
        occasion=letter.occasion,
        kind=letter.kind,
        version__gt=letter.version,
        by_hand=True,
    ).exists()


def _since(row: models.Outgoing) -> str:
    """Return what has happened since a letter was approved, in a few words."""
    noted = queries.log(ThroughDjango(), row.opportunity.slug)
    new = [each.fact for each in noted if each.recorded_at >= row.approved_at]
    words = [f"{fact.what} {fact.meaning or fact.step or ''}".strip() for fact in new]
    return f" ({', '.join(word.replace('_', ' ') for word in words[:3])})" if words else ""


@opening.use_case
def handing_over(claimed: Claimed, worker: str, at: datetime) -> None:
    """Write down, before the final dot, that the letter may have left from here on.

    Raises:
        NotMineError: Somebody else has it; the dot must not be sent.
    """
    row = _row(claimed.number)
    if not _become(row, Stage.HANDING_OVER, at, only_from={Stage.CLAIMED}, mine=worker):
        raise NotMineError("another worker has this letter")


@opening.use_case
def sent(
    number: int, at: datetime, why: str, left_at: datetime | None = None, *, owes_copy: bool = False
) -> Fact:
    """Note that a letter has left: its step is done.

    Args:
        number: The letter's.
        at: The present.
        why: How that is known.
        left_at: When it left, where that is known but from its own journal.
        owes_copy: Its copy is still to be put among the sent mail.

    Raises:
        NotMineError: It is in no stage that this could become of.
    """
    row = _row(number)
    left_at = _left_at(row, left_at, at)
    stages = {Stage.HANDING_OVER, Stage.UNSURE, Stage.QUARANTINED}
    copy_at = at if owes_copy else None
    if not _become(row, Stage.SENT, at, why, only_from=stages, ended_at=left_at, copy_at=copy_at):
        raise NotMineError(told("letter {number} is {stage}", number=number, stage=told(row.stage)))
    to = (row.to,) if row.to else ()
    step = Step(row.step)
    fact = Fact(
        left_at, What.SENT, row.opportunity.slug, people=to, step=step, channel=Channel.EMAIL
    )  # fmt: skip
    if not _is_noted(row):
        with suppress(NothingToDoError):  # the user was faster in saying so
            log.append([fact], at, f"{FROM_OUTBOX}{row.pk}")
    planning.refresh(at, [fact])
    return fact


def _left_at(row: models.Outgoing, told: datetime | None, at: datetime) -> datetime:
    """Return when a letter left; of one that is found later the journal has the dot."""
    if row.stage == Stage.HANDING_OVER:
        return at
    dot = row.journal.filter(stage=Stage.HANDING_OVER.value).order_by("-at").first()
    return min(dot.at if dot else told or at, at)


def _is_noted(row: models.Outgoing) -> bool:
    """Tell whether the log says of a letter already that it was sent: typed, or read in mail."""
    from duly.store import models

    noted = models.Fact.objects.filter(
        opportunity=row.opportunity_id,
        what=What.SENT.value,
        step=row.step,
        at__gte=row.approved_at - _SLACK,
        retracts=False,
        corrected_by=None,
    ).exclude(source__startswith=FROM_OUTBOX)
    return any(not row.to or row.to in each.people.split() for each in noted)


# What a worker says of a letter counts only while the letter is its own: one that slept over its
# claim may be told that its connection broke while another is handing the same letter over.


@opening.use_case
def unsure(number: int, worker: str, at: datetime, why: str) -> None:
    """Note that nobody knows whether a letter left."""
    _become(_row(number), Stage.UNSURE, at, why, only_from={Stage.HANDING_OVER}, mine=worker)


@opening.use_case
def stopped(number: int, worker: str, at: datetime, why: str) -> None:
    """Note that a letter was refused for good."""
    _become(_row(number), Stage.STOPPED, at, why, only_from=_IN_HAND, mine=worker)


@opening.use_case
def try_again(number: int, worker: str, at: datetime, why: str) -> None:
    """Let a letter that certainly has not left wait for its next try, each time twice as long.

    Its hour stays what it was, so that it asks where the server puts it off for too long.
    """
    row = _row(number)
    tries = row.tries + 1
    again = {"tries": tries, "try_at": at + outbox.pause_after(tries)}
    _become(row, Stage.HELD, at, why, only_from=_IN_HAND, mine=worker, **again)


@opening.use_case
def put_back(number: int, worker: str, at: datetime, why: str) -> None:
    """Let a letter wait whose server could not be reached: that was no try of it.

    Its hour stays what it was, so that it asks where the server is away for too long.
    """
    _become(_row(number), Stage.HELD, at, why, only_from={Stage.CLAIMED}, mine=worker)


@opening.use_case
def tidy(at: datetime, worker: str = "") -> None:
    """Take the claims of dead workers from them: what may have left is unsure, the rest waits.

    Args:
        at: The present.
        worker: Who asks, and so has nothing in hand: what is claimed by that name was left behind
            when it could not be written down any more.
    """
    from django.db.models import Q

    from duly.store import models

    own = Q(claimed_by=worker) if worker else Q()
    dead = models.Outgoing.objects.filter(Q(claimed_at__lt=at - outbox.LEASE) | own)
    for row in dead.filter(stage=Stage.CLAIMED.value):
        _become(row, Stage.HELD, at, "A worker stopped before sending.", only_from={Stage.CLAIMED})
    for row in dead.filter(stage=Stage.HANDING_OVER.value):
        why = "A worker stopped while handing it over; it may have left."
        _become(row, Stage.UNSURE, at, why, only_from={Stage.HANDING_OVER})
