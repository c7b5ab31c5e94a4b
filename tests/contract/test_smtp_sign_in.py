"""Encryption and signing in: a secret goes to the right server only, and shows itself nowhere."""

from __future__ import annotations

import base64
import pickle
import ssl
import sys
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from tests.contract.certificates import Authority, server_context
from tests.faults.smtp_server import Fault, Phase, Script, SmtpServer
from tests.faults.submitting import (
    CANARY,
    ENVELOPE,
    LETTER,
    SHORT,
    USER,
    account,
    authority,
    serving,
    submission,
    tls,
)

from duly.adapters.base import SignInError
from duly.adapters.secrets import Secret
from duly.adapters.smtp import (
    Auth,
    NotHandedOverError,
    Security,
    SignInRefusedError,
    Submission,
    SubmissionError,
    TlsError,
)

CANARIES = (
    CANARY,
    base64.b64encode(CANARY.encode()).decode(),
    base64.b64encode(f"\0{USER}\0{CANARY}".encode()).decode(),
    base64.b64encode(f"user={USER}\1auth=Bearer {CANARY}\1\1".encode()).decode(),
)


def send(server: SmtpServer, **changes: Any) -> None:
    with submission(server, **changes) as open_:
        open_.hand_over(ENVELOPE, LETTER, before_dot=lambda: None)


def knows(server: SmtpServer) -> bool:
    """Tell whether the server has been told the secret, in any form."""
    heard = "\n".join(server.commands)
    return any(each in heard for each in CANARIES)


# Encryption


@pytest.mark.parametrize("implicit", [True, False])
def test_letters_go_encrypted(*, implicit: bool, tmp_path: Path) -> None:
    with serving(tmp_path / "log", implicit=implicit) as server:
        send(server)
        assert len(server.accepted()) == 1


def test_a_server_that_keeps_quiet_about_starttls_hears_no_password(tmp_path: Path) -> None:
    with serving(tmp_path / "log", starttls=False, auth_in_clear=True) as server:
        with pytest.raises(TlsError, match="STARTTLS") as caught:
            send(server)
        assert not caught.value.try_again
        assert server.commands == ["ehlo [127.0.0.1]"]


def test_a_server_that_refuses_starttls_hears_no_password(tmp_path: Path) -> None:
    script = Script(Phase.STARTTLS, Fault.REFUSED)
    with serving(tmp_path / "log", script, auth_in_clear=True) as server:
        with pytest.raises(TlsError):
            send(server)
        assert not knows(server)
        assert [each for each in server.commands if each.startswith("AUTH")] == []


def test_what_is_slipped_in_before_the_encryption_is_not_read_after_it(tmp_path: Path) -> None:
    injected = b"250-mail.example\r\n250 AUTH PLAIN\r\n"
    with serving(tmp_path / "log", injected=injected) as server:
        with pytest.raises(TlsError):
            send(server)
        assert not knows(server)


def test_what_was_offered_before_the_encryption_does_not_count(tmp_path: Path) -> None:
    with serving(tmp_path / "log", features=("SIZE 10",)) as server:
        server.offer.mechanisms = ()
        with pytest.raises(SignInRefusedError, match="nothing"):
            send(server)
        assert not knows(server)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize(
    ("names", "days", "word"),
    [
        (("other.example", "127.0.0.2"), 30, "another name"),
        (("127.0.0.1", "localhost"), -1, "expired"),
    ],
    ids=["another-name", "expired"],
)
def test_a_certificate_that_is_not_right_ends_it(
    names: tuple[str, ...], days: int, word: str, security: Security, tmp_path: Path
) -> None:
    context = server_context(authority().certificate(f"bad{days}", *names, days=days))
    with serving(tmp_path / "log", tls=context, implicit=security is Security.TLS) as server:
        with pytest.raises(TlsError, match=word) as caught:
            send(server)
        assert not caught.value.try_again
        assert not knows(server)


def test_the_right_name_is_the_one_that_was_asked_for(tmp_path: Path) -> None:
    context = server_context(authority().certificate("named", "localhost"))
    with serving(tmp_path / "log", tls=context) as server:
        send(server, host="localhost")
        with pytest.raises(TlsError, match="another name"):
            send(server, host="127.0.0.1")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_nobody_vouches_for_ends_it(security: Security, tmp_path: Path) -> None:
    with serving(tmp_path / "log", implicit=security is Security.TLS) as server:
        with pytest.raises(TlsError, match="vouches"):
            send(server, ca_file="")
        assert not knows(server)


def test_another_authority_does_not_vouch_for_it(tmp_path: Path) -> None:
    stranger = Authority(tmp_path)
    with (
        serving(tmp_path / "log") as server,
        pytest.raises(TlsError, match="vouches"),
    ):
        send(server, ca_file=str(stranger.file))


@pytest.mark.parametrize("content", [None, "no certificate", ""])
def test_a_file_of_certificates_that_holds_none(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with serving(tmp_path / "log") as server:
        with pytest.raises(TlsError, match="no certificate can be read"):
            send(server, ca_file=str(file))
        assert not knows(server)


def test_an_old_protocol_is_not_spoken(tmp_path: Path) -> None:
    old = tls()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        old.minimum_version = ssl.TLSVersion.TLSv1
    with serving(tmp_path / "log", tls=old) as server, pytest.raises(SubmissionError) as caught:
        send(server)
    assert not caught.value.may_have_left


def test_tls_from_the_start_and_starttls_are_not_mixed_up(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server:
        with pytest.raises(SubmissionError):
            send(server, security=Security.TLS)
        assert not knows(server)
    with serving(tmp_path / "log2", implicit=True) as server:
        made = account(server, security=Security.STARTTLS)
        with Submission(made, Secret(CANARY), SHORT) as open_, pytest.raises(SubmissionError):
            open_.sign_in()
        assert not knows(server)


# Signing in


@pytest.mark.parametrize(
    ("offered", "used"),
    [
        (("PLAIN", "LOGIN", "CRAM-MD5"), "AUTH PLAIN"),
        (("LOGIN", "PLAIN"), "AUTH PLAIN"),
        (("LOGIN", "XOAUTH2"), "AUTH LOGIN"),
        (("plain",), "AUTH PLAIN"),
    ],
)
def test_a_mechanism_that_is_offered_is_used(
    offered: tuple[str, ...], used: str, tmp_path: Path
) -> None:
    with serving(tmp_path / "log", mechanisms=offered) as server:
        send(server)
        (line,) = [each for each in server.commands if each.startswith("AUTH")]
        assert line.startswith(used)


def test_a_token_is_given_by_xoauth2(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server:
        send(server, auth=Auth.XOAUTH2)
        assert [each for each in server.commands if each.startswith("AUTH")] == [
            f"AUTH XOAUTH2 {CANARIES[3]}"
        ]


def test_a_mechanism_that_is_offered_but_not_understood_gives_way(tmp_path: Path) -> None:
    with serving(tmp_path / "log", unknown=("PLAIN",)) as server:
        send(server)
        assert len(server.accepted()) == 1
    with (
        serving(tmp_path / "log2", unknown=("PLAIN", "LOGIN")) as server,
        pytest.raises(SignInRefusedError),
    ):
        send(server)


def test_who_is_not_let_in_hears_what_the_provider_wants(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server:
        with pytest.raises(SignInRefusedError, match="apppasswords") as caught:
            send(server, user="sam.field@gmail.com")
        assert "has not left" in str(caught.value)
        with pytest.raises(SignInRefusedError, match="Check the password"):
            send(server, user="somebody.else@field.example")


def test_a_wrong_password_is_said_once(tmp_path: Path) -> None:
    with serving(tmp_path / "log", tokens={}) as server:
        with pytest.raises(SignInRefusedError):
            send(server)
        assert len([each for each in server.commands if each.startswith("AUTH")]) == 1


def test_what_a_server_offers_is_shown_in_printable_characters(tmp_path: Path) -> None:
    with (
        serving(tmp_path / "log", mechanisms=("\x1b[31mEVIL",)) as server,
        pytest.raises(SignInRefusedError, match="EVIL") as caught,
    ):
        send(server)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("auth", "mechanisms"),
    [
        (Auth.XOAUTH2, ("PLAIN", "LOGIN")),
        (Auth.PASSWORD, ("XOAUTH2", "GSSAPI")),
        (Auth.PASSWORD, ("CRAM-MD5",)),
        (Auth.PASSWORD, ()),
    ],
)
def test_a_secret_is_not_given_another_way(
    auth: Auth, mechanisms: tuple[str, ...], tmp_path: Path
) -> None:
    with serving(tmp_path / "log", mechanisms=mechanisms) as server:
        with pytest.raises(SignInRefusedError, match="offers") as caught:
            send(server, auth=auth)
        assert not caught.value.try_again
        assert not knows(server)


def test_nobody_signs_in_who_has_no_name_there(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server:
        send(server, user="")
        assert [each for each in server.commands if each.startswith("AUTH")] == []
        assert len(server.accepted()) == 1


# Nothing secret shows itself


def everything_shown(error: BaseException) -> str:
    """Return all that a careless log, a debugger or a page of errors would show of it."""
    texts = [str(error), repr(error), repr(vars(error))]
    texts += traceback.TracebackException.from_exception(error, capture_locals=True).format()
    seen: BaseException | None = error
    while seen is not None:
        texts += frames(seen.__traceback__)
        seen = seen.__context__ or seen.__cause__
    return "\n".join(texts)


def frames(where: TracebackType | None) -> list[str]:
    texts = []
    while where is not None:
        texts.append(repr(where.tb_frame.f_locals))
        where = where.tb_next
    return texts


REFUSALS: dict[str, tuple[dict[str, Any], Script | None]] = {
    "wrong": ({"tokens": {}}, None),
    "echoed": ({"tokens": {}, "echo": True}, None),
    "later": ({"tokens": {}, "echo": True, "refused": "454 4.7.0 not now"}, None),
    "dropped": ({}, Script(Phase.AUTH, Fault.DROPPED)),
    "reset": ({}, Script(Phase.AUTH, Fault.RESET)),
    "garbage": ({}, Script(Phase.AUTH, Fault.GARBAGE)),
    "stalled": ({}, Script(Phase.AUTH, Fault.STALLED)),
    "wrong code": ({}, Script(Phase.AUTH, Fault.WRONG_CODE)),
    "no mechanism": ({"mechanisms": ("GSSAPI",)}, None),
}


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "XOAUTH2"])
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_secret_shows_itself_nowhere(
    refusal: str, mechanism: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    offer, script = REFUSALS[refusal]
    auth = Auth.XOAUTH2 if mechanism == "XOAUTH2" else Auth.PASSWORD
    offer = {"mechanisms": (mechanism,)} | offer
    with serving(tmp_path / "log", script, **offer) as server:
        made = Submission(account(server, auth=auth), Secret(CANARY), SHORT)
        with pytest.raises(SubmissionError) as caught:
            made.sign_in()
    shown = (
        everything_shown(caught.value) + repr(made) + repr(vars(made)) + "".join(capfd.readouterr())
    )
    for canary in CANARIES:
        assert canary not in shown
    assert "canary" not in shown
    if refusal in ("wrong", "echoed"):
        assert isinstance(caught.value, SignInError)
        assert "535" in str(caught.value)
    if refusal == "later":
        assert isinstance(caught.value, NotHandedOverError)
        assert caught.value.try_again


def test_what_a_server_says_later_repeats_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = f"250 I remember {CANARY} and {CANARIES[1]}\r\n".encode()
    with serving(tmp_path / "log", Script(Phase.DOT, Fault.GARBAGE)) as server:
        monkeypatch.setattr("tests.faults.smtp_server.GARBAGE", words)
        with submission(server) as open_:
            reply = open_.hand_over(ENVELOPE, LETTER, before_dot=lambda: None)
    assert reply.text == "I remember … and …"


def test_nothing_is_told_to_those_who_listen_in_on_the_interpreter(tmp_path: Path) -> None:
    heard: list[str] = []
    on = True

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if on and event.startswith(("smtplib", "socket")):
            heard.append(repr(arguments))

    sys.addaudithook(listen)  # stays for the process; `on` ends it
    with serving(tmp_path / "log") as server:
        send(server)
    on = False
    assert heard
    assert not any(canary in each for each in heard for canary in CANARIES)


def test_an_account_can_be_kept_and_holds_no_secret(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server:
        made = account(server)
    assert pickle.loads(pickle.dumps(made)) == made
    assert CANARY not in repr(made)
