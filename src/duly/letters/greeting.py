"""How to address somebody whose name we know and whose gender and customs we do not.

Names are not ASCII, not two words, and not always given name first. Where a part of the name is
not surely the given name or the surname, the whole name is used: stiff beats wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duly.letters.material import Voice
from duly.letters.typed import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEARNED = frozenset({"dr", "prof", "professor", "doctor", "rev", "reverend", "judge", "rabbi"})
_COURTESY = _words("mr mrs ms mx miss sr sra srta sister father fr herr frau mme")
_HONORIFICS = _LEARNED | _COURTESY | {"sir", "dame", "lord", "lady"}
_SUFFIXES = _words(
    "jr sr ii iii iv phd md mba rn bsc msc ba ma esq cpa pe dds jd llm llb cfa pmp np facp obe mbe"
)
_PARTICLES = _words(
    "van von der den de da do dos das di del della du la le ter ten zu zur zum af av bin ibn al el "
    "st st. san"
)
# The first word of these may be half a given name.
_DOUBLE_GIVEN = _words(
    "mary anna ana maria maría marie jean abdul abd abdel josé jose juan luis jo billy thi"
)
# What follows one of those as the second half of a Spanish given name: "José María".
_SECOND_GIVEN = _words(
    "maría maria josé jose luis carlos manuel antonio miguel ángel angel francisco javier juan "
    "pablo ignacio enrique fernando alberto eduardo ramón ramon andrés andres david daniel pedro "
    "jesús jesus rafael alejandro diego felipe guillermo jorge mario martín martin nicolás nicolas "
    "tomás tomas vicente sebastián sebastian camilo esteban gabriel agustín agustin "
    "isabel teresa carmen elena luisa cristina laura paula lucía lucia sofía sofia victoria "
    "fernanda dolores pilar mercedes rosa cruz belén belen beatriz alejandra eugenia josefa "
    "soledad inés ines rocío rocio ángeles angeles camila gabriela"
)
_SPANISH_FIRST = _words("ana maria maría josé jose juan luis")
# No name by themselves: "Abdul Rahman", "Big Jim".
_NO_NAME = _words("abdul abd abdel big old little young the")
# Common in countries that put the surname first; a name that begins so is not taken apart.
_SURNAME_FIRST = _words(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng "
    "liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye "
    "cheng wei su lu ding ren lo wong chan cheung leung ng lam kim lee park choi jung jeong kang "
    "cho yoon jang lim shin kwon hwang ahn nguyen nguyễn tran trần le lê pham phạm hoang hoàng "
    "phan vu vũ vo võ dang đặng bui bùi do đỗ ngo ngô duong dương tanaka suzuki sato satō "
    "takahashi watanabe ito itō yamamoto nakamura kobayashi kato katō yoshida yamada sasaki "
    "nagy kovács szabó tóth horváth varga kiss molnár németh farkas"
)
_TEAM = re.compile(r"(?i)\b(?:team|department|committee|office)\b")
_NAMELESS = re.compile(
    r"(?i)\b(?:hr|careers|recruiting|recruitment|talent|hiring|human resources|"
    r"people operations|talent acquisition)\b"
)
# Thai and Lao, Korean, Japanese, Chinese: written in one piece, or surname first.
_OTHER_ORDER = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASIDE = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[|/].*$|\bvia\b.*$)")
_NICKNAME = re.compile(r"[\"“(]([^\W\d_][\w'’-]{1,30})[\"”)]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, taken apart as far as that is sure.

    Attributes:
        full: Without honorific and degrees.
        given: Empty where unsure.
        surname: Empty where unsure.
        team: It names a group, not a person.
    """

    full: str
    honorific: str = ""
    given: str = ""
    surname: str = ""
    team: bool = False


def parse(text: str) -> Name:
    """Take a name apart as far as that is sure."""
    text = plain(text).strip(" ,;\"'")
    if _is_team(text):
        return Name(full=_team(text), team=True)
    nickname = _NICKNAME.search(text)
    words = _in_order(_ASIDE.sub("", _NICKNAME.sub(" ", text)))
    honorific = _honorific(words)
    words = _without_suffixes(words)
    given = nickname[1] if nickname else _given(words)
    if honorific and len(words) == 1:  # "Ms Ruiz"
        return Name(words[0], " ".join(honorific), "", words[0])
    return Name(" ".join(words), " ".join(honorific), given, _surname(words))


def _is_team(text: str) -> bool:
    return bool(_TEAM.search(text) or _NAMELESS.search(text))


def _team(text: str) -> str:
    text = _ASIDE.sub("", text).strip()
    text = re.sub(r"(?i)^(?:the|dear)\s+", "", text)
    return text if _TEAM.search(text) else f"{text} team"


def _in_order(text: str) -> list[str]:
    """Return the words of "Ruiz, Ana" as "Ana Ruiz"; degrees after a comma stay behind."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    names = [part for part in parts if not all(_key(word) in _SUFFIXES for word in part.split())]
    if len(names) == 2:
        names.reverse()
    return " ".join(names).split()


def _honorific(words: list[str]) -> list[str]:
    """Remove the honorifics the name begins with, and return them."""
    taken: list[str] = []
    while len(words) > 1 and _key(words[0]) in _HONORIFICS:
        taken.append(words.pop(0))
    return taken


def _without_suffixes(words: list[str]) -> list[str]:
    while len(words) > 1 and _key(words[-1]) in _SUFFIXES:
        words = words[:-1]
    return words


def _given(words: list[str]) -> str:
    if _is_double(words):
        return " ".join(words[:2])
    if not words or _unsure(words):
        return ""
    first = words[0]
    return "" if _is_initial(first) or first.casefold() in _PARTICLES else first


def _is_double(words: list[str]) -> bool:
    """Tell whether a name begins with a Spanish double given name and goes on after it."""
    if len(words) < 3 or any(map(_is_initial, words[:3])):
        return False
    first, second = (word.casefold() for word in words[:2])
    return first in _SPANISH_FIRST and second in _SECOND_GIVEN - {first}


def _unsure(words: list[str]) -> bool:
    first = words[0].casefold()
    if _OTHER_ORDER.search(words[0]):
        return True
    if len(words) > 1 and first in _SURNAME_FIRST:
        return True
    plain = [word for word in words[1:] if not _is_initial(word)]
    compound = first in _DOUBLE_GIVEN and len(plain) > 1 and plain[0].casefold() not in _PARTICLES
    return compound or first in _NO_NAME


def _surname(words: list[str]) -> str:
    if len(words) < 2 or _unsure(words):
        return ""
    for index, word in enumerate(words[1:], start=1):
        if word.casefold() in _PARTICLES and index < len(words) - 1:
            return " ".join(words[index:])
    plain = [word for word in words[1:] if not _is_initial(word)]
    return plain[0] if len(plain) == 1 else ""


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 or bool(re.fullmatch(r"(?:\w\.)+\w?\.?", word))


def _key(word: str) -> str:
    return word.replace(".", "").strip(",;").casefold()


def by_given_name(name: str) -> bool:
    """Tell whether somebody can be called by a given name, or by none but what is noted of them.

    Only a person whose whole name would have to stand there makes it false: a team and whoever
    has a title are called in their own way in any company.
    """
    parsed = parse(name)
    return bool(parsed.given or parsed.team or parsed.honorific) or not parsed.full


def addressed(name: str, voice: Voice, company: str = "", *, whole: bool = False) -> str:
    """Return what to call somebody after "Dear": "Ana Ruiz", "Ana", "Dr. Ruiz", "Talent Team".

    Args:
        name: As it is noted.
        voice: How the letter sounds.
        company: Theirs.
        whole: A colleague's name cannot be taken apart, so nobody's is: they compare.
    """
    parsed, company = parse(name), plain(company)
    if not parsed.full:
        return f"{company} team" if company else ""
    if parsed.team:
        return parsed.full
    if company and parsed.full.casefold() == company.casefold():
        return f"{parsed.full} team"
    title = _key(parsed.honorific.split()[0]) if parsed.honorific else ""
    # Whoever signs as a doctor is called one in every voice; Mr and Ms give way to a first name.
    if title and (voice is Voice.FORMAL or title in _LEARNED or not parsed.given):
        return f"{parsed.honorific} {_after_title(parsed, title)}"
    formal = whole or voice is Voice.FORMAL
    return parsed.full if formal else parsed.given or parsed.full


def _after_title(name: Name, title: str) -> str:
    if title in {"sir", "dame", "lord", "lady"}:
        return name.given or name.full
    return name.surname or name.full


def greeting(name: str, voice: Voice, company: str = "", *, whole: bool = False) -> str:
    """Return the line a letter begins with, comma included."""
    called = addressed(name, voice, company, whole=whole)
    word = "Hello" if voice is Voice.BRIEF else "Dear"
    return f"{word} {called}," if called else "Hello,"
