"""What a mail is by its make, before a word of it is read.

RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports), RFC 2369 and 2919 (List-*), RFC 6047
(invitations). None of these is believed further than it reaches: hiring systems send
acknowledgements, refusals and even invitations with `List-Unsubscribe`, `Precedence: bulk` or
`Auto-Submitted`, and many an auto-reply carries none of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duly.recognise import systems

if TYPE_CHECKING:
    from duly.formats.mail import Mail

_NO_REPLY = re.compile(
    r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|notifications?|mailer|automated|bounce|"
    r"auto[-_.]?confirm|nicht[-_.]?antworten|alerts?|system|account|info@mail|updates?)",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|answer)|autoreply"
    r"|out of (?:the )?office|"
    r"ooo\b|away from|on (?:annual |maternity |parental )?leave|automatische antwort"
    r"|abwesenheit\w*|"
    r"réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|"
    r"risposta automatica|automatisch antwoord|autosvar)",
    re.IGNORECASE,
)
_DAEMON = re.compile(
    r"mailer[-_.]?daemon|postmaster|mail ?delivery (?:sub)?system|mail administrator|mdaemon|"
    r"^mdder|^bounces?\b|delivery[-_. ]status",
    re.IGNORECASE,
)
_FAILED_SUBJECT = re.compile(
    r"undeliver|delivery (?:status notification|fail|has failed|report|problem|notification"
    r"|unsuccess)|"
    r"returned mail|mail delivery fail|failure notice|delivery failure|message not delivered|"
    r"could not be delivered|returned to sender|unzustellbar|mail system error|nondeliverable|"
    r"non remis|échec de la remise|no se puede entregar|rejected your message|mail could not|"
    r"failed|warning: could not send|user unknown|undelivered|returning message",
    re.IGNORECASE,
)
_REPORTS_FAILURE = frozenset({"failed", "delayed", "expanded"})


@dataclass(frozen=True, slots=True)
class Make:
    """What the headers and parts of a mail say.

    Attributes:
        bounced: It reports that a mail did not arrive.
        report: It is a report of another kind: delivered, read, or a complaint.
        replied_by_machine: Header or subject call it an automatic reply.
        automatic: A machine sent it, going by its headers or its sender.
        hiring_system: Its sender's domain is a hiring system's; likewise the next three.
        bulk: It carries the headers of a list or a bulk mail.
    """

    bounced: bool = False
    report: bool = False
    replied_by_machine: bool = False
    automatic: bool = False
    hiring_system: bool = False
    assessor: bool = False
    scheduler: bool = False
    job_board: bool = False
    free_mail: bool = False
    bulk: bool = False
    answers: bool = False
    no_reply: bool = False


def fails_authentication(mail: Mail) -> bool:
    """Tell whether the server that took a mail found it not to be from whom it says (RFC 8601).

    Only the topmost header counts: whoever writes a mail can put others beneath it.
    """
    told = next(iter(mail.all("authentication-results")), "").lower()
    if "dmarc=fail" in told:
        return True
    passed = any(f"{way}=pass" in told for way in ("dmarc", "dkim", "spf"))
    return not passed and ("spf=fail" in told or "dkim=fail" in told)


def is_machine(address: str) -> bool:
    """Tell whether an address is a system's that writes to everybody, not a correspondent's."""
    no_reply = _NO_REPLY.search(address.partition("@")[0])
    return bool(no_reply) or systems.is_system(systems.domain_of(address))


def make_of(mail: Mail) -> Make:
    """Return what a mail is by its make."""
    domain = systems.domain_of(mail.sender.address) if mail.sender else ""
    replied = _replied_by_machine(mail)
    hiring = systems.is_of(domain, systems.HIRING_SYSTEMS)
    assessor = systems.is_of(domain, systems.ASSESSORS)
    bulk = any(mail.all(name) for name in ("list-unsubscribe", "list-id")) or (
        mail.header("precedence").lower() in ("bulk", "list", "junk")
    )
    no_reply = bool(mail.sender and _NO_REPLY.search(mail.sender.address.partition("@")[0]))
    bounced = _bounced(mail)
    return Make(
        bounced=bounced,
        report=bool(mail.report_type) and not bounced,
        replied_by_machine=replied,
        automatic=replied or bounced or bulk or no_reply or hiring or assessor or _generated(mail),
        hiring_system=hiring,
        assessor=assessor,
        scheduler=systems.is_of(domain, systems.SCHEDULERS),
        job_board=systems.is_of(domain, systems.JOB_BOARDS),
        free_mail=systems.is_of(domain, systems.FREE_MAIL),
        bulk=bulk,
        answers=bool(mail.in_reply_to or mail.references),
        no_reply=no_reply,
    )


def _generated(mail: Mail) -> bool:
    submitted = mail.header("auto-submitted").lower()
    return bool(submitted) and not submitted.startswith("no")


def _replied_by_machine(mail: Mail) -> bool:
    if mail.header("auto-submitted").lower().startswith("auto-replied"):
        return True
    if any(mail.all(name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return True
    precedence = mail.header("precedence").lower()
    return precedence.startswith("auto") or bool(REPLY_SUBJECT.match(mail.subject))


def _bounced(mail: Mail) -> bool:
    if mail.report_type == "feedback-report":
        return False
    actions = {block.get("action", "").split(" ")[0].lower() for block in mail.reports}
    if actions & _REPORTS_FAILURE or mail.all("x-failed-recipients"):
        return True
    if actions - {""}:
        return False
    sender = f"{mail.sender.address} {mail.sender.name}" if mail.sender else mail.header("from")
    from_daemon = bool(_DAEMON.search(sender)) or mail.header("return-path").strip() == "<>"
    if mail.report_type == "delivery-status":
        return True
    return from_daemon and bool(_FAILED_SUBJECT.search(f"{mail.subject}\n{mail.text[:1500]}"))


def scanned_bounce(data: bytes, mail: Mail) -> bool:
    """Tell whether the patterns of fifty mail servers find a failed address in a message.

    Slower than everything else here: for what looks like a daemon's mail and says nothing clear.
    """
    sender = f"{mail.sender.address} {mail.sender.name}" if mail.sender else ""
    if not (_DAEMON.search(sender) or _FAILED_SUBJECT.search(mail.subject)) or len(data) > 300_000:
        return False
    from email import message_from_bytes

    from flufl.bounce import scan_message
    from flufl.bounce._scan import log

    log.disabled = True  # it would print every pattern that a hostile mail breaks
    message = message_from_bytes(data)
    del message["From"]
    message["From"] = mail.sender.address if mail.sender else "<>"  # without one, some break
    try:
        return bool(scan_message(message))
    except Exception:  # noqa: BLE001 - patterns of others over hostile input: no bounce then
        return False
