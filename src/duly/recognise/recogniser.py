"""What a mail means: structure first, then wording; each answer with the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from duly.core.worktime import DaysOff, WorkCalendar
from duly.formats.mail import read_mail
from duly.recognise import company, interview, people, promises, structure
from duly.recognise.dates import Order, Setting, order_in
from duly.recognise.features import Reading, features_of, reading_of
from duly.recognise.interview import Interview
from duly.recognise.matter import Matter, matter_of
from duly.recognise.meaning import INTERVIEW, NO, NOISE, PROMISING, MailMeaning
from duly.recognise.people import Contact
from duly.recognise.reply import Letter, taken_apart
from duly.recognise.sentences import spelt
from duly.recognise.verdict import Verdict, by_structure, by_wording

if TYPE_CHECKING:
    from duly.formats.calendar import Cancellation, Invitation
    from duly.formats.mail import Mail
    from duly.recognise.structure import Make

_FEW_WORDS: Final = 12
_JOB_IS_GIVEN: Final = 2.0
"""How much speaks of a job where the sender or the conversation is known to be about one."""
_US_ENGLISH: Final = re.compile(
    r"\b(?:e[sd]t|c[sd]t|p[sd]t|m[sd]t|et|pt|résumé|resume|401\(?k\)?|usd)\b|\$\d", re.IGNORECASE
)
_DAY_FIRST: Final = re.compile(
    r"\b(?:cv|gmt|bst|cest|cet|organis\w+|£\d|€|whilst|fortnight|uhr|aest|programme)\b|[£€]\d",
    re.IGNORECASE,
)
_DAY_FIRST_DOMAINS: Final = re.compile(
    r"\.(?:uk|ie|de|fr|es|it|nl|be|at|ch|au|nz|in|za|br|mx|ar|pl|pt|se|no|dk|fi|sg|ng|ke|eu)$"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, and where it stands."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a mail means.

    Attributes:
        confidence: Between 0 and 1.
        promise_on: The day by which they say they will decide or be in touch.
        may_call: They ask to be called or written to once that day has passed.
        answer_by: The instant by which the candidate is to act, in the mail's offset.
        absent_until: The day an absent person comes back.
        automatic: A machine sent it.
        letter: The mark of the letter of Duly's that it is; empty where it is none.
    """

    meaning: MailMeaning
    confidence: float
    company: str = ""
    role: str = ""
    people: tuple[Contact, ...] = ()
    interview: Interview | None = None
    promise_on: date | None = None
    may_call: bool = False
    answer_by: datetime | None = None
    absent_until: date | None = None
    automatic: bool = False
    evidence: tuple[Evidence, ...] = ()
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the mail.

    Attributes:
        me: The user's own addresses, in lower case.
        time_zone: IANA name of the user's zone: floating times of calendars are read in it.
        days_off: Of the country the mail comes from.
        known: Addresses of people in the user's search, in lower case.
        ids: Message-IDs of mails that are about it.
    """

    me: frozenset[str] = frozenset()
    time_zone: str = "UTC"
    days_off: DaysOff = field(default_factory=DaysOff)
    known: AbstractSet[str] = frozenset()
    ids: AbstractSet[str] = frozenset()


def recognise(data: bytes, around: Around, *, where: str = "the mail") -> Recognition:
    """Return what a message means.

    Raises:
        MailError: It is no message, or too large.
    """
    return recognise_bytes(data, read_mail(data, where=where), around)


def recognise_bytes(data: bytes, mail: Mail, around: Around) -> Recognition:
    """Return what a message means that has been read; its bytes are asked where in doubt."""
    found = recognise_mail(mail, around)
    if found.meaning not in (
        MailMeaning.BOUNCE,
        MailMeaning.SENT_BY_ME,
    ) and structure.scanned_bounce(data, mail):
        return Recognition(
            MailMeaning.BOUNCE,
            0.9,
            automatic=True,
            evidence=(Evidence("a mail server's refusal", "body"),),
        )
    return found


def recognise_mail(mail: Mail, around: Around) -> Recognition:
    """Return what a message means that has been read already."""
    make = structure.make_of(mail)
    letter = letter_of(mail)
    reading = reading_of(mail.subject, letter.own)
    events = interview.events_of(mail.calendars, around.time_zone)
    verdict = by_structure(mail, make, events, reading, around.me) or _worded(
        mail, make, letter, reading, known=_is_known(mail, around)
    )
    return _told(_Case(mail, make, letter, reading, events, around), verdict)


def _is_known(mail: Mail, around: Around) -> bool:
    """Tell whether somebody in the user's search writes, or an answer in a conversation of it."""
    if mail.sender and mail.sender.address.lower() in around.known:
        return True
    return bool(around.ids) and any(id in around.ids for id in (mail.in_reply_to, *mail.references))


def _worded(mail: Mail, make: Make, letter: Letter, reading: Reading, *, known: bool) -> Verdict:
    matter = matter_in(mail, make, letter)
    if known:
        matter = replace(matter, job=max(matter.job, _JOB_IS_GIVEN))
    features = features_of(reading, make, letter.own, matter)
    return by_wording(features, reading, make, matter, known=known)


def matter_in(mail: Mail, make: Make, letter: Letter) -> Matter:
    """Return what a mail is about, going by its subject, its text and its sender."""
    sender = f"{mail.sender.address} {mail.sender.name}" if mail.sender else ""
    return matter_of(f"{mail.subject}\n{letter.own}", around_of(letter), sender, make)


def letter_of(mail: Mail) -> Letter:
    """Return a mail's text taken apart; one that only passes another on is read as that other."""
    letter = taken_apart(mail.text)
    if (
        letter.quoted
        and len(letter.own.split()) < _FEW_WORDS
        and (letter.forwarded or (not letter.own and not mail.in_reply_to))
    ):
        inner = taken_apart(_below_headers(letter.quoted))
        return Letter(f"{letter.own}\n\n{inner.own}".strip(), inner.signature, inner.quoted)
    return letter


def around_of(letter: Letter) -> str:
    """Return what stands around what was written now."""
    return f"{letter.signature[:1000]}\n{letter.quoted[:3000]}"


def _below_headers(quoted: str) -> str:
    """Return a forwarded mail without the lines that say from whom it came."""
    lines = quoted.split("\n")
    last = -1
    for index, line in enumerate(lines[:14]):
        if re.match(
            r"[-*_ ]{0,30}(?:from|to|date|sent|subject|cc|von|an|betreff|gesendet|de|à|objet|para"
            r"|asunto|fecha|begin forwarded|-+ ?forwarded)\b.{0,4}[:\w]",
            line,
            re.IGNORECASE,
        ):
            last = index
    return "\n".join(lines[last + 1 :])


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything read of one mail."""

    mail: Mail
    make: Make
    letter: Letter
    reading: Reading
    events: list[Invitation | Cancellation]
    around: Around


def _told(case: _Case, verdict: Verdict) -> Recognition:
    meaning = verdict.meaning
    whole = f"{case.letter.own}\n\n{case.letter.signature}"
    about = company.about(case.mail, whole)
    setting = _setting(case)
    met = _interview(case, meaning, setting)
    promise = _promise(case, meaning, setting)
    deadline = _deadline(case, meaning, setting)
    evidence = [Evidence(verdict.what, verdict.where)]
    if promise:
        evidence.append(Evidence(promise.sentence[:300], "body"))
    if deadline:
        evidence.append(Evidence(deadline.sentence[:300], "body"))
    return Recognition(
        meaning=meaning,
        confidence=round(verdict.confidence, 3),
        company="" if meaning is MailMeaning.BOUNCE else about.company,
        role="" if meaning in (MailMeaning.BOUNCE, MailMeaning.ACCOUNT) else about.role,
        people=tuple(_people(case, meaning, about.company)),
        interview=met,
        promise_on=promise.on if promise else None,
        may_call=bool(promise and promise.may_call),
        answer_by=deadline.at if deadline else None,
        absent_until=_absence(case, meaning, setting),
        automatic=case.make.automatic or meaning in (MailMeaning.AUTO_REPLY, MailMeaning.BOUNCE),
        evidence=tuple(evidence),
    )


def _people(case: _Case, meaning: MailMeaning, company_name: str) -> list[Contact]:
    if meaning in (MailMeaning.BOUNCE, MailMeaning.ALERT, MailMeaning.ACCOUNT):
        return []
    found = people.people_in(
        case.mail, case.letter.own, case.letter.signature, case.events, case.around.me
    )
    mine = {box.name.lower() for box in case.mail.to if box.name} - {""}
    if case.make.no_reply or case.make.hiring_system:
        found = [one for one in found if one.name not in (company_name, _sender_name(case.mail))]
    return [one for one in found if one.name.lower() not in mine]


def _sender_name(mail: Mail) -> str:
    return mail.sender.name if mail.sender else ""


def _setting(case: _Case) -> Setting | None:
    """Return what dates are read against; None for a mail without a date of its own."""
    sent = case.mail.date
    if sent is None:
        return None
    calendar = WorkCalendar(ZoneInfo("UTC"), case.around.days_off)
    return Setting(sent.date(), calendar, _order(case))


def _order(case: _Case) -> Order:
    text = f"{case.mail.subject}\n{case.mail.text[:8000]}"
    shown = order_in(spelt(text))
    if shown is not Order.UNKNOWN:
        return shown
    sender = case.mail.sender.address if case.mail.sender else ""
    if _DAY_FIRST_DOMAINS.search(sender) or _DAY_FIRST.search(text):
        return Order.DAY_FIRST
    offset = case.mail.date.utcoffset() if case.mail.date else None
    hours = offset.total_seconds() / 3600 if offset else 0
    if -10 <= hours <= -4 or _US_ENGLISH.search(text):
        return Order.MONTH_FIRST
    return Order.DAY_FIRST if hours >= 1 else Order.UNKNOWN


def _interview(case: _Case, meaning: MailMeaning, setting: Setting | None) -> Interview | None:
    if meaning not in INTERVIEW:
        return None
    if case.events:
        return interview.of_event(case.events[0])
    if setting is None or meaning is MailMeaning.SCHEDULING:
        return None
    written_in = case.mail.date.tzinfo if case.mail.date else None
    return interview.in_prose(
        case.reading.sentences,
        f"{case.letter.own}\n{case.letter.signature}",
        setting,
        written_in or UTC,
        last=meaning is MailMeaning.RESCHEDULE,
    )


def _promise(case: _Case, meaning: MailMeaning, setting: Setting | None) -> promises.Promise | None:
    if setting is None or meaning not in PROMISING:
        return None
    if meaning in NOISE and not _about_hiring(case):
        return None
    return promises.promise_in(case.reading.sentences, setting)


def _about_hiring(case: _Case) -> bool:
    text = " ".join(sentence.said for sentence in case.reading.sentences)
    return not case.make.job_board and bool(
        re.search(
            r"\b(?:interview|candidates?|the role|the position|hiring|shortlist|panel)\b",
            text,
        )
    )


def _deadline(
    case: _Case, meaning: MailMeaning, setting: Setting | None
) -> promises.Deadline | None:
    sent = case.mail.date
    if (
        setting is None
        or sent is None
        or meaning in NO
        or meaning not in PROMISING | {MailMeaning.OFFER}
    ):
        return None
    if meaning in NOISE or meaning is MailMeaning.ACKNOWLEDGEMENT:
        return None
    return promises.deadline_in(case.reading.sentences, setting, sent, sent.tzinfo or UTC)


def _absence(case: _Case, meaning: MailMeaning, setting: Setting | None) -> date | None:
    if setting is None or meaning is not MailMeaning.AUTO_REPLY:
        return None
    return promises.absent_until(case.reading.sentences, setting)
