"""Whatever happens in whatever order, a letter reaches whom it was approved for, and only once.

A machine approves, takes back, edits, renames and swaps people, lets time pass, claims with two
workers, lets them die at any moment, and a server take letters, refuse them, or fall silent. What
the server took is the truth that everything else is held against.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

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

from duly.core.errors import DulyError
from duly.core.outbox import OPEN, Stage
from duly.services.outbox import Claimed

BEGUN: Final = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
PEOPLE: Final = ("ana", "bo")
WORKERS: Final = st.sampled_from(["one", "two"])
READERS: Final = st.sampled_from(PEOPLE)
PLACES: Final = st.integers(0, 11)
"""Of a letter among those there are; their numbers differ from run to run."""
IN_CI: Final = bool(os.environ.get("CI"))
_NUMBERS = count(1)


class Sending(RuleBasedStateMachine):
    """Sam's outbox, two workers, and a server that keeps a log."""

    @initialize()
    def meet(self) -> None:
        from duly.services import interviews
        from duly.services.interviews import Held
        from duly.services.opportunities import Given, Opening

        self.number = next(_NUMBERS)
        self.at = BEGUN
        people = tuple(Given(f"{who.title()} {self.number} <{who}@c{self.number}.example>")
                       for who in PEOPLE)  # fmt: skip
        held = Held(BEGUN - timedelta(hours=1), people)
        self.id, _ = interviews.record(held, self.at, new=Opening(f"Company {self.number}"))
        self.took: dict[int, int] = {}
        self.approved: dict[int, tuple[str, bytes]] = {}
        self.action_of: dict[int, str] = {}
        self.claims: dict[str, Claimed] = {}
        self.dotted: dict[str, Claimed] = {}

    # The user

    @rule(who=READERS)
    def approve(self, who: str) -> None:
        from duly.services import letters, outbox
        from duly.store import models

        try:
            (page,) = letters.write(self.id, "thank-you", f"{who}-{self.number}",
                                    letters.Wish(), self.at)  # fmt: skip
            page = letters.revise(page, "Thank you", f"Dear {who},\n\nthank you.\n\nSam", self.at)
            letters.approve([page], self.at, anyway=True)
            approved = letters.approve([page], self.at, anyway=True)
            (kept,) = outbox.queue(approved, self.at, at_once=True)
        except DulyError:
            return  # on its way already, sent already, or no longer planned
        row = models.Outgoing.objects.get(pk=kept.number)
        self.took[kept.number] = 0
        self.approved[kept.number] = (row.recipient, bytes(row.message))
        self.action_of[kept.number] = f"{row.step} {row.to} {row.occasion}"

    @precondition(lambda self: self.took)
    @rule(place=PLACES)
    def take_back(self, place: int) -> None:
        from duly.services import outbox

        number = sorted(self.took)[place % len(self.took)]
        try:
            outbox.take_back(number, self.at)
        except DulyError:
            return
        assert not self.took[number], "it had left already"

    @rule()
    def swap_addresses(self) -> None:
        from duly.store import models

        ana, bo = (models.Person.objects.get(slug=f"{who}-{self.number}") for who in PEOPLE)
        ana.email, bo.email = bo.email, ana.email
        ana.save()
        bo.save()

    @rule(who=READERS)
    def rename(self, who: str) -> None:
        from duly.store import models

        person = models.Person.objects.filter(slug=f"{who}-{self.number}")
        person.update(name="Somebody Else", email=f"else{self.number}@x.example")

    @precondition(lambda self: self.took)
    @rule(place=PLACES)
    def tell_the_truth(self, place: int) -> None:
        """Say of a letter nobody knows about what the server's log says of it."""
        from duly.services import outbox

        number = sorted(self.took)[place % len(self.took)]
        if self.stage(number) not in (Stage.UNSURE, Stage.STOPPED):
            return
        if self.took[number]:
            if self.stage(number) is Stage.UNSURE:
                outbox.sent(number, self.at, "found in Sent")
        else:
            outbox.give_back(number, self.at, "it is not in Sent")

    @rule(minutes=st.sampled_from([0.2, 1, 3, 31, 100]))
    def time_passes(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)

    # The workers

    @rule(worker=WORKERS)
    def claim(self, worker: str) -> None:
        from duly.services import outbox

        if worker in self.claims or worker in self.dotted:
            return
        outbox.tidy(self.at)
        claimed = outbox.claim_next(worker, outbox.Watch(), self.at)
        if claimed and claimed.number in self.took:
            self.claims[worker] = claimed

    @rule(worker=WORKERS)
    def come_to_the_dot(self, worker: str) -> None:
        from duly.services import outbox

        claimed = self.claims.pop(worker, None)
        if not claimed:
            return
        try:
            outbox.handing_over(claimed, worker, self.at)
        except outbox.NotMineError:
            return  # no dot is sent
        self.dotted[worker] = claimed

    @rule(worker=WORKERS, reply=st.sampled_from(["250", "452", "550", "silent", "took, silent"]))
    def send_the_dot(self, worker: str, reply: str) -> None:
        from duly.services import outbox

        claimed = self.dotted.pop(worker, None)
        if not claimed:
            return
        if reply in ("250", "took, silent"):
            self.take(claimed)
        if reply == "250":
            try:
                outbox.sent(claimed.number, self.at, reply)
            except outbox.NotMineError:
                assert self.stage(claimed.number) in (Stage.UNSURE, Stage.SENT)
        elif reply == "452":
            outbox.try_again(claimed.number, worker, self.at, reply)
        elif reply == "550":
            outbox.stopped(claimed.number, worker, self.at, reply)
        else:
            outbox.unsure(claimed.number, worker, self.at, reply)

    @rule(worker=WORKERS, for_good=st.booleans())
    def fail_before_the_dot(self, worker: str, for_good: bool) -> None:  # noqa: FBT001 - drawn
        """Let a worker hear that its connection broke, however long ago it claimed the letter."""
        from duly.services import outbox

        if claimed := self.claims.pop(worker, None):
            note = outbox.stopped if for_good else outbox.try_again
            note(claimed.number, worker, self.at, "the connection broke")

    def take(self, claimed: Claimed) -> None:
        """Let the server take a letter: it must be as approved, and the only one."""
        assert (claimed.recipient, claimed.message) == self.approved[claimed.number]
        self.took[claimed.number] += 1

    @rule(worker=WORKERS, took=st.booleans())
    def die(self, worker: str, took: bool) -> None:  # noqa: FBT001 - drawn
        """Let a worker be killed; with the dot sent, the server may have the letter."""
        self.claims.pop(worker, None)
        dotted = self.dotted.pop(worker, None)
        if dotted and took:
            self.take(dotted)

    # What always holds

    def stage(self, number: int) -> Stage:
        from duly.store import models

        return Stage(models.Outgoing.objects.get(pk=number).stage)

    @invariant()
    def none_twice_and_none_falsely_sent(self) -> None:
        actions: dict[str, list[int]] = {}
        for number, times in getattr(self, "took", {}).items():
            stage = self.stage(number)
            assert times <= 1
            assert stage is not Stage.SENT or times == 1
            assert times == 0 or stage in (Stage.HANDING_OVER, Stage.UNSURE, Stage.SENT)
            actions.setdefault(self.action_of[number], []).append(number)
        for numbers in actions.values():
            assert sum(self.took[number] for number in numbers) <= 1
            assert sum(self.stage(number) in OPEN for number in numbers) <= 1


@pytest.mark.timeout(900)
def test_a_letter_reaches_whom_it_was_approved_for_and_only_once(store: Path) -> None:
    from duly.services import profile

    profile.change(email="sam@field.example")
    run_state_machine_as_test(
        Sending,
        settings=settings(
            max_examples=200 if IN_CI else 25,
            stateful_step_count=100 if IN_CI else 40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
