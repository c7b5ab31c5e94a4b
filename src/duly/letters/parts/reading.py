"""From the text of a data file to the parts of one kind; every mistake names its place."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from duly.letters.errors import LettersError
from duly.letters.material import Voice
from duly.letters.parts.model import Group, KindParts, Layout, VoiceParts
from duly.letters.parts.vocabulary import CONDITIONS, ESSENTIALS
from duly.letters.parts.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duly.letters.material import LetterKind

LONGEST_FILE = 200_000
_KIND_KEYS = frozenset({"about", "rules", "layout", "needs"})
_VOICE_KEYS = frozenset({"words", "paragraphs", "drop", "reserve", "closing"})


def read_kind(kind: LetterKind, text: str, name: str) -> KindParts:
    """Read one data file.

    Raises:
        LettersError: It is not TOML, or not of the shape the composer needs.
    """
    table = _parsed(text, name)
    known = _KIND_KEYS | {voice.value for voice in Voice}
    _refuse_unknown(table, known, name)
    voices = {voice: _voice(table, voice, name) for voice in Voice}
    layout = table.get("layout", Layout.LETTER.value)
    if layout not in {each.value for each in Layout}:
        raise _wrong(f"layout is {layout!r}", name, "letter, note or script")
    return KindParts(
        kind=kind,
        about=_text(table, "about", name),
        rules=_texts(table, "rules", name),
        voices=voices,
        layout=Layout(layout),
        needs=_known_texts(table, "needs", name, ESSENTIALS),
    )


def _parsed(text: str, name: str) -> dict[str, Any]:
    if len(text) > LONGEST_FILE:
        raise _wrong(f"the file has {len(text)} characters", name, f"at most {LONGEST_FILE}")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LettersError(f"not TOML ({error})", where=name) from error


def _voice(table: Mapping[str, Any], voice: Voice, name: str) -> VoiceParts:
    where = f"{name}, voice {voice.value}"
    found = table.get(voice.value)
    if not isinstance(found, dict):
        raise _wrong("the voice is missing", where, f"a table [{voice.value}]")
    parts = {
        part: _groups(groups, f"{where}, part {part}")
        for part, groups in found.items()
        if part not in _VOICE_KEYS
    }
    _require_subject(parts, where)
    paragraphs = _paragraphs(found, parts, where)
    _refuse_unread(parts, paragraphs, where)
    return VoiceParts(
        words=_span(found, where),
        paragraphs=paragraphs,
        parts=parts,
        drop=_known_texts(found, "drop", where, parts),
        reserve=_known_texts(found, "reserve", where, parts),
        closing=_texts(found, "closing", where),
    )


def _require_subject(parts: Mapping[str, object], where: str) -> None:
    if "subject" not in parts:
        raise _wrong("there is no part `subject`", where, "one, if only for the list of drafts")


def _refuse_unread(
    parts: Mapping[str, object], paragraphs: tuple[tuple[str, ...], ...], where: str
) -> None:
    read = {"subject"}.union(*paragraphs)
    for part in parts:
        if part not in read:
            raise LettersError(
                f"the part `{part}` stands in no paragraph",
                where=where,
                mend="Name it in `paragraphs`, or take it out.",
            )


def _span(table: Mapping[str, Any], where: str) -> tuple[int, int]:
    words = table.get("words")
    match words:
        case [int(least), int(most)] if 0 <= least < most:
            return least, most
    raise _wrong(f"words is {words!r}", where, "the least and the most, as in [80, 170]")


def _paragraphs(
    table: Mapping[str, Any], parts: Mapping[str, object], where: str
) -> tuple[tuple[str, ...], ...]:
    found = table.get("paragraphs")
    if not isinstance(found, list) or not found:
        raise _wrong(f"paragraphs is {found!r}", where, 'lists of parts, as in [["thanks"]]')
    return tuple(_known_texts({"paragraphs": each}, "paragraphs", where, parts) for each in found)


def _groups(found: object, where: str) -> tuple[Group, ...]:
    if not isinstance(found, list) or not found:
        raise _wrong(f"the part is {_shown(found)}", where, "tables with `say` and maybe `when`")
    return tuple(
        _group(each, f"{where}, group {number}") for number, each in enumerate(found, start=1)
    )


def _group(found: object, where: str) -> Group:
    if not isinstance(found, dict):
        raise _wrong(f"the group is {_shown(found)}", where, "a table with `say`")
    _refuse_unknown(found, frozenset({"when", "say"}), where)
    wanted, unwanted = _conditions(found.get("when", ""), where)
    say = _texts(found, "say", where)
    if not say:
        raise _wrong("the group says nothing", where, "`say` with one wording or more")
    wordings = tuple(
        Wording(text, f"{where}, wording {number}") for number, text in enumerate(say, start=1)
    )
    return Group(wordings, wanted, unwanted)


def _conditions(found: object, where: str) -> tuple[frozenset[str], frozenset[str]]:
    """Read "challenge, answer, not met"."""
    if not isinstance(found, str):
        raise _wrong(f"when is {_shown(found)}", where, 'words as in "challenge, not met"')
    wanted: set[str] = set()
    unwanted: set[str] = set()
    for word in filter(None, (each.strip() for each in found.split(","))):
        name = word.removeprefix("not ").strip()
        if name not in CONDITIONS:
            raise LettersError.unknown(
                f'when asks for "{name}"', word=name, known=CONDITIONS, where=where
            )
        (unwanted if word != name else wanted).add(name)
    return frozenset(wanted), frozenset(unwanted)


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    found = table.get(key, "")
    if not isinstance(found, str):
        raise _wrong(f"{key} is {_shown(found)}", where, "a text")
    return found


def _texts(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _wrong(f"{key} is {_shown(found)}", where, "a list of texts")
    return tuple(found)


def _known_texts(
    table: Mapping[str, Any], key: str, where: str, known: Mapping[str, object] | frozenset[str]
) -> tuple[str, ...]:
    texts = _texts(table, key, where)
    for text in texts:
        if text not in known:
            raise LettersError.unknown(f'{key} names "{text}"', word=text, known=known, where=where)
    return texts


def _refuse_unknown(table: Mapping[str, Any], known: frozenset[str] | set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise LettersError.unknown(f"unknown key `{key}`", word=key, known=known, where=where)


def _wrong(found: str, where: str, expected: str) -> LettersError:
    return LettersError(found, where=where, expected=expected)


def _shown(found: object) -> str:
    text = repr(found)
    return text if len(text) <= 40 else f"{text[:39]}…"
