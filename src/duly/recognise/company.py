"""Which company a mail speaks for, and which role it is about.

Names in the subject and the prose come before the name of the sender, that before the domain. A
hiring system, a job board or a free mail provider is never the company.
"""

# ruff: noqa: E501, ISC004 - a pattern is easier to read unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.formats.fullstop import JOIN
from duly.recognise import systems

if TYPE_CHECKING:
    from duly.formats.mail import Mail

_NAME: Final = (
    rf"(?P<company>[A-Z0-9À-Þ][\w&'’.+-]*(?:(?:, |{JOIN})(?:[A-Z0-9À-Þ][\w&'’.+-]*|&|\+|and(?= [A-Z])|of(?: the)?(?= [A-Z])|"
    r"for(?= [A-Z])|de(?= [A-ZÀ-Þ])|du(?= [A-Z])|für(?= [A-Z])|und(?= [A-Z])|y(?= [A-Z]))){0,6})"
)
_IN_TEXT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\binterest in (?:joining|working (?:at|for|with)|a career (?:at|with)|employment (?:at|with)|"
        rf"opportunities (?:at|with)|a position (?:at|with)) )(?:the )?{_NAME}",
        rf"(?i:\b(?:appl(?:ying|ication|ied) (?:to(?: work (?:at|for))?|at|with|for a (?:job|position|role) (?:at|with)) ))(?:the )?(?!the\b){_NAME}",
        rf"(?i:\b(?:role|position|job|vacancy|opening|opportunit(?:y|ies)|career|post|team|interview|internship|place) (?:here )?(?:at|with) )(?:the )?{_NAME}",
        rf"(?i:\b(?:thank you|thanks) for (?:choosing|considering|your interest in) )(?:the )?{_NAME}",
        rf"(?i:\b(?:thank you|thanks|regards|cheers|best|sincerely)[,.]?\s*\n+\s*)(?:The )?{_NAME}(?= (?:Hiring|Recruit\w*|Talent|People|HR|Careers|Human|TA|Staffing)\b)",
        rf"(?m)^(?:The |Your )?{_NAME}(?= (?:Hiring|Recruit\w*|Talent|People|HR|Careers|Human Resources|TA)(?: \w+)? ?(?:Team|Department|Group|Acquisition)?\s*$)",
        rf"{_NAME} (?:has invited|have invited|invites|is inviting|would like to invite|would like you|has asked|wants to interview|sent you|received your|has received)\b",
        rf"(?i:\b(?:invited by|sent to|on behalf of|invited you to interview with|interviews? with|set with|schedule with|application (?:with|to)|invited by the team at) )(?:the )?{_NAME}",
        rf"(?m)(?:^|(?<=[.,!] )){_NAME} (?:has (?:decided|moved|chosen|reviewed)|did not (?:select|choose))\b",
        rf"(?m)^{_NAME} (?:·|-|–) [A-Z][\w .'-]{{1,30}}(?:, [A-Z]{{2}}\b|, [A-Z]\w+|$| \()",
        rf"(?:\bat|\bwith) {_NAME}",
        rf"(?i:\b(?:here at|we at|on behalf of|all of us at|everyone at|from all at|recruiter (?:at|for|with)|"
        rf"joining us at|welcome to|join|with us at|bewerbung bei|chez|candidature (?:chez|à)|en) ){_NAME}",
        rf"(?m)(?:Recruiter|Manager|Partner|Director|Lead|Head[\w ]*|Specialist|Coordinator|Officer|HR|Acquisition|Founder|CEO|CTO|Engineer|Advisor|Assistant|Generalist|Principal|Talent|People)(?: ?[,|@·–-] ?| at ){_NAME}\s*$",
    )
)
_IN_SUBJECT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:appl(?:ying|ication|ied)|candidacy|candidature|bewerbung|interest) (?:[\w ]{{0,40}}?)?(?:to|at|with|in|bei|chez) )(?:the )?{_NAME}",
        rf"(?i:\b(?:sent to|viewed by|update from|message from|invitation from) )(?:the )?{_NAME}",
        rf"(?i:\b(?:at|with|@|from|bei|chez|join|joining|in) )(?:the )?{_NAME}",
        rf"^(?:Re: |RE: |Fwd: |AW: )*\[?{_NAME}\]?(?= ?(?:[-–—:|]|\b(?:application|interview|careers|recruit\w*|offer)\b))",
        rf"[-–—|:] ?{_NAME}$",
    )
)
_CAPITALISED: Final = re.compile(
    rf"[A-Z0-9À-Þ][\w'’&.-]*(?:{JOIN}(?:[A-Z0-9À-Þ][\w'’&.-]*|&|and|of|the)){{0,7}}"
)
_STRIPPED: Final = re.compile(
    r"(?i:\b(?:(?:the )?(?:talent acquisition|talent|hiring|recruit(?:ing|ment|er)|people|hr|human resources|careers?|"
    r"jobs|staffing|candidate|staff)(?: (?:and|&) \w+)?(?: (?:team|department|dept|group|acquisition|operations|ops|experience|notifications?|office|services|support|partner))*|"
    r"team|no-?reply|noreply|notifications?|via .*|do not reply|candidate experience|job alerts?|application(?:s)?|"
    r"interview scheduling|scheduling)\b)"
)
_VIA: Final = re.compile(
    r"(?i:\b(?:on behalf of|at|from|@|,|\||–|-|bei|chez|\() ?)([A-Z0-9À-Þ][\w&'’.+ -]{1,60})\)?$"
)
_NO_COMPANY: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "we",
        "i",
        "you",
        "your",
        "this",
        "that",
        "hi",
        "hello",
        "dear",
        "thank",
        "thanks",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "re",
        "fwd",
        "fw",
        "aw",
        "wg",
        "zoom",
        "teams",
        "google",
        "microsoft",
        "interview",
        "application",
        "update",
        "invitation",
        "reminder",
        "confirmation",
        "confirmed",
        "next",
        "first",
        "second",
        "final",
        "phone",
        "video",
        "congratulations",
        "important",
        "action",
        "offer",
        "job",
        "position",
        "role",
        "senior",
        "junior",
        "lead",
        "new",
        "status",
        "your",
        "canceled",
        "cancelled",
        "rescheduled",
        "updated",
        "automatic",
        "reply",
        "no",
        "team",
        "hr",
        "talent",
        "recruiting",
        "hiring",
        "people",
        "careers",
        "human",
        "regards",
        "best",
        "kind",
        "candidate",
        "urgent",
        "hey",
        "good",
        "great",
        "quick",
        "est",
        "pst",
        "cst",
        "et",
        "pt",
        "ct",
        "gmt",
        "bst",
        "cet",
        "am",
        "pm",
        "linkedin",
        "indeed",
        "glassdoor",
        "url",
        "hackerrank",
        "codility",
        "interviews",
        "welcome",
        "please",
        "submit",
        "complete",
        "review",
        "full",
        "part",
        "it",
        "accepted",
        "declined",
        "out",
        "undeliverable",
        "delivery",
        "mail",
        "thursday's",
        "unfortunately",
        "all",
        "details",
        "following",
        "regarding",
        "about",
        "request",
        "confirm",
        "security",
        "verify",
        "us",
        "campus",
        "early",
        "assessment",
        "unfortunately",
    ]
)
_ROLE_WORD: Final = (
    r"engineer|developer|analyst|manager|designer|assistant|nurse|teacher|scientist|consultant|specialist|"
    r"coordinator|administrator|accountant|director|officer|associate|representative|technician|supervisor|"
    r"executive|lead|intern|apprentice|trainee|clerk|receptionist|chef|cook|barista|driver|mechanic|electrician|"
    r"plumber|carpenter|carer|worker|operator|advisor|adviser|architect|editor|writer|copywriter|producer|researcher|fellow|"
    r"lecturer|professor|tutor|librarian|pharmacist|physiotherapist|therapist|paralegal|lawyer|solicitor|buyer|"
    r"planner|strategist|marketer|bookkeeper|controller|auditor|underwriter|actuary|translator|programmer|"
    r"entwickler(?:in)?|ingenieur(?:in)?|sachbearbeiter(?:in)?|pfleger(?:in)?|développeu(?:r|se)|ingénieure?|chargée? de [\w ]{1,40}|"
    r"desarrollador(?:a)?|ingeniero|ingeniera|host|hostess|waiter|server|porter|welder|machinist|surveyor|estimator|"
    r"guard|steward|picker|packer|cleaner|gardener|florist|baker|butcher|stylist|instructor|coach|warden|ranger|"
    r"keeper|curator|archivist|scheduler|dispatcher|agent|broker|partner|owner|head of [\w ]{1,40}|vp of [\w ]{1,40}|sre|qa|midwife|paramedic|dentist|hygienist|vet|veterinarian|joiner|fitter|photographer|animator|illustrator|journalist|reporter|attendant|concierge|housekeeper|sommelier|bartender|technologist|scrum master|product owner|recruiter"
)
_ROLE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?i:\b(?:role|position|post|job|vacancy|opening|opportunity) (?:of|as|for)(?: an?| the| our)? )(?P<role>[A-Z][\w/&+#,.() -]{2,80}?)(?= (?:at|with|in our|here|position|role|has|is|was|and we|on|to)\b|[.,;!\n]|$)",
        rf"\b(?:the|our|your|this|a|an|for) (?P<role>[A-Z0-9][\w/&+#.()-]{{0,40}}(?:(?:, |{JOIN})(?:[A-Z0-9][\w/&+#.()-]{{0,40}}|of|and|de|in|for|&)){{0,7}}?)[ -]{{1,3}}(?i:(?:position|role|vacancy|opening|opportunity|job|post|internship|requisition|apprenticeship)\b)",
        r"(?i:\b(?:application|applying|applied|interview|candidacy|consideration|apply|candidature|bewerbung|offer)(?: \w+)? (?:for|as|als|pour|au poste de)(?: the| an?| our)?(?: position of| role of| post of| job of)? )(?P<role>[A-ZÀ-Þ][\w/&+#,.() -]{2,80}?)(?= (?:at|with|position|role|has|is|was|and|on|to|here|bei|chez|job|post|vacancy|opening|team)\b|[.,;:!\n|–—]| - |$)",
        rf"\b(?P<role>(?:(?:[A-Z][\w+#/-]*|of|and|&) ){{0,4}}(?i:{_ROLE_WORD})\b(?: (?:I{{1,3}}|[12345])\b)?)",
    )
)


_AGENCY: Final = re.compile(
    r"search|recruit|staffing|headhunt|personnel|talent|placement|resourcing|vermittlung"
)
"""In the domain of whoever recruits for others: the company is one that is named."""


class About(NamedTuple):
    """What the application is for; either may be empty."""

    company: str
    role: str


def about(mail: Mail, text: str) -> About:
    """Return the company a mail speaks for and the role it is about.

    Args:
        mail: The mail.
        text: What its sender wrote, signature included.
    """
    role = _role(mail.subject, text)
    return About(_company(mail, text), role)


def _company(mail: Mail, text: str) -> str:
    domain = systems.domain_of(mail.sender.address) if mail.sender else ""
    owned = domain and not systems.is_shared(domain)
    spoken = [name for name in _candidates(mail, text) if _is_company(name)]
    label = systems.organisation(domain)
    passed_on = mail.subject.lower().startswith(("fwd:", "fw:", "wg:", "tr:"))
    if owned and not passed_on and not systems.BRANDS.fullmatch(label):
        fitting = [name for name in spoken if _is_spelt(name, label)]
        clients = [name for name in spoken if not _is_spelt(name, label)]
        if clients and _AGENCY.search(label):
            return clients[0]
        return (
            max(fitting, key=len, default="")
            or _spelt_out(label, mail, text)
            or _best(spoken, label)
        )
    if spoken:
        return max((name for name in spoken if name.startswith(spoken[0])), key=len)
    found = _from_address(mail)
    return _spelt_out(found.lower(), mail, text) or found


def _spelt_out(label: str, mail: Mail, text: str) -> str:
    """Return the capitalised words that, put together, are a domain's label: "Meridian Health"."""
    wanted = re.sub(r"[^a-z0-9]", "", label)
    sender = mail.sender.name if mail.sender else ""
    for run in _CAPITALISED.finditer(f"{mail.subject}\n{sender}\n{text[:6_000]}"):
        words = run[0].split()
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                name = " ".join(words[start:end])
                letters = re.sub(r"(?:and|[^a-z0-9])", "", name.lower())
                if len(letters) > 3 and letters == re.sub("and", "", wanted):
                    return _tidy(name)
    return ""


def _candidates(mail: Mail, text: str) -> list[str]:
    start = text[:6_000]
    found = [
        _tidy(match["company"]) for pattern in _IN_TEXT[:3] for match in pattern.finditer(start)
    ]
    found += _from_name(mail)
    found += [
        _tidy(match["company"])
        for pattern in _IN_SUBJECT
        for match in pattern.finditer(mail.subject)
    ]
    found += [
        _tidy(match["company"])
        for pattern in _IN_TEXT[3:]
        for source in (mail.subject, start)
        for match in pattern.finditer(source)
    ]
    return found


def _best(spoken: list[str], label: str) -> str:
    """Return the domain's own name in the spelling of the mail, else the domain's."""
    return next(iter(spoken), "") if len(label) < 3 else _titled(label)


def _titled(label: str) -> str:
    return " ".join(part.capitalize() for part in re.split(r"[-_]", label))


def _is_spelt(name: str, label: str) -> bool:
    """Tell whether a domain's label could stand for a name: "northwind" for "Northwind Traders"."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())
    label = re.sub(r"[^a-z0-9]", "", label.lower())
    if len(letters) < 2 or len(label) < 2:
        return False
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", name)).lower()
    return (
        label.startswith(letters)
        or letters.startswith(label)
        or (len(label) > 2 and initials == label)
    )


def _from_name(mail: Mail) -> list[str]:
    """Return what is left of the sender's name without "Talent Team" and "via Greenhouse"."""
    name = mail.sender.name if mail.sender else ""
    if not name or "@" in name:
        return []
    at = _VIA.search(name)
    if at:
        return [_tidy(_STRIPPED.sub(" ", at[1]))]
    if _STRIPPED.search(name):
        return [_tidy(_STRIPPED.sub(" ", name))]
    return []


def _from_address(mail: Mail) -> str:
    """Return the company in a hiring system's address: "acme@myworkday.com"."""
    if mail.sender is None:
        return ""
    local, _, domain = mail.sender.address.partition("@")
    local = local.partition("+")[0]
    labels = domain.split(".")
    if systems.is_of(domain, systems.HIRING_SYSTEMS):
        if len(labels) > 2 and len(labels[0]) > 3 and labels[0] not in _TECHNICAL:
            return _titled(labels[0])
        if local not in _TECHNICAL and not re.search(
            r"no-?reply|notif|mail|hire|talent|jobs|career|recruit", local
        ):
            return _titled(local)
    name = mail.sender.name
    return name if systems.is_of(domain, systems.HIRING_SYSTEMS) and _is_company(name) else ""


_TECHNICAL: Final = frozenset(
    {
        "mail",
        "email",
        "invalidemail",
        "us",
        "eu",
        "app",
        "hire",
        "notifications",
        "candidates",
        "talent",
        "system",
        "msg",
        "reply",
        "info",
        "hello",
    }
)


def _tidy(name: str) -> str:
    name = " ".join(name.replace("’", "'").split()).strip(" ,-–—:|&'()")
    name = re.sub(r"(?i)\s+(?:and|for|of|the|on|we|our)$", "", name)
    name = re.sub(r"'s$", "", name)
    while (words := name.split()) and len(words) > 1 and words[-1].lower() in _NO_COMPANY:
        name = " ".join(words[:-1])
    return re.sub(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)\.$", "", name.strip(" ,-–—:|&'"))


def _is_company(name: str) -> bool:
    if not 2 <= len(name) <= 60 or systems.BRANDS.fullmatch(name):
        return False
    first = name.split()[0].lower().strip(".,'")
    return (
        first not in _NO_COMPANY
        and not re.match(r"\d+(?:[.:]\d+)?(?:[ap]\.?m\.?)?$", first)
        and not re.fullmatch(
            rf"(?i:(?:[\w/-]+ ){{0,6}}(?:{_ROLE_WORD}|position|role|team|interview))", name
        )
    )


def _role(subject: str, text: str) -> str:
    body = text[:6_000]
    for pattern in _ROLE[:3]:
        for source in (subject, body):
            for match in pattern.finditer(source):
                role = _tidy_role(match["role"])
                if _is_role(role):
                    return role
    for source in (subject, body):
        for match in _ROLE[3].finditer(source):
            role = _tidy_role(match["role"])
            if _is_role(role) and not re.search(r"(?i)recruiter|talent|hr\b|people", role):
                return role
    return ""


def _tidy_role(role: str) -> str:
    role = re.sub(r"\s*\([^)]*$", "", " ".join(role.split())).strip(" ,.-–—:|&")
    return re.sub(r"^(?:The|Our|A|An|Your|This)\s+", "", role)


def _is_role(role: str) -> bool:
    return (
        3 <= len(role) <= 80
        and role[0].isupper()
        and (
            role.split()[0].lower() not in _NO_ROLE
            and not re.fullmatch(r"[A-Z]{2,}-?\d+|\d+", role)
        )
    )


_NO_ROLE: Final = frozenset(
    [
        "the",
        "our",
        "your",
        "this",
        "hi",
        "hello",
        "dear",
        "thank",
        "thanks",
        "hiring",
        "recruiting",
        "recruitment",
        "interview",
        "application",
        "thursday",
        "monday",
        "tuesday",
        "wednesday",
        "friday",
        "if",
        "we",
        "in",
        "as",
        "i",
        "for",
        "please",
        "unfortunately",
        "re",
        "fwd",
        "people",
        "talent",
        "regards",
        "best",
        "kind",
        "open",
        "new",
        "all",
        "current",
        "other",
        "future",
    ]
)
