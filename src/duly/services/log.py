"""Adding to the log: facts and choices, checked before they are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.core.errors import FactsError, NothingToDoError, StoreError, UnknownError
from duly.core.model import Fact, What
from duly.core.told import told
from duly.services import opening, planning
from duly.services.planning import Planned
from duly.store import mapping, queries
from duly.store.connection import Database, ThroughDjango
from duly.store.queries import Noted

if TYPE_CHECKING:
    from duly.store import models

_MAY_LIE_AHEAD: Final = frozenset({What.INTERVIEW, What.CONVERSATION})
FROM_MAIL: Final = "mail:"
"""The source of a fact that was read in a mail begins so; the mail's number follows."""
_SLACK: Final = timedelta(minutes=2)
"""Two clocks on one desk may differ by as much."""


@opening.use_case
def record(facts: Iterable[Fact], at: datetime) -> Planned:
    """Add facts to the log and plan anew.

    Args:
        facts: Everything one command says; all of it is kept or nothing.
        at: The present.

    Raises:
        FactsError: One lies in the future and may not.
        NothingToDoError: All of it is in the log already.
    """
    facts = tuple(facts)
    append(facts, at)
    return planning.refresh(at, facts)


def append(facts: Iterable[Fact], at: datetime, source: str = "typed") -> list[models.Fact]:
    """Write facts and choices inside a use case.

    Raises:
        FactsError: One lies in the future and may not.
        NothingToDoError: All of it is in the log already.
    """
    facts = tuple(facts)
    for fact in facts:
        _check(fact, at)
    known = {noted.fact for id in {fact.opportunity for fact in facts} for noted in _log(id)}
    new = [fact for fact in facts if fact not in known]
    if facts and not new:
        raise NothingToDoError(
            told(
                "it is noted already: {what} at {at}",
                what=told(facts[0].what),
                at=f"{facts[0].at:%d %B %H:%M}",
            )
        )
    recorded_at = datetime.now(UTC)
    return [row for fact in new if (row := _write(fact, recorded_at, source))]


def _check(fact: Fact, at: datetime) -> None:
    if fact.at > at + _SLACK and fact.what not in _MAY_LIE_AHEAD:
        raise FactsError(
            told("{at} UTC has not come yet", at=fact.at.isoformat(" ", "minutes")),
            expected="something that has happened",
            mend="Note it once it has.",
        )


def check_deadline(fact: Fact) -> None:
    """See that there was time left to answer when the user was told until when there is.

    Raises:
        FactsError: The deadline was over by then.
    """
    if is_over_already(fact):
        raise FactsError(
            "the day by which they want an answer was over when they said so",
            expected="a later day",
            mend="Give the right day; or, if it was said earlier, when that was.",
        )


def is_over_already(fact: Fact) -> bool:
    """Tell whether a deadline lies before the very offer, or the word, that names it."""
    return fact.answer_by is not None and fact.answer_by <= fact.at


def _log(opportunity: str) -> list[Noted]:
    return queries.log(ThroughDjango(), opportunity)


def _write(fact: Fact, recorded_at: datetime, source: str) -> models.Fact | None:
    """Write one row; return it where it is a fact, and so can be referred to."""
    from duly.store import models

    opportunity = models.Opportunity.objects.get(slug=fact.opportunity)
    if mapping.is_choice(fact):
        models.Choice.objects.create(
            opportunity=opportunity, recorded_at=recorded_at, **mapping.choice_columns(fact)
        )
        return None
    return models.Fact.objects.create(
        opportunity=opportunity,
        recorded_at=recorded_at,
        source=source,
        **mapping.fact_columns(fact),
    )


# Putting right


@opening.use_case
def correct(noted: Noted, replacement: Fact, at: datetime) -> Planned:
    """Put a fact right: the replacement takes its place in the log, which keeps both.

    Raises:
        FactsError: The replacement lies in the future and may not, or its deadline before it.
        NothingToDoError: It says the same.
    """
    if replacement == noted.fact:
        raise NothingToDoError("it says so already")
    _check(replacement, at)
    check_deadline(replacement)
    replace(noted, replacement)
    return planning.refresh(at)


def replace(noted: Noted, replacement: Fact) -> None:
    """Put a fact or choice right inside a use case."""
    from duly.store import models

    recorded_at = datetime.now(UTC)
    if noted.is_choice:
        models.Choice.objects.filter(pk=noted.id).update(withdrawn_at=recorded_at)
        _write(replacement, recorded_at, "correction")
        return
    earlier = _not_yet_corrected(noted.id)
    corrected = models.Fact.objects.create(
        opportunity=earlier.opportunity,
        recorded_at=recorded_at,
        source=earlier.source,
        corrects=earlier,
        **mapping.fact_columns(replacement),
    )
    models.Offer.objects.filter(fact=earlier).update(fact=corrected)


def rename(noted: Noted, replacement: Fact) -> None:
    """Say, inside a use case, that a fact is about somebody who goes by another id now.

    It counts as recorded when it was: to take back what was noted last still takes back that.
    """
    from duly.store import models

    earlier = _not_yet_corrected(noted.id)
    new = models.Fact.objects.create(
        opportunity=earlier.opportunity,
        recorded_at=earlier.recorded_at,
        source=earlier.source,
        corrects=earlier,
        **mapping.fact_columns(replacement),
    )
    models.Offer.objects.filter(fact=earlier).update(fact=new)


def retract(noted: Noted) -> None:
    """Take a fact or choice out of what is in force, inside a use case."""
    from duly.store import models

    recorded_at = datetime.now(UTC)
    if noted.is_choice:
        models.Choice.objects.filter(pk=noted.id).update(withdrawn_at=recorded_at)
        return
    earlier = _not_yet_corrected(noted.id)
    models.Fact.objects.create(
        opportunity=earlier.opportunity,
        recorded_at=recorded_at,
        source="correction",
        corrects=earlier,
        retracts=True,
        **mapping.fact_columns(noted.fact),
    )


def _not_yet_corrected(id: int) -> models.Fact:
    from duly.store import models

    earlier = models.Fact.objects.get(pk=id)
    if models.Fact.objects.filter(corrects=earlier).exists():
        raise StoreError("somebody else has just put that right", mend="Look again: duly show.")
    return earlier


class Place(NamedTuple):
    """Where a fact or a choice stands in the log."""

    id: int
    is_choice: bool = False


class Undone(NamedTuple):
    """What was taken back, and the plan without it."""

    facts: tuple[Fact, ...]
    planned: Planned


@opening.use_case
def undo(opportunity: str, at: datetime) -> Undone:
    """Take back what the last command noted about an opportunity.

    Raises:
        NothingToDoError: Nothing is noted about it.
    """
    noted = _log(opportunity)
    if not noted:
        raise NothingToDoError(
            told('nothing is noted about "{id}" that could be taken back', id=opportunity)
        )
    last = [each for each in noted if each.recorded_at == noted[-1].recorded_at]
    for each in last:
        retract(each)
    _reopen(opportunity, last)
    return Undone(tuple(each.fact for each in last), planning.refresh(at))


@opening.use_case
def undo_mail(number: int, at: datetime) -> Undone:
    """Take back everything that a mail added to the log.

    Raises:
        NothingToDoError: Nothing of it is in force.
    """
    from duly.store import models

    source = f"{FROM_MAIL}{number}"
    slugs = set(
        models.Fact.objects.filter(source=source).values_list("opportunity__slug", flat=True)
    )
    ids = set(models.Fact.objects.filter(source=source).values_list("pk", flat=True))
    found = [
        (slug, each) for slug in slugs for each in _log(slug)
        if not each.is_choice and each.id in ids
    ]  # fmt: skip
    if not found:
        raise NothingToDoError(told("nothing that mail {number} said is in force", number=number))
    for slug, each in found:
        retract(each)
        _reopen(slug, [each])
    return Undone(tuple(each.fact for _, each in found), planning.refresh(at))


@opening.use_case
def undo_one(opportunity: str, place: Place, at: datetime) -> Undone:
    """Take back one fact or choice, whenever it was noted.

    Raises:
        NothingToDoError: It is not in force.
    """
    noted = in_force(ThroughDjango(), opportunity, place)
    retract(noted)
    _reopen(opportunity, [noted])
    return Undone((noted.fact,), planning.refresh(at))


def in_force(database: Database, opportunity: str, place: Place) -> Noted:
    """Return one fact or choice of the log.

    Raises:
        NothingToDoError: It is not in force, or there never was one.
    """
    for each in queries.log(database, opportunity):
        if (each.id, each.is_choice) == place:
            return each
    raise NothingToDoError(
        "that is no longer in force, so there is nothing to change", mend="Look at the log again."
    )


@opening.use_case
def put_back(opportunity: str, place: Place, at: datetime) -> Planned:
    """Note again what was taken back, as coming from where it came from.

    Raises:
        UnknownError: There was never such a fact or choice.
        NothingToDoError: It is in force.
    """
    from duly.store import models

    kept = models.Choice if place.is_choice else models.Fact
    row = kept.objects.filter(pk=place.id, opportunity__slug=opportunity).first()
    if row is None:
        raise UnknownError("there was never such an entry", mend="Look at the log again.")
    if isinstance(row, models.Choice):
        models.Choice.objects.filter(pk=row.pk).update(withdrawn_at=None)
        return planning.refresh(at)
    fact = queries.fact_of(ThroughDjango(), row.pk)
    again = append([fact], max(at, datetime.now(UTC)), row.source)
    models.Offer.objects.filter(fact=row).update(fact=again[0])
    if row.source.startswith(FROM_MAIL):
        number = int(row.source.removeprefix(FROM_MAIL))
        models.Mail.objects.filter(pk=number).update(state=models.MailState.APPLIED)
    return planning.refresh(at, [fact])


def _reopen(opportunity: str, undone: list[Noted]) -> None:
    """Let go of what hung on the facts taken back: a finished debrief, a known invitation."""
    from duly.store import models

    for each in undone:
        fact = each.fact
        if fact.what is What.SENT and fact.step == "debrief":
            kept = models.Debrief.objects.filter(opportunity__slug=opportunity)
            kept.filter(finished_at__gte=each.recorded_at - _SLACK).update(finished_at=None)
        if not each.is_choice:
            _undo_mail(each.id)
        known = models.Invitation.objects.filter(opportunity__slug=opportunity)
        if fact.what is What.INTERVIEW:
            known.filter(ends_at=fact.at).delete()
        elif fact.what is What.INTERVIEW_MOVED and fact.to_at:
            known.filter(ends_at=fact.to_at).update(ends_at=fact.was_at)
        elif fact.what is What.INTERVIEW_CANCELLED and fact.was_at:
            known.filter(ends_at=fact.was_at).update(cancelled=False)


def _undo_mail(fact: int) -> None:
    """Keep the mail that a fact came from, and never apply it again unasked."""
    from duly.store import models

    source = models.Fact.objects.get(pk=fact).source
    if source.startswith(FROM_MAIL):
        number = int(source.removeprefix(FROM_MAIL))
        models.Mail.objects.filter(pk=number).update(state=models.MailState.UNDONE)
