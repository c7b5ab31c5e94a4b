"""Mails to a job seeker who met Ana Ruiz at Acme yesterday, put into a page's search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.web.server import Desk

NO = (
    "Dear Sam,\n\nthank you for your interest in the data analyst role. Unfortunately we have "
    "decided to move forward with other candidates.\n\nThe Acme team"
)
DECIDING = "Hi Sam,\n\nwe are still deciding and need a few days longer than we thought.\n\nAna"
THANKS = (
    "Dear Ana,\n\nthank you for taking the time to talk with me yesterday. I enjoyed hearing about "
    "the launch.\n\nSam"
)


def seeker(desk: Desk) -> Desk:
    """Let somebody search: they applied at Acme and met Ana Ruiz yesterday."""
    desk.duly("me", "--name", "Sam Field", "--email", "sam@mail.example")
    desk.duly("interview", "Acme", "--role", "Data analyst", "--ended", "yesterday 10:00",
              "--with", "Ana Ruiz <ana@acme.example>")  # fmt: skip
    return desk


def written(name: str, text: str, html: str = "", **headers: str) -> bytes:
    """Return a message of half an hour ago from Ana to Sam, unless the headers say otherwise."""
    message = EmailMessage()
    given = {
        "From": "Ana Ruiz <ana@acme.example>",
        "To": "Sam Field <sam@mail.example>",
        "Subject": "Your application",
        "Date": format_datetime(datetime.now(UTC) - timedelta(minutes=30)),
        "Message-ID": f"<{name}@acme.example>",
        **headers,
    }
    for key, value in given.items():
        message[key] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return bytes(message)


def put(desk: Desk, *mails: bytes) -> None:
    """Put messages into the user's folder of mail, and have it read."""
    folder = desk.folder / "mail"
    folder.mkdir(exist_ok=True)
    for mail in mails:
        Path(folder / f"{len(list(folder.iterdir()))}.eml").write_bytes(mail)
    desk.duly("import", str(folder), check=False)
