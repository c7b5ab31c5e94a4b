"""Where a full stop belongs to a name, and where it ends the sentence.

"St. Gallen AG", "J. P. Morgan" and "Acme Inc. Europe" are one name each; in "at Acme. Would
Thursday suit you?" the name is over. Whoever looks for runs of capitalised words joins them by
`JOIN`.
"""

from __future__ import annotations

from typing import Final


def _any(words: str) -> str:
    return "|".join(words.split())


_BEFORE_A_NAME: Final = (
    "Dr St Ste Sta Sto Mt Ft Mr Mrs Ms Prof Ing Rev Hon Gen Capt Sgt Fr Sr Hr Gebr Univ Hl No Nr"
)
"""Shortened words that more of a name always follows."""

_AFTER_A_NAME: Final = (
    "Inc Ltd Co Corp Cie Bros Intl Int Mfg Assoc Assn Jr Pvt Pte Pty Plc Dept Div Ges"
)
"""Shortened words that may be the end of a name, and so of the sentence."""

_OPENERS: Final = _any(
    "I We You He She It They My Our Your His Her Its Their This That These Those There Here The A"
    " An And But Or So Yet If As At In On By For From With Without After Before Since Until While"
    " When Whenever Where Which Who Whom Whose What Why How However Therefore Thus Then Now Once"
    " Although Though Because Would Could Should Can Shall Must Might Do Does Did Is Are Was Were"
    " Am Have Has Had Be Let Please Thank Thanks Maybe Perhaps Also Again Meanwhile Otherwise"
    " Instead Besides Furthermore Moreover Nevertheless Still Just Not No Yes Sorry Everyone"
    " Everybody Nobody Someone Nothing Everything Something All Both Each Every Many Most Some Any"
    " Unfortunately Fortunately Sadly Regrettably Hopefully Currently Recently Finally Lastly"
    " Firstly Secondly Additionally Kindly Usually Normally Ideally Personally Honestly Clearly"
    " Certainly Alternatively Actually Initially Shortly Afterwards Today Tomorrow Yesterday"
    " Wir Ich Sie Er Es Der Die Das Ein Eine Wenn Leider Bitte Vielen Danke Nun Dann"
)
_ALSO_NAMES: Final = _any(
    "Will May Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March"
    " April June July August September October November December"
)
"""Words that begin a sentence, but follow an initial as names: "J. May"."""

_ALWAYS: Final = "|".join(rf"(?<=\b{word}\.)" for word in _BEFORE_A_NAME.split())
_MAYBE: Final = "|".join(rf"(?<=\b(?i:{word})\.)" for word in _AFTER_A_NAME.split())

JOIN: Final = (
    rf"(?:(?<!\.) |(?:{_ALWAYS}) |(?:{_MAYBE}) (?!(?:{_OPENERS}|{_ALSO_NAMES})\b)"
    rf"|(?<=\b[A-ZÀ-Þ]\.) (?!(?:{_OPENERS})\b))"
)
"""A pattern for the space between two words of one name."""
