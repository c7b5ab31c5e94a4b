"""Sentences that remember what they were made of, so that they can be said in another language.

The planner tells its reasons in English. A page in another language needs the sentence before the
names and days were put in: a `Told` is its English text, and knows its template and its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Self

from duly.core.worktime import spoken

_JOINED: Final = "{first} {then}"


class Told(str):
    """A sentence in English, with the template and the values it was made of.

    Attributes:
        template: As `str.format` reads it.
        values: What fills it: texts, numbers, days, other sentences, or lists of these.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        """Put the values into the template; days are told as `spoken` tells them."""
        made = super().__new__(
            cls, template.format(**{name: in_english(value) for name, value in values.items()})
        )
        made.template = template
        made.values = values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        """Let it be copied and pickled whole."""
        return self.template, self.values


def told(template: str, **values: object) -> Told:
    """Return a sentence: `told("{who} is away until {day}.", who="Ana", day=day)`."""
    return Told(template, values)


def joined(first: str, then: str) -> str:
    """Return one sentence after another; either may be empty."""
    return Told(_JOINED, {"first": first, "then": then}) if first and then else first or then


def in_english(value: object) -> str:
    """Return a value as it stands in an English sentence."""
    if isinstance(value, date):
        return spoken(value)
    if isinstance(value, list):
        return listed([in_english(each) for each in value], "and")
    return str(value)


def listed(texts: Sequence[str], last: str) -> str:
    """Return texts as a sentence lists them: "a, b and c"."""
    return f" {last} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
