"""SIGKILL while a mailbox is read: what was kept stays, nothing is doubled, the rest follows."""

from __future__ import annotations

import random
import signal
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from tests.faults.test_kill import Zygote

KILLS = 60
MAILS = 400
SEED = 20260613
ME = "Sam Field <sam@mail.example>"
RECEIVED = (
    "Dear Sam,\n\nthank you for applying to {company}. We have received your application for the "
    "position of analyst and will be in touch.\n\nAna Ruiz"
)
BEGUN = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def zygote(home: Any) -> Any:
    made = Zygote(home)
    yield made
    made.process.communicate("")


def mail(number: int) -> str:
    """Return an acknowledgement, the user's own letter, an answer to it, or something else."""
    company = f"Company{number // 4}"
    host = f"{company.lower()}.example"
    ana = f"Ana Ruiz <ana@{host}>"
    sender, reader, subject, text, answers = (
        (ana, ME, f"Your application to {company}", RECEIVED.format(company=company), ""),
        (ME, ana, f"Re: Your application to {company}",
         "Dear Ana,\n\nthank you for your time today. I enjoyed our interview.\n\nSam",
         f"<{number - 1}@mail.example>"),
        (ana, ME, f"Re: Your application to {company}",
         "Hi Sam,\n\nthanks, that is good to know.\n\nAna", f"<{number - 1}@mail.example>"),
        ("Shop <shop@shop.example>", ME, "Your parcel", "It is on its way.", ""),
    )[number % 4]  # fmt: skip
    headers = [
        f"From: {sender}", f"To: {reader}", f"Subject: {subject}",
        f"Date: {format_datetime(BEGUN + timedelta(minutes=number))}",
        f"Message-ID: <{number}@mail.example>",
        *([f"In-Reply-To: {answers}"] if answers else []),
    ]  # fmt: skip
    return "From x Mon Feb  2 09:00:00 2026\n" + "\n".join([*headers, "", text, "", ""])


@pytest.mark.timeout(600)
def test_a_mailbox_is_read_once_however_often_it_is_killed(
    home: Any, zygote: Zygote, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    box = tmp_path / "mail.mbox"
    box.write_text("".join(map(mail, range(MAILS))), encoding="utf-8", newline="\n")
    assert zygote.run(["me", "--name", "Sam Field", "--email", "sam@mail.example",
                       "--zone", "Europe/Berlin", "--country", "DE"])["code"] == 0  # fmt: skip
    command = ["import", str(box)]
    took = zygote.run(command)["seconds"]
    killed = 0
    while killed < KILLS:
        answer = zygote.run(command, kill_after=dice.uniform(0, took))
        home.check()
        if answer["code"] == -signal.SIGKILL:
            killed += 1
        else:
            home.forget_mails()
    assert zygote.run(command)["code"] in (3, 4)
    everything = {f"<{number}@mail.example>" for number in range(MAILS) if number % 4 != 3}
    kept = [key for (key,) in home.rows('SELECT "key" FROM store_mail')]
    assert len(kept) == len(set(kept))
    assert set(kept) == everything
