"""Offers: made, put off, accepted, declined; and withdrawing before there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from duly.core.errors import NothingToDoError, WrongUsageError
from duly.core.model import Fact, What
from duly.core.told import told
from duly.services import log, opening, opportunities, planning
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango
from duly.store.queries import Noted

_ALREADY: Final = {
    What.ACCEPTED: "you have accepted the offer from {company} already",
    What.DECLINED: "you have declined the offer from {company} already",
    What.WITHDREW: "you have withdrawn from {company} already",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What was offered, in the user's own words."""

    salary: str = ""
    terms: str = ""
    notes: str = ""


@opening.use_case
def receive(fact: Fact, terms: Terms, at: datetime) -> Planned:
    """Note an offer; the same again with other terms changes the terms.

    Raises:
        FactsError: It lies in the future, or its deadline before it.
        NothingToDoError: It is noted already, terms and all.
    """
    from duly.store import models

    log.check_deadline(fact)
    row = opportunities.row_of(fact.opportunity)
    columns = {"salary": terms.salary, "terms": terms.terms, "notes": terms.notes}
    made = _same_offer(fact)
    if made is None:
        (kept,) = log.append([fact], at)
        models.Offer.objects.create(opportunity=row, fact=kept, **columns)
    else:
        # One that was read in a mail has none of its terms written down yet.
        known, _ = models.Offer.objects.get_or_create(fact_id=made, defaults={"opportunity": row})
        new = {name: value for name, value in columns.items() if value}
        if all(getattr(known, name) == value for name, value in new.items()):
            raise NothingToDoError("this offer is noted already")
        models.Offer.objects.filter(pk=known.pk).update(**new)
    return planning.refresh(at, [fact])


def _same_offer(fact: Fact) -> int | None:
    for noted in queries.log(ThroughDjango(), fact.opportunity):
        if noted.fact == fact:
            return noted.id
    return None


@opening.use_case
def change(noted: Noted, fact: Fact, terms: Terms, at: datetime) -> Planned:
    """Put right what is noted of an offer; its terms become those given, empty ones too.

    Raises:
        FactsError: It lies in the future, or its deadline before it.
        NothingToDoError: All of it is so already.
    """
    from duly.store import models

    log.check_deadline(fact)
    row = opportunities.row_of(fact.opportunity)
    kept, _ = models.Offer.objects.get_or_create(fact_id=noted.id, defaults={"opportunity": row})
    columns = {"salary": terms.salary, "terms": terms.terms, "notes": terms.notes}
    same = all(getattr(kept, name) == value for name, value in columns.items())
    if same and fact == noted.fact:
        raise NothingToDoError("this offer is noted already")
    models.Offer.objects.filter(pk=kept.pk).update(**columns)
    if fact == noted.fact:
        return planning.refresh(at)
    return log.correct(noted, fact, at)


@opening.use_case
def more_time(id: str, answer_by: datetime, at: datetime, happened_at: datetime) -> Planned:
    """Note that they gave more time to decide.

    Raises:
        WrongUsageError: There is no offer to decide on.
        FactsError: It lies in the future, or its deadline before it.
        NothingToDoError: That was the last they said already.
    """
    facts = [noted.fact for noted in queries.log(ThroughDjango(), id)]
    if not any(fact.what is What.OFFER for fact in facts):
        raise WrongUsageError(
            told('there is no offer from "{id}"', id=id),
            mend=told("Note it first: duly offer {id} --answer-by …", id=id),
        )
    fact = Fact(happened_at, What.MORE_TIME, id, answer_by=answer_by)
    log.check_deadline(fact)
    given = [each for each in facts if each.what in (What.OFFER, What.MORE_TIME)]
    last = max(given, key=lambda each: each.at)
    if last.what is What.MORE_TIME and last.answer_by == answer_by:
        raise NothingToDoError("they gave you time until then already")
    log.append([fact], at)
    return planning.refresh(at, [fact])


@opening.use_case
def decide(id: str, decision: What, at: datetime, happened_at: datetime, note: str = "") -> Planned:
    """Note the user's decision; the letter that tells it follows as an action.

    Raises:
        WrongUsageError: There is no offer to accept.
        NothingToDoError: That is the decision already.
    """
    company = opportunities.row_of(id).company
    facts = [noted.fact for noted in queries.log(ThroughDjango(), id)]
    if is_decided(facts, decision):
        raise NothingToDoError(told(_ALREADY[decision], company=company))
    offered = any(fact.what is What.OFFER or fact.meaning == "offer" for fact in facts)
    if decision is What.ACCEPTED and not offered:
        raise WrongUsageError(
            told("there is no offer from {company} to accept", company=company),
            mend=told(
                "Note it first: duly offer {id}, with --answer-by where they gave a date.", id=id
            ),
        )
    fact = replace(Fact(happened_at, decision, id), note=note)
    log.append([fact], at)
    return planning.refresh(at, [fact])


def is_decided(facts: Iterable[Fact], decision: What) -> bool:
    """Tell whether the user has decided so, and nothing began anew since.

    Args:
        facts: Of one opportunity.
        decision: Accepted, declined or withdrew.
    """
    facts = list(facts)
    decided = [fact for fact in facts if fact.what in _ALREADY]
    last = max(decided, key=lambda fact: fact.at, default=None)
    if last is None or last.what is not decision:
        return False
    return not any(f.what in (What.OFFER, What.INTERVIEW) and f.at > last.at for f in facts)
