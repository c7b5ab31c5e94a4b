"""Names in a letter: whom it greets, and how near one spelling is to another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from duly.letters.text import Letter, words_of

_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_WHOSE = re.compile(r"['’]s$", re.IGNORECASE)
TITLES = words_of("mr mrs ms mx miss dr prof professor doctor sir madam dame rev mister")
CALENDAR = words_of(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter easter"
)
_HIS = frozenset({"mr", "mister", "sir"})
_HERS = frozenset({"mrs", "ms", "miss", "madam", "dame"})
_NOBODY = words_of(
    "dear hi hello hey greetings hiya howdy yo good morning afternoon evening day to whom"
    " it may concern hiring manager team all everyone everybody there folks sir madam sirs"
    " recruiter recruiting recruitment human resources hr department committee search"
    " selection panel members chef coach captain pastor father sister officer judge"
    " principal director head chair editor colleagues friends ladies gentlemen guys dude"
    " talent acquisition people staff board and or the of at again both store owner boss"
    " ma'am again my very much thank you thanks jr sr phd md rn interviewer employer person"
    " support office admissions group company name your insert first last mate buddy man bro"
    " hope interview follow up to re"
)
_NICKNAMES = (
    "michael mike mick mikey",
    "robert rob bob bobby robbie",
    "william will bill billy liam",
    "richard rick dick rich",
    "elizabeth liz beth lizzie eliza betty libby",
    "james jim jimmy jamie",
    "john jack johnny",
    "margaret maggie meg peggy",
    "catherine katherine kathryn kate katie kathy cathy cath kat",
    "thomas tom tommy",
    "joseph joe joey",
    "daniel dan danny",
    "matthew matt matty",
    "andrew andy drew",
    "anthony tony",
    "christopher chris kit topher",
    "jennifer jen jenny",
    "jessica jess jessie",
    "susan sue susie",
    "deborah deb debbie debra",
    "patricia pat patty trish tricia",
    "samuel sam sammy",
    "samantha sam sammy",
    "alexander alex al sandy",
    "alexandra alex sandra lexi",
    "benjamin ben",
    "edward ed eddie ted",
    "nicholas nick nicky",
    "steven stephen steve",
    "gregory greg",
    "jonathan jon john",
    "kenneth ken",
    "lawrence larry",
    "timothy tim",
    "victoria vicky tori",
    "rebecca becky becca",
    "abigail abby",
    "charles charlie chuck",
    "david dave",
    "donald don",
    "francis frank fran",
    "frederick fred",
    "gerald gerry jerry",
    "philip phillip phil",
    "raymond ray",
    "ronald ron",
    "theodore ted theo",
    "zachary zach zack",
    "tomasz tomek",
    "jacqueline jackie",
    "pamela pam",
    "theresa teresa tess terry",
    "vincent vince",
    "walter walt",
    "arthur art",
    "leonard len leo",
    "nathaniel nathan nate",
    "peter pete",
    "douglas doug",
    "valerie val",
    "barbara barb",
    "cynthia cindy",
    "dorothy dot dottie",
    "eleanor ellie nell",
    "isabella isabel bella izzy",
    "josephine jo josie",
    "kimberly kim",
    "maximilian max",
    "natalie nat",
    "angela angie",
)


class Named(NamedTuple):
    """A name in the text: one word of it, folded, and where it stands."""

    word: str
    start: int
    end: int


def plain(name: str) -> str:
    """Return a name without accents and capitals, for comparing."""
    if name.isascii():
        return name.lower()
    apart = unicodedata.normalize("NFKD", name)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def parts(name: str) -> list[str]:
    """Return the words of a name, folded, titles and initials left out."""
    return list(_parts(name))


@lru_cache(maxsize=4096)  # the names of a search are asked for at every key
def _parts(name: str) -> tuple[str, ...]:
    words = (plain(m.group()).strip(".") for m in _NAME.finditer(name))
    return tuple(word for word in words if len(word) > 1 and word not in TITLES)


def greeted(letter: Letter) -> list[Named]:
    """Return the words of the name in the greeting; none where it greets nobody by name."""
    if not letter.greeting:
        return []
    found = []
    for match in _NAME.finditer(letter.clear, letter.greeting.start, letter.greeting.end):
        word = plain(match.group()).strip(".")
        if len(word) > 1 and word not in _NOBODY and word not in TITLES:
            found.append(Named(word, match.start(), match.end()))
    return [] if _is_address(letter) else found


def _is_address(letter: Letter) -> bool:
    """Return whether the greeting greets an office, a team or a placeholder."""
    assert letter.greeting is not None  # noqa: S101 - the caller has asked
    text = letter.folded[letter.greeting.start : letter.greeting.end]
    if any(mark in text for mark in "[]{}<>_()"):
        return True
    words = set(re.findall(r"[a-z]+", text))
    offices = {"manager", "team", "committee", "department", "recruiter", "resources", "concern"}
    return bool(words & offices)


def title_of(word: str) -> str:
    """Return "he" or "she" for a title that says so, else an empty string."""
    word = word.strip(".").lower()
    return "he" if word in _HIS else "she" if word in _HERS else ""


def same_person(one: str, other: str) -> bool:
    """Return whether two given names may be one person's: equal, or one short for the other."""
    one, other = plain(one), plain(other)
    if one == other:
        return True
    return any(one in group and other in group for group in map(str.split, _NICKNAMES))


def distance(one: str, other: str, limit: int = 2) -> int:
    """Return how many letters to change, add, drop or swap; `limit` + 1 where it is more."""
    if abs(len(one) - len(other)) > limit or max(len(one), len(other)) > 60:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], limit + 1)


def near(one: str, other: str) -> bool:
    """Return whether one is most likely a misspelling of the other, and not the same."""
    if one == other or min(len(one), len(other)) < 3:
        return False
    longest = max(len(one), len(other))
    allowed = 1 if longest < 6 else 2
    return distance(one, other, allowed) <= allowed


def capitalised(letter: Letter, start: int, end: int) -> list[Named]:
    """Return the capitalised words of a stretch that do not merely begin a sentence.

    "Ana's" is Ana: whose something is belongs to no name.
    """
    begins = {sentence.start for sentence in letter.sentences}
    found = [
        (_WHOSE.sub("", match.group()), match.start())
        for match in _NAME.finditer(letter.clear, start, end)
        if match.group()[0].isupper() and match.start() not in begins
    ]
    return [Named(plain(word), start, start + len(word)) for word, start in found]


def small_words(letter: Letter) -> frozenset[str]:
    """Return the words that also stand in small letters somewhere, and so are no names."""
    return frozenset(word for word in _NAME.findall(letter.clear) if word[0].islower())
