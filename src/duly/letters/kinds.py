"""What kind of letter this is, told from its wording."""

from __future__ import annotations

from duly.letters.phrases import load
from duly.letters.text import Letter

_JOBS = "offer|position|job|role|post|opportunity|internship"

_DATA = load("duly.letters", "kinds.txt")
_WITHDRAW = _DATA["withdraw"]
_OFFER_MADE = _DATA["offer_made"]
_NO = _DATA["no"]
_YES = _DATA["yes"]
_MORE_TIME = _DATA["more_time"]
_RECEIVED = _DATA["received"]
_ANSWER_CAME = _DATA["answer_came"]
_APPLIED = _DATA["applied"]
_MET = _DATA["met"]
_DECIDES = _DATA["decides"]
_PENDING = _DATA["pending"]
_RECALL = _DATA["recall"]
_THANKS = _DATA["thanks"]
_INDIRECT = _DATA["indirect"]
_OTHER_OFFER = _DATA["other_offer"]
_CONNECT = _DATA["connect"]
_ADDRESS = _DATA["address"]
NOTE = 320
"""A LinkedIn note has no more characters than this."""


def kind_of(letter: Letter) -> str:
    """Return the likeliest kind; "thank-you" where there are thanks and nothing else is said."""
    decision = _decision(letter)
    if decision:
        return decision
    if len(letter.body) < NOTE and _CONNECT.first(letter):
        return "linkedin"
    met = _MET.first(letter) is not None
    if not met and _APPLIED.first(letter):
        return "application-follow-up"
    opening = _opens_with_thanks(letter)
    if _asks(letter) or (_PENDING.first(letter) and not opening):
        return "status"
    if _ANSWER_CAME.first(letter):
        return "thank-for-answer"
    if "?" in letter.clear and _ADDRESS.first(letter):
        return "find-address"
    if met and not opening and _RECALL.first(letter):
        return "stay-in-touch"
    return "thank-you" if met or _THANKS.first(letter) else "other"


def _opens_with_thanks(letter: Letter) -> bool:
    """Return whether the first sentence of the letter proper gives thanks."""
    if letter.first >= len(letter.words):
        return False
    number = letter.within[letter.first]
    return any(letter.within[match.first] == number for match in _THANKS.find(letter))


def _asks(letter: Letter) -> bool:
    """Return whether a question, direct or not, is about their decision."""
    asked = {letter.within[match.first] for match in _INDIRECT.find(letter)}
    for match in _DECIDES.find(letter):
        number = letter.within[match.first]
        if number in asked or _is_question(letter, number):
            return True
    return False


def _is_question(letter: Letter, number: int) -> bool:
    end = letter.sentences[number].end
    return letter.clear[end - 1 : end] == "?"


def _decision(letter: Letter) -> str:
    """Return the kind of a letter that decides something, or that an offer called for."""
    if _WITHDRAW.first(letter):
        return "withdraw"
    offer = _OFFER_MADE.first(letter) is not None
    asks = _asks(letter) or _PENDING.first(letter) is not None
    if _NO.first(letter) and (offer or not asks):
        return "decline"
    if _YES.first(letter) and (offer or not asks):
        return "accept"
    if offer and _THANKS.first(letter) and _OTHER_OFFER.first(letter) is None:
        if _MORE_TIME.first(letter):
            return "ask-more-time"
        if _RECEIVED.first(letter):
            return "acknowledge-offer"
    return ""
