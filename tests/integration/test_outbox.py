"""Letters leaving: approved, held, sent once to a real server, stopped when something happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contract.dovecot import free_port
from tests.faults.smtp_server import Fault, Phase, Script, SmtpServer
from tests.faults.submitting import serving, submission

from duly.adapters.account import Security
from duly.core.errors import NeedsUserError, NothingToDoError
from duly.core.model import Fact, What
from duly.core.outbox import LATE, LEASE, UNDO, Stage
from duly.services import dispatching, log, outbox
from duly.services.outbox import Kept, Watch

MONDAY = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
"""14:00 in New York: the end of the interview."""
AT = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)


class Clock:
    """A present that only moves when it is told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, **step: float) -> None:
        self.at += timedelta(**step)


@pytest.fixture
def search(store: Path) -> Path:
    """Sam met Ana and Bo at Acme this afternoon, and has written down what was said."""
    from duly.services import interviews, profile
    from duly.services.interviews import Held
    from duly.services.opportunities import Given, Opening

    profile.change(email="sam@field.example")
    people = (Given("Ana Ruiz <ana@acme.example>"), Given("Bo Lind <bo@acme.example>"))
    interviews.record(Held(MONDAY, people), AT, new=Opening("Acme", role="Data analyst"))
    return store


def queued(to: str = "ana", at: datetime = AT, **wish: Any) -> Kept:
    """Write a letter by hand, approve it, and let it wait for its hour."""
    from duly.services import letters

    (page,) = letters.write("acme", "thank-you", to, letters.Wish(), at)
    body = f"Dear {to.title()},\n\nthank you for our talk about the launch of the shop.\n\nSam"
    page = letters.revise(page, "Thank you for today", body, at)
    (kept,) = outbox.queue(letters.approve([page], at, anyway=True), at, **wish)
    return kept


def dispatch(server: SmtpServer, clock: Clock, worker: str = "one") -> list[Stage]:
    with submission(server) as connection:
        return [each.stage for each in dispatching.dispatch(connection, worker, clock)]


def stage(number: int) -> Stage:
    found = {each.number: each.stage for each in outbox.listed(everything=True)}
    return found[number]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with serving(tmp_path / "accepted.log") as running:
        yield running


def test_a_letter_leaves_once_and_its_step_is_done(search: Path, server: SmtpServer) -> None:
    kept = queued(at_once=True)
    clock = Clock(AT)
    assert dispatch(server, clock) == [], "it can still be taken back"
    clock.on(seconds=31)
    assert dispatch(server, clock) == [Stage.SENT]
    assert dispatch(server, clock) == []
    (accepted,) = server.accepted()
    assert (accepted.sender, accepted.recipient) == ("sam@field.example", "ana@acme.example")
    assert b"X-Duly-Letter: " in accepted.data
    assert b"X-Unsent" not in accepted.data
    assert stage(kept.number) is Stage.SENT
    assert ("sent", "thank-you", ("ana-ruiz",)) in told()
    with pytest.raises(NothingToDoError):
        outbox.take_back(kept.number, clock())


def told() -> list[tuple[str, str, tuple[str, ...]]]:
    from duly.services import planning

    facts = planning.what_if(AT + timedelta(days=1)).search.facts
    return [(str(each.what), str(each.step or ""), each.people) for each in facts]


def test_it_waits_for_their_hours(search: Path, server: SmtpServer) -> None:
    from duly.services import opportunities

    opportunities.edit("acme", AT, time_zone="Asia/Tokyo", country="JP")
    kept = queued()
    # 15:00 in New York is 04:00 in Tokyo: it leaves when their day begins.
    assert kept.leaves_at == datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
    clock = Clock(AT + timedelta(hours=1))
    assert dispatch(server, clock) == []
    clock.at = kept.leaves_at
    assert dispatch(server, clock) == [Stage.SENT]


def test_taken_back_it_never_leaves_and_can_be_sent_anew(search: Path, server: SmtpServer) -> None:
    first = queued(at_once=True)
    with pytest.raises(NothingToDoError, match="on its way already"):
        queued(at_once=True)
    outbox.take_back(first.number, AT)
    clock = Clock(AT + timedelta(minutes=1))
    assert dispatch(server, clock) == []
    queued(at=clock(), at_once=True)
    clock.on(minutes=1)
    assert dispatch(server, clock) == [Stage.SENT]
    assert len(server.accepted()) == 1


def test_a_no_before_the_claim_takes_the_letter_back(search: Path, server: SmtpServer) -> None:
    kept = queued(at_once=True)
    later = AT + timedelta(minutes=2)
    log.record([Fact(later, What.WITHDREW, "acme")], later)
    assert dispatch(server, Clock(AT + timedelta(minutes=3))) == []
    assert stage(kept.number) is Stage.RETURNED
    (shown,) = outbox.listed(everything=True)
    assert "withdrew" in shown.why


def test_a_thank_you_of_ones_own_takes_the_letter_back(search: Path, server: SmtpServer) -> None:
    from duly.core.model import Step

    kept = queued(at_once=True)
    own = Fact(AT + timedelta(seconds=10), What.SENT, "acme", people=("ana-ruiz",),
               step=Step.THANK_YOU)  # fmt: skip
    log.record([own], AT + timedelta(seconds=20))
    assert dispatch(server, Clock(AT + timedelta(minutes=1))) == []
    assert stage(kept.number) is Stage.RETURNED


def test_more_than_two_hours_late_it_asks(search: Path, server: SmtpServer) -> None:
    kept = queued(at_once=True)
    assert dispatch(server, Clock(AT + UNDO + LATE + timedelta(minutes=1))) == []
    assert stage(kept.number) is Stage.RETURNED
    assert not server.accepted()


def test_an_edited_letter_does_not_leave_in_its_old_words_under_a_new_hash(
    search: Path, server: SmtpServer
) -> None:
    from duly.store import models

    kept = queued(at_once=True)
    models.Outgoing.objects.filter(pk=kept.number).update(recipient="bo@acme.example")
    assert dispatch(server, Clock(AT + timedelta(minutes=1))) == []
    assert stage(kept.number) is Stage.RETURNED
    assert not server.accepted()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"email": "ana.ruiz@acme.example"},
            "the address of Ana Ruiz is ana.ruiz@acme.example now",
        ),
        ({"name": "Ana Ruiz Díaz"}, "goes by another name now: Ana Ruiz Díaz"),
    ],
)
def test_whoever_is_put_right_gets_nothing_as_it_was(
    search: Path, server: SmtpServer, change: dict[str, str], told: str
) -> None:
    from duly.services import opportunities
    from duly.services.opportunities import Given

    kept = queued(at_once=True)
    opportunities.change_person("acme", Given("ana"), AT, **change)
    clock = Clock(AT + timedelta(minutes=1))
    assert dispatch(server, clock) == []
    (shown,) = outbox.listed(everything=True)
    assert shown.stage is Stage.RETURNED
    assert told in shown.why
    again = queued(at=clock(), at_once=True)
    clock.on(minutes=1)
    assert dispatch(server, clock) == [Stage.SENT]
    (accepted,) = server.accepted()
    assert accepted.recipient == change.get("email", kept.recipient) == again.recipient


def test_words_written_anew_call_the_approved_ones_back(search: Path, server: SmtpServer) -> None:
    from duly.services import letters

    queued(at_once=True)
    (page,) = letters.write("acme", "thank-you", "ana", letters.Wish(), AT)
    letters.revise(page, "Thank you", "Dear Ana,\n\nbetter words.\n\nSam", AT)
    assert dispatch(server, Clock(AT + timedelta(minutes=1))) == []
    (shown,) = outbox.listed(everything=True)
    assert (shown.stage, "anew" in shown.why) == (Stage.RETURNED, True)


@pytest.mark.parametrize(
    ("phase", "fault", "accepted", "ends"),
    [
        ("rcpt", "550", False, Stage.STOPPED),
        ("mail", "451", False, Stage.HELD),
        ("data", "dropped", False, Stage.HELD),
        ("dot", "452", False, Stage.HELD),
        ("dot", "550", False, Stage.STOPPED),
        ("dot", "dropped", True, Stage.UNSURE),
        ("dot", "dropped", False, Stage.UNSURE),
    ],
)
def test_what_becomes_of_it_is_what_the_servers_log_says(
    search: Path,
    tmp_path: Path,
    phase: str,
    fault: str,
    accepted: bool,  # noqa: FBT001 - a table
    ends: Stage,
) -> None:
    kept = queued(at_once=True)
    clock = Clock(AT + timedelta(minutes=1))
    script = Script(Phase(phase), Fault(fault), accepted=accepted, times=1)
    with serving(tmp_path / "log", script) as server:
        assert dispatch(server, clock) == [ends]
        assert len(server.accepted()) == accepted
        again = dispatch(server, clock)
        assert again == [], "not at once"
        clock.on(minutes=2)
        later = dispatch(server, clock)
        assert later == ([Stage.SENT] if ends is Stage.HELD else [])
        assert len(server.accepted()) == (1 if ends is Stage.HELD else accepted)
    assert stage(kept.number) is (Stage.SENT if ends is Stage.HELD else ends)


def test_a_server_that_cannot_be_reached_costs_no_try_and_moves_no_hour(
    search: Path, server: SmtpServer
) -> None:
    from duly.adapters.smtp import SmtpAccount, Submission

    ana, bo = queued("ana", at_once=True), queued("bo", at_once=True)
    clock = Clock(AT + UNDO)
    for _ in range(20):
        with Submission(SmtpAccount("127.0.0.1", free_port(), Security.PLAIN)) as nobody:
            (tried,) = dispatching.dispatch(nobody, "one", clock)
        assert (tried.number, tried.stage, tried.reached) == (ana.number, Stage.HELD, False)
        clock.on(minutes=5)
    waiting = [each for each in outbox.listed() if "nothing answers there" in each.why]
    assert [(each.number, each.leaves_at) for each in waiting] == [(ana.number, ana.leaves_at)]
    assert dispatch(server, clock) == [Stage.SENT, Stage.SENT]
    assert stage(bo.number) is Stage.SENT


def test_a_server_that_was_away_for_too_long_has_its_letters_ask(
    search: Path, server: SmtpServer
) -> None:
    from duly.adapters.smtp import SmtpAccount, Submission

    kept = queued(at_once=True)
    clock = Clock(AT + UNDO + LATE)
    with Submission(SmtpAccount("127.0.0.1", free_port(), Security.PLAIN)) as nobody:
        dispatching.dispatch(nobody, "one", clock)
    assert stage(kept.number) is Stage.HELD
    clock.on(minutes=5)
    assert dispatch(server, clock) == []
    (shown,) = outbox.listed(everything=True)
    assert shown.stage is Stage.RETURNED
    assert "could not reach your mail server" in shown.why


ANSWER = """\
From: Ana Ruiz <ana@acme.example>
To: Sam Field <sam@mail.example>
Subject: Re: Thank you
Date: Wed, 11 Mar 2026 15:00:00 -0400
Message-ID: <answer@acme.example>
In-Reply-To: {}

Hi Sam, we would like to invite you to a second interview. Which day next week suits you?

Ana
"""


def test_an_answer_is_in_the_conversation_of_its_letter_whose_copy_nobody_kept(
    search: Path, server: SmtpServer
) -> None:
    from duly.adapters.memory import MemorySource
    from duly.services import planning, reading

    queued(at_once=True)
    clock = Clock(AT + UNDO)
    assert dispatch(server, clock) == [Stage.SENT]
    (accepted,) = server.accepted()
    answered = re.search(rb"Message-ID: (<[^>]+>)", accepted.data)
    assert answered
    source = MemorySource()
    source.put(ANSWER.format(answered[1].decode()).encode(), sent=False)
    clock.on(days=3)
    reading.read(source, clock(), reading.Wish(), lambda *_: None)
    facts = planning.what_if(clock()).search.facts
    assert [each.opportunity for each in facts if each.meaning == "invitation"] == ["acme"]


def test_one_that_is_put_off_for_too_long_asks(search: Path, tmp_path: Path) -> None:
    kept = queued(at_once=True)
    clock = Clock(AT + UNDO)
    script = Script(Phase.RCPT, Fault.LOCAL_ERROR, times=100)
    with serving(tmp_path / "log", script) as server:
        while stage(kept.number) is Stage.HELD:
            dispatch(server, clock)
            clock.on(minutes=1)
        assert not server.accepted()
    (shown,) = outbox.listed(everything=True)
    assert shown.stage is Stage.RETURNED
    assert "each time your mail server put it off" in shown.why
    assert "451" in shown.why
    assert timedelta(hours=2) < clock.at - AT < timedelta(hours=2, minutes=15)


def test_a_wrong_password_is_said_once_however_many_letters_wait(
    search: Path, tmp_path: Path
) -> None:
    queued("ana", at_once=True)
    queued("bo", at_once=True)
    with serving(tmp_path / "log", tokens={}) as server:
        assert dispatch(server, Clock(AT + UNDO)) == [Stage.STOPPED, Stage.STOPPED]
        assert len([each for each in server.commands if each.startswith("AUTH")]) == 1
    assert all("does not accept" in each.why for each in outbox.listed())


def test_an_unsure_letter_is_the_users_to_settle(search: Path, tmp_path: Path) -> None:
    kept = queued(at_once=True)
    with serving(
        tmp_path / "log", Script(Phase.DOT, Fault.DROPPED, accepted=True, times=1)
    ) as server:
        dispatch(server, Clock(AT + timedelta(minutes=1)))
        dispatch(server, Clock(AT + timedelta(days=3)))
        assert len(server.accepted()) == 1
    outbox.sent(kept.number, AT + timedelta(hours=1), "You said that it has left.")
    assert stage(kept.number) is Stage.SENT
    assert ("sent", "thank-you", ("ana-ruiz",)) in told()


@pytest.mark.parametrize("may_have_left", [Stage.UNSURE, Stage.QUARANTINED])
def test_no_second_letter_while_the_first_may_have_left(
    search: Path, server: SmtpServer, may_have_left: Stage
) -> None:
    from duly.store import models

    first = queued(at_once=True)
    models.Outgoing.objects.filter(pk=first.number).update(stage=may_have_left.value)
    with pytest.raises(NothingToDoError, match="may have left") as refused:
        queued(at_once=True)
    assert f"duly outbox it-did-not {first.number}" in refused.value.mend
    with pytest.raises(NothingToDoError, match="it-left"):
        outbox.take_back(first.number, AT)
    outbox.give_back(first.number, AT, "You said that it has not left.")
    queued(at_once=True)
    assert dispatch(server, Clock(AT + timedelta(minutes=1))) == [Stage.SENT]


def test_two_workers_send_it_once(search: Path) -> None:
    kept = queued(at_once=True)
    at = AT + timedelta(minutes=1)
    first = outbox.claim_next("one", Watch(), at)
    assert first
    assert outbox.claim_next("two", Watch(), at) is None
    with pytest.raises(outbox.NotMineError):
        outbox.handing_over(first, "two", at)
    outbox.handing_over(first, "one", at)
    assert stage(kept.number) is Stage.HANDING_OVER


def test_a_dead_workers_claim_is_tried_again_and_a_dead_hand_over_is_unsure(search: Path) -> None:
    ana, bo = queued("ana", at_once=True), queued("bo", at_once=True)
    at = AT + timedelta(minutes=1)
    watch = Watch()
    claims = [outbox.claim_next("dead", watch, at), outbox.claim_next("dead", watch, at)]
    assert claims[1]
    outbox.handing_over(claims[1], "dead", at)
    outbox.tidy(at + timedelta(minutes=1))
    assert stage(ana.number) is Stage.CLAIMED, "it may be alive"
    outbox.tidy(at + LEASE + timedelta(seconds=1))
    assert stage(ana.number) is Stage.HELD
    assert stage(bo.number) is Stage.UNSURE


def test_a_worker_that_slept_over_its_claim_says_nothing_of_anothers_letter(search: Path) -> None:
    kept = queued(at_once=True)
    at = AT + timedelta(minutes=1)
    slept = outbox.claim_next("slept", Watch(), at)
    at += LEASE + timedelta(seconds=1)
    outbox.tidy(at)
    claimed = outbox.claim_next("awake", Watch(), at)
    assert slept
    assert claimed
    outbox.handing_over(claimed, "awake", at)
    outbox.try_again(slept.number, "slept", at, "the connection broke")
    outbox.stopped(slept.number, "slept", at, "the server said no")
    outbox.unsure(slept.number, "slept", at, "silence")
    assert stage(kept.number) is Stage.HANDING_OVER
    outbox.sent(claimed.number, at, "250")
    assert outbox.claim_next("slept", Watch(), at + timedelta(minutes=10)) is None


def test_what_does_not_go_by_mail_is_not_queued(search: Path) -> None:
    from duly.services import letters, opportunities
    from duly.services.opportunities import Given

    opportunities.change_person("acme", Given("bo"), AT, prefers="phone", phone="+1 212 555 0100")
    pages = letters.write("acme", "thank-you", "bo", letters.Wish(), AT)
    page = letters.revise(pages[0], "Thank you", "Dear Bo,\n\nthank you.\n\nSam", AT)
    with pytest.raises(NeedsUserError):
        outbox.queue(letters.approve([page], AT, anyway=True), AT)


def test_what_cannot_leave_is_not_promised(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "1 hour ago", "--with", "Ana <ana@acme.example>")
    asked = duly.run("send", "acme", "thank-you", "--now", "--anyway")
    assert asked.code == 4
    assert "no mailbox is connected" in asked.err
    assert "duly connect" in asked.err
    assert duly.run("outbox").code == 3
    duly.connected()
    duly.done("me", "--email", "sam@mail.example")
    duly.done("debrief", "acme", "--topic", "the launch of the shop")
    assert "It leaves while Duly runs" in duly.done("send", "acme", "thank-you", "--anyway")
