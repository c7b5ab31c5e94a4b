"""Whether two names are one: of a person, of a company, of a role.

Names are written many ways: "Ruiz, Ana", "Ana M. Ruiz, PhD"; "Acme Inc.", "ACME"; "Sr. Data
Engineer (m/f/d)", "Senior Data Engineer - 4711". What sets two roles apart is kept: senior and
junior, II and III.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from duly.formats import fullname
from duly.formats.slug import company_slug, slug

_ROLE_NOISE: Final = re.compile(
    r"\((?:[mwfdxhi]\s*/\s*){1,3}[\w*]{1,8}\)"  # (m/f/d)
    r"|\b[mwf]/[mwfd](?:/[dx])?\b"
    r"|\b(?:req|job|ref|id)\b[ .:#-]*\w*\d\w*"
    r"|#?\b[a-z]{0,4}-?\d{3,}\b"  # R-4711
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_SHORT: Final = {
    "sr": "senior", "jr": "junior", "eng": "engineer", "swe": "software engineer", "mgr": "manager",
    "dev": "developer", "pm": "product manager", "ml": "machine learning", "assoc": "associate",
    "2": "ii", "3": "iii", "1": "i", "sde": "software development engineer", "dir": "director",
}  # fmt: skip
_FILLERS: Final = frozenset(
    {"the", "a", "an", "of", "for", "and", "in", "at", "role", "position", "job", "remote",
     "hybrid", "onsite", "full", "time", "part", "fulltime", "parttime", "contract", "permanent",
     "opening"}
)  # fmt: skip
_SETS_APART: Final = frozenset(
    {"senior", "junior", "lead", "principal", "staff", "head", "intern", "internship", "i", "ii",
     "iii", "iv", "manager", "director", "assistant", "deputy", "trainee", "graduate", "chief"}
)  # fmt: skip
ALIKE: Final = 0.5
"""From here on two names of a role mean the same one."""
_ONE_SAYS_RANK: Final = 0.7
"""How much it counts that only one of two names says senior: mails often leave it out."""


def same_person(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: every part of the shorter is in the longer."""
    first, second = _name_parts(one), _name_parts(other)
    if not first or not second:
        return False
    shorter, longer = sorted((first, second), key=len)
    return all(any(_same_part(part, each) for each in longer) for part in shorter)


def same_full_name(one: str, other: str) -> bool:
    """Tell whether two names are one person's, and say enough to tell them from others."""
    enough = min(len(_name_parts(one)), len(_name_parts(other))) >= 2
    return enough and same_person(one, other)


def is_own_address(address: str, name: str) -> bool:
    """Tell an address that carries its owner's name from an inbox that several may share."""
    local = slug(address.partition("@")[0], "").replace("-", "")
    return any(part in local for part in _name_parts(name) if len(part) >= 3)


def _name_parts(name: str) -> list[str]:
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and not fullname.is_credential(first) else name
    return [part for part in slug(fullname.bare(turned), "").split("-") if part]


def _same_part(one: str, other: str) -> bool:
    """Compare parts of names; an initial stands for any name that begins with it."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


@lru_cache(maxsize=65_536)
def same_company(one: str, other: str) -> bool:
    """Tell whether two names are one company's, legal form and spelling aside."""
    if not one.strip() or not other.strip():
        return False
    return _same_slug(company_slug(one), company_slug(other)) or _same_slug(
        company_slug(_spelt_out(one)), company_slug(_spelt_out(other))
    )


def _spelt_out(name: str) -> str:
    """Return a name with its umlauts as they are written where there are none: "Mueller"."""
    return unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)


def _same_slug(first: str, second: str) -> bool:
    if first == second or first.replace("-", "") == second.replace("-", ""):
        return True
    shorter, longer = sorted((first.split("-"), second.split("-")), key=len)
    # "Brightwater" and "Brightwater Health": a first word that long is no coincidence.
    return longer[: len(shorter)] == shorter and len("-".join(shorter)) >= 5


def domain_of_company(organisation: str, company: str) -> bool:
    """Tell whether an organisation's label in a domain ("brightwater-health") spells a company."""
    label = organisation.casefold().replace("-", "")
    name = company_slug(company).replace("-", "")
    if not label or len(name) < 2:
        return False
    initials = "".join(word[0] for word in company_slug(company).split("-"))
    return label == name or (
        min(len(label), len(name)) >= 5 and (label.startswith(name) or name.startswith(label))
    ) or (len(initials) >= 3 and label == initials)  # fmt: skip


def role_likeness(one: str, other: str) -> float:
    """Return how alike two roles are, from 0 to 1: 0 for senior and junior, or II and III."""
    first, second = _role_words(one), _role_words(other)
    if not first or not second:
        return 0.0
    rank, other_rank = first & _SETS_APART, second & _SETS_APART
    if rank and other_rank and rank != other_rank:
        return 0.0
    shared = len(first & second)
    alike = 2 * shared / (len(first) + len(second))
    contained = shared / min(len(first), len(second))
    return (alike + contained) / 2 * (1.0 if rank == other_rank else _ONE_SAYS_RANK)


def _role_words(role: str) -> frozenset[str]:
    text = unicodedata.normalize("NFKC", role).casefold()
    text = _ROLE_NOISE.sub(" ", text)
    words = (word for word in re.findall(r"[^\W_]+", text))
    spelt = " ".join(_SHORT.get(word, word) for word in words).split()
    return frozenset(word for word in spelt if word not in _FILLERS)
