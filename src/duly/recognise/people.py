"""The people a mail speaks of: who signed it, who wrote it, and whom one will meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from duly.formats.calendar import AttendeeKind, Invitation
from duly.formats.fullstop import JOIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duly.formats.calendar import Attendee
    from duly.formats.mail import Mail
    from duly.formats.message import Mailbox

MOST_PEOPLE: Final = 25

_TEAM: Final = re.compile(
    r"\b(?:team|talent acquisition|recruit(?:ing|ment)|hiring|careers?|jobs|no-?reply"
    r"|notifications?|support|"
    r"human resources|hr|people ops|staffing|department|admissions|office|info|system|mailer"
    r"|postmaster|"
    r"do not reply|candidate|alerts?|conference|room|desk|bot|scheduling|calendar|service"
    r"|newsletter|"
    r"greenhouse|workday|lever|linkedin|indeed|glassdoor|ziprecruiter|zoom|customer|accounts?)\b",
    re.IGNORECASE,
)
_FROM_SYSTEM: Final = re.compile(
    r"\s*(?:\(?via .*|\(?(?:at|from|of|@) .*|\||[-–—] .*|\(.*)$|,\s*(?:[A-Z][\w&]+ )*(?:Inc|LLC"
    r"|Ltd|GmbH|Recruiting|Talent|HR).*$",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Sir|Herr|Frau|Mme|M|Sra|Sr)\.? )?"
    rf"[A-ZÀ-Þ][\w'’À-ÿ.-]*(?:{JOIN}(?:[A-ZÀ-Þ][\w'’À-ÿ-]*\.?|de|da|dos|del|der|den|van|von|la|le"
    r"|bin|al|el|ter)){1,4}"
)
_TITLE: Final = re.compile(
    r"\b(?:recruit\w*|talent|sourcer|hr|human resources|people|manager|director|head|lead"
    r"|engineer|officer|"
    r"coordinator|partner|assistant|president|vp|chief|ceo|cto|cfo|coo|founder|principal"
    r"|specialist|consultant|"
    r"professor|designer|analyst|architect|scientist|supervisor|owner|chef|nurse|matron|secretary|"
    r"administrator|generalist|advisor|associate|teacher|headteacher|dean|editor|producer"
    r"|developer)\b",
    re.IGNORECASE,
)
_RECRUITS: Final = re.compile(
    r"\b(?:recruit\w*|talent|sourc\w*|hr|human resources|people|staffing|headhunt\w*|personal\w*"
    r"|rrhh)\b",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?<![\d/.-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{1,5}\)[\s.-]?)?\d{2,5}(?:[\s.-]?\d{2,5}){1,4}(?![\d/])"
)
_PHONE_LINE: Final = re.compile(
    r"\b(?:phone|tel|mobile|cell|direct|office|m|t|p|c|d|o|ph|mob|handy|móvil)\b\s*[.:]|\+\d|☎|📞"
    r"|\(\d{3}\)|^\s*\d{3}[.-]\d{3}[.-]\d{4}",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_MEET: Final = re.compile(
    r"\b(?:meet(?:ing)?|speak(?:ing)?|interview(?:ed|ing)?|talk(?:ing)?|chat(?:ting)?|call"
    r"|conversation|interviewers?|"
    r"panel|session)\b(?:ed)?[^.\n]{0,30}?\b(?:with|by|are|is|be|consists? of|includes?)\b:? ",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    rf"(?P<name>{_PERSON.pattern})(?:\s*[,(–-]\s*(?:our |the )?(?P<title>[A-Z][\w&/ -]{{2,60}}?"
    rf"|(?:our |the )[\w&/ -]{{2,60}}?)(?=[,.;)\n]| and | on | at |$))?"
)
_LIST_LINE: Final = re.compile(
    rf"^[\s*•-]*(?:(?:\d{{1,2}}[:.]\d{{2}}[^A-Za-z]*(?:am"
    rf"|pm)?[\s–:-]*))?(?P<name>{_PERSON.pattern})\s*[,(–|-]\s*(?P<title>[\w&/ ,-]{{3,70}})\)?\s*$",
    re.MULTILINE,
)


_ROLE_ACCOUNT: Final = re.compile(
    r"(?:hr|jobs?|careers?|info|hello|hi|campus|recruit\w*|talent|office|admin|team|contact"
    r"|support|people|hiring"
    r"|internships?|bewerbung\w*|karriere|personal\w*|no-?reply\w*|notifications?)\b"
)
"""An address that belongs to nobody in particular: "Provenir <hr@...>" is no person."""


@dataclass(slots=True)
class Contact:
    """Somebody named in a mail; each but the name or the address may be empty.

    Attributes:
        role: "recruiter", "interviewer", "hiring manager" or "contact".
    """

    name: str
    email: str = ""
    phone: str = ""
    role: str = "contact"


def people_in(
    mail: Mail, own: str, signature: str, events: Iterable[object], me: frozenset[str]
) -> list[Contact]:
    """Return the people a mail speaks of, its sender first, without the user, teams and rooms."""
    found: list[Contact] = []
    _add(found, _writer(mail, signature, me), me)
    for event in events:
        if isinstance(event, Invitation):
            for contact in _attendees(event):
                _add(found, contact, me)
    for contact in _to_be_met(own):
        _add(found, contact, me)
    for mailbox in mail.cc:
        _add(found, Contact(_person(mailbox.name), mailbox.address), me)
    return found[:MOST_PEOPLE]


def _add(found: list[Contact], contact: Contact | None, me: frozenset[str]) -> None:
    """Add somebody, or what is new of them; one name or one address is one person."""
    if contact is None or contact.email in me or not contact.name:
        return
    known = next((one for one in found if _same(one, contact)), None)
    if known is None:
        found.append(contact)
        return
    known.email = known.email or contact.email
    known.phone = known.phone or contact.phone
    known.name = max(known.name, contact.name, key=len)
    known.role = contact.role if known.role == "contact" else known.role


def _same(one: Contact, other: Contact) -> bool:
    if one.email and one.email == other.email:
        return True
    first, second = one.name.lower(), other.name.lower()
    shorter, longer = sorted((first, second), key=len)
    return first == second or (longer.startswith(shorter + " ") and not (one.email and other.email))


def _person(name: str) -> str:
    """Return a name that is a person's; empty for a team's, a room's or a system's."""
    name = _FROM_SYSTEM.sub("", " ".join(name.split())).strip(" \"',")
    if "," in name and name.count(",") == 1:
        last, _, first = name.partition(",")
        name = (
            f"{first.strip()} {last.strip()}"
            if first.strip() and " " not in first.strip()
            else last
        )
    return "" if not name or "@" in name or _TEAM.search(name) or len(name) > 60 else name


def _writer(mail: Mail, signature: str, me: frozenset[str]) -> Contact | None:
    sender = mail.sender
    if sender is None or sender.address in me:
        return None
    signed = _signed(signature)
    name = _person(sender.name)
    if signed and (
        not name
        or signed.name.lower().startswith(name.lower())
        or name.lower().startswith(signed.name.lower())
    ):
        name = max(name, signed.name, key=len)
    elif not name or (" " not in name and _ROLE_ACCOUNT.match(sender.address)):
        return None
    role = (
        "recruiter"
        if _RECRUITS.search(f"{sender.name} {signature[:400]} {sender.address.partition('@')[0]}")
        else "contact"
    )
    if re.search(r"(?i)\bhiring manager\b", signature[:300]):
        role = "hiring manager"
    return Contact(name, _reachable(mail, sender, signature), _phone(signature), role)


def _reachable(mail: Mail, sender: Mailbox, signature: str) -> str:
    """Return where the writer can be written to: not a machine's address where theirs is given."""
    if re.search(r"no-?reply|do-?not-?reply|notif", sender.address):
        own = _ADDRESS.search(signature)
        if own:
            return own[0].lower()
        reply = [
            box.address for box in mail.reply_to if "noreply" not in box.address.replace("-", "")
        ]
        return reply[0] if reply and not re.search(r"[0-9a-f]{12}|reply\+", reply[0]) else ""
    return sender.address


def _signed(signature: str) -> Contact | None:
    """Return the name at the top of a signature."""
    lines = [line.strip(" *_-–—") for line in signature.split("\n")]
    for line in [line for line in lines if line][:4]:
        name = re.split(r"\s*[,|(]| [-–] ", line)[0].strip()
        if _PERSON.fullmatch(name) and not any(
            pattern.search(name) for pattern in (_TEAM, _TITLE, _FAREWELL)
        ):
            return Contact(name)
    return None


_FAREWELL: Final = re.compile(
    r"(?i)^(?:best|kind|many|warm|with|thank|yours|sincerely|regards|talk|speak|see)\b"
)


def _phone(signature: str) -> str:
    for line in signature.split("\n")[:15]:
        if _PHONE_LINE.search(line):
            for found in _PHONE.finditer(line):
                if 9 <= sum(character.isdigit() for character in found[0]) <= 15:
                    return found[0].strip()
    return ""


def _attendees(event: Invitation) -> list[Contact]:
    found = []
    for attendee in (event.organizer, *event.attendees):
        if attendee and _is_human(attendee):
            name = _person(attendee.name) or _from_address(attendee.email)
            host = attendee is event.organizer
            found.append(Contact(name, attendee.email, "", "contact" if host else "interviewer"))
    return found


def _is_human(attendee: Attendee) -> bool:
    if attendee.kind in (AttendeeKind.ROOM, AttendeeKind.RESOURCE, AttendeeKind.GROUP):
        return False
    if re.search(r"resource\.calendar\.google|\broom\b|conf-", attendee.email):
        return False
    return not (attendee.name and _TEAM.search(attendee.name))


def _from_address(address: str) -> str:
    local = address.partition("@")[0]
    parts = [part for part in re.split(r"[._]", local) if part.isalpha()]
    name = " ".join(part.capitalize() for part in parts)
    return name if len(parts) == 2 and not _TEAM.search(name) else ""


def _to_be_met(text: str) -> list[Contact]:
    found: list[Contact] = []
    for start in list(_MEET.finditer(text))[:10]:
        rest = text[start.end() : start.end() + 260].split("\n\n")[0]
        rest = re.split(r"(?<=[a-z)])[.;!?](?:\s|$)", rest)[0]
        for match in _NAMED.finditer(rest):
            _append(found, match["name"], match["title"] or "")
    for match in _LIST_LINE.finditer(text):
        if _TITLE.search(match["title"]):
            _append(found, match["name"], match["title"])
    return found[:15]


def _append(found: list[Contact], name: str, title: str) -> None:
    if _TEAM.search(name) or _TITLE.search(name) or _DAY_OR_PLACE.search(name):
        return
    role = "recruiter" if _RECRUITS.search(title) else "interviewer"
    if "hiring manager" in title.lower():
        role = "hiring manager"
    found.append(Contact(re.sub(r"^(?:Mr|Mrs|Ms|Herr|Frau|Mme|M)\.? ", "", name), "", "", role))


_DAY_OR_PLACE: Final = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april"
    r"|may|june|july|"
    r"august|september|october|november|december|zoom|google|microsoft|teams|meet|street|road"
    r"|avenue|time|please)\b",
    re.IGNORECASE,
)
