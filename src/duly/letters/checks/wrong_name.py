"""The wrong name, or the right one misspelled (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.names import (
    CALENDAR,
    Named,
    capitalised,
    greeted,
    near,
    parts,
    plain,
    same_person,
    small_words,
    title_of,
)
from duly.letters.text import Letter, words_of

_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mister|Dr|Prof)\.?[ ]([A-Z][\w'’-]{1,40})")
_VOCATIVE = re.compile(
    r"(?:(?:thanks|thank you)(?: so much| very much| again)*|again|you),"
    r" ((?:mr|mrs|ms|dr)\.? )?([^\W\d_]{2,30})(?=[,.!?]|\s+(?:and|for)\b)"
    r"|\b(?:thanks|thank you)(?: so much| very much| again)*"
    r" ((?:mr|mrs|ms|miss|mx|dr|prof)\.? )([^\W\d_]{2,30}(?:['-][^\W\d_]{1,30})*)"
)
_NOT_NAMES = words_of(
    "i and the a an but so as it we my to for in on at of or if that this which though"
    " because who too sir madam everyone all team again also please especially particularly"
    " both indeed then yesterday today tomorrow monday tuesday wednesday thursday friday"
    " saturday sunday folks chef however therefore finally coach doctor having being with"
    " from meeting dr mr mrs ms prof sincerely regards best yours respectfully ma'am guys thanks"
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find a greeting to somebody else, near misses of known names, and names that change."""
    names = greeted(letter)
    known = [n for n in (context.recipient, *([] if context.recipient else context.others)) if n]
    if names and known:
        yield from _greeting(letter, names, known, context)
    yield from _near_misses(letter, context)
    if names or context.recipient:
        yield from _changes(letter, names, context)
    yield from _title_clash(letter)


def _matches(word: str, name: str) -> bool:
    return any(same_person(word, part) for part in parts(name))


def _greeting(
    letter: Letter, names: list[Named], known: list[str], context: Context
) -> Iterator[Hit]:
    """Yield a hit where the greeting names none of those it may name."""
    if any(_matches(named.word, name) for named in names for name in known):
        yield from _half_right(names, known)
        return
    for named in names:
        for part in (p for name in known for p in parts(name)):
            if near(named.word, part):
                right = _spelled(part, known)
                yield Hit(named.start, named.end, f"This is spelled “{right}”.", right)
                return
    start, end = names[0].start, names[-1].end
    who = context.recipient or "anybody in your notes"
    suggestion = _instead(letter, names, context.recipient) if context.recipient else None
    yield Hit(start, end, f"This greets somebody else than {who}.", suggestion)


def _half_right(names: list[Named], known: list[str]) -> Iterator[Hit]:
    """Yield near misses beside a part that is right: "Dear Ana Riuz"."""
    for named in names:
        if any(_matches(named.word, name) for name in known):
            continue
        for part in (p for name in known for p in parts(name)):
            if near(named.word, part):
                right = _spelled(part, known)
                yield Hit(named.start, named.end, f"This is spelled “{right}”.", right)


def _spelled(part: str, known: list[str]) -> str:
    for name in known:
        for match in re.finditer(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", name):
            if plain(match.group()) == part:
                return match.group()
    return part


def _instead(letter: Letter, names: list[Named], recipient: str) -> str:
    words = [w for w in recipient.split() if plain(w).strip(".") in parts(recipient)]
    titled = title_of(letter.clear[: names[0].start].split()[-1]) if names[0].start else ""
    if len(names) > 1 or not words:
        return recipient
    return words[-1] if titled else words[0]


def _near_misses(letter: Letter, context: Context) -> Iterator[Hit]:
    """Yield misspellings of known people's names in the letter proper."""
    known = {p for n in (context.recipient, *context.others) for p in parts(n) if len(p) > 3}
    if not known:
        return
    fine = known | set(parts(context.me)) | set(parts(context.company))
    fine |= {p for name in (*context.other_people, *context.other_companies) for p in parts(name)}
    inner = letter.inner()
    small = small_words(letter)
    for named in capitalised(letter, inner.start, inner.end):
        if len(named.word) < 4 or named.word in fine or named.word in small | CALENDAR:
            continue
        for part in known:
            if near(named.word, part) and named.word[0] == part[0]:
                right = _spelled(part, [context.recipient, *context.others])
                yield Hit(named.start, named.end, f"Did you mean “{right}”?", right)
                break


def _changes(letter: Letter, names: list[Named], context: Context) -> Iterator[Hit]:
    """Yield somebody else spoken to in the letter than was greeted, or than reads it."""
    inner = letter.inner()
    greeted_words = [named.word for named in names]
    for match in _VOCATIVE.finditer(letter.folded, inner.start, inner.end):
        group = 2 if match.group(2) else 4
        word, start, end = plain(match.group(group)), *match.span(group)
        if word in _NOT_NAMES or not letter.clear[start].isupper():
            continue
        if any(same_person(word, other) for other in greeted_words):
            continue
        if context.recipient and _matches(word, context.recipient):
            continue
        greeted_as = names[0].word.title() if names else ""
        why = f"The greeting says “{greeted_as}”, this somebody else."
        yield Hit(start, end, why if names else f"This letter goes to {context.recipient}.")


def _title_clash(letter: Letter) -> Iterator[Hit]:
    """Yield a surname that is a man's here and a woman's there."""
    if not letter.greeting:
        return
    seen: dict[str, str] = {}
    end = letter.inner().end
    for match in _TITLED.finditer(letter.clear, 0, end):
        sex, name = title_of(match.group(1)), plain(match.group(2))
        first = seen.setdefault(name, sex) if sex else ""
        if sex and first and first != sex:
            yield Hit(*match.span(), "The same name has another title elsewhere in the letter.")


_ANA = Context(recipient="Ana Ruiz", others=("Bo Chen",), me="Sam Field")
_PANEL = Context(recipient="Ana Ruiz", others=("Prince", "José María Álvarez-Cañete"))

CHECK = Check(
    name="wrong-name",
    title="A wrong or misspelled name",
    reason="Nothing is noticed sooner than one's own name got wrong.",
    rules=("L4",),
    severity=Severity.HURTS,
    find=find,
    passes=(
        Example("Dear Ana,\n\nThank you for the talk about churn.", _ANA),
        Example("Dear Ms. Ruiz,\n\nThank you. Please thank Bo as well.", _ANA),
        Example("Dear Hiring Manager,\n\nThank you for your time.", _ANA),
        Example("Hi Mike,\n\nThank you for the tour.", Context(recipient="Michael Stone")),
        Example("Dear Mr. Lee,\n\nThank you. It was good of Mrs. Park to join us."),
        Example("Dear Anna,\n\nThank you, and please thank Hannah for the tour."),
        Example("Dear José,\n\nThank you.", Context(recipient="Jose Marti")),
        Example(
            "Dear Marco,\n\nWe spoke in March about the night shift.",
            Context(recipient="Marco Polo"),
        ),
        Example("Hello Dr. Wei Zhang, we spoke on Tuesday. Thank you, Dr. Wei Zhang. Goodbye."),
        Example("Dear Ms Ruiz,\n\nThank you Ms Ruiz for the day, and please thank Mr Chen.", _ANA),
        Example("Dear Ana,\n\nThank you. I enjoyed Prince's question and María’s answer.", _PANEL),
    ),
    fails=(
        Example("Dear Bo,\n\nThank you for the talk about churn.", _ANA),
        Example("Dear Hannah,\n\nThank you for the talk about churn.", _ANA),
        Example("Dear Ms Riuz,\n\nThank you for the talk about churn.", _ANA),
        Example("Dear Mr Okofar,\n\nThank you.", Context(recipient="Chidi Okafor")),
        Example("Dear Ms Ruiz,\n\nThank you Mrs Smith for the day.", _ANA),
        Example("Dear Ms Hoa,\n\nIt was good to meet you. Thank you so much Mrs. Smith."),
        Example("Hello,\n\nThank you Mrs Smith for the day.", _ANA),
        Example("Dear Ana,\n\nThank you. I enjoyed Prinze's question.", _PANEL),
        Example("Dear Jennifer,\n\nThank you for the tour. Thanks again, Melissa."),
        Example("Dear Mr. Delgado,\n\nThank you. I hope to hear from you, Ms. Delgado."),
    ),
    any_language=True,
)
