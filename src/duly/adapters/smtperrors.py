"""What can become of a letter that is handed over, other than being sent: one class each.

Whoever keeps the outbox reads two things off every one of them: whether the letter can have left,
and whether the same letter may be handed over again by itself.
"""

from __future__ import annotations

import socket
import ssl
from enum import StrEnum
from typing import Final

from duly.adapters.account import Auth
from duly.adapters.base import SignInError
from duly.adapters.smtpaccount import SmtpAccount
from duly.core.errors import DulyError
from duly.core.told import told

UNSENT: Final = "The letter has not left"
_LATER: Final = "The letter has not left; try again later."
_EXPIRED, _WRONG_HOST = 10, 62  # OpenSSL's X509_V_ERR_…


class SubmissionError(DulyError):
    """A letter was not handed over, or nobody knows.

    Attributes:
        may_have_left: The letter can have reached somebody; never hand it over again by itself.
        try_again: What was in the way may pass; the same letter may be handed over again later.
        code: What the server replied, as in 452; 0 where it did not say no.
    """

    may_have_left = False

    def __init__(
        self,
        found: str,
        *,
        where: str = "",
        expected: str = "",
        mend: str = "",
        try_again: bool = False,
        code: int = 0,
    ) -> None:
        super().__init__(found, where=where, expected=expected, mend=mend)
        self.try_again = try_again
        self.code = code


class UnreachableError(SubmissionError):
    """The server is not there, does not answer, or has no time; the letter has not left."""


class TlsError(SubmissionError):
    """The connection would not be encrypted, or with whom nobody knows; the letter has not left."""


class SignInRefusedError(SubmissionError, SignInError):
    """The server does not accept the name with its password or token; the letter has not left."""


class RefusedRecipientError(SubmissionError):
    """The server takes nothing for this address, now or later; the letter has not left."""


class NotHandedOverError(SubmissionError):
    """The letter has not left: something failed before its end, or the server said no to it."""


class UnsureError(SubmissionError):
    """The letter's end may have been sent, and no clear reply came: it has left, or it has not."""

    may_have_left = True


class Stage(StrEnum):
    """How far it has come; the words go into "the connection broke, …"."""

    CONNECT = "when connecting"
    HANDSHAKE = "when it was to be encrypted"
    GREETING = "at the greeting"
    HELLO = "after the greeting"
    STARTTLS = "when asked to encrypt"
    SIGN_IN = "at the sign-in"
    RESET = "between two letters"
    SENDER = "at the sender's address"
    RECIPIENT = "at the recipient's address"
    DATA = "before the letter"
    BODY = "in the middle of the letter"
    DOT = "at the end of the letter"


def printable(text: str) -> str:
    """Return what a server or the system said, short and in printable characters."""
    return "".join(each if each.isprintable() else " " for each in text[:400])[:200].strip()


# The server says no


def refusal(account: SmtpAccount, stage: Stage, code: int, said: str) -> SubmissionError:
    """Return what a clear 4xx (for now) or 5xx (for good) means at a stage; the letter stays here.

    Its words come short, printable, and without secrets.
    """
    reply = told("it says {code}", code=code)
    if said:
        reply = told('it says "{code} {said}"', code=code, said=said)
    if code < 500:
        return _not_now(account, stage, code, reply)
    if stage is Stage.SIGN_IN:
        what = told("token") if account.auth is Auth.XOAUTH2 else told("password")
        return SignInRefusedError(
            told(
                'the server does not accept "{user}" with this {what} ({reply})',
                user=account.user,
                what=what,
                reply=reply,
            ),
            where=account.host,
            mend=told(
                "{unsent}. {mend}",
                unsent=told(UNSENT),
                mend=told(_wanted_by_the_provider(account)) or told("Check the {what}.", what=what),
            ),
            code=code,
        )
    if stage is Stage.RECIPIENT:
        return RefusedRecipientError(
            told("the server does not take this address ({reply})", reply=reply),
            where=account.host,
            mend=told(
                "{unsent}. Is the address spelt right, and still theirs?", unsent=told(UNSENT)
            ),
            code=code,
        )
    if stage is Stage.STARTTLS:
        return TlsError(
            told("the server refuses to encrypt the connection ({reply})", reply=reply),
            where=account.place,
            mend=told(
                "{unsent}, nor was your password sent. Does the server take TLS on port 465?",
                unsent=told(UNSENT),
            ),
            code=code,
        )
    return NotHandedOverError(
        told("the server said no, {stage} ({reply})", stage=told(stage), reply=reply),
        where=account.host,
        mend=told(
            "{unsent}, and trying again would not help: see what the server says.",
            unsent=told(UNSENT),
        ),
        code=code,
    )


def _wanted_by_the_provider(account: SmtpAccount) -> str:
    from duly.adapters import providers  # only when something went wrong

    provider = providers.known(account.user) or providers.by_host(account.host, "smtp")
    return provider.instruction if provider else ""


def _not_now(account: SmtpAccount, stage: Stage, code: int, reply: str) -> SubmissionError:
    kind = UnreachableError if stage is Stage.GREETING else NotHandedOverError
    return kind(
        f"the server said not now, {stage} ({reply})",
        where=account.host,
        mend=_LATER,
        try_again=True,
        code=code,
    )


# The connection broke, or nobody knows what the server means


def breakdown(account: SmtpAccount, stage: Stage, error: Exception) -> SubmissionError:
    """Return what a lost connection, silence or gibberish means at a stage."""
    what = _what_happened(error)
    if stage is Stage.DOT:
        return UnsureError(
            told("{what}, {stage}: it has left, or it has not", what=what, stage=told(stage)),
            where=account.host,
            mend="It is never sent again by itself: look for it among your sent mail first.",
        )
    if stage is Stage.HANDSHAKE and not _is_lost(error):
        return _no_tls(account, error)
    if stage in (Stage.CONNECT, Stage.GREETING, Stage.HANDSHAKE):
        return _unreachable(account, stage, error, what)
    return NotHandedOverError(
        told("{what}, {stage}", what=what, stage=told(stage)),
        where=account.host,
        mend=_LATER,
        try_again=True,
    )


def _is_lost(error: Exception) -> bool:
    """Whether the connection broke, rather than that its encryption was wrong."""
    lost = (ConnectionError, TimeoutError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
    return isinstance(error, lost) or (
        isinstance(error, OSError) and not isinstance(error, ssl.SSLError)
    )


def _what_happened(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return told("the server did not answer in time")
    if isinstance(error, OSError):
        return told("the connection broke")
    return told("the server's answer could not be understood")


def _unreachable(
    account: SmtpAccount, stage: Stage, error: Exception, what: str
) -> UnreachableError:
    found = told("{what}, {stage}", what=what, stage=told(stage))
    mend = told("Do the server's name and port fit?")
    if isinstance(error, socket.gaierror | UnicodeError):
        found = told("the server's name cannot be looked up")
        mend = told("Are you online, is it spelt right?")
    elif isinstance(error, ConnectionRefusedError):
        found = told("nothing answers there")
    return UnreachableError(
        found,
        where=account.place,
        mend=told("{unsent} {mend}", unsent=told(_LATER), mend=mend),
        try_again=True,
    )


def _no_tls(account: SmtpAccount, error: Exception) -> TlsError:
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    if code == _EXPIRED:
        found = told("the server's certificate has expired")
        mend = told("Check this machine's date; if it is right, the provider has to renew it.")
    elif code == _WRONG_HOST or (code and "mismatch" in str(error)):
        found = told("the server's certificate is for another name")
        mend = told("Ask your provider for the right name of its server.")
    elif isinstance(error, ssl.SSLCertVerificationError):
        said = printable(error.verify_message)
        found = told("nobody this machine trusts vouches for it ({said})", said=said)
        mend = told(
            "A server of your own needs its certificate given. Otherwise do not go on: "
            "somebody may be listening in."
        )
    else:
        found = told("the server does not speak TLS there")
        mend = told("Does the port fit? Usually it is 465 with tls and 587 with starttls.")
    return TlsError(
        found,
        where=account.place,
        mend=told("{unsent}, nor has your password. {mend}", unsent=told(UNSENT), mend=mend),
    )
