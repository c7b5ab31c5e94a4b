"""A whole search put into the store at once: the demo's, or one told in a facts file."""

from __future__ import annotations

from datetime import datetime

from duly.core.errors import WrongUsageError
from duly.core.model import Opportunity, Search, Step, What
from duly.services import log, opening, planning, profile
from duly.services.planning import Planned
from duly.store import mapping


@opening.use_case
def take_over(search: Search, at: datetime, source: str) -> Planned:
    """Put a search into a database that holds none yet, ids as they are.

    Raises:
        WrongUsageError: There are opportunities already.
        FactsError: Something has happened that lies in the future.
    """
    from duly.store import models

    if models.Opportunity.objects.exists():
        raise WrongUsageError(
            "there are opportunities already", expected="an empty database", mend="Use another one."
        )
    profile.take(search.me, search.playbook)
    for opportunity in search.opportunities:
        _write(opportunity, at)
    if search.facts:
        log.append(sorted(search.facts, key=lambda fact: fact.at), at, source)
    _write_debriefs(search)
    _write_terms()
    return planning.refresh(at)


def _write(opportunity: Opportunity, at: datetime) -> None:
    from duly.store import models

    row = models.Opportunity.objects.create(
        opened_at=at, **mapping.opportunity_columns(opportunity)
    )
    for each in opportunity.people:
        person, _ = models.Person.objects.get_or_create(
            slug=each.id, defaults=mapping.person_columns(each)
        )
        models.Involvement.objects.create(opportunity=row, person=person, role=each.role.value)


def _write_debriefs(search: Search) -> None:
    """Keep the debriefs, each finished when the facts say so."""
    from duly.store import models

    done = {
        (fact.opportunity, fact.at): fact.at
        for fact in search.facts
        if fact.what is What.SENT and fact.step is Step.DEBRIEF
    }
    for debrief in search.debriefs:
        finished = [at for (id, at) in done if id == debrief.opportunity]
        after = [at for at in finished if at.date() >= debrief.round_on]
        at = min(after or finished, default=None)
        kept = models.Debrief.objects.create(
            opportunity=models.Opportunity.objects.get(slug=debrief.opportunity),
            round_on=debrief.round_on,
            begun_at=at or datetime.combine(debrief.round_on, datetime.min.time()).astimezone(),
            finished_at=at,
        )
        for (question, person), value in mapping.debrief_answers(debrief).items():
            models.DebriefAnswer.objects.create(
                debrief=kept,
                question=question,
                person=person,
                value=value,
                answered_at=kept.begun_at,
            )


def _write_terms() -> None:
    """Give every offer a row for its terms; its note is what is known of them."""
    from duly.store import models

    for fact in models.Fact.objects.filter(what=What.OFFER.value):
        models.Offer.objects.create(opportunity=fact.opportunity, fact=fact, terms=fact.note)
