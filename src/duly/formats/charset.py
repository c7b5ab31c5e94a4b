"""Bytes that say, wrongly or not at all, in which charset they are written.

Quirks met: `us-ascii` and `iso-8859-1` that are UTF-8 or Windows-1252 in truth; `gb2312` with
characters of GB 18030; Korean `ks_c_5601-1987`; charsets nobody knows (`x-unknown`, `unicode`,
`utf-8 format=flowed`). Only charsets for text are ever looked up: Python has codecs that would
unpack, or take quadratic time.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

_TEXT: Final = re.compile(
    r"utf|iso8859|iso2022|cp\d|gb|big5|euc|shift|koi8|mac|tis|johab|hz|ascii|latin|ptcp|kz|hp"
)
_SHAPE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
_ALIASES: Final = {
    "ansi": "cp1252",
    "cp-850": "cp850",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "ks_c_5601-1987": "cp949",
    "latin1": "cp1252",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "x-sjis": "cp932",
}
_HALF: Final = re.compile(r"[\ud800-\udfff]")
"""Half a character, as UTF-7 and UTF-16 may hold one: it can be neither kept nor shown."""
_SELF_EVIDENT: Final = frozenset({"utf-8", "cp1252", "iso8859-1", "iso8859-15", "ascii"})


def decoded(data: bytes, charset: str) -> str:
    """Return the text; where the charset is wrong or unknown, the likeliest reading of it."""
    known = _known(charset.strip("\"' ").lower()[:60])
    if known in _SELF_EVIDENT:
        return _guessed(data)
    return _HALF.sub("\ufffd", data.decode(known, "replace")).replace("\x00", "")


def _guessed(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Cut off in the middle of a character is still UTF-8.
        if error.start >= len(data) - 3 and error.start > 0:
            text = data[: error.start].decode("utf-8-sig")
        else:
            text = data.decode("cp1252", "replace")
    return text.replace("\x00", "")


@lru_cache(maxsize=256)
def _known(name: str) -> str:
    shape = _SHAPE.match(name)
    name = _ALIASES.get(shape[0], shape[0]) if shape else "utf-8"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    return found if _TEXT.match(found) and not found.endswith("_codec") else "utf-8"
