"""The debrief as a conversation: one question at a time, each answer kept as it is given."""

from __future__ import annotations

from typing import Any, Final

import click

from duly.cli.desk import Desk, say
from duly.core.errors import DulyError, NothingToDoError, WrongUsageError
from duly.core.worktime import spoken
from duly.formats import actionwords
from duly.services import debriefs, opportunities
from duly.services.answers import medium, promised
from duly.services.debriefs import MET, OF_PERSON, OF_ROUND, Kind, Question, Round
from duly.services.opportunities import Given
from duly.services.planning import Planned

_YES: Final = frozenset({"y", "yes", "true", "1"})
_NO: Final = frozenset({"n", "no", "false", "0", ""})


def ask_all(found: Round, who: Desk, *, again: bool) -> Planned:
    """Ask what was not answered yet, then finish the debrief.

    Raises:
        NothingToDoError: Everything was answered, and nobody wants to be asked again.
    """
    if found.kept and found.kept.finished_at and not again:
        raise NothingToDoError(
            f'the debrief of "{found.opportunity.id}" is done',
            mend="Change an answer with an option, or be asked anew with --again.",
        )
    answers = dict(found.kept.answers) if found.kept and not again else {}
    say(_greeting(found, resumed=bool(answers)))
    people = found.people
    if (MET, "") not in answers:
        people = tuple(dict.fromkeys((*people, *_meet(found, who))))
        found = debriefs.last_round(found.opportunity.id, who.at)
    asked = [(question, person) for person in people for question in OF_PERSON]
    for question, person in [*asked, *((question, "") for question in OF_ROUND)]:
        if (question.key, person) in answers:
            continue
        if question.after and not answers.get((question.after, person)):
            continue
        value = _ask(question, person, found, who)
        debriefs.keep(found.opportunity.id, found.on, question.key, person, value, who.at)
        answers[question.key, person] = value
    return debriefs.finish(found.opportunity.id, who.at)


def _greeting(found: Round, *, resumed: bool) -> list[str]:
    company = found.opportunity.company
    first = f"{company}, {spoken(found.on)}. " + ("Going on where you stopped." if resumed else "")
    return [first.rstrip(), "Enter skips a question; Ctrl-C stops, and you can go on later.", ""]


def _meet(found: Round, who: Desk) -> tuple[str, ...]:
    """Ask whom the user met, besides those who were expected."""
    names = ", ".join(actionwords.person_name(found.opportunity, each) for each in found.people)
    text = f"You met {names}. Anybody else?" if names else "Whom did you meet?"
    while True:
        line = _line(f"{text} (Name <address>; several parted by ;)")
        try:
            given = tuple(Given(each.strip()) for each in line.split(";") if each.strip())
            return debriefs.meet(found, given, who.at)
        except WrongUsageError as error:
            click.echo(str(error), err=True)


def _ask(question: Question, person: str, found: Round, who: Desk) -> Any:
    """Ask until the answer can be read; return it as it is kept."""
    name = actionwords.person_name(found.opportunity, person) if person else ""
    text = question.text.format(name=name)
    if question.rules:
        text += f" [{' '.join(question.rules)}]"
    while True:
        try:
            value = _read(question, text, found, who)
        except DulyError as error:
            click.echo(str(error), err=True)
            continue
        if question.key == "card_collected" and value:
            _copy_card(person, found, who)
        return value


def _read(question: Question, text: str, found: Round, who: Desk) -> Any:
    match question.kind:
        case Kind.LIST:
            line = _line(f"{text} (several parted by ;)")
            return [each.strip() for each in line.split(";") if each.strip()]
        case Kind.YES:
            return _yes(_line(f"{text} (y/n)"))
        case Kind.DAY:
            return promised(_line(text), found.on, who.at, who.zone)
        case Kind.MEDIUM:
            return medium(_line(text))
        case Kind.MENDS:
            return _mends(text)
    return _line(text)


def _line(text: str) -> str:
    answer: str = click.prompt(text, default="", show_default=False, prompt_suffix="\n> ")
    return " ".join(answer.split())


def _yes(line: str) -> bool:
    if line.lower() in _YES:
        return True
    if line.lower() in _NO:
        return False
    raise WrongUsageError(f'"{line}" cannot be read', expected="y or n")


def _mends(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    while question := _line(text if not found else "Another one?"):
        if better := _line("What would you say today?"):
            found.append({"question": question, "better": better})
    return found


def _copy_card(person: str, found: Round, who: Desk) -> None:
    """Take over from the card what is not known yet (B4)."""
    known = found.opportunity.person(person)
    wanted = {}
    for name, text in (("title", "Title on it?"), ("email", "Email on it?"), ("phone", "Phone?")):
        if (known is None or not getattr(known, name)) and (line := _line(text)):
            wanted[name] = line
    if wanted:
        opportunities.change_person(found.opportunity.id, Given(person), who.at, **wanted)
