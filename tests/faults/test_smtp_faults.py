"""Whatever a server does, and whenever: the outcome never says more than is known.

Twelve phases, eleven faults. What the server has accepted stands in its own log; "sent" without
a line there, or "not handed over" with one, would be a letter lost or a letter sent twice.
"""

from __future__ import annotations

import select
import socket
import threading
import time
import tracemalloc
from pathlib import Path
from typing import Self

import pytest
from tests.faults.smtp_server import CODES, Accepted, Fault, Phase, Script, SmtpServer
from tests.faults.submitting import CANARY, ENVELOPE, LETTER, SHORT, USUAL, serving, submission

from duly.adapters.smtp import (
    NotHandedOverError,
    RefusedRecipientError,
    Reply,
    Security,
    SignInRefusedError,
    SmtpAccount,
    Submission,
    SubmissionError,
    TlsError,
    UnreachableError,
    UnsureError,
)

LONG = LETTER + b"This line is one of very many, and the whole letter is long.\r\n" * 140_000
"""Longer than what the system keeps for a server that does not listen."""

SILENT = (Fault.STALLED, Fault.SLOW)
SECONDS = 5
MEGABYTES = 4

MEANING: dict[str, tuple[type[SubmissionError] | None, bool]] = {
    "S": (None, False),
    "U": (UnreachableError, True),
    "T": (TlsError, False),
    "A": (SignInRefusedError, False),
    "R": (RefusedRecipientError, False),
    "n": (NotHandedOverError, True),
    "N": (NotHandedOverError, False),
    "?": (UnsureError, False),
}
# 421 451 452 550 dropped reset stalled slow garbage huge wrong
OUTCOMES = {
    Phase.GREETING:  "U U U N  U U U U  U U U",
    Phase.EHLO:      "n n n N  n n n n  n n n",
    Phase.STARTTLS:  "n n n T  n n n n  n n n",
    Phase.HANDSHAKE: "T T T T  U U U U  T T T",
    Phase.EHLO_TLS:  "n n n N  n n n n  n n n",
    Phase.AUTH:      "n n n A  n n n n  n n n",
    Phase.MAIL:      "n n n N  n n n n  n n n",
    Phase.RCPT:      "n n n R  n n n n  n n n",
    Phase.DATA:      "n n n N  n n n n  n n n",
    Phase.BODY:      "n n n N  n n n n  n n n",
    Phase.DOT:       "n n n N  ? ? ? ?  ? ? ?",
    Phase.QUIT:      "S S S S  S S S S  S S S",
}  # fmt: skip
CASES = [
    pytest.param(phase, fault, outcome, id=f"{phase}-{fault}".replace(" ", "-"))
    for phase, row in OUTCOMES.items()
    for fault, outcome in zip(Fault, row.split(), strict=True)
]


class Journal:
    """What the caller writes before the dot, with what the server has heard by then."""

    def __init__(self, server: SmtpServer, data: bytes) -> None:
        self.server = server
        self.stuffed = data.replace(b"\r\n.", b"\r\n..")
        self.calls = 0

    def __call__(self) -> None:
        """Fail unless the server hears the whole letter, and nothing beyond it."""
        self.calls += 1
        until = time.monotonic() + 2
        while len(self.server.body) < len(self.stuffed) and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(0.01)  # in which a dot would arrive
        assert bytes(self.server.body) == self.stuffed


def attempt(server: SmtpServer, data: bytes, journal: Journal) -> Reply | SubmissionError:
    """Hand a letter over; return what became of it, within few seconds and little memory."""
    patience = SHORT if server.script.fault in SILENT else USUAL
    begun = time.monotonic()
    tracemalloc.start()
    try:
        with submission(server, patience) as open_:
            outcome: Reply | SubmissionError = open_.hand_over(ENVELOPE, data, before_dot=journal)
    except SubmissionError as error:
        outcome = error
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert time.monotonic() - begun < SECONDS
    # The letter itself is in memory a few times: as it is, stuffed, and at the server.
    assert peak < MEGABYTES * 2**20 + 3 * len(data)
    return outcome


def check(outcome: Reply | SubmissionError, symbol: str) -> None:
    kind, try_again = MEANING[symbol]
    if kind is None:
        assert outcome == Reply(250, "2.0.0 accepted as 4711")
        return
    assert type(outcome) is kind
    assert outcome.try_again is try_again
    assert outcome.may_have_left is (symbol == "?")
    assert CANARY not in str(outcome)
    assert str(outcome).isprintable()
    assert "left" in str(outcome)


def agree(server: SmtpServer, outcome: Reply | SubmissionError) -> None:
    """Fail where the outcome says something that the server's log denies."""
    log = server.accepted()
    if isinstance(outcome, Reply):
        assert log == [Accepted(*ENVELOPE, LETTER)]
    elif not outcome.may_have_left:
        assert log == []


@pytest.mark.parametrize(("phase", "fault", "symbol"), CASES)
def test_every_fault_at_every_phase(
    phase: Phase, fault: Fault, symbol: str, tmp_path: Path
) -> None:
    data = LONG if phase is Phase.BODY else LETTER
    with serving(tmp_path / "log", Script(phase, fault)) as server:
        journal = Journal(server, data)
        outcome = attempt(server, data, journal)
        check(outcome, symbol)
        agree(server, outcome)
        assert journal.calls == (phase in (Phase.DOT, Phase.QUIT))
        assert len(server.accepted()) == (symbol == "S")


def test_no_combination_is_left_out() -> None:
    assert len(CASES) == 12 * 11


@pytest.mark.parametrize("fault", [each for each in Fault if each not in CODES])
def test_a_letter_that_was_accepted_without_a_clear_word_is_unsure(
    fault: Fault, tmp_path: Path
) -> None:
    with serving(tmp_path / "log", Script(Phase.DOT, fault, accepted=True)) as server:
        journal = Journal(server, LETTER)
        outcome = attempt(server, LETTER, journal)
        check(outcome, "?")
        assert journal.calls == 1
        assert server.accepted() == [Accepted(*ENVELOPE, LETTER)]


@pytest.mark.parametrize("fault", [Fault.CLOSING, Fault.STALLED, Fault.RESET, Fault.GARBAGE])
@pytest.mark.parametrize("phase", [Phase.EHLO, Phase.AUTH, Phase.RCPT, Phase.BODY])
def test_what_passes_is_handed_over_the_second_time(
    phase: Phase, fault: Fault, tmp_path: Path
) -> None:
    data = LONG if phase is Phase.BODY else LETTER
    with (
        serving(tmp_path / "log", Script(phase, fault, times=1)) as server,
        submission(server, SHORT if fault in SILENT else USUAL) as open_,
    ):
        with pytest.raises(SubmissionError) as caught:
            open_.hand_over(ENVELOPE, data, before_dot=lambda: None)
        assert caught.value.try_again
        assert open_.hand_over(ENVELOPE, LETTER, before_dot=lambda: None).code == 250
        assert [each.data for each in server.accepted()] == [LETTER]


@pytest.mark.parametrize("trouble", [OSError("no space left on device"), KeyboardInterrupt()])
def test_what_the_journal_raises_is_passed_on_and_the_letter_stays(
    trouble: BaseException, tmp_path: Path
) -> None:
    def fail() -> None:
        raise trouble

    with serving(tmp_path / "log") as server:
        with submission(server) as open_, pytest.raises(type(trouble)) as caught:
            open_.hand_over(ENVELOPE, LETTER, before_dot=fail)
        assert caught.value is trouble
        time.sleep(0.05)
        # A goodbye would have become part of the letter.
        assert b"QUIT" not in bytes(server.body).upper()
        assert server.accepted() == []


def test_a_server_that_leaves_while_the_journal_is_written_has_no_letter(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server, submission(server) as open_:
        with pytest.raises(NotHandedOverError) as caught:
            open_.hand_over(ENVELOPE, LETTER, before_dot=lambda: server.__exit__())
        assert caught.value.try_again
        assert server.accepted() == []


def test_an_answer_before_its_time_is_not_taken_for_the_answer_to_the_dot(tmp_path: Path) -> None:
    def early() -> None:
        (connection,) = server._open
        connection.sendall(b"250 2.0.0 of course\r\n")
        time.sleep(0.05)

    with serving(tmp_path / "log") as server, submission(server) as open_:
        with pytest.raises(NotHandedOverError):
            open_.hand_over(ENVELOPE, LETTER, before_dot=early)
        assert server.accepted() == []


@pytest.mark.parametrize(
    "reply",
    [
        b"250-2.0.0 accepted\r\n550 2.0.0 or not\r\n",
        b"250 2.0.0 accepted\r\n550 5.0.0 not at all\r\n",
        b"25\r\n", b"2500 yes\r\n", b"-50 yes\r\n", b"2_5 yes\r\n", b" 25 yes\r\n", b"250yes\r\n",
        b"\r\n", b"199 yes\r\n", b"600 yes\r\n", b"250-yes\r\n" * 101 + b"250 yes\r\n",
        b"251 elsewhere\r\n", b"220 hello\r\n",
    ],
)  # fmt: skip
def test_a_reply_that_is_none_leaves_the_letter_unsure(
    reply: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path / "log", Script(Phase.DOT, Fault.GARBAGE)) as server:
        monkeypatch.setattr("tests.faults.smtp_server.GARBAGE", reply)
        with submission(server) as open_, pytest.raises(UnsureError):
            open_.hand_over(ENVELOPE, LETTER, before_dot=lambda: None)


def test_a_reply_of_many_lines_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(tmp_path / "log", Script(Phase.DOT, Fault.GARBAGE)) as server:
        monkeypatch.setattr("tests.faults.smtp_server.GARBAGE", b"250-2.0.0 yes,\r\n250 it is\n")
        with submission(server) as open_:
            reply = open_.hand_over(ENVELOPE, LETTER, before_dot=lambda: None)
        assert reply == Reply(250, "2.0.0 yes, it is")


# A connection cut at every byte


class Cut:
    """Stands between client and server, and cuts the line after so many bytes one way."""

    def __init__(self, port: int, *, said: int | None = None, answered: int | None = None) -> None:
        self._server = port
        self._left = [said, answered]
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.was_cut = False
        self._thread = threading.Thread(target=self._relay)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)
        self._listener.close()

    def _relay(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.create_connection(("127.0.0.1", self._server)) as server:
            ways = {client: (server, 0), server: (client, 1)}
            while not self.was_cut:
                for ready in select.select(list(ways), [], [], 10)[0]:
                    target, way = ways[ready]
                    data = ready.recv(65_536)
                    if not data:
                        return
                    target.sendall(self._passing(data, way))

    def _passing(self, data: bytes, way: int) -> bytes:
        left = self._left[way]
        if left is None:
            return data
        self._left[way] = left - len(data)
        self.was_cut = left <= len(data)
        return data[:left]


def outcome_of_a_cut(server: SmtpServer, **cut: int) -> tuple[Reply | SubmissionError, bool]:
    """Return what became of a letter, and whether the line was cut."""
    with Cut(server.port, **cut) as line:
        account = SmtpAccount("127.0.0.1", line.port, Security.PLAIN)
        try:
            with Submission(account, patience=USUAL) as open_:
                outcome: Reply | SubmissionError = open_.hand_over(
                    ENVELOPE, LETTER, before_dot=lambda: None
                )
        except SubmissionError as error:
            outcome = error
    return outcome, line.was_cut


@pytest.mark.parametrize("way", ["said", "answered"])
def test_a_line_cut_at_any_byte_never_makes_more_of_it_than_is_known(
    way: str, tmp_path: Path
) -> None:
    cut, length, kinds = True, 0, set()
    while cut:  # a byte later each time, until the whole conversation has gone through
        length += 1
        with serving(tmp_path / f"log{length}", tls=None) as server:
            outcome, cut = outcome_of_a_cut(server, **{way: length})
        accepted = server.accepted()
        kinds.add(type(outcome))
        if isinstance(outcome, Reply):
            assert accepted == [Accepted(*ENVELOPE, LETTER)]
        elif not outcome.may_have_left:
            assert accepted == []
    expected = {NotHandedOverError, UnsureError, Reply}
    assert kinds == expected | ({UnreachableError} if way == "answered" else set())
    assert length > 200
