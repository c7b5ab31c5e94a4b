"""Which company an invitation comes from, as far as addresses and titles tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_PRIVATE: Final = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de"),
        *("gmx.net", "gmx.com", "web.de", "proton.me", "protonmail.com", "fastmail.com"),
        *("zoho.com", "mail.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "orange.fr"),
        *("free.fr", "libero.it", "t-online.de", "posteo.de", "mailbox.org", "hey.com"),
    }
)
_SCHEDULERS: Final = frozenset(
    {
        *("calendly", "greenhouse", "greenhouse-mail", "lever", "hire", "goodtime", "ashbyhq"),
        *("workday", "myworkday", "smartrecruiters", "icims", "jobvite", "bamboohr", "teamtailor"),
        *("google", "zoom", "microsoft", "webex", "linkedin", "indeed", "recruitee", "personio"),
        *("workable", "workablemail", "cal", "savvycal", "hubspot", "doodle", "invalid"),
    }
)
_SECOND_LEVEL: Final = frozenset({"co", "com", "ac", "org", "net", "gov", "edu", "or", "ne"})
_AUTOMATIC: Final = re.compile(
    r"(no-?reply|do-?not-?reply|calendar-notification|notifications?|mailer|daemon|bounce)",
    re.IGNORECASE,
)
_CALENDAR_GROUP: Final = re.compile(r"group\.calendar\.|resource\.calendar\.", re.IGNORECASE)
_TITLES: Final = (
    re.compile(r"\b(?:with|at|@|bei|chez)\s+(?P<company>[A-Z][\w&.'-]*(?:\s+[A-Z][\w&.'-]*){0,3})"),
    re.compile(
        r"^(?P<company>[A-Z][\w&.'-]*(?:\s+[A-Z][\w&.'-]*){0,2})\s*(?:[-–—:|/]|interview\b)"
    ),
)
_NO_COMPANY: Final = re.compile(
    r"^(interview|phone|video|onsite|on-site|technical|final|first|second|screening|call|meeting|"
    r"zoom|teams|microsoft|google|hr|hiring|team|panel|chat|intro|invitation|updated)\b",
    re.IGNORECASE,
)


def is_private(email: str) -> bool:
    """Tell whether an address is somebody's own at a mail provider."""
    return email.rpartition("@")[2].casefold() in _PRIVATE


def is_automatic(email: str) -> bool:
    """Tell whether an address is a machine's, or a room's."""
    local, _, domain = email.rpartition("@")
    return bool(_AUTOMATIC.search(local) or _CALENDAR_GROUP.search(domain))


def company(emails: Iterable[str], summary: str, location: str = "") -> str:
    """Return the company's name, by the first address of its own, else by the event's title.

    Empty where neither tells.
    """
    for email in emails:
        if found := _of_domain(email.rpartition("@")[2].casefold()):
            return found
    return _of_title(summary) or _of_title(location)


def _of_domain(domain: str) -> str:
    labels = domain.split(".")
    if domain in _PRIVATE or len(labels) < 2 or domain.endswith((".local", ".invalid")):
        return ""
    label = labels[-3] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2]
    if label in _SCHEDULERS or not re.search(r"[^\W\d_]", label):
        return ""
    return " ".join(word.capitalize() for word in label.split("-"))


def _of_title(title: str) -> str:
    for pattern in _TITLES:
        found = pattern.search(title)
        if found and not _NO_COMPANY.match(found["company"]):
            return found["company"].strip(" .-")
    return ""
