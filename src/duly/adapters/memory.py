"""Mail that is held in memory: for demos, and as the yardstick of what a source does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from duly.adapters.base import Form, Found, Passed, SourceError, Unit, Wanted
from duly.formats.peek import FIRST, peek


class MemorySource:
    """What it has been given, in that order.

    Args:
        found: What is there from the beginning.
        name: Tells it from others.
        stretch: How many are gone through at a time.
    """

    unit = Unit.MESSAGES

    def __init__(
        self, found: Iterable[Found] = (), *, name: str = "memory", stretch: int = 100
    ) -> None:
        self._found = list(found)
        self._name = name
        self._stretch = stretch
        self._gone = False

    @property
    def name(self) -> str:
        """Return the name it was given."""
        return self._name

    def put(self, data: bytes, *, form: Form = Form.MAIL, sent: bool = False) -> None:
        """Add something at the end."""
        where = f"{self._name}, message {len(self._found) + 1}"
        self._found.append(Found(form, where, data, sent=sent))

    def vanish(self) -> None:
        """Be gone, as a disk that was pulled out."""
        self._gone = True

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Go through what was added since a mark."""
        begin, total = self._place(mark), len(self._found)
        for start in range(begin, max(total, begin + 1), self._stretch):
            if self._gone:
                raise SourceError("there is nothing here any more", where=self._name)
            end = min(start + self._stretch, total)
            found = tuple(one for one in self._found[start:end] if _is_wanted(one, wanted))
            yield Passed(found, self._mark(end), end - start, end - begin, total - begin)

    def _mark(self, count: int) -> str:
        return json.dumps({"count": count, "hash": self._hash(count)})

    def _hash(self, count: int) -> str:
        parts = [self._name.encode(), *(one.data for one in self._found[:count])]
        return blake2b(b"\0".join(parts), digest_size=8).hexdigest()

    def _place(self, mark: str) -> int:
        try:
            told = json.loads(mark)
            count = int(told["count"])
            fits = 0 <= count <= len(self._found) and told["hash"] == self._hash(count)
        except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
            return 0
        return count if fits else 0


def _is_wanted(one: Found, wanted: Wanted) -> bool:
    return one.form is not Form.MAIL or wanted(*peek(one.data[:FIRST]))
