"""From notes about somebody to words said to them: "her daughter's play" → "your daughter's play".

Notes speak of the reader in the third person, or quote them in the first; the letter speaks to
them. Only what is sure is turned round: a note that begins with the reader.
"""

from __future__ import annotations

import re

_VERBS = {
    "is": "are", "was": "were", "has": "have", "does": "do", "goes": "go",
    "isn't": "aren't", "wasn't": "weren't", "hasn't": "haven't", "doesn't": "don't",
}  # fmt: skip
_KEEP = frozenset({"always", "perhaps", "also", "just", "used", "us", "this"})
_AFTER_HAS = frozenset({"been", "got", "had", "done", "run", "become", "started", "moved"})
_OURS = {
    "we": "you", "We": "You", "our": "your", "Our": "Your", "us": "you", "ours": "yours",
    "ourselves": "yourselves", "we're": "you're", "We're": "You're", "we've": "you've",
    "We've": "You've", "we'll": "you'll", "we'd": "you'd", "We'd": "You'd",
}  # fmt: skip
_MINE = {
    "I": "you", "my": "your", "My": "Your", "me": "you", "I'm": "you're", "I've": "you've",
    "I'd": "you'd", "I'll": "you'll", "am": "are", "mine": "yours", "myself": "yourself",
}  # fmt: skip
_WORD = re.compile(r"[\w’']+")
_SINGULAR = re.compile(r"\b(She|He|she|he)(['’]s)?\b(?:(\s+)([\w’']+))?")
_POSSESSIVE = re.compile(r"\b(?:her|his)\b(?=\s+\w)", re.IGNORECASE)
_OBJECT = re.compile(r"\b(?:her|him)\b(?!\s+\w)", re.IGNORECASE)


def to_reader(text: str, names: tuple[str, ...] = ()) -> str:
    """Turn a note about the reader into words to the reader.

    Args:
        text: A remark, a topic, what somebody cares about.
        names: What the notes may call the reader: full name, given name.
    """
    text = _named(text, names)
    first = re.match(r"[\w’']+", text)
    start = first[0].replace("’", "'").casefold() if first else ""
    if start in {"she", "he", "her", "his", "she's", "he's"}:
        return _from_singular(text)
    if start in {"they", "their", "they're", "they've"}:
        # After "and" it is still they; after "because" it may be the customers.
        text = re.sub(r"(?i)(^|\b(?:and|but|or|so) )they\b", r"\1you", text)
        return re.sub(r"(?i)\btheir\b", "your", text)
    return text


def quoted_to_reader(text: str, names: tuple[str, ...] = ()) -> str:
    """Turn round what the reader said of themselves and their company: "we lose…" → "you lose…"."""
    turned = _WORD.sub(lambda word: _swap(word[0]), text)
    return to_reader(turned, names)


def _swap(word: str) -> str:
    plain = word.replace("’", "'")
    return _OURS.get(plain) or _MINE.get(plain) or word


def _named(text: str, names: tuple[str, ...]) -> str:
    """Put "she" for the reader's own name where the note begins with it."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        match = re.match(rf"{re.escape(name)}(['’]s?)?(?!\w)", text)
        if match:
            return ("Her" if match[1] else "She") + text[match.end() :]
    return text


def _from_singular(text: str) -> str:
    text = _SINGULAR.sub(_subject, text)
    text = _POSSESSIVE.sub("your", text)
    return _OBJECT.sub("you", text)


def _subject(match: re.Match[str]) -> str:
    _, short, space, verb = match.groups()
    if short:
        has = verb is not None and (verb in _AFTER_HAS or verb.endswith("ed"))
        return f"you {'have' if has else 'are'}{space or ''}{verb or ''}"
    return f"you{space or ''}{_second_person(verb)}" if verb else "you"


def _second_person(verb: str) -> str:
    """Return a third-person verb as it follows "you"; other words unchanged."""
    plain = verb.replace("’", "'")
    if plain in _VERBS:
        return _VERBS[plain]
    if plain in _KEEP or not plain.endswith("s") or plain.endswith("ss") or "'" in plain:
        return verb
    if plain.endswith("ies") and len(plain) > 4:
        return f"{plain[:-3]}y"
    return (
        plain[:-2] if plain.endswith(("sses", "shes", "ches", "xes", "zes", "oes")) else plain[:-1]
    )
