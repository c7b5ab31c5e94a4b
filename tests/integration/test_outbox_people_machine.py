"""However people are renamed, joined and given other addresses, nothing goes to the wrong one.

A machine edits the people and the letters while a worker hands letters over to a real server. The
server's log is the truth: every recipient and every byte in it was approved, and was whom the user
meant at the moment when it left.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import ClassVar, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.faults.smtp_server import Fault, Offer, Phase, Script, SmtpServer

from duly.adapters.smtp import Security, SmtpAccount, Submission
from duly.core.errors import DulyError
from duly.core.outbox import OPEN, Stage
from duly.formats.message import Mailbox, is_written_to

BEGUN: Final = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
NAMES: Final = ("Ana Ruiz", "Bo Lind", "Cy Okafor", "Aña Ruiz", "Ana Ruiz-Díaz, PhD")
WHO: Final = st.integers(0, 7)
"""Of a person among those there are."""
PLACES: Final = st.integers(0, 11)
"""Of a letter among those there are."""
IN_CI: Final = bool(os.environ.get("CI"))
_NUMBERS = count(1)


def begin_anew(database: Path, empty: bytes) -> None:
    """Put an empty search in the place of the last one: else a run grows slower and slower."""
    from django.db import connection

    connection.close()
    for end in ("-wal", "-shm"):
        database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
    database.write_bytes(empty)


class Editing(RuleBasedStateMachine):
    """Sam, who keeps putting people right while letters to them wait."""

    server: ClassVar[SmtpServer]
    database: ClassVar[Path]
    empty: ClassVar[bytes]
    in_all: ClassVar[int] = 0

    @initialize()
    def meet(self) -> None:
        from duly.services import interviews
        from duly.services.interviews import Held
        from duly.services.opportunities import Given, Opening

        begin_anew(self.database, self.empty)
        self.number = next(_NUMBERS)
        self.at = BEGUN
        self.addresses = count(1)
        people = tuple(Given(f"{name} <{self.address()}>") for name in NAMES[:3])
        held = Held(BEGUN - timedelta(hours=1), people)
        self.id, _ = interviews.record(held, self.at, new=Opening(f"Company {self.number}"))
        self.approved: dict[int, tuple[str, bytes]] = {}
        self.server.log.unlink(missing_ok=True)
        self.heard = 0
        self.left: list[int] = []

    def address(self) -> str:
        return f"a{next(self.addresses)}@c{self.number}.example"

    def people(self) -> list[str]:
        from duly.store import models

        there = models.Involvement.objects.filter(opportunity__slug=self.id).order_by("pk")
        return list(there.values_list("person__slug", flat=True))

    def person(self, place: int) -> str:
        people = self.people()
        return people[place % len(people)]

    # The user

    def approve(self, who: int, words: str) -> None:
        from duly.services import letters, outbox
        from duly.store import models

        person = self.person(who)
        if models.Outgoing.objects.filter(to=person, stage__in=OPEN).exists():
            return  # words of its own would call the first one back
        with suppress(DulyError):  # sent already, or no longer planned
            (page,) = letters.write(self.id, "thank-you", person, letters.Wish(), self.at)
            page = letters.revise(page, "Thank you", f"Dear you,\n\n{words}\n\nSam", self.at)
            approved = letters.approve([page], self.at, anyway=True)
            (kept,) = outbox.queue(approved, self.at, at_once=True)
            row = models.Outgoing.objects.get(pk=kept.number)
            self.approved[kept.number] = (row.recipient, bytes(row.message))

    @rule(words=st.sampled_from(["thank you.", "thanks for your time."]))
    def approve_all(self, words: str) -> None:
        for place in range(len(self.people())):
            self.approve(place, words)

    @rule(who=WHO)
    def edit(self, who: int) -> None:
        """Write a letter anew, and approve nothing."""
        from duly.services import letters

        with suppress(DulyError):
            (page,) = letters.write(self.id, "thank-you", self.person(who), letters.Wish(), self.at)
            letters.revise(page, "Thanks", "Dear you,\n\nother words.\n\nSam", self.at)

    @precondition(lambda self: self.approved)
    @rule(place=PLACES)
    def revoke(self, place: int) -> None:
        from duly.services import outbox

        with suppress(DulyError):
            outbox.take_back(sorted(self.approved)[place % len(self.approved)], self.at)

    @rule(who=WHO, name=st.sampled_from(NAMES))
    def rename(self, who: int, name: str) -> None:
        self.change(who, name=name)

    @rule(who=WHO)
    def change_address(self, who: int) -> None:
        self.change(who, email=self.address())

    def change(self, who: int, **wanted: str) -> None:
        from duly.services import opportunities
        from duly.services.opportunities import Given

        opportunities.change_person(self.id, Given(self.person(who)), self.at, **wanted)

    @rule(one=WHO, other=WHO)
    def swap_addresses(self, one: int, other: int) -> None:
        from duly.store import models

        a, b = (models.Person.objects.get(slug=self.person(each)) for each in (one, other))
        if a != b:
            emails = a.email, b.email
            self.change(one, email=emails[1])
            self.change(other, email=emails[0])

    @rule(one=WHO, other=WHO)
    def join(self, one: int, other: int) -> None:
        from duly.services import joining

        with suppress(DulyError):  # one entry already, or a letter may be leaving
            joining.join(self.id, self.person(one), self.person(other), self.at)

    @rule(name=st.sampled_from(NAMES))
    def meet_another(self, name: str) -> None:
        from duly.services import interviews
        from duly.services.interviews import Held
        from duly.services.opportunities import Given

        if len(self.people()) < 8:
            people = (Given(f"{name} <{self.address()}>"),)
            with suppress(DulyError):
                interviews.record(Held(self.at, people), self.at, id=self.id)

    @rule(minutes=st.sampled_from([0.2, 1, 3, 31, 100]))
    def time_passes(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)

    # The worker

    @rule()
    def dispatch_in_peace(self) -> None:
        self.dispatch(None, Phase.DOT, accepted=True)

    @rule(who=WHO, swap=st.booleans())
    def send_and_put_right(self, who: int, swap: bool) -> None:  # noqa: FBT001 - drawn
        """Approve everything, put one reader right in the last moment, and let the rest leave."""
        self.approve_all("thank you for the talk.")
        if swap:
            self.swap_addresses(who, who + 1)
        else:
            self.change_address(who)
        self.dispatch_in_peace()

    @rule(
        fault=st.sampled_from([Fault.LOCAL_ERROR, Fault.REFUSED, Fault.DROPPED]),
        phase=st.sampled_from([Phase.RCPT, Phase.DOT]),
        accepted=st.booleans(),
    )
    def dispatch_in_trouble(self, fault: Fault, phase: Phase, accepted: bool) -> None:  # noqa: FBT001
        self.dispatch(fault, phase, accepted=accepted)

    def dispatch(self, fault: Fault | None, phase: Phase, *, accepted: bool) -> None:
        """Hand over what is ready; nobody edits meanwhile, so what leaves is right at this hour."""
        from duly.services import dispatching

        self.at += timedelta(seconds=31)
        meant = self.meant()
        account = SmtpAccount("127.0.0.1", self.server.port, Security.PLAIN)
        with self.failing(fault, phase, accepted=accepted), Submission(account) as submission:
            dispatching.dispatch(submission, dispatching.worker_name(), lambda: self.at)
        taken = self.server.accepted()
        for each in taken[self.heard :]:
            (number,) = (
                number
                for number, approved in self.approved.items()
                if approved == (each.recipient, each.data)
            )
            reader = meant[number]
            assert reader.address == each.recipient, "an address that was put right since"
            assert is_written_to(each.data, reader), "a name that was put right since"
            self.left.append(number)
            Editing.in_all += 1
        self.heard = len(taken)

    @contextmanager
    def failing(self, fault: Fault | None, phase: Phase, *, accepted: bool) -> Iterator[None]:
        if fault:
            self.server.script = Script(phase, fault, accepted=accepted, times=1)
            self.server._failed = 0
        yield
        self.server.script = Script()

    def meant(self) -> dict[int, Mailbox]:
        """Return whom each letter that waits is for, as the user has it now."""
        from duly.store import models

        found = {}
        for row in models.Outgoing.objects.filter(pk__in=self.approved, stage=Stage.HELD.value):
            person = models.Person.objects.filter(slug=row.to).first()
            if person:
                found[row.pk] = Mailbox(person.email, person.name)
        return found

    # What always holds

    @invariant()
    def nothing_leaves_twice_or_unapproved(self) -> None:
        from duly.store import models

        if not hasattr(self, "left"):
            return
        assert len(self.server.accepted()) == self.heard
        assert len(set(self.left)) == len(self.left)
        rows = models.Outgoing.objects.filter(pk__in=self.approved)
        for row in rows:
            assert (row.recipient, bytes(row.message)) == self.approved[row.pk], "frozen"
            assert row.stage != Stage.SENT or row.pk in self.left
        taken = [(row.step, row.to, row.occasion) for row in rows if row.stage in OPEN]
        assert len(set(taken)) == len(taken)


@pytest.mark.timeout(1800)
def test_nothing_goes_to_the_wrong_person(store: Path, tmp_path: Path) -> None:
    from django.db import connection

    from duly.services import profile

    profile.change(email="sam@field.example")
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as server:
        connection.close()  # so that all of it is in the one file
        Editing.server, Editing.database, Editing.empty = server, store, store.read_bytes()
        run_state_machine_as_test(
            Editing,
            settings=settings(
                max_examples=200 if IN_CI else 12,
                stateful_step_count=100 if IN_CI else 40,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert Editing.in_all > 5, "hardly a letter has left: this proves nothing"
