"""A debrief said in one go: with options, or as a [[debrief]] table in a file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from duly.cli.asking import text_of
from duly.cli.desk import Desk
from duly.core.errors import FactsError, WrongUsageError
from duly.core.model import Debrief, Impression, Mend, Opportunity, Person
from duly.formats import factsfile
from duly.services.answers import medium
from duly.services.debriefs import Answers, Round, Write
from duly.services.opportunities import Given, person_in


class Said(NamedTuple):
    """Whom the user met besides, and how to write down what was said once they have ids."""

    met: tuple[Given, ...]
    write: Write


def from_options(said: dict[str, Any], who: Desk) -> Said:
    """Return a debrief that was said with options."""

    def write(found: Round, _met: tuple[str, ...]) -> tuple[Debrief, Answers]:
        return _of_options(said, found, who)

    return Said(tuple(Given(each) for each in said["met"]), write)


def _of_options(said: dict[str, Any], found: Round, who: Desk) -> tuple[Debrief, Answers]:
    about = _Impressions(found)
    topics = about.collect(said["topic"], "topics", "--topic")
    challenges = about.collect(said["challenge"], "challenge", "--challenge")
    for name, key in (("cares", "cares_about"), ("answer", "answer"), ("remark", "remark"),
                      ("value", "value")):  # fmt: skip
        about.collect(said[name], key, f"--{name}", everyone=False)
    for each in said["card"]:
        about.set(person_in(found.opportunity, each, where="--card"), "card_collected", True)  # noqa: FBT003
    promised = who.day(said["promised"], "--promised")
    if promised and promised < found.on:
        raise WrongUsageError(f"{promised} lies before the interview", where="--promised")
    debrief = Debrief(
        found.opportunity.id,
        found.on,
        about.impressions(),
        topics=topics,
        challenges=challenges,
        strengths=tuple(said["strength"]),
        success_short=said["short"] or "",
        success_long=said["long"] or "",
        mends=tuple(_mend(each) for each in said["mend"]),
        accomplishment=said["accomplishment"] or "",
        next_steps=said["next_steps"] or "",
        promise_on=promised,
        may_call=bool(said["may_call"]),
    )
    return debrief, _prefers(said["prefers"], found)


class _Impressions:
    """What is said of each person, collected option by option."""

    def __init__(self, found: Round) -> None:
        self._found = found
        self._of: dict[str, dict[str, Any]] = defaultdict(dict)

    def collect(
        self, given: Iterable[str], key: str, option: str, *, everyone: bool = True
    ) -> tuple[str, ...]:
        """Take in "WHO=WHAT"; return what is said of nobody in particular."""
        rest = []
        for text in given:
            person, what = self._parted(text, option, everyone=everyone)
            if person:
                self.set(person, key, what)
            else:
                rest.append(what)
        return tuple(rest)

    def _parted(self, text: str, option: str, *, everyone: bool) -> tuple[str, str]:
        name, equals, what = text.partition("=")
        if equals and what.strip():
            return person_in(self._found.opportunity, name, where=option), what.strip()
        if everyone:
            return "", text.strip()
        if len(self._found.people) == 1:
            return self._found.people[0], text.strip()
        raise WrongUsageError(
            f'it is not said of whom: "{text}"', where=option, expected='"ana=cutting churn"'
        )

    def set(self, person: str, key: str, value: Any) -> None:
        """Note one thing; lists grow."""
        if key in {"topics", "cares_about"}:
            value = (*self._of[person].get(key, ()), value)
        self._of[person][key] = value

    def impressions(self) -> tuple[Impression, ...]:
        """Return what was said of each, everyone in the round included."""
        everyone = dict.fromkeys((*self._found.people, *self._of))
        return tuple(Impression(person, **self._of.get(person, {})) for person in everyone)


def _mend(text: str) -> Mend:
    question, arrow, better = text.partition("=>")
    if not arrow or not question.strip() or not better.strip():
        raise WrongUsageError(
            f'"{text}" cannot be read', where="--mend", expected='"QUESTION => BETTER ANSWER"'
        )
    return Mend(question.strip(), better.strip())


def _prefers(given: Iterable[str], found: Round) -> Answers:
    answers: Answers = {}
    for text in given:
        name, _, word = text.rpartition("=")
        names = [name] if name else list(found.people)
        for each in names:
            person = person_in(found.opportunity, each, where="--prefers")
            answers["prefers", person] = medium(word)
    return answers


# From a file


def from_file(file: str, found: Round, who: Desk) -> Said:
    """Return the debrief of a file; people it names besides become part of the opportunity.

    Raises:
        FactsError: The file cannot be read, or holds no debrief of this round.
    """
    text = text_of(file)
    search = factsfile.read(text + _context(found.opportunity, who, text), file)
    chosen = [each for each in search.debriefs if each.round_on == found.on]
    if len(chosen) != 1:
        days = ", ".join(str(each.round_on) for each in search.debriefs) or "none"
        raise FactsError(
            f"it holds {len(chosen)} debriefs of {found.on} (days: {days})",
            where=file,
            expected=f"one [[debrief]] with round_on = {found.on}",
        )
    known = {each.id for each in found.opportunity.people}
    listed = {each.id: each for one in search.opportunities for each in one.people}
    others = [each.person for each in chosen[0].impressions if each.person not in known]

    def write(now: Round, met: tuple[str, ...]) -> tuple[Debrief, Answers]:
        ids = dict(zip(others, met, strict=True))
        impressions = tuple(
            replace(each, person=ids.get(each.person, each.person))
            for each in chosen[0].impressions
        )
        own = replace(chosen[0], opportunity=now.opportunity.id, impressions=impressions)
        return own, {}

    return Said(tuple(_given(listed[each]) for each in others), write)


def _given(person: Person) -> Given:
    text = f"{person.name} <{person.email}>" if person.email else person.name
    return Given(text, person.role, person.phone, person.title)


def _context(opportunity: Opportunity, who: Desk, text: str) -> str:
    """Return what the file need not say since the store knows it, to stand behind its own text."""
    if "[me]" in text:
        return ""
    parts = [_table("[me]", time_zone=who.me.time_zone, country=who.me.country or "US")]
    if "[[opportunity]]" not in text:
        parts.append(_table("[[opportunity]]", id=opportunity.id, time_zone=opportunity.time_zone))
    if "[[person]]" not in text:
        parts += [_table("[[person]]", id=each.id, name=each.name) for each in opportunity.people]
    return "\n" + "\n".join(parts)


def _table(header: str, **values: str) -> str:
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join((header, *lines, ""))
