"""Two entries that are one person, made one: a nickname, a maiden name, a second address.

Everything the one entry has becomes the other's: rounds, facts, notes, letters, addresses. The log
keeps what it said, and a correction beside it says whom it was about. What was known of the person
who stays is never overwritten, and nothing of either leaves while they are joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from duly.core.errors import AmbiguousError, NeedsUserError, UnknownError, WrongUsageError
from duly.core.model import Fact, PersonRole
from duly.core.outbox import Stage
from duly.services import log, opening, opportunities, outbox, planning
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango

if TYPE_CHECKING:
    from duly.store import models

_FILLED: Final = ("email", "phone", "address", "prefers", "title")
_BUSY: Final = (Stage.CLAIMED.value, Stage.HANDING_OVER.value, Stage.UNSURE.value)


@opening.use_case
def join(id: str, person: str, other: str, at: datetime) -> tuple[str, Planned]:
    """Make one person of two; return the id that stays, and the plan.

    Args:
        id: The opportunity in which the one who stays is known.
        person: Who stays, as typed.
        other: The other entry, here or elsewhere, as typed; it is gone afterwards.
        at: The present.

    Raises:
        UnknownError: Nobody goes by one of the names.
        AmbiguousError: Several do.
        WrongUsageError: Both are one entry already.
        NeedsUserError: A letter to the other one may be leaving just now.
    """
    kept, gone = _two(id, person, other)
    _stop_letters(kept, gone, at)
    involved = {each.opportunity for each in gone.involvements.select_related("opportunity")}
    for row in involved:
        _take_over(row, kept, gone)
    _take_over_addresses(kept, gone)
    for name in _FILLED:
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    if kept.linkedin == "unknown":
        kept.linkedin = gone.linkedin
    kept.save()
    gone.delete()
    return kept.slug, planning.refresh(at)


def _two(id: str, person: str, other: str) -> tuple[models.Person, models.Person]:
    from duly.store import models

    row = opportunities.row_of(id)
    here = models.Person.objects.filter(involvements__opportunity=row)
    kept = _one(person, here, where=id)
    gone = _one(other, models.Person.objects.all(), where="--same-as")
    if kept == gone:
        raise WrongUsageError(
            f'"{person}" and "{other}" are one entry already', mend=f"See: duly show {id}"
        )
    return kept, gone


def _one(typed: str, people: Iterable[models.Person], *, where: str) -> models.Person:
    by_id = {each.slug: each for each in people}
    known = [(each.slug, each.name, each.email) for each in by_id.values()]
    found = [typed] if typed in by_id else opportunities.matching(typed, known)
    if len(found) == 1:
        return by_id[found[0]]
    if found:
        raise AmbiguousError(
            f'"{typed}" could be {" or ".join(found)}', where=where, mend="Use the id."
        )
    raise UnknownError(
        f'nobody is called "{typed}"', where=where, mend="The ids are in: duly show ID."
    )


def _stop_letters(kept: models.Person, gone: models.Person, at: datetime) -> None:
    """Return the letters that wait for the one who is gone: they were approved for somebody else.

    Raises:
        NeedsUserError: One may be leaving just now.
    """
    from duly.store import models

    theirs = models.Outgoing.objects.filter(to=gone.slug, opportunity__involvements__person=gone)
    for row in theirs.filter(stage__in=_BUSY):
        raise NeedsUserError(
            f"a letter to {gone.name} is {row.stage}",
            mend=f"Let that be settled first: duly outbox (letter {row.pk}).",
        )
    for row in theirs.filter(stage=Stage.HELD.value):
        outbox.return_held(row, at, f"{gone.name} and {kept.name} are one person. Look at it anew.")
    numbers = list(theirs.values_list("pk", flat=True))
    models.Outgoing.objects.filter(pk__in=numbers).update(to=kept.slug)


def _take_over(row: models.Opportunity, kept: models.Person, gone: models.Person) -> None:
    """Have the one who stays take the place of the other in one opportunity."""
    _take_over_facts(row.slug, kept.slug, gone.slug)
    row.choices.filter(to=gone.slug).update(to=kept.slug)
    _take_over_notes(row, kept.slug, gone.slug)
    _take_over_letters(row, kept.slug, gone.slug)
    for column in ("via", "main_contact"):
        if getattr(row, column) == gone.slug:
            setattr(row, column, kept.slug)
    row.save()
    theirs = row.involvements.get(person=gone)
    own = row.involvements.filter(person=kept).first()
    if own is None:
        theirs.person = kept
        theirs.save()
        return
    if own.role == PersonRole.CONTACT.value:  # said of whoever nothing better is known of
        own.role = theirs.role
        own.save()
    theirs.delete()


def _take_over_facts(id: str, kept: str, gone: str) -> None:
    noted = [each for each in queries.log(ThroughDjango(), id) if not each.is_choice]
    told = {each.fact for each in noted}
    for each in noted:
        fact = _about(each.fact, kept, gone)
        if fact == each.fact:
            continue
        if fact in told:
            log.retract(each)
        else:
            log.rename(each, fact)
            told.add(fact)


def _about(fact: Fact, kept: str, gone: str) -> Fact:
    people = tuple(dict.fromkeys(kept if each == gone else each for each in fact.people))
    arranged_by = kept if fact.arranged_by == gone else fact.arranged_by
    return replace(fact, people=people, arranged_by=arranged_by)


def _take_over_notes(row: models.Opportunity, kept: str, gone: str) -> None:
    """Have the notes on one be notes on the other; where there are both, both are kept."""
    for debrief in row.debriefs.all():
        own = {each.question: each for each in debrief.answers.filter(person=kept)}
        for theirs in debrief.answers.filter(person=gone):
            mine = own.get(theirs.question)
            if mine is None:
                theirs.person = kept
                theirs.save()
                continue
            if isinstance(mine.value, list) and isinstance(theirs.value, list):
                mine.value += [each for each in theirs.value if each not in mine.value]
            mine.value = mine.value or theirs.value
            mine.save()
            theirs.delete()


def _take_over_letters(row: models.Opportunity, kept: str, gone: str) -> None:
    """Take over the letters that the one who stays has none of; others stay as they were sent."""
    own = set(row.letters.filter(to=kept).values_list("step", "occasion", "kind"))
    for letter in row.letters.filter(to=gone):
        if (letter.step, letter.occasion, letter.kind) not in own:
            letter.to = kept
            letter.save()


def _take_over_addresses(kept: models.Person, gone: models.Person) -> None:
    from duly.store import models

    theirs = {gone.email.lower(), *gone.addresses.values_list("email", flat=True)}
    for email in sorted(theirs - {"", kept.email.lower()} if kept.email else theirs - {""}):
        models.Address.objects.get_or_create(person=kept, email=email)
