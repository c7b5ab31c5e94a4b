"""The wrong company, or the right one misspelled (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.formats.fullstop import JOIN
from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.names import near, plain, small_words
from duly.letters.text import Letter, words_of

_PROPER = rf"([A-Z][\w&'’.-]{{1,40}}(?:{JOIN}(?:&|and|of|the|[A-Z][\w&'’.-]{{1,40}})){{0,4}})"
_HERE = (
    re.compile(
        r"\b(?:position|role|job|post|vacancy|opening|opportunity|opportunities|interview"
        r"|internship)(?: (?:here|yesterday|today))? (?:at|with) (?:the )?" + _PROPER
    ),
    re.compile(r"\b(?:to|of|about|like to|love to|would) (?:join|joining) (?:the )?" + _PROPER),
    re.compile(
        r"\b(?:join|joining|become part of|be part of|member of|part of) (?:the |your )?" + _PROPER
    ),
    re.compile(
        r"\b(?:be able to|to|of|about|love|like|enjoy) (?:work|working) (?:at|for) (?:the )?"
        + _PROPER
    ),
    re.compile(r"\b[Tt]he " + _PROPER + r" team\b"),
    re.compile(r"\bwork(?:ing)? (?:at|for|with) (?:the )?" + _PROPER + r"(?= would\b)"),
)
_ELSEWHERE = re.compile(
    r"\b(?:accepted|accept|taken|take|took|received|offered|offer|another|previous|former"
    r"|last|current|present|other|worked|spent|decided|stay|moving|moved|left|elsewhere|previously|formerly"
    r"|competitor|competitors|like|my time|my work|my role|my job|my position|in my)\b"
)
LOOK_BACK = 400
"""So many characters before a name may say that it is not the reader's company."""
_SUFFIX = re.compile(
    r",?\s+(?:inc|ltd|llc|llp|plc|gmbh|corp|corporation|co|company|limited|group|holdings|team)\.?$",
    re.IGNORECASE,
)
_NOT_COMPANIES = words_of(
    "you your monday tuesday wednesday thursday friday saturday sunday january february"
    " march april may june july august september october november december i it the our a an"
    " this that please thank thanks sincerely regards english french german spanish it hr qa"
    " ux ui rn sales marketing engineering finance design data ward year research support"
    " operations product night day saturday customer nursing legal"
)
_KINDS = frozenset({"thank-you", "card", "status", "application-follow-up", "accept", "other", ""})


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find another company's name in this one's place, and near misses of this one's."""
    if context.company:
        yield from _near_misses(letter, context.company)
    yield from _others(letter, context)
    if context.kind in _KINDS:
        yield from _places(letter, context)


def _core(name: str) -> str:
    """Return a company's name without its legal form, folded."""
    bare = _SUFFIX.sub("", name.strip(" .,;:'’"))
    bare = re.sub(r"(?:'s|’s)$", "", bare)
    return plain(re.sub(r"^the ", "", bare, flags=re.IGNORECASE)).strip(" .,")


def _near_misses(letter: Letter, company: str) -> Iterator[Hit]:
    words = [
        w for w in re.findall(r"[^\W\d_]+", company) if len(w) > 3 and not _SUFFIX.match(" " + w)
    ]
    inner = letter.inner()
    small = small_words(letter)
    for word in words:
        right = plain(word)
        for match in re.finditer(r"\b[A-Z][^\W\d_]{3,40}\b", letter.clear[: inner.end]):
            if match.start() >= inner.start and _misspells(plain(match.group()), right, small):
                yield Hit(*match.span(), f"The company is spelled “{word}”.", word)


def _misspells(found: str, right: str, small: frozenset[str]) -> bool:
    if found == right or found.rstrip("s") == right or found in small:
        return False
    return found[0] == right[0] and near(found, right)


def _others(letter: Letter, context: Context) -> Iterator[Hit]:
    """Yield another company of the search, unless the letter says that the writer goes there."""
    here = plain(context.company)
    for name in context.other_companies:
        core = _core(name)
        if core not in letter.folded:  # most of a long search: told without a pattern
            continue
        if len(core) < 2 or core in here or core in plain(context.role):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(core)}(?!\w)", letter.folded):
            start = match.start()
            if letter.clear[start].isupper() and not _goes_elsewhere(letter, start):
                why = f"This letter goes to {context.company or 'another company'}, not {name}."
                yield Hit(start, match.end(), why, context.company or None)


def _goes_elsewhere(letter: Letter, place: int) -> bool:
    sentence = letter.sentence_at(place)
    return bool(_ELSEWHERE.search(letter.folded[max(sentence.start, place - LOOK_BACK) : place]))


def _places(letter: Letter, context: Context) -> Iterator[Hit]:
    """Yield names in the reader's place that are not the company, or not the same twice."""
    first = _core(context.company) if context.company else ""
    for core, start, end in sorted(_named(letter), key=lambda found: found[1]):
        if not first:
            first = core
        if _alike(core, first) or (context.role and _alike(core, _core(context.role))):
            continue
        if context.company and any(plain(n) and core in plain(n) for n in context.others):
            continue
        why = f"This letter speaks of {context.company or first.title()} elsewhere."
        yield Hit(start, end, why, context.company or None)


def _named(letter: Letter) -> Iterator[tuple[str, int, int]]:
    begins = {sentence.start for sentence in letter.sentences}
    end = letter.inner().end
    for pattern in _HERE:
        for match in pattern.finditer(letter.clear, 0, end):
            core = _core(match.group(1))
            usual = not core or core.split()[0] in _NOT_COMPANIES
            if usual or match.start(1) in begins or _goes_elsewhere(letter, match.start(1)):
                continue
            yield core, match.start(1), match.start(1) + len(match.group(1).rstrip(" .,'’"))


def _alike(one: str, other: str) -> bool:
    """Return whether one name may be short for the other."""
    if not one or not other or one in other or other in one:
        return True
    initials = "".join(word[0] for word in other.split())
    return one.replace(".", "") == initials or bool(set(one.split()) & set(other.split()))


_ACME = Context(kind="thank-you", company="Acme", other_companies=("Bolt",), role="Data analyst")
_SONS = Context(kind="thank-you", company="Acme & Söhne")
_GALLEN = Context(kind="thank-you", company="St. Gallen AG")
_THANKS = Context(kind="thank-you")

CHECK = Check(
    name="wrong-company",
    title="A wrong or misspelled company",
    reason="A letter to one company that names another goes no further.",
    rules=("L4",),
    severity=Severity.HURTS,
    find=find,
    passes=(
        Example("Thank you for the talk about the analyst role at Acme.", _ACME),
        Example("I would be glad to join the data team at Acme Inc. in May.", _ACME),
        Example(
            "I have accepted a position with Bolt.",
            Context("decline", company="Acme", other_companies=("Bolt",)),
        ),
        Example(
            "In my last role at Initech I ran the returns desk. I would love to join Acme.", _THANKS
        ),
        Example(
            "The interview at Acme was good. I would love to join the Acme Freight team.", _THANKS
        ),
        Example("Thank you for the interview at Acme. Unfortunately it was short.", _SONS),
        Example("I would love to work for Acme. Maybe we can talk in May.", _SONS),
        Example("Thank you for the interview at St. Gallen. It was good.", _GALLEN),
    ),
    fails=(
        Example("I am excited about the chance to join Bolt.", _ACME),
        Example("Thank you for the interview at Globex.", _ACME),
        Example("I would love to work for Amce.", _ACME),
        Example("Thank you for the interview at Globex. Maybe we can talk in May.", _SONS),
        Example("Thank you for the interview at J. P. Morgan.", _GALLEN),
        Example(
            "Thank you for the interview for the position at Harlan Freight. I would be a useful"
            " member of the Mercer Logistics team.",
            _THANKS,
        ),
    ),
)
