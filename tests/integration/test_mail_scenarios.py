"""Mail as stories: each file tells what came and what the plan must make of it.

A story is a facts file with mails after it, told in the order in which they came. They are read as
`duly import` reads them, in that order and in the opposite one: the plan must be the same. What the
user says to the inbox stands in `say`; `expect` is what holds at the end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duly.adapters.memory import MemorySource
from duly.core.model import Fact
from duly.formats import factsfile

STORIES = sorted((Path(__file__).parents[1] / "scenarios" / "mail").glob("*.toml"))
NOT_FACTS = ("title", "shows", "expect", "mail", "say")
ADDRESS = "sam@mail.example"

Told = dict[str, Any]


def key(name: str) -> str:
    return f"<{name}@story.example>"


def message(mail: Told, me: str, zone: ZoneInfo) -> bytes:
    """Return a mail of a story as it would lie in a mailbox; without a `from` it is the user's."""
    at = mail["at"] if mail["at"].tzinfo else mail["at"].replace(tzinfo=zone)
    headers = {
        "From": mail.get("from", me),
        "To": mail.get("to", me),
        **({"Subject": mail["subject"]} if "subject" in mail else {}),
        "Date": format_datetime(at),
        "Message-ID": key(mail["id"]),
        **({"In-Reply-To": key(mail["answers"])} if "answers" in mail else {}),
        **mail.get("headers", {}),
        "MIME-Version": "1.0",
    }
    text = mail.get("text", "")
    if "calendar" not in mail:
        headers["Content-Type"] = "text/plain; charset=utf-8"
        body = text
    else:
        headers["Content-Type"] = 'multipart/mixed; boundary="part"'
        parts = (("text/plain; charset=utf-8", text), ("text/calendar", mail["calendar"]))
        body = "".join(f"--part\nContent-Type: {kind}\n\n{part}\n" for kind, part in parts)
        body += "--part--\n"
    head = "".join(f"{name}: {value}\n" for name, value in headers.items())
    return f"{head}\n{body}".encode()


@pytest.mark.parametrize("order", ["as it came", "backwards"])
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_plan_moves_as_the_story_says(store: Path, path: Path, order: str) -> None:
    story = tomllib.loads(path.read_text(encoding="utf-8"))
    told = Teller(story, path)
    told.read(order)
    told.read(order)  # a second time: nothing is doubled
    for words in story.get("say", []):
        told.say(words)
    for expectation in story["expect"]:
        told.check(expectation)


class Teller:
    """Tells one story to a Duly."""

    def __init__(self, story: Told, path: Path) -> None:
        from duly.services import profile, taking_over
        from duly.store import models

        models.Profile.objects.all().delete()
        search = factsfile.read(path.read_text(encoding="utf-8"), path.name, also=NOT_FACTS)
        self.zone = ZoneInfo(search.me.time_zone)
        assert search.at, "a story needs its present"
        self.at = search.at
        self.mails: Sequence[Told] = story["mail"]
        taking_over.take_over(search, self.at, "story")
        if not search.me.email:
            profile.change(email=ADDRESS)
        self.me = f"{search.me.name} <{search.me.email or ADDRESS}>"

    def read(self, order: str) -> None:
        from duly.services import reading

        source = MemorySource(name="story")
        for mail in reversed(self.mails) if order == "backwards" else self.mails:
            source.put(message(mail, self.me, self.zone), sent="from" not in mail)
        reading.read(source, self.at, reading.Wish(again=True), lambda passed, look: None)

    def numbers(self) -> dict[str, int]:
        """Return the number in the inbox of each mail that is kept, by its name in the story."""
        from duly.store import models

        kept = dict(models.Mail.objects.values_list("key", "pk"))
        return {mail["id"]: kept[key(mail["id"])] for mail in self.mails if key(mail["id"]) in kept}

    def say(self, words: str) -> None:
        """Answer the inbox: "yes r1", "no r1", "r1 is a rejection", "r1 is for acme"."""
        from duly.recognise.meaning import MailMeaning
        from duly.services import inbox

        match words.split(maxsplit=3):
            case ["yes", *names]:
                inbox.accept([self.numbers()[name] for name in names], self.at)
            case ["no", *names]:
                inbox.dismiss([self.numbers()[name] for name in names], self.at)
            case [name, "is", "for", id]:
                inbox.accept([self.numbers()[name]], self.at, inbox.Correction(opportunity=id))
            case [name, "is", "a" | "an", meaning]:
                said = inbox.Correction(meaning=MailMeaning(meaning))
                inbox.accept([self.numbers()[name]], self.at, said)
            case _:
                raise AssertionError(f"nobody says {words!r}")

    def check(self, expectation: Told) -> None:
        from duly.services import inbox, planning

        left = dict(expectation)
        names = {number: name for name, number in self.numbers().items()}
        if "asks" in left:
            asking = [names[each.mail.id] for each in inbox.waiting(self.at)]
            assert sorted(asking) == sorted(left.pop("asks"))
        if "kept" in left:
            assert sorted(self.numbers()) == sorted(left.pop("kept"))
        if "opportunities" in left:
            search = planning.what_if(self.at).search
            assert [each.id for each in search.opportunities] == left.pop("opportunities")
        if id := left.pop("opportunity", ""):
            self.check_one(id, left)
        assert not left, f"nobody checks {sorted(left)}"

    def check_one(self, id: str, left: Told) -> None:
        from duly.services import planning

        opportunity, plan = planning.what_if(self.at).of(id)
        found: dict[str, Callable[[], object]] = {
            "state": lambda: str(plan.state),
            "promise_on": lambda: plan.promise_on,
            "attempts_made": lambda: plan.attempts_made,
            "role": lambda: opportunity.role,
            "people": lambda: [each.id for each in opportunity.people],
            "planned": lambda: [f"{each.step} {each.to}".strip() for each in plan.actions],
            "opens": lambda: [
                f"{each.step} {each.to} {each.earliest.astimezone(self.zone):%Y-%m-%d}"
                for each in plan.actions
            ],
            "interviews": lambda: self.interviews(id),
            "noted": lambda: [self.told(each) for each in self.from_mail(id)],
        }
        for name, value in found.items():
            if name in left:
                wanted = left.pop(name)
                assert value() == wanted, f"{id}: {name}"
        for step in left.pop("not_planned", []):
            assert step not in {str(each.step) for each in plan.actions}, f"{id}: {step}"

    def interviews(self, id: str) -> list[str]:
        """Return the ends of the meetings that stand, typed in or read."""
        from duly.core.meetings import meeting_ends
        from duly.services import planning

        facts = [fact for fact in planning.what_if(self.at).search.facts if fact.opportunity == id]
        ends = sorted(meeting_ends(facts))
        return [f"{each.astimezone(self.zone):%Y-%m-%d %H:%M}" for each in ends]

    def from_mail(self, id: str) -> list[Fact]:
        """Return the facts that came from mail, by when they happened."""
        from duly.services import chronicle

        entries = chronicle.entries(id, 1000)
        facts = [each.fact for each in reversed(entries) if each.mail and not each.gone]
        return sorted(facts, key=lambda fact: fact.at)

    def told(self, fact: Fact) -> str:
        """Return a fact in words: "received rejection from ana", "interview until 2026-…"."""
        word = fact.meaning or fact.step or fact.outcome or ""
        link = {"sent": "to", "interview": "with"}.get(str(fact.what), "from")
        people = f"{link} {' and '.join(fact.people)}" if fact.people else ""
        dates = [
            f"{name} {value:%Y-%m-%d}" if not isinstance(value, datetime)
            else f"{name} {value.astimezone(self.zone):%Y-%m-%d %H:%M}"
            for name, value in (
                ("by", fact.by), ("answer by", fact.answer_by), ("until", fact.until),
                ("from", fact.was_at), ("to", fact.to_at),
                ("ends", fact.at if fact.what == "interview" else None),
            )
            if value
        ]  # fmt: skip
        return ", ".join([f"{fact.what} {word} {people}".replace("  ", " ").strip(), *dates])
