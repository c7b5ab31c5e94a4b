"""The letter collection: data files that say which parts a letter has and how each may read.

A part has groups of wordings; the first group whose `when` holds is used, and within it the
reader's place in the panel picks the wording. Wordings are Jinja2, cut down to what a sentence
needs: names, their forms, and `if`. Loops, calls and arithmetic are refused when a file is read,
so that a file from somebody else can neither run on nor reach outside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from duly.letters.errors import LettersError
from duly.letters.material import LetterKind
from duly.letters.parts.reading import read_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duly.letters.parts.model import KindParts

__all__ = ["Collection", "LettersError", "packaged", "packaged_texts", "read_collection"]


@dataclass(frozen=True, slots=True)
class Collection:
    """The parts of every kind of letter; those a user did not change are the packaged ones."""

    own: Mapping[LetterKind, KindParts] = field(default_factory=dict)

    def parts(self, kind: LetterKind) -> KindParts:
        """Return the parts of one kind."""
        return self.own.get(kind) or _packaged_parts(kind)


def packaged() -> Collection:
    """Return the collection that comes with Duly; each file is read when first needed."""
    return Collection()


def read_collection(texts: Mapping[str, str]) -> Collection:
    """Read a user's own files, and check them through.

    Args:
        texts: File name to contents; every name is a kind of letter and ".toml".

    Raises:
        LettersError: A file is not one the composer can use.
    """
    own = {}
    for name, text in texts.items():
        kind = _kind_of(name)
        parts = read_kind(kind, text, name)
        parts.check()
        own[kind] = parts
    return Collection(own)


def packaged_texts() -> Iterator[tuple[str, str]]:
    """Yield name and contents of every packaged file, to be copied and changed."""
    for kind in LetterKind:
        name = f"{kind.value}.toml"
        yield name, _packaged_text(name)


def _kind_of(name: str) -> LetterKind:
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".toml")
    try:
        return LetterKind(stem)
    except ValueError:
        raise LettersError.unknown(
            f'"{name}" is no kind of letter', word=stem, known=[kind.value for kind in LetterKind]
        ) from None


@cache
def _packaged_parts(kind: LetterKind) -> KindParts:
    name = f"{kind.value}.toml"
    return read_kind(kind, _packaged_text(name), name)


def _packaged_text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
