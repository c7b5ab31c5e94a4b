"""Letters over a real submission server: what arrives, what is refused before a byte is sent."""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.faults.smtp_server import Accepted, Fault, Phase, Script, SmtpServer
from tests.faults.submitting import ENVELOPE, LETTER, SHORT, nothing, serving, submission

from duly.adapters.smtp import (
    Auth,
    Envelope,
    NotHandedOverError,
    Patience,
    RefusedRecipientError,
    Security,
    SmtpAccount,
    Submission,
    SubmissionError,
    UnreachableError,
    UnsureError,
)
from duly.core.errors import WrongUsageError
from duly.formats.message import MessageError

HEAD = LETTER.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with serving(tmp_path / "log") as made:
        yield made


def send(server: SmtpServer, data: bytes = LETTER, envelope: Envelope = ENVELOPE) -> None:
    with submission(server) as open_:
        open_.hand_over(envelope, data, before_dot=nothing)


def said(server: SmtpServer, verb: str) -> list[str]:
    return [each for each in server.commands if each.startswith(verb)]


# What arrives


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b".\r\n",
        b"..\r\n.\r\n",
        b"\r\n.\r\n\r\n..\r\n...\r\n.a\r\n. \r\n",
        b"x" * 5000 + b"\r\n" + b"." * 3000 + b"\r\n",
        "Grüße, 日本語, 🙂\r\n".encode(),
        bytes(range(1, 10)) + bytes(range(14, 256)) + b"\r\n",
        b"a" * 65_000 + b"\r\n" + b"." + b"b" * 600 + b"\r\n.\r\n" * 30_000,
        b"From \r\n>From \r\n\r\n\r\n\r\n",
        b"QUIT\r\nRSET\r\nMAIL FROM:<x@y.example>\r\n",
    ],
    ids=range(10),
)
def test_every_byte_arrives(text: bytes, server: SmtpServer) -> None:
    send(server, HEAD + text)
    assert server.accepted() == [Accepted(*ENVELOPE, HEAD + text)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=40).map(lambda each: each.translate(None, b"\0\r\n"))))
def test_any_text_arrives(server: SmtpServer, lines: list[bytes]) -> None:
    data = HEAD + b"".join(b"." * (len(each) % 3) + each + b"\r\n" for each in lines)
    send(server, data)
    assert server.accepted()[-1].data == data


def test_last_line_is_ended_where_it_is_not(server: SmtpServer) -> None:
    send(server, HEAD + b"Sam")
    assert server.accepted()[0].data == HEAD + b"Sam\r\n"


def test_the_envelope_is_what_was_given_whatever_the_headers_say(server: SmtpServer) -> None:
    envelope = Envelope("sam@field.example", "bo@bücher.example")
    send(server, envelope=envelope)
    (accepted,) = server.accepted()
    assert (accepted.sender, accepted.recipient) == (envelope.sender, "bo@xn--bcher-kva.example")
    assert len(said(server, "RCPT")) == 1


def test_nothing_is_said_about_this_machine(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getfqdn", lambda: "sams-laptop.home.example")
    send(server)
    assert set(said(server, "ehlo")) == {"ehlo [127.0.0.1]"}


# What a server offers


def test_size_and_eight_bits_are_told(server: SmtpServer) -> None:
    send(server, HEAD + "Grüße\r\n".encode())
    size = len(HEAD) + 9
    assert said(server, "MAIL") == [f"MAIL FROM:<sam@field.example> SIZE={size} BODY=8BITMIME"]


def test_utf8_headers_are_told(server: SmtpServer) -> None:
    send(server, "Subject: Grüße\r\n".encode() + LETTER)
    assert said(server, "MAIL")[0].endswith(" BODY=8BITMIME SMTPUTF8")


@pytest.mark.parametrize("size", ["SIZE 0", "SIZE " + "9" * 5000, "SIZE many", "SIZE -1", "SIZE²"])
def test_a_size_that_says_nothing_holds_nothing_up(size: str, tmp_path: Path) -> None:
    with serving(tmp_path / "log", features=(size,)) as server:
        send(server)
        assert len(server.accepted()) == 1


def test_nothing_is_told_to_a_server_that_offers_nothing(tmp_path: Path) -> None:
    with serving(tmp_path / "log", features=()) as server:
        send(server)
        assert said(server, "MAIL") == ["MAIL FROM:<sam@field.example>"]


@pytest.mark.parametrize(
    ("features", "data", "word"),
    [
        (("SIZE 150",), LETTER, "150"),
        (("SIZE",), HEAD + b"\xfc\r\n", "8BITMIME"),
        (("8BITMIME",), "Subject: ü\r\n".encode() + LETTER, "SMTPUTF8"),
    ],
)
def test_what_the_server_does_not_take_stays_here(
    features: tuple[str, ...], data: bytes, word: str, tmp_path: Path
) -> None:
    with serving(tmp_path / "log", features=features) as server:
        with pytest.raises(NotHandedOverError, match=word) as caught:
            send(server, data)
        assert not caught.value.try_again
        assert said(server, "MAIL") == []


# Refused before a byte is sent

ODD = [
    "",
    "ana",
    "ana@acme.example, bo@acme.example",
    "ana@acme.example bo@acme.example",
    "Ana <ana@acme.example>",
    "<ana@acme.example>",
    "ana@acme.example>\r\nRCPT TO:<eve@evil.example",
    "ana@acme.example\nRCPT TO:<eve@evil.example>",
    "ana@acme.example\rX",
    "ana\0@acme.example",
    "ana@acme.example NOTIFY=SUCCESS",
    '"ana\r\nDATA"@acme.example',
    "@relay.example:ana@acme.example",
    "ana%evil.example@acme.example\u2028",
    "änä@acme.example",
    "=?utf-8?q?ana?=@acme.example <eve@evil.example>",
    "ana@[127.0.0.1]",
    "a" * 300 + "@acme.example",
]


@pytest.mark.parametrize("address", ODD)
@pytest.mark.parametrize("field", ["sender", "recipient"])
def test_an_odd_address_is_refused_before_a_byte_is_sent(
    field: str, address: str, server: SmtpServer
) -> None:
    with pytest.raises(MessageError):
        send(server, envelope=ENVELOPE._replace(**{field: address}))
    assert server.connections == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Dear Ana",
        HEAD + b"end\n.\nMAIL FROM:<eve@evil.example>\r\n",
        HEAD + b"end\r.\r\n",
        HEAD + b"\0",
        b"Bcc: eve@evil.example\r\n" + LETTER,
    ],
)
def test_what_is_no_message_is_refused_before_a_byte_is_sent(
    data: bytes, server: SmtpServer
) -> None:
    with pytest.raises(MessageError):
        send(server, data)
    assert server.connections == 0


# Several letters


def test_several_letters_go_over_one_connection(server: SmtpServer) -> None:
    letters = [LETTER + b"%d\r\n" % number for number in range(5)]
    with submission(server) as open_:
        for each in letters:
            open_.hand_over(ENVELOPE, each, before_dot=nothing)
    assert [each.data for each in server.accepted()] == letters
    assert server.connections == 1
    assert len(said(server, "RSET")) == 4
    assert said(server, "QUIT") == ["QUIT"]


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT])
def test_a_refused_letter_does_not_hold_up_the_next(phase: Phase, tmp_path: Path) -> None:
    with serving(tmp_path / "log", Script(phase, Fault.REFUSED, times=1)) as server:
        with submission(server) as open_:
            with pytest.raises(SubmissionError) as caught:
                open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
            assert caught.value.code == 550
            assert isinstance(caught.value, RefusedRecipientError) == (phase is Phase.RCPT)
            open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
        assert len(server.accepted()) == server.connections == 1


def test_a_letter_that_is_unsure_is_never_sent_again_by_itself(tmp_path: Path) -> None:
    script = Script(Phase.DOT, Fault.DROPPED, accepted=True, times=1)
    with serving(tmp_path / "log", script) as server, submission(server) as open_:
        with pytest.raises(UnsureError):
            open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
        open_.hand_over(ENVELOPE, LETTER + b"2\r\n", before_dot=nothing)
        assert [each.data for each in server.accepted()] == [LETTER, LETTER + b"2\r\n"]


def test_a_connection_the_server_has_closed_meanwhile_is_made_anew(server: SmtpServer) -> None:
    with submission(server) as open_:
        open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
        (connection,) = server._open
        connection.shutdown(2)
        open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
    assert server.connections == len(server.accepted()) == 2


def test_signing_in_can_be_tried_without_a_letter(server: SmtpServer) -> None:
    with submission(server) as open_:
        open_.sign_in()
        assert said(server, "MAIL") == []
        open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
    assert server.connections == 1


def test_a_connection_that_was_never_made_is_closed_in_peace(server: SmtpServer) -> None:
    with submission(server):
        pass
    assert server.connections == 0


# Where nobody is


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as gone:
        account = SmtpAccount("127.0.0.1", gone.port)
    with Submission(account, patience=SHORT) as open_, pytest.raises(UnreachableError) as caught:
        open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
    assert caught.value.try_again
    assert "nothing answers" in str(caught.value)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 100 + ".example", "a..example"])
def test_a_name_that_nobody_has(host: str) -> None:
    with Submission(SmtpAccount(host), patience=SHORT) as open_:
        with pytest.raises(UnreachableError, match="name cannot be looked up") as caught:
            open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
        assert caught.value.try_again


def test_the_whole_has_an_end_of_its_own(tmp_path: Path) -> None:
    hurried = Patience(connect=9, step=9, body=9, reply=9, whole=0.4, leave=0.2)
    with serving(tmp_path / "log", Script(Phase.MAIL, Fault.STALLED)) as server:
        begun = time.monotonic()
        with submission(server, hurried) as open_, pytest.raises(NotHandedOverError):
            open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
        assert time.monotonic() - begun < 4


# In the clear


def test_without_encryption_a_letter_goes_to_this_machine_only(tmp_path: Path) -> None:
    with serving(tmp_path / "log", tls=None) as server:
        account = SmtpAccount("127.0.0.1", server.port, Security.PLAIN)
        with Submission(account) as open_:
            open_.hand_over(ENVELOPE, LETTER, before_dot=nothing)
        assert server.accepted()[0].data == LETTER
    with pytest.raises(WrongUsageError):
        SmtpAccount("mail.example", 25, Security.PLAIN)
    with pytest.raises(WrongUsageError):
        SmtpAccount("127.0.0.1", 25, Security.PLAIN, user="sam")


def test_an_account_that_was_kept_as_words_is_the_same() -> None:
    kept = json.loads(json.dumps(asdict(SmtpAccount("mail.example", 587, Security.STARTTLS))))
    made = SmtpAccount(**kept)
    assert made.security is Security.STARTTLS
    assert made.auth is Auth.PASSWORD
    for wrong in ({"security": "ssl"}, {"security": ""}, {"auth": "none"}, {"security": "none"}):
        with pytest.raises(WrongUsageError):
            SmtpAccount(**kept | wrong)


@pytest.mark.parametrize("host", ["", "a b", "mail.example\r\nX", "ü.example", "x" * 300])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(WrongUsageError):
        SmtpAccount(host)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(WrongUsageError):
        SmtpAccount("mail.example", port)


def test_a_user_with_control_characters_or_without_a_password_is_refused() -> None:
    with pytest.raises(WrongUsageError):
        SmtpAccount("mail.example", user="sam\r\nX")
    with pytest.raises(WrongUsageError):
        Submission(SmtpAccount("mail.example", user="sam"))


# The server of these tests


def test_the_server_runs_as_a_process_of_its_own_and_its_log_outlives_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "tests.faults.smtp_server", str(log)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        assert process.stdout
        port = json.loads(process.stdout.readline())["port"]
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:  # somebody else's client
            client.sendmail(*ENVELOPE, LETTER)
        process.communicate("", timeout=10)
    assert SmtpServer(log).accepted() == [Accepted(*ENVELOPE, LETTER)]
