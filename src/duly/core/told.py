"""Sentences that remember what they were made of, so that they can be said in another language.

The planner tells its reasons in English. A page in another language needs the sentence before the
names and days were put in: a `Told` is its English text, and knows its template and its values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, Final, Self

from duly.core.worktime import spoken

_JOINED: Final = "{first} {then}"

Say = Callable[[str], str]
"""Says a sentence in some language; `str` leaves it in English."""


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
        made = super().__new__(cls, filled(template, values, in_english))
        made.template = template
        made.values = values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        """Let it be copied and pickled whole."""
        return self.template, self.values


class Counted(Told):
    """A sentence whose words depend on a number.

    Attributes:
        one: The template for one; `template` is the one for several.
        number: How many there are; `{count}` in the templates.
    """

    __slots__ = ("number", "one")

    one: str
    number: int

    def __new__(cls, one: str, many: str, count: int, values: Mapping[str, object]) -> Self:
        """Choose the English template by the number."""
        made = super().__new__(cls, one if count == 1 else many, {**values, "count": count})
        made.template, made.one, made.number = many, one, count
        return made

    def __getnewargs__(self) -> tuple[str, str, int, Mapping[str, object]]:  # type: ignore[override]
        """Let it be copied and pickled whole."""
        return self.one, self.template, self.number, self.values


def counted(count: int, one: str, many: str, **values: object) -> Counted:
    """Return a sentence by its number: `counted(2, "{count} day", "{count} days")`."""
    return Counted(one, many, count, values)


def chained(*texts: str) -> str:
    """Return texts as one, with nothing put between them."""
    parts = {f"part{number}": text for number, text in enumerate(texts) if text}
    template = "".join(f"{{{name}}}" for name in parts)
    return Told(template, parts)


def enumerated(texts: Sequence[str]) -> str:
    """Return texts one after another: "a, b, c"."""
    return chained(*[part for text in texts for part in (", ", text)][1:])


def told(template: str, **values: object) -> Told:
    """Return a sentence: `told("{who} is away until {day}.", who="Ana", day=day)`.

    One that knows already what it was made of stays as it is.
    """
    if isinstance(template, Told) and not values:
        return template
    return Told(template, values)


def joined(first: str, then: str) -> str:
    """Return one sentence after another, each said by itself; either may be empty."""
    if not (first and then):
        return first or then
    return Told(_JOINED, {"first": _sentence(first), "then": _sentence(then)})


def _sentence(text: str) -> Told:
    return text if isinstance(text, Told) else Told(text, {})


def packed(text: str) -> Any:
    """Return a sentence as JSON can hold it, so that another process can say it."""
    if not isinstance(text, Told):
        return text
    values = {name: _packed(value) for name, value in text.values.items()}
    found = {"template": text.template, "values": values}
    return found | {"one": text.one, "number": text.number} if isinstance(text, Counted) else found


def _packed(value: object) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    if isinstance(value, list):
        return [_packed(each) for each in value]
    return packed(value) if isinstance(value, str) else value


def unpacked(data: Any) -> Any:
    """Return what `packed` made of a sentence as the sentence it was."""
    if isinstance(data, list):
        return [unpacked(each) for each in data]
    if not isinstance(data, dict):
        return data
    if "day" in data:
        return date.fromisoformat(data["day"])
    template = data["template"]
    values = {name: unpacked(value) for name, value in data["values"].items()}
    if "one" in data:
        return Counted(data["one"], template, data["number"], values)
    return Told(template, values)


def filled(template: str, values: Mapping[str, object], in_words: Callable[[object], str]) -> str:
    """Return a template with its values put in; without values it is a text as it stands."""
    if not values:
        return template
    return template.format(**{name: in_words(value) for name, value in values.items()})


def in_english(value: object) -> str:
    """Return a value as it stands in an English sentence."""
    if isinstance(value, date):
        return spoken(value)
    if isinstance(value, list):
        return listed([in_english(each) for each in value], "and")
    return str(value)


def either(texts: Iterable[str]) -> str:
    """Return several things of which one is meant: "a or b or c"."""
    return reduce(lambda first, then: told("{first} or {then}", first=first, then=then), texts)


def listed(texts: Sequence[str], last: str) -> str:
    """Return texts as a sentence lists them: "a, b and c"."""
    return f" {last} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
