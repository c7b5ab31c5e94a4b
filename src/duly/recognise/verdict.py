"""Decide what a mail means: what its make settles first, then what its words weigh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.formats.calendar import Cancellation, Invitation
from duly.recognise import model
from duly.recognise.meaning import INTERVIEW, NO, NOISE, MailMeaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duly.formats.mail import Mail
    from duly.recognise.features import Reading
    from duly.recognise.matter import Matter
    from duly.recognise.structure import Make

_HIRING: Final = re.compile(
    r"\b(?:interview\w*|screen(?:ing)?|recruit\w*|hiring|candidate|applicant|application|role"
    r"|position|on-?site|"
    r"panel|round|hr|talent|vorstellungsgespräch|kennenlernen|entretien|entrevista|intro"
    r"|introduct\w+|job|"
    r"career|chat|phone call|technical|trial|assessment)\b",
    re.IGNORECASE,
)
_PRIVATE: Final = re.compile(
    r"\b(?:birthday|dinner|lunch|party|dentist|doctor|gp|haircut|gym|yoga|football|wedding|drinks"
    r"|webinar|"
    r"concert|flight|hotel|reservation|class|lesson|mot|vet|rehearsal|meetup|brunch|bbq|barbecue"
    r"|book club|parents)\b",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"\b(?:updated|re-?schedul\w*|moved|new time|changed|verschoben|reporté|aktualisiert)\b",
    re.IGNORECASE,
)
_PROPERTY: Final = re.compile(
    r"^(METHOD|SEQUENCE|SUMMARY)(?:;[^:\r\n]{0,200})?:([^\r\n]{0,200})", re.MULTILINE
)
_CALENDAR_HEAD: Final = 20_000
_ACCEPTED: Final = re.compile(
    r"\s*(?:accepted|zugesagt|accepté|aceptado|tentative)\b", re.IGNORECASE
)
_DECLINED: Final = re.compile(r"\s*(?:declined|abgelehnt|refusé|rechazado)\b", re.IGNORECASE)
_STRONG_NO: Final = 3.4
_SOME_NO: Final = 2.5
_SURE_NO: Final = 4.5
_SURE_OFFER: Final = 4.5
_PLAIN: Final = 4.0
_DOUBTS: Final = ((2, 0.12), (1, 0.2), (0, 0.4))
"""The more speaks of a job, the less sure what is said of it has to be."""
_TRUSTED: Final = 0.75
_BULK_TRUSTED: Final = 0.4
_MACHINE_TRUSTED: Final = 1.0
"""How plainly a machine must say what nothing in its mail says to be about a job."""
_SENT_ON: Final = "acknowledgement/complete"
_YOU_WITHDREW: Final = "other/you-withdrew"
_CLEAR: Final = 0.7
_HALF: Final = 0.5
_COLD: Final = 3.0
_LOOK_ALIKE: Final = frozenset(
    {"other/survey", "other/introduction", "other/mock", "alert/event", "alert/resume-help"}
)
"""A survey, an introduction, a rehearsal, an open evening: nobody's interview."""
_WITHDRAWN: Final = "other/withdrawn"
_SCAM: Final = "outreach/scam-sure"
_SURE: Final = 0.97
_HOUR_UNKNOWN: Final = 0.8
_NO_JOB: Final = 0.7
"""How sure it is that a mail is nothing of the kind where nothing in it speaks of a job."""


class Verdict(NamedTuple):
    """A meaning, how sure it is, and what speaks for it."""

    meaning: MailMeaning
    confidence: float
    what: str
    where: str


def by_structure(
    mail: Mail,
    make: Make,
    events: list[Invitation | Cancellation],
    reading: Reading,
    me: frozenset[str],
) -> Verdict | None:
    """Return what the make of a mail settles; None where its words have to."""
    if me and mail.sender and mail.sender.address in me:
        return Verdict(MailMeaning.SENT_BY_ME, 1.0, mail.sender.address, "header from")
    if make.bounced:
        return Verdict(MailMeaning.BOUNCE, 0.99, mail.subject or "a delivery report", "structure")
    if make.report:
        return Verdict(MailMeaning.OTHER, 0.95, f"a report: {mail.report_type}", "structure")
    if events:
        return _by_calendar(events[0], mail, reading)
    return _accepted(mail) or _by_refused_calendar(mail)


def _by_refused_calendar(mail: Mail) -> Verdict | None:
    """Read what a calendar means whose hour cannot be told, as with a zone that nobody knows."""
    for data in mail.calendars:
        text = data[:_CALENDAR_HEAD].decode("utf-8", "replace")
        named = {match[1]: match[2].strip() for match in _PROPERTY.finditer(text)}
        summary = named.get("SUMMARY", "")
        if not _HIRING.search(f"{mail.subject}\n{summary}") or _PRIVATE.search(summary):
            continue
        meaning = MailMeaning.CANCELLATION
        if named.get("METHOD", "").upper() == "REQUEST":
            moved = named.get("SEQUENCE", "0") != "0"
            meaning = MailMeaning.RESCHEDULE if moved else MailMeaning.INVITATION
        elif named.get("METHOD", "").upper() != "CANCEL":
            continue
        return Verdict(meaning, _HOUR_UNKNOWN, summary, "text/calendar")
    return None


def _accepted(mail: Mail) -> Verdict | None:
    """Read the answer of a calendar to an invitation of the user's own."""
    if not any(b"METHOD:REPLY" in data for data in mail.calendars):
        return None
    if _ACCEPTED.match(mail.subject):
        return Verdict(MailMeaning.CONFIRMATION, 0.8, mail.subject, "text/calendar")
    if _DECLINED.match(mail.subject):
        return Verdict(MailMeaning.CANCELLATION, 0.7, mail.subject, "text/calendar")
    return None


def _by_calendar(event: Invitation | Cancellation, mail: Mail, reading: Reading) -> Verdict | None:
    description = event.description if isinstance(event, Invitation) else ""
    words = f"{mail.subject}\n{event.summary}\n{description[:2000]}\n{mail.text[:2000]}"
    if not _HIRING.search(words) and (_PRIVATE.search(words) or not event.organizer):
        return Verdict(MailMeaning.OTHER, 0.85, event.summary, "text/calendar")
    if _PRIVATE.search(f"{mail.subject} {event.summary}") and not re.search(
        r"interview|recruit|hiring", words, re.IGNORECASE
    ):
        return Verdict(MailMeaning.OTHER, 0.8, event.summary, "text/calendar")
    if isinstance(event, Cancellation) or event.cancelled:
        return Verdict(MailMeaning.CANCELLATION, _SURE, event.summary, "text/calendar")
    if event.method in ("", "PUBLISH") and not _HIRING.search(words):
        return None
    if event.sequence > 0 or _MOVED.search(mail.subject):
        return Verdict(
            MailMeaning.RESCHEDULE,
            0.9,
            f"{event.summary} (SEQUENCE {event.sequence})",
            "text/calendar",
        )
    confirms = any(hit.cue.name.startswith("confirmation/confirm") for hit in reading.hits)
    meaning = (
        MailMeaning.CONFIRMATION
        if confirms or _CONFIRMED.search(mail.subject)
        else MailMeaning.INVITATION
    )
    return Verdict(meaning, _SURE, event.summary, "text/calendar")


_CONFIRMED: Final = re.compile(r"\b(?:confirm\w*|bestätig\w*|reminder)\b", re.IGNORECASE)


def by_wording(
    features: Mapping[str, float], reading: Reading, make: Make, matter: Matter, *, known: bool
) -> Verdict:
    """Return what the words of a mail weigh most for, with the sentence that weighs most.

    Args:
        features: What the model weighs.
        reading: The mail's sentences and the cues in them.
        make: What it is by its make.
        matter: What it is about.
        known: Somebody in the user's search writes: not out of the blue.
    """
    likely = model.packaged().probabilities(features)
    best = _settled(likely, reading)
    least = 0.0
    if best in _PROGRESS and _is_no_job(matter, make, _trust(best, likely, reading)):
        best, least = MailMeaning.OTHER, _NO_JOB
    if best in _PROGRESS and make.bulk and not make.hiring_system and not _to_the_reader(reading):
        best = MailMeaning.ALERT
    best = _lookalike(best, likely, reading, make) or best
    if known and best is MailMeaning.OUTREACH and likely[best] < _CLEAR:
        best = _likeliest({**likely, best: 0.0})
    if make.replied_by_machine and (best in NOISE or _is_away(reading)):
        best = MailMeaning.AUTO_REPLY if likely[MailMeaning.ACKNOWLEDGEMENT] < 0.5 else best
    elif best is MailMeaning.AUTO_REPLY:
        best = _by_a_person(likely, reading, make)
    what, where = _evidence(best, reading)
    group = _alike(best)
    return Verdict(best, min(0.99, max(least, sum(likely[one] for one in group))), what, where)


def _lookalike(
    best: MailMeaning, likely: Mapping[MailMeaning, float], reading: Reading, make: Make
) -> MailMeaning | None:
    """Return what noise a mail is that asks for, or fixes, an hour, and means no interview."""
    if best not in _ASKING or sum(likely[one] for one in _group_of(best)) >= _CLEAR:
        return None
    for hit in reading.hits:
        if hit.cue.name in _LOOK_ALIKE:
            return hit.cue.meaning
    cold = any(
        hit.cue.weight >= _COLD for hit in reading.hits if hit.cue.meaning is MailMeaning.OUTREACH
    )
    if best in _INVITES and cold and not make.answers and not _to_the_reader(reading):
        return MailMeaning.OUTREACH
    return None


def _by_a_person(likely: Mapping[MailMeaning, float], reading: Reading, make: Make) -> MailMeaning:
    """Return what an answer means that speaks of an absence and is no machine's."""
    if _application_is_in(reading):
        return MailMeaning.ACKNOWLEDGEMENT
    if make.automatic or not make.answers or likely[MailMeaning.AUTO_REPLY] >= _CLEAR:
        return MailMeaning.AUTO_REPLY
    return _likeliest({**likely, MailMeaning.AUTO_REPLY: 0.0})


def _is_no_job(matter: Matter, make: Make, trust: float) -> bool:
    """Tell whether a flat, a loan, a friend or a parcel speaks rather than an employer.

    Args:
        matter: What it is about.
        make: What it is by its make.
        trust: How far what it seems to mean is to be trusted without a word about a job.
    """
    if matter.is_elsewhere or (make.free_mail and matter.private):
        return True
    if make.answers:
        return False
    if not matter.is_job and make.no_reply and not make.replied_by_machine:
        return trust < _MACHINE_TRUSTED
    if make.bulk and not make.hiring_system and trust < _BULK_TRUSTED:
        return True
    if matter.is_job:
        return trust < next(least for job, least in _DOUBTS if matter.job >= job)
    return trust < _TRUSTED or bool(matter.private or make.free_mail or make.bulk)


def _trust(meaning: MailMeaning, likely: Mapping[MailMeaning, float], reading: Reading) -> float:
    share = sum(likely[one] for one in _group_of(meaning))
    return share + (_TRUSTED - 0.5 if _plainly(meaning, reading) else 0.0)


def _plainly(meaning: MailMeaning, reading: Reading) -> bool:
    alike = _group_of(meaning)
    return any(hit.cue.weight >= _STRONG_NO for hit in reading.hits if hit.cue.meaning in alike)


def _application_is_in(reading: Reading) -> bool:
    return any(
        hit.cue.meaning is MailMeaning.ACKNOWLEDGEMENT and hit.cue.weight >= _PLAIN
        for hit in reading.hits
        if "appl" in reading.sentences[hit.sentence].said
    )


def _to_the_reader(reading: Reading) -> bool:
    """Tell a mail about the reader's own application from one for everybody."""
    return any(_YOURS.search(sentence.said) for sentence in reading.sentences)


_YOURS: Final = re.compile(
    r"\b(?:your (?:\w+ ){0,2}(?:application|candidacy|interview|interest|submission|assessment"
    r"|test|resume|cv|time|"
    r"availability)|you (?:have |recently )?(?:applied|interviewed|been (?:selected|invited"
    r"|shortlisted))|"
    r"(?:for|thanks for) applying|meet you|schedule (?:a|your)|move you)\b"
)


def _alike(meaning: MailMeaning) -> frozenset[MailMeaning]:
    return next((one for one in (NO, _INVITES) if meaning in one), frozenset({meaning}))


def _is_away(reading: Reading) -> bool:
    return any(hit.cue.meaning is MailMeaning.AUTO_REPLY for hit in reading.hits)


_DOUBTFUL: Final = frozenset(
    {
        *(MailMeaning.ACKNOWLEDGEMENT, MailMeaning.STILL_DECIDING, MailMeaning.OTHER),
        *(MailMeaning.QUESTION, MailMeaning.ALERT, MailMeaning.OUTREACH, MailMeaning.ACCOUNT),
        *(MailMeaning.INVITATION, MailMeaning.SCHEDULING, MailMeaning.CONFIRMATION),
        *(MailMeaning.ASSESSMENT, MailMeaning.SENT_BY_ME),
    }
)
_PROGRESS: Final = (
    INTERVIEW
    | NO
    | {
        MailMeaning.ACKNOWLEDGEMENT,
        MailMeaning.OFFER,
        MailMeaning.QUESTION,
        MailMeaning.ASSESSMENT,
        MailMeaning.STILL_DECIDING,
    }
)


_ASKING: Final = INTERVIEW | {MailMeaning.QUESTION, MailMeaning.ASSESSMENT}
_FOR_EVERYBODY: Final = NOISE - {MailMeaning.OTHER}
_INVITES: Final = frozenset({MailMeaning.INVITATION, MailMeaning.SCHEDULING})
"""Both ask to an interview; how sure that is does not depend on who names the hour."""
_GROUPS: Final = (
    NO,
    INTERVIEW,
    NOISE,
    *(frozenset({one}) for one in MailMeaning if one not in NO | INTERVIEW | NOISE),
)


def _settled(likely: Mapping[MailMeaning, float], reading: Reading) -> MailMeaning:
    """Return the likeliest meaning, but for what weights alone are not to be trusted with."""
    best = _likeliest(likely)
    if best is MailMeaning.ALERT and any(
        hit.sentence == 0 and hit.cue.name == _SENT_ON for hit in reading.hits
    ):
        return MailMeaning.ACKNOWLEDGEMENT
    if best not in NO and best in _PROGRESS and (told := _told_otherwise(reading)):
        return told
    best = _an_offer_after_all(best, likely, reading)
    best = _a_no_after_all(best, likely, reading)
    return _without_grounds(best, likely, reading) if best in NO else best


def _an_offer_after_all(
    best: MailMeaning, likely: Mapping[MailMeaning, float], reading: Reading
) -> MailMeaning:
    """Prefer an offer to an invitation where its words are plain: both are good news."""
    plain = any(
        hit.cue.weight >= _SURE_OFFER
        for hit in reading.hits
        if hit.cue.meaning is MailMeaning.OFFER
    )
    weak = best in _INVITES and sum(likely[one] for one in _INVITES) < 0.5
    return MailMeaning.OFFER if plain and weak and likely[MailMeaning.OFFER] > 0.1 else best


def _told_otherwise(reading: Reading) -> MailMeaning | None:
    """Return what a mail is that looks like progress: a trap, or the user's own withdrawal."""
    names = {hit.cue.name for hit in reading.hits}
    if _WITHDRAWN in names:
        return MailMeaning.OTHER
    return MailMeaning.OUTREACH if _SCAM in names else None


def _likeliest(likely: Mapping[MailMeaning, float]) -> MailMeaning:
    """Return the likeliest meaning of the likeliest group: many small doubts about noise add up."""
    group = max(_GROUPS, key=lambda one: sum(likely[meaning] for meaning in one))
    return max(sorted(group), key=lambda meaning: likely[meaning])


def _group_of(meaning: MailMeaning) -> frozenset[MailMeaning]:
    return next(group for group in _GROUPS if meaning in group)


def _a_no_after_all(
    best: MailMeaning, likely: Mapping[MailMeaning, float], reading: Reading
) -> MailMeaning:
    """Prefer a no where the words for it are plain and the weights all but agree."""
    no = likely[MailMeaning.REJECTION] + likely[MailMeaning.CLOSED]
    if (
        best in NO
        or (best not in _DOUBTFUL and likely[best] >= _HALF)
        or _YOU_WITHDREW in {hit.cue.name for hit in reading.hits}
    ):
        return best
    weights = sorted(hit.cue.weight for hit in reading.hits if hit.cue.meaning in NO)
    plain = sum(weight >= _STRONG_NO for weight in weights)
    rival = sum(likely[one] for one in _group_of(best))
    sure = plain >= 2 or (best not in _FOR_EVERYBODY and _is_surely_no(reading))
    if no > rival or (plain and no > 0.15) or (sure and no > 0.04):
        return max(NO, key=lambda one: likely[one])
    return best


def _is_surely_no(reading: Reading) -> bool:
    return any(
        hit.cue.weight >= _SURE_NO
        for hit in reading.hits
        if hit.cue.meaning is MailMeaning.REJECTION
    )


def _without_grounds(
    best: MailMeaning, likely: Mapping[MailMeaning, float], reading: Reading
) -> MailMeaning:
    """Withhold a no that no sentence says, unless the words as a whole leave little doubt."""
    said = any(hit.cue.weight >= _SOME_NO for hit in reading.hits if hit.cue.meaning in NO)
    no = likely[MailMeaning.REJECTION] + likely[MailMeaning.CLOSED]
    if said or no > 0.7:
        return best
    others = {meaning: share for meaning, share in likely.items() if meaning not in NO}
    return max(others, key=lambda meaning: others[meaning])


def _evidence(meaning: MailMeaning, reading: Reading) -> tuple[str, str]:
    hits = [hit for hit in reading.hits if hit.cue.meaning is meaning]
    if not hits:
        return "its words as a whole", "subject and body"
    strongest = max(hits, key=lambda hit: hit.cue.weight)
    text = reading.sentences[strongest.sentence].text[:300]
    return text, "body" if strongest.sentence else "subject"
