"""The letter of one action as it is worked on: shown, kept, composed afresh, sent on its way.

Whoever changes a letter says on which version their words are based. Where another window, or the
command line, has kept a newer one meanwhile, nothing is written over: both texts are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from duly.core.errors import NeedsUserError, NothingToDoError, UnknownError, WrongUsageError
from duly.core.model import Action, Fact, Me, Opportunity, Plan, What
from duly.core.outbox import OPEN, Stage
from duly.core.told import told
from duly.core.worktime import zone
from duly.letters.context import Context
from duly.letters.material import Voice
from duly.services import debriefs, follow_ups, letters, log, opening, opportunities, outbox
from duly.services.letters import WORDLESS, Page, Wish, WritingDesk
from duly.services.outbox import Kept, Way
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango
from duly.store.queries import KeptLetter


class Place(NamedTuple):
    """Which letter is meant.

    Attributes:
        to: The reader's id, a name, or empty where the step is for nobody in particular.
        occasion: Of the action; empty for the next one.
        ask_until: The day the user would like to have to decide on an offer.
        premium: LinkedIn allows longer notes.
    """

    opportunity: str
    step: str
    to: str = ""
    occasion: str = ""
    ask_until: date | None = None
    premium: bool = False


class Words(NamedTuple):
    """What the user sees and may have changed.

    Attributes:
        version: The version they are based on; 0 where none was kept.
    """

    subject: str
    body: str
    version: int

    def are(self, kept: KeptLetter | None) -> bool:
        """Tell whether these are the words of a version."""
        return kept is not None and (self.subject, self.body) == (kept.subject, kept.body)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter with all that is around it.

    Attributes:
        page: What there is to write; None where the plan has no such letter any more.
        kept: The version to show: what is on its way or has left, else the one in force.
        versions: Every version that is kept, oldest first.
        colleagues: The letters of the same kind to others on this occasion, by their names.
        way: How the one fared that was approved last.
        context: What the checks know beside the words; None where there is nothing to write.
    """

    me: Me
    opportunity: Opportunity
    page: Page | None
    kept: KeptLetter | None
    versions: tuple[KeptLetter, ...]
    colleagues: tuple[tuple[str, KeptLetter], ...]
    way: Way | None
    context: Context | None = None

    @property
    def version(self) -> int:
        """The version that is in force; 0 where none is kept."""
        return self.versions[-1].version if self.versions else 0


class NoLetterError(UnknownError):
    """The plan has no such letter, and there never was one."""


class LetterChangedError(NeedsUserError):
    """Another window kept a newer version; `kept` is that one, and nothing was overwritten."""

    def __init__(self, kept: KeptLetter | None) -> None:
        self.kept = kept
        super().__init__(
            "this letter was changed in another window",
            mend="Look at both, and keep what is right.",
        )


class OwnWordsError(NeedsUserError):
    """Composing afresh would put the user's own words aside, and they have not said so yet."""

    def __init__(self) -> None:
        super().__init__("the words are your own", mend="They stay among the versions.")


# Looking


@opening.use_case
def look(place: Place, at: datetime) -> Sheet:
    """Return a letter as it stands; what is composed is shown and not kept.

    Raises:
        UnknownError: There is no such opportunity or person, nor was there ever such a letter.
        NeedsUserError: Only the user knows what to write.
    """
    opportunity, plan, planned = follow_ups.current(at, place.opportunity)
    place = _named(place, opportunity)
    action = _action(plan, place)
    if action is None:
        return _past(place, opportunity, planned.search.me)
    desk, page = _opened(planned, opportunity, action, place, at)
    way = outbox.way_of(opportunity.id, action.step.value, action.to, action.occasion)
    versions = tuple(desk.versions(page.kind))
    kept = _as_approved(versions, way) or page.kept
    others = (
        (_name(opportunity, who), letter)
        for who, letter in desk.to_colleagues(page.kind).items()
    )  # fmt: skip
    context = desk.context(page.kind, page.reader)
    return Sheet(planned.search.me, opportunity, page, kept, versions, tuple(others), way, context)


def _past(place: Place, opportunity: Opportunity, me: Me) -> Sheet:
    """Return a letter that the plan has no more: it was sent, or is not needed."""
    way = outbox.way_of(opportunity.id, place.step, place.to, place.occasion or None)
    versions = tuple(
        each
        for each in queries.letters(ThroughDjango(), opportunity.id)
        if (each.step, each.to) == (place.step, place.to) and place.occasion in ("", each.occasion)
    )
    if not versions:
        raise NoLetterError(_not_planned(place, opportunity), mend="What it has is on its page.")
    kept = _as_approved(versions, way) or versions[-1]
    return Sheet(me, opportunity, None, kept, versions, (), way)


def _not_planned(place: Place, opportunity: Opportunity) -> str:
    company, step = opportunity.company, told(place.step)
    if not place.to:
        return told('the plan of {company} has no letter "{step}"', company=company, step=step)
    name = _name(opportunity, place.to)
    return told(
        'the plan of {company} has no letter "{step}" to {name}',
        company=company,
        step=step,
        name=name,
    )


def _as_approved(versions: Iterable[KeptLetter], way: Way | None) -> KeptLetter | None:
    """Return the version that is on its way or has left; it is frozen."""
    if way is None or way.kept.stage not in FROZEN:
        return None
    return next((each for each in versions if each.id == way.letter), None)


FROZEN: Final = OPEN | {Stage.SENT}
"""What is in one of these stages is read, not written."""


def _name(opportunity: Opportunity, person: str) -> str:
    found = opportunity.person(person)
    return found.name if found else opportunity.company


def _named(place: Place, opportunity: Opportunity) -> Place:
    to = opportunities.person_in(opportunity, place.to) if place.to else ""
    return place._replace(opportunity=opportunity.id, to=to)


def _action(plan: Plan, place: Place) -> Action | None:
    for action in plan.actions:
        meant = (action.step.value, action.to) == (place.step, place.to)
        if meant and action.step not in WORDLESS and place.occasion in ("", action.occasion):
            return action
    return None


def _opened(
    planned: Planned,
    opportunity: Opportunity,
    action: Action,
    place: Place,
    at: datetime,
    wish: Wish | None = None,
) -> tuple[WritingDesk, Page]:
    """Return the desk and the letter on it; what is composed is kept where there is a wish."""
    usual = Wish(ask_until=place.ask_until, premium=place.premium)
    desk = WritingDesk(planned, opportunity, action, wish or usual, at, keeping=wish is not None)
    return desk, desk.pages()[0]


def at_desk(place: Place, at: datetime, wish: Wish | None = None) -> tuple[WritingDesk, Page]:
    """Return the desk of a letter that is planned, inside a use case.

    Raises:
        UnknownError: There is no such opportunity, person or letter.
    """
    opportunity, plan, planned = follow_ups.current(at, place.opportunity)
    place = _named(place, opportunity)
    action = _action(plan, place)
    if action is None:
        raise NoLetterError(
            told("the plan of {company} has this letter no more", company=opportunity.company),
            mend="Something happened meanwhile; its page says what.",
        )
    return _opened(planned, opportunity, action, place, at, wish)


# Changing


@opening.use_case
def keep(place: Place, words: Words, at: datetime) -> Page:
    """Keep the words as the next version, unless they are in force already.

    Raises:
        LetterChangedError: A newer version is there than the one they are based on.
        UnknownError: There is no such letter.
    """
    return _kept(place, words, at)


def _kept(place: Place, words: Words, at: datetime) -> Page:
    desk, page = at_desk(place, at)
    last = desk.last(page.kind)
    if last and words.are(last):
        return desk.in_force(page, last)
    _refuse_older(words.version, last)
    if page.kept and words.are(page.kept):
        return desk.revised(page, *words[:2], page.kept.voice, by_hand=False)
    return desk.revised(page, words.subject, words.body)


def _refuse_older(version: int, last: KeptLetter | None) -> None:
    if version != (last.version if last else 0):
        raise LetterChangedError(last)


@opening.use_case
def compose_again(
    place: Place, words: Words, voice: Voice, at: datetime, *, sure: bool = False
) -> Page:
    """Compose a letter afresh in a voice; the user's own words stay among the versions.

    Raises:
        OwnWordsError: There are own words, and nobody said yet that they may be put aside.
        LetterChangedError: A newer version is there than the one the words are based on.
    """
    desk, page = at_desk(place, at)
    last = desk.last(page.kind)
    typed = bool(words.body.strip()) and not words.are(last) and not words.are(page.kept)
    if (typed or (last and last.by_hand)) and not sure:
        raise OwnWordsError
    if typed:
        _kept(place, words, at)
    else:
        _refuse_older(words.version, last)
    _, page = at_desk(place, at, Wish(voice, True, place.ask_until, place.premium))  # noqa: FBT003
    return page


@opening.use_case
def bring_back(place: Place, number: int, version: int, at: datetime) -> Page:
    """Put an older version in force again, as a new one.

    Args:
        place: The letter.
        number: The version to bring back.
        version: The version in force, as the user saw it.
        at: The present.

    Raises:
        UnknownError: There is no such version.
        LetterChangedError: A newer version is there.
    """
    desk, page = at_desk(place, at)
    last = desk.last(page.kind)
    _refuse_older(version, last)
    older = next((each for each in desk.versions(page.kind) if each.version == number), None)
    if older is None:
        raise UnknownError(told("there is no version {number} of this letter", number=number))
    if last and (older.subject, older.body) == (last.subject, last.body):
        raise NothingToDoError("these are the words that are in force")
    return desk.revised(page, older.subject, older.body, older.voice)


_LISTS: Final = frozenset(
    question.key
    for question in (*debriefs.OF_PERSON, *debriefs.OF_ROUND)
    if question.kind is debriefs.Kind.LIST
)


@opening.use_case
def tell(place: Place, field: str, answer: str, at: datetime) -> None:
    """Keep what a letter could not do without, where the debrief keeps it.

    Args:
        place: The letter that asks.
        field: As `Question.field` has it.
        answer: As typed; several things are parted by ";" or lines.
        at: The present.

    Raises:
        UnknownError: No interview is over yet, or nothing asks for that.
        WrongUsageError: It is no day.
    """
    _, page = at_desk(place, at)
    asked = {question.field for question in (page.missing.ask if page.missing else ())}
    if field not in asked:
        raise NothingToDoError("this is known already")
    if field == "applied_on":
        _applied(page.opportunity, answer, at)
        return
    about, _, key = field.partition(".")
    person = page.action.to if about == "impression" else ""
    found = debriefs.last_round(page.opportunity.id, at)
    value: Any = " ".join(answer.split())
    if key in _LISTS:
        value = [*(found.answer(key, person) or []), *_several(answer)]
    debriefs.keep(page.opportunity.id, found.on, key, person, value, at)


def _several(answer: str) -> list[str]:
    parts = answer.replace("\n", ";").split(";")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _applied(opportunity: Opportunity, answer: str, at: datetime) -> None:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise WrongUsageError(
            told('"{answer}" is no day', answer=answer), expected="a day that is over"
        ) from None
    noon = datetime.combine(day, time(12), zone(opportunity.time_zone))
    log.record([Fact(noon, What.APPLIED, opportunity.id)], at)


# Sending


@opening.use_case
def send(
    place: Place, words: Words, at: datetime, *, at_once: bool = False, insist: bool = False
) -> Kept:
    """Approve the words and let them wait for their hour.

    Raises:
        LetterChangedError: A newer version is there than the one they are based on.
        NeedsUserError: They would hurt and nobody insists, or an address is missing.
        NothingToDoError: The letter is on its way already.
    """
    page = _kept(place, words, at)
    (approved,) = letters.approve([page], at, anyway=insist)
    (queued,) = outbox.queue([approved], at, at_once=at_once)
    return queued


@opening.use_case
def note_sent(place: Place, words: Words, at: datetime) -> Page:
    """Note that the user sent the letter by hand, in these words; return it.

    Raises:
        LetterChangedError: A newer version is there than the one they are based on.
        NothingToDoError: It is noted already, or Duly is handing it over.
    """
    page = _kept(place, words, at)
    action = page.action
    _stop(action, at)
    opportunity, plan, _ = follow_ups.current(at, place.opportunity)
    to = (action.to,) if action.to else ()
    follow_ups.sent(opportunity, plan, action.step, to, action.channel, at, at)
    return page


def _stop(action: Action, at: datetime) -> None:
    """Take back what waits of the same letter: nobody gets it twice."""
    way = outbox.way_of(action.opportunity, action.step.value, action.to, action.occasion)
    if way and way.kept.stage in OPEN:
        outbox.take_back(way.kept.number, at)
