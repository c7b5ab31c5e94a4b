"""Keeping the mails that are about the search, and nothing of any other.

A mail is known by its Message-ID, so that the same mail found twice, in two folders or two
mailboxes, is kept once. What it would change in the plan is the business of `settling`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from duly.adapters import daysoff
from duly.adapters.base import Found
from duly.core.errors import DulyError
from duly.core.model import Step
from duly.formats import mailpage, slug
from duly.formats.mail import Mail, html_of, read_mail
from duly.formats.mailparts import split_head
from duly.recognise import interview, marks, matching, structure, systems, wording
from duly.recognise.failed import answered_ids, failed_addresses
from duly.recognise.meaning import MailMeaning
from duly.recognise.own import Situation, own_steps
from duly.recognise.proposing import CLEAR_OWN, FORGED
from duly.recognise.recogniser import Around, Evidence, Recognition, recognise_bytes
from duly.store import correspondence, queries
from duly.store.connection import Database

if TYPE_CHECKING:
    from duly.core.model import Me
    from duly.formats.message import Mailbox
    from duly.recognise.candidates import Sought
    from duly.store.queries import KeptLetter

MOST_TEXT: Final = 20_000
"""Characters of a mail's text that are kept."""
_MOST_CALENDAR: Final = 200_000
_LONGEST_KEY: Final = 200
_LONGEST_NAME: Final = 200
_MOST_NAMES: Final = 50
_MESSAGE_ID: Final = re.compile(
    rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE
)
_STRANGERS: Final = frozenset(
    {MailMeaning.OTHER, MailMeaning.AUTO_REPLY, MailMeaning.BOUNCE, MailMeaning.OUTREACH}
)
"""Worth keeping only from somebody known, or in a conversation that is."""
_LIKELY: Final = 0.5
"""A stranger's mail that means nothing clearer is not about the search."""
_SMALL_TALK: Final = frozenset({MailMeaning.OTHER, MailMeaning.OUTREACH})
_NEVER: Final = frozenset({MailMeaning.ALERT, MailMeaning.ACCOUNT})
_DELIVERED: Final = frozenset(
    {"return-path", "delivered-to", "authentication-results", "received-spf"}
)
"""What a mail gets on its arrival. Anybody can write in anybody's name (RFC 7489 §1)."""
_DOUBTFUL: Final = 0.6
_ALIKE: Final = wording.ALIKE
_SAME_WORDS: Final = 0.6
"""From this likeness on, a mail of the user's is a letter of Duly's, changed a little."""
_SITUATIONS: Final = (Situation(), Situation(days_since=1.0))
"""What the user's own letters are first read in: whether they met anybody is told later."""


class Taught(NamedTuple):
    """What the user said of a mail.

    Attributes:
        meaning: "" for nothing.
        whose: For whom a sender wrote that writes for many; None where it writes for itself.
    """

    wording: wording.Wording
    meaning: str
    whose: str | None = None


@dataclass(slots=True)
class Reading:
    """What mails are read against; what is kept of them is added as it is read.

    Attributes:
        me: The user's own addresses, in lower case.
        addresses: Of the people in the search.
        correspondents: Of whoever else wrote about it, or was written to.
        ids: Message-IDs of the mails that are kept.
        marks: Of the letters that were written with Duly.
        letters: Those letters, by the address they may have gone to.
        lessons: By sender: what the user said.
        everything: Keep every mail: the user said that they are about the search.
        related_only: Keep only what belongs to somebody or something known.
    """

    around: Around
    me: frozenset[str]
    addresses: set[str] = field(default_factory=set)
    correspondents: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    marks: frozenset[str] = frozenset()
    letters: dict[str, list[KeptLetter]] = field(default_factory=dict)
    lessons: dict[str, list[Taught]] = field(default_factory=dict)
    everything: bool = False
    related_only: bool = False

    def sought(self) -> Sought:
        """Return what is known by now, for the sieve."""
        from duly.recognise.candidates import Sought

        known = (self.addresses | self.correspondents) - self.me
        return Sought(frozenset(known), frozenset(self.ids))


def reading(database: Database, me: Me, own: Iterable[str], at: datetime) -> Reading:
    """Return what mails are to be read against.

    Args:
        database: Where everything known is.
        me: The job seeker.
        own: Further addresses of theirs.
        at: The present; holidays of the years around it are taken into account.
    """
    mine = frozenset(each.lower() for each in (me.email, *own) if each)
    years = range(at.year - 1, at.year + 2)
    days_off = daysoff.days_off([me.country], years)[me.country] if me.country else None
    around = Around(mine, me.time_zone, days_off) if days_off else Around(mine, me.time_zone)
    found = Reading(
        around,
        mine,
        marks=frozenset(queries.marks(database)),
        letters=queries.letters_by_address(database),
    )
    for (email,) in database.rows(
        "SELECT LOWER(email) FROM store_person WHERE email <> '' "
        "UNION SELECT email FROM store_address"
    ):
        found.addresses.add(email)
    found.ids.update(key for (key,) in database.rows('SELECT "key" FROM store_mail'))
    for sender, words, meaning in correspondence.lessons(database):
        kept = wording.Wording(tuple(words["hashes"]), words["runs"])
        found.lessons.setdefault(sender, []).append(Taught(kept, meaning, words.get("whose")))
    return found


def keep(found: Iterable[Found], source: Any, against: Reading, at: datetime) -> int:
    """Keep mails that are about the search, inside a use case; return how many are new.

    Args:
        found: As a source gives them.
        source: The row of the source, or None.
        against: What they are read against.
        at: The present.
    """
    from duly.store import models

    kept = [columns for each in found if (columns := _kept(each, against, at))]
    by_key = models.Mail.objects.in_bulk([each["key"] for each in kept], field_name="key")
    rows = [
        models.Mail(source=source, **columns)
        for columns in kept
        if columns["key"] not in by_key  # another Duly may be reading the same mail
    ]
    models.Mail.objects.bulk_create(rows)
    return len(rows)


def _kept(found: Found, against: Reading, at: datetime) -> dict[str, Any] | None:
    """Return the columns of a mail that is to be kept; None for one that is not, or is already."""
    id = _MESSAGE_ID.search(split_head(found.data)[0])
    if id and _key(id[1].decode("utf-8", "replace")) in against.ids:
        return None
    try:
        mail = read_mail(found.data, where=found.where)
    except DulyError:
        return None  # the sieve says yes where in doubt
    key = _key(mail.message_id) if mail.message_id else _hash_of(mail)
    if key in against.ids or mail.sender is None:
        return None
    recognition = _recognised(found, mail, against)
    columns = _columns(found, mail, recognition, at)
    columns["uid"] = "\n".join(_uids(mail, against))
    related = _is_related(columns, recognition, against)
    if not _is_worth_keeping(mail, recognition, against, related=related):
        return None
    against.ids.add(key)
    where = found.where.encode("utf-8", "backslashreplace").decode()  # a name in no charset
    return {"key": key, "where": where, **columns}


def _key(message_id: str) -> str:
    if len(message_id) <= _LONGEST_KEY:
        return message_id
    return "sha256:" + hashlib.sha256(message_id.encode()).hexdigest()


def _hash_of(mail: Mail) -> str:
    """Return what tells a mail without Message-ID from others, however it was stored."""
    said = [mail.header(name) for name in ("from", "to", "date", "subject")]
    text = "\0".join([*said, " ".join(mail.text[:2_000].split())])
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _recognised(found: Found, mail: Mail, against: Reading) -> Recognition:
    around = replace(against.around, known=against.addresses, ids=against.ids)
    recognition = recognise_bytes(found.data, mail, around)
    if recognition.meaning is MailMeaning.SENT_BY_ME:
        theirs = next((box.address for box in mail.to if box.address not in against.me), "")
        recognition = replace(recognition, company=matching.company_of(theirs))
        if not found.sent and _came_in(mail):
            evidence = Evidence("it is in your name, but came in from outside", "headers")
            recognition = replace(recognition, confidence=_DOUBTFUL, evidence=(evidence,))
        elif theirs:
            recognition = _as_letter(mail, recognition, against)
    if structure.fails_authentication(mail):
        recognition = replace(recognition, evidence=(*recognition.evidence, FORGED))
    meaning = _as_taught(mail, recognition, against)
    if meaning is None:
        return recognition
    evidence = Evidence("you said so of a mail like this", "your word")
    return replace(
        recognition,
        meaning=MailMeaning(meaning or MailMeaning.ALERT),
        confidence=0.95,
        evidence=(evidence,),
    )


def _as_letter(mail: Mail, recognition: Recognition, against: Reading) -> Recognition:
    """Say which letter of Duly's a mail of the user's is, however its words were changed."""
    mark = next((each for each in marks.marks_of(mail) if each in against.marks), "")
    where = "its mark"
    if not mark:
        mark, where = _by_words(mail, against), "its words"
    if not mark:
        return recognition
    evidence = Evidence(f"letter {marks.number_of(mark)}, written with Duly", where)
    return replace(recognition, letter=mark, evidence=(*recognition.evidence, evidence))


def _by_words(mail: Mail, against: Reading) -> str:
    """Return the mark of the letter that a mail of the user's has the words of; "" for none.

    Whoever opened a letter in their mail program, or pasted it there, sends it without its mark.
    """
    readers = {box.address.lower() for box in mail.to}
    letters = [each for address in readers for each in against.letters.get(address, ())]
    letters = [each for each in letters if mail.date is None or each.written_at <= mail.date]
    if not letters:
        return ""
    words = wording.fingerprint(mail.text, "")
    likeness = {each.mark: wording.alike(wording.fingerprint(each.body, ""), words)
                for each in letters}  # fmt: skip
    likest = max(likeness, key=lambda each: likeness[each])
    return likest if likeness[likest] >= _SAME_WORDS else ""


def fingerprint(text: str, subject: str, found: Recognition) -> wording.Wording:
    """Return the wording of a mail, without the names in it."""
    names = (found.company, found.role, *(each.name for each in found.people))
    return wording.fingerprint(text, subject, hide=[name for name in names if name])


def _came_in(mail: Mail) -> bool:
    """Tell whether a mail was delivered from somewhere, as one's own in "Sent" never is."""
    return any(name in _DELIVERED for name, _ in mail.headers)


def _as_taught(mail: Mail, recognition: Recognition, against: Reading) -> str | None:
    """Return what the user said such a mail means; None where they never did."""
    if mail.sender is None:
        return None
    whose = written_for(mail.sender, recognition)
    known = against.lessons.get(mail.sender.address.lower(), ())
    taught = [each for each in known if each.whose == whose]
    if not taught:
        return None
    words = fingerprint(mail.text, mail.subject, recognition)
    likest = max(taught, key=lambda each: wording.alike(each.wording, words))
    return likest.meaning if wording.alike(likest.wording, words) >= _ALIKE else None


def written_for(sender: Mailbox, found: Recognition) -> str | None:
    """Return for whom a hiring system or provider writes; None for a domain of somebody's own.

    All its clients write from one address in one template: a no to one of them is no word about
    the others.
    """
    if not systems.is_shared(systems.domain_of(sender.address)):
        return None
    return f"{slug.company_slug(found.company)} {sender.name.casefold()}"


def _columns(found: Found, mail: Mail, recognition: Recognition, at: datetime) -> dict[str, Any]:
    sender = mail.sender
    meaning = recognition.meaning
    reports = meaning is MailMeaning.BOUNCE
    references = (*mail.references, *(answered_ids(found.data) if reports else ()))
    return {
        "sent_at": (mail.date or at).astimezone(UTC),
        "sender": sender.address.lower() if sender else "",
        "sender_name": sender.name if sender else "",
        "readers": [(box.address, box.name) for box in (*mail.to, *mail.cc)],
        "subject": mail.subject,
        "in_reply_to": mail.in_reply_to,
        "references": " ".join(dict.fromkeys(references)),
        "text": mail.text.replace("\x00", "")[:MOST_TEXT],
        "html": mailpage.harmless(html_of(found.data)),
        "attachments": [name[:_LONGEST_NAME] for name in mail.attachments[:_MOST_NAMES]],
        "calendars": [
            data.decode("utf-8", "replace").replace("\x00", "")
            for data in mail.calendars
            if len(data) <= _MOST_CALENDAR
        ],
        "failed": list(failed_addresses(found.data, mail)) if reports else [],
        "meaning": meaning.value,
        "recognition": correspondence.recognition_json(recognition),
        "read_at": datetime.now(UTC),
    }


def _uids(mail: Mail, against: Reading) -> list[str]:
    events = interview.events_of(mail.calendars, against.around.time_zone)
    return list(dict.fromkeys(event.uid for event in events if event.uid))


def _is_related(columns: dict[str, Any], found: Recognition, against: Reading) -> bool:
    """Tell whether it is from or to somebody known, or answers a mail that is kept.

    Whoever is no part of the search yet, and only wrote or was written to once, is believed as far
    as a mail speaks of the search by itself: friends recommend jobs, too.
    """
    meaning, likely = found.meaning, found.confidence >= _LIKELY
    around = {columns["sender"], *(address.lower() for address, _ in columns["readers"])}
    around.update(columns["failed"])
    if not against.addresses.isdisjoint(around - against.me):
        return True
    if (
        likely
        and meaning not in _SMALL_TALK
        and not against.correspondents.isdisjoint(around - against.me)
    ):
        return True
    answered = {columns["in_reply_to"], *columns["references"].split()}
    return not against.ids.isdisjoint(answered)


def _is_worth_keeping(
    mail: Mail, recognition: Recognition, against: Reading, *, related: bool
) -> bool:
    meaning = recognition.meaning
    if recognition.letter or against.everything:
        return True
    if meaning in _NEVER:
        return False
    if related or against.related_only:
        return related
    if meaning is MailMeaning.SENT_BY_ME:
        return any(
            one.confidence >= CLEAR_OWN and one.step is not Step.OTHER
            for situation in _SITUATIONS
            for one in own_steps(mail.text, mail.subject, situation)
        )
    return meaning not in _STRANGERS and recognition.confidence >= _LIKELY
