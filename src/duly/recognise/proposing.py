"""What a mail would add to the log, and whether that is certain enough to be added unasked.

Certain are: a calendar from its own organizer, the user's own mail, a letter of Duly's whatever
became of its words, what a machine reports of a
mail of the user's, and a clear meaning in a conversation that is known. Everything else waits for
the user's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from duly.core.meetings import meeting_ends
from duly.core.model import Channel, Fact, Meaning, Step, What
from duly.core.told import told
from duly.formats.calendar import Cancellation, Invitation
from duly.recognise import matching
from duly.recognise.filed import Filed
from duly.recognise.matching import CONFIDENCE, Basis, Match
from duly.recognise.meaning import INTERVIEW, NO, NOISE, MailMeaning
from duly.recognise.own import OwnStep
from duly.recognise.people import Contact
from duly.recognise.recogniser import Evidence

CLEAR: Final = 0.85
"""From this confidence on a meaning is clear: of unseen mails of ours 98 in 100 were right."""
CLEAR_OWN: Final = 0.75
MOST_READERS: Final = 8
"""A letter to more than that is a circular; its readers are nobody's interviewers."""
FORGED: Final = Evidence("it fails the checks of its own domain", "header authentication-results")
"""Evidence against a mail: nothing of it is noted unasked."""
_SAME: Final = timedelta(hours=36)
"""What was typed and what the mail says of one thing may lie so far apart."""
_APPLIED_ONCE: Final = timedelta(days=90)
AN_HOUR: Final = timedelta(hours=1)
"""An interview without a length takes so long."""
_MOST_EVENTS: Final = 12
"""A day of interviews has fewer; a calendar with more of them is looked at first."""

_RECEIVED: Final = {
    MailMeaning.ACKNOWLEDGEMENT: Meaning.ACKNOWLEDGEMENT,
    MailMeaning.INVITATION: Meaning.INVITATION,
    MailMeaning.SCHEDULING: Meaning.INVITATION,
    MailMeaning.ASSESSMENT: Meaning.ASSESSMENT,
    MailMeaning.STILL_DECIDING: Meaning.STILL_DECIDING,
    MailMeaning.QUESTION: Meaning.QUESTION,
    MailMeaning.REJECTION: Meaning.REJECTION,
    MailMeaning.CLOSED: Meaning.CLOSED,
    MailMeaning.AUTO_REPLY: Meaning.AUTO_REPLY,
    MailMeaning.BOUNCE: Meaning.BOUNCE,
    MailMeaning.OTHER: Meaning.OTHER,
}
_CARRIES_ITS_DATE: Final = frozenset({Meaning.STILL_DECIDING, Meaning.OTHER})
"""Messages whose promised day is part of the message; others get a promise beside them."""
_OPENS: Final = (
    (INTERVIEW - {MailMeaning.CANCELLATION})
    | NO
    | {
        MailMeaning.ACKNOWLEDGEMENT,
        MailMeaning.ASSESSMENT,
        MailMeaning.STILL_DECIDING,
        MailMeaning.QUESTION,
        MailMeaning.OFFER,
    }
)
"""What can be the first that is heard of an opportunity."""
_DECISIONS: Final = {
    Step.ACCEPT: What.ACCEPTED,
    Step.DECLINE: What.DECLINED,
    Step.WITHDRAW: What.WITHDREW,
}
_ABOUT_HIRING: Final = re.compile(
    r"\b(?:interview\w*|candidate|screening|hiring|recruit\w*|vorstellungsgespräch|"
    r"kennenlerngespräch|bewerb\w*|entretien|entrevista|colloquio|sollicitatie\w*)\b",
    re.IGNORECASE,
)


PROPOSES: Final = frozenset({MailMeaning.INVITATION, MailMeaning.SCHEDULING})
"""Meanings that ask whether a time suits; it is agreed on once the user has answered."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a mail would add.

    Attributes:
        company: Of the opportunity to open; empty where it belongs to one that is known.
        facts: Their `people` are those already known; `people` below are to be put into them.
        people: Whom the facts concern, as the mail names them.
        events: The calendar's events; where there are any they take the place of facts.
        question: What only the user can say; nothing is added before.
        certain: It may be added unasked.
        confidence: That both meaning and match are right.
    """

    mail: Filed
    match: Match
    company: str = ""
    role: str = ""
    facts: tuple[Fact, ...] = ()
    people: tuple[Contact, ...] = ()
    events: tuple[Invitation | Cancellation, ...] = ()
    question: str = ""
    certain: bool = False
    confidence: float = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing that is not known already."""
        return not self.facts and not self.events and not self.question


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known besides the mail.

    Attributes:
        facts: Of the opportunity it matched.
        from_mail: Those of them that came from other mails: two mails are never one message.
        people: Ids of the correspondents who are known in it.
        events: Of the mail's calendars and of every other mail's about the same UIDs: the newest.
        own: What the user's own mail does, the strongest first.
        contested: Another sender's mail is about the same calendar event.
        foreign: Its organizer is not the one who arranged the interview that is noted.
        stranger: Whoever wrote has no part in the opportunity, nor has anybody at their domain:
            a conversation can be answered by whoever has seen a mail of it.
    """

    facts: tuple[Fact, ...] = ()
    from_mail: Set[Fact] = frozenset()
    people: tuple[str, ...] = ()
    events: tuple[Invitation | Cancellation, ...] = ()
    own: tuple[OwnStep, ...] = ()
    contested: bool = False
    foreign: bool = False
    stranger: bool = False


def propose(mail: Filed, match: Match, beside: Beside) -> Proposal:
    """Return what a mail would add."""
    meaning = mail.recognition.meaning
    if not match.opportunity and not match.rivals and not _may_open(mail, beside):
        return Proposal(mail, match)
    found = Proposal(mail, match, confidence=_confidence(mail, match, beside))
    if not match.opportunity and not match.rivals:
        found = replace(found, company=_company(mail), role=mail.recognition.role)
    if beside.events and meaning in INTERVIEW:
        found = replace(found, events=beside.events)
    else:
        facts = _new_facts(_facts(mail, beside), beside)
        question = _question(mail, beside) if match.opportunity else ""
        people = tuple(_people(mail, beside))
        found = replace(found, facts=facts, people=people, question=question)
    return replace(found, certain=_is_certain(found, beside))


def _may_open(mail: Filed, beside: Beside) -> bool:
    if mail.recognition.meaning is MailMeaning.SENT_BY_ME:
        return any(one.confidence >= CLEAR_OWN and one.step is not Step.OTHER for one in beside.own)
    return mail.recognition.meaning in _OPENS


def _company(mail: Filed) -> str:
    """Return what to call a new opportunity: after the company, else after the other side."""
    if mail.recognition.meaning is MailMeaning.SENT_BY_ME:
        theirs = next(iter(mail.readers), mail.sender)
        return matching.company_of(theirs.address) or theirs.name or theirs.address
    sender = mail.sender
    return mail.recognition.company or sender.name or sender.address.rpartition("@")[2]


def _confidence(mail: Filed, match: Match, beside: Beside) -> float:
    if mail.recognition.meaning is MailMeaning.SENT_BY_ME:
        meant = max((one.confidence for one in beside.own), default=0.5)
        meant = min(meant, mail.recognition.confidence)
    else:
        meant = mail.recognition.confidence
    return round(meant * (0.5 if match.rivals else CONFIDENCE[match.basis]), 3)


# Whether it may be added unasked


def _is_certain(found: Proposal, beside: Beside) -> bool:
    mail, match = found.mail, found.match
    meaning = mail.recognition.meaning
    if found.is_silent or match.rivals or found.question:
        return False
    if FORGED in mail.recognition.evidence and match.basis is not Basis.USER:
        return False
    if match.basis in (Basis.USER, Basis.LETTER):
        return True
    if found.events:
        known = match.basis in (Basis.EVENT, Basis.THREAD, Basis.PEOPLE)
        theirs = not beside.foreign and (known or not beside.contested)
        return theirs and _calendar_is_certain(found)
    if not match.opportunity:
        return False
    if meaning is MailMeaning.SENT_BY_ME:
        return _own_is_certain(mail, match, beside)
    if meaning in (MailMeaning.BOUNCE, MailMeaning.AUTO_REPLY):
        return match.basis in (Basis.THREAD, Basis.PEOPLE)
    return match.basis is Basis.THREAD and not beside.stranger and _is_clear(mail)


def _calendar_is_certain(found: Proposal) -> bool:
    """Tell whether every event comes from its own organizer and is about something known.

    One that opens an opportunity has to speak of an interview: people meet for other reasons.
    """
    sender = found.mail.sender.address.lower()
    if len(found.events) > _MOST_EVENTS:
        return False
    for event in found.events:
        organizer = event.organizer.email.lower() if event.organizer else ""
        if organizer != sender:
            return False
    return bool(found.match.opportunity) or bool(
        found.mail.recognition.company and _ABOUT_HIRING.search(_event_words(found))
    )


def _event_words(found: Proposal) -> str:
    words = [found.mail.subject]
    for event in found.events:
        words.append(event.summary)
        if isinstance(event, Invitation):
            words.append(event.description[:1000])
    return "\n".join(words)


def _own_is_certain(mail: Filed, match: Match, beside: Beside) -> bool:
    if match.basis is Basis.COMPANY or not beside.own or mail.recognition.confidence < CLEAR:
        return False
    surest = beside.own[0]
    return surest.confidence >= CLEAR_OWN or surest.step is Step.OTHER


def _is_clear(mail: Filed) -> bool:
    """Tell whether it is plain what it says; any word a person writes is at least an answer."""
    found = mail.recognition
    if found.meaning is MailMeaning.OTHER:
        return not found.automatic
    return found.meaning not in NOISE and found.confidence >= CLEAR


# What it adds


def _facts(mail: Filed, beside: Beside) -> list[Fact]:
    meaning = mail.recognition.meaning
    if meaning is MailMeaning.SENT_BY_ME:
        return _of_own(mail, beside)
    if meaning is MailMeaning.OFFER:
        offer = Fact(mail.sent_at, What.OFFER, "", answer_by=mail.recognition.answer_by)
        return [replace(offer, people=beside.people)]
    if meaning in INTERVIEW:
        return _of_interview(mail, beside)
    if meaning is MailMeaning.AUTO_REPLY and not beside.people:
        return []  # somebody's absence who has nothing to do with it
    return _of_message(mail, beside)


def _of_message(mail: Filed, beside: Beside) -> list[Fact]:
    """Return a received message, the promise in it, and the application it answers."""
    found = mail.recognition
    meaning = _RECEIVED.get(found.meaning)
    if meaning is None:
        return []
    inside = meaning in _CARRIES_ITS_DATE
    message = Fact(
        mail.sent_at,
        What.RECEIVED,
        "",
        people=beside.people,
        meaning=meaning,
        by=found.promise_on if inside else None,
        answer_by=found.answer_by if meaning is not Meaning.ACKNOWLEDGEMENT else None,
        until=found.absent_until,
        may_call=found.may_call and inside,
        automatic=found.automatic,
    )
    applied = meaning is Meaning.ACKNOWLEDGEMENT and not _has_applied(mail, beside.facts)
    return [
        *([Fact(mail.sent_at, What.APPLIED, "")] if applied else []),
        message,
        *([] if inside else _promise(mail)),
    ]


def _promise(mail: Filed) -> list[Fact]:
    found = mail.recognition
    if not found.promise_on or found.meaning in NO:
        return []
    return [
        Fact(mail.sent_at, What.PROMISE, "", by=found.promise_on, may_call=found.may_call)
    ]  # fmt: skip


def _has_applied(mail: Filed, facts: Iterable[Fact]) -> bool:
    return any(
        (fact.what is What.APPLIED and abs(fact.at - mail.sent_at) < _APPLIED_ONCE)
        or (fact.what is What.INTERVIEW and fact.at < mail.sent_at + _APPLIED_ONCE)
        for fact in facts
    )  # fmt: skip


def _of_interview(mail: Filed, beside: Beside) -> list[Fact]:
    """Return what prose says of an interview: set up, moved, called off, or to be arranged."""
    found = mail.recognition
    ahead = [each for each in meeting_ends(beside.facts) if each > mail.sent_at]
    if found.meaning is MailMeaning.CANCELLATION:
        called_off = Fact(mail.sent_at, What.INTERVIEW_CANCELLED, "")
        meant = _meant(mail, ahead)
        return [replace(called_off, was_at=meant)] if meant else []
    ends_at = _ends_at(mail)
    asks = Fact(
        mail.sent_at,
        What.RECEIVED,
        "",
        people=beside.people,
        meaning=Meaning.INVITATION,
        answer_by=found.answer_by,
        automatic=found.automatic,
    )
    if ends_at is None or ends_at < mail.sent_at:
        return [*([] if found.meaning is MailMeaning.CONFIRMATION else [asks]), *_promise(mail)]
    if found.meaning is MailMeaning.RESCHEDULE and len(ahead) > 1:
        return []  # which of them is asked
    if found.meaning is MailMeaning.RESCHEDULE and ahead:
        moved = Fact(mail.sent_at, What.INTERVIEW_MOVED, "", was_at=ahead[0], to_at=ends_at)
        starts_at = found.interview.starts_at if found.interview else None
        return [replace(moved, starts_at=starts_at)] if ends_at != ahead[0] else []
    if any(abs(each - ends_at) < AN_HOUR for each in ahead):
        return []
    starts_at = found.interview.starts_at if found.interview else None
    interview = Fact(ends_at, What.INTERVIEW, "", people=beside.people, starts_at=starts_at)
    return [*([asks] if found.meaning in PROPOSES else []), interview, *_promise(mail)]


def _meant(mail: Filed, ahead: list[datetime]) -> datetime | None:
    """Return which interview ahead is meant: the only one, or the one on the day that is named."""
    named = _ends_at(mail)
    if named and len(ahead) > 1:
        ahead = [each for each in ahead if each.date() == named.date()]
    return ahead[0] if len(ahead) == 1 else None


def _question(mail: Filed, beside: Beside) -> str:
    """Return what has to be asked before anything can be noted; empty where nothing has."""
    meaning = mail.recognition.meaning
    if meaning not in (MailMeaning.CANCELLATION, MailMeaning.RESCHEDULE):
        return ""
    ahead = [each for each in meeting_ends(beside.facts) if each > mail.sent_at]
    moved = meaning is MailMeaning.RESCHEDULE
    if len(ahead) < 2 or (not moved and _meant(mail, ahead)):
        return ""
    return told("Several interviews are set up, and it does not say which one it means.")


def _ends_at(mail: Filed) -> datetime | None:
    """Return when the interview ends; one without a length takes an hour."""
    found = mail.recognition.interview
    if found is None:
        return None
    return found.ends_at or (found.starts_at + AN_HOUR if found.starts_at else None)


def _of_own(mail: Filed, beside: Beside) -> list[Fact]:
    """Return what the user's own mail does: a step of the plan, an application, a decision."""
    found: list[Fact] = []
    for one in beside.own:
        if one.confidence < CLEAR_OWN and one is not beside.own[0]:
            continue
        if isinstance(one.step, What):
            if not _has_applied(mail, beside.facts):
                found.append(Fact(mail.sent_at, What.APPLIED, ""))
            continue
        if one.step in _DECISIONS:
            found.append(Fact(mail.sent_at, _DECISIONS[one.step], ""))
        sent = Fact(mail.sent_at, What.SENT, "", people=beside.people, step=one.step)
        found.append(replace(sent, channel=Channel.EMAIL))
    return found


# What is known already


def _new_facts(facts: Iterable[Fact], beside: Beside) -> tuple[Fact, ...]:
    typed = [fact for fact in beside.facts if fact not in beside.from_mail]
    return tuple(
        fact
        for fact in facts
        if not any(_is_same(fact, each) for each in (typed if _is_message(fact) else beside.facts))
    )


def _is_message(fact: Fact) -> bool:
    """Tell whether a fact is one message; receipts aside, of which one application may get two."""
    receipt = fact.meaning is Meaning.ACKNOWLEDGEMENT
    return fact.what in (What.RECEIVED, What.SENT) and not receipt


def _is_same(fact: Fact, known: Fact) -> bool:
    """Tell whether the log says so already, typed by the user or read elsewhere."""
    says_little = fact.meaning is Meaning.OTHER or fact.step is Step.OTHER
    if fact.what is not known.what or abs(fact.at - known.at) > (AN_HOUR if says_little else _SAME):
        return False
    if fact.people and known.people and not set(fact.people) & set(known.people):
        return False
    if _says_more(fact, known):
        return False
    if fact.what is What.RECEIVED:
        noes = {Meaning.REJECTION, Meaning.CLOSED}
        return fact.meaning is known.meaning or {fact.meaning, known.meaning} <= noes
    if fact.what is What.PROMISE:
        return fact.by == known.by
    if fact.what in (What.INTERVIEW_MOVED, What.INTERVIEW_CANCELLED):
        return (fact.was_at, fact.to_at) == (known.was_at, known.to_at)
    if fact.what is What.INTERVIEW:
        return abs(fact.at - known.at) < AN_HOUR
    return fact.step is known.step


def _says_more(fact: Fact, known: Fact) -> bool:
    """Tell whether a mail gives a day or a deadline that is not noted yet."""
    return any(
        getattr(fact, name) and getattr(fact, name) != getattr(known, name)
        for name in ("by", "answer_by", "until")
    )


def _people(mail: Filed, beside: Beside) -> list[Contact]:
    """Return whom the facts concern, by name: whoever wrote, or whom the user wrote to."""
    found = mail.recognition
    if found.meaning is MailMeaning.SENT_BY_ME:
        if beside.people or len(mail.readers) > MOST_READERS:
            return []
        return [Contact(box.name, box.address) for box in mail.readers]
    if found.automatic or beside.people:
        return []
    sender = mail.sender.address.lower()
    return [one for one in found.people if one.email.lower() == sender][:1]
