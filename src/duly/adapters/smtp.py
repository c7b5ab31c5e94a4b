"""Hand letters over to the account's own submission server, and know what became of each.

RFC 5321 (SMTP), RFC 6409 (submission), RFC 4954 (AUTH), RFC 1870 (SIZE), RFC 6152 (8BITMIME),
RFC 6531 (SMTPUTF8). A server has a letter once it has seen the dot that ends it; the letter goes
as far as that, the caller writes down for good that it is about to be handed over, and only then
goes the dot. Whatever is not a clear answer to it leaves the letter unsure.

Quirks met: Microsoft wants LOGIN where others want PLAIN; both Google and Microsoft answer a bad
token with a challenge, and the refusal comes after an empty line; a server may give a reason and
hang up in the middle of a letter.
"""

from __future__ import annotations

import base64
import re
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Self, TypeVar

from duly.adapters.account import Auth, Security
from duly.adapters.secrets import Secret
from duly.adapters.smtpaccount import SmtpAccount
from duly.adapters.smtperrors import (
    UNSENT,
    NotHandedOverError,
    RefusedRecipientError,
    SignInRefusedError,
    Stage,
    SubmissionError,
    TlsError,
    UnreachableError,
    UnsureError,
    breakdown,
    printable,
    refusal,
)
from duly.adapters.smtpwire import GarbledError, RefusedError, Wire
from duly.core.errors import WrongUsageError
from duly.core.told import either, told
from duly.formats.message import Finished, checked_address, finished

__all__ = [
    "Auth",
    "Envelope",
    "NotHandedOverError",
    "Patience",
    "RefusedRecipientError",
    "Reply",
    "Security",
    "SignInRefusedError",
    "SmtpAccount",
    "Submission",
    "SubmissionError",
    "TlsError",
    "UnreachableError",
    "UnsureError",
]

Result = TypeVar("Result")


class Envelope(NamedTuple):
    """From whom to whom: one strict address each, whatever the headers say."""

    sender: str
    recipient: str


class Reply(NamedTuple):
    """What the server said when it took the letter."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    Attributes:
        connect: For the connection, and as long again for its encryption.
        step: For each command and the whole of its reply.
        body: For the letter up to its dot.
        reply: For the reply to the dot. Long, as RFC 5321 (4.5.3.2.6) asks: who gives up early
            makes letters unsure that have been sent.
        whole: For everything up to the dot, all in all.
        leave: For a goodbye that is of no consequence.
    """

    connect: float = 30
    step: float = 60
    body: float = 300
    reply: float = 600
    whole: float = 600
    leave: float = 5


_BETWEEN_LETTERS: Final = (Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.DOT)
"""Where a server that says no goes on to wait for a command, from somebody who is signed in."""

_NOT_THAT_WAY: Final = 504
"""The reply to a mechanism that is not known, offered or not (RFC 4954, 4)."""

_NUMBER: Final = re.compile(r"[0-9]{1,15}")

_MECHANISMS: Final = {
    Auth.PASSWORD: ("PLAIN", "LOGIN"),
    Auth.XOAUTH2: ("XOAUTH2",),
}
"""In the order they are tried; others add nothing where the connection is encrypted."""


class Submission:
    """A connection to a submission server; each letter handed over through it stands for itself.

    Made when the first letter needs it, and made anew where the server has closed it between two
    letters. Use it as a context manager, for one letter or for several.

    Args:
        account: Where, and as whom.
        secret: The password or token; None where one does not sign in.
        patience: How long to wait.

    Raises:
        WrongUsageError: There is a user but no secret.
    """

    def __init__(
        self, account: SmtpAccount, secret: Secret | None = None, patience: Patience | None = None
    ) -> None:
        if account.user and secret is None:
            raise WrongUsageError("there is no password to sign in with", where=account.host)
        self._account = account
        self._secret = secret
        self._patience = patience or Patience()
        self._wire: Wire | None = None
        self._refused: SignInRefusedError | None = None
        self._stage = Stage.CONNECT
        self._ends_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye; nothing that goes wrong with it matters any more."""
        wire, self._wire = self._wire, None
        if wire:
            wire.allow(self._patience.leave)
            wire.leave()

    def sign_in(self) -> None:
        """Connect and sign in, without a letter, to see whether that would work.

        Raises:
            SubmissionError: As for a letter.
        """
        self._attempt(self._ready)

    def hand_over(
        self, envelope: Envelope, data: bytes, *, before_dot: Callable[[], None]
    ) -> Reply:
        """Hand over one finished message.

        Args:
            envelope: From whom to whom.
            data: The message; its bytes arrive as they are.
            before_dot: Called once everything but the dot has been sent, and only then: write down
                for good that the letter is being handed over. What it raises is passed on, and
                the letter has not left.

        Returns:
            What the server said: it has the letter.

        Raises:
            MessageError: An address or the message is not fit to be sent; nothing was.
            UnreachableError, TlsError, SignInRefusedError, RefusedRecipientError,
            NotHandedOverError: The letter has not left.
            UnsureError: It has left, or it has not.
        """
        letter = finished(data)
        envelope = Envelope(
            checked_address(envelope.sender, "sender"),
            checked_address(envelope.recipient, "recipient"),
        )
        self._attempt(lambda: self._up_to_the_dot(envelope, letter))
        try:
            before_dot()
        except BaseException:
            self._hang_up()  # not a goodbye: it would be part of the letter
            raise
        return self._attempt(self._dot)

    # One letter

    def _up_to_the_dot(self, envelope: Envelope, letter: Finished) -> None:
        wire = self._ready()
        self._refuse_unfit(wire, letter)
        self._at(Stage.SENDER)
        wire.ask("MAIL", f"FROM:<{envelope.sender}>{_parameters(wire, letter)}")
        self._at(Stage.RECIPIENT)
        wire.ask("RCPT", f"TO:<{envelope.recipient}>", due=(250, 251))
        self._at(Stage.DATA)
        wire.ask("DATA", due=(354,))
        self._at(Stage.BODY, self._patience.body)
        wire.text(letter.data)

    def _dot(self) -> Reply:
        wire = self._wire
        if wire is None:
            raise ConnectionResetError("there is no connection")
        self._at(Stage.BODY, self._patience.step)
        wire.listen()  # once more: writing it down may have taken a while
        self._stage = Stage.DOT
        wire.allow(self._patience.reply)
        return Reply(250, self._words(wire.dot()))

    def _refuse_unfit(self, wire: Wire, letter: Finished) -> None:
        """Refuse what the server says it does not take, before it is asked."""
        limit = _limit(wire.esmtp_features.get("size", ""))
        if 0 < limit < len(letter.data):
            raise self._unfit(
                told(
                    "the letter has {size} bytes, the server takes {most}",
                    size=f"{len(letter.data):,}",
                    most=f"{limit:,}",
                )
            )
        if letter.eight_bit and not wire.has_extn("8bitmime"):
            raise self._unfit("the letter has 8-bit characters, the server takes none (8BITMIME)")
        if letter.utf8_headers and not wire.has_extn("smtputf8"):
            raise self._unfit("the letter's headers are UTF-8, the server takes none (SMTPUTF8)")

    def _unfit(self, found: str) -> SubmissionError:
        return NotHandedOverError(
            found, where=self._account.host, mend=told("{unsent}.", unsent=told(UNSENT))
        )

    # The connection

    def _ready(self) -> Wire:
        """Return a connection that waits for a letter."""
        self._ends_at = time.monotonic() + self._patience.whole
        if self._refused:  # with the next letter it would be as wrong: some lock accounts for that
            raise self._refused
        if self._wire is not None and self._is_reset(self._wire):
            return self._wire
        wire = self._wire = Wire(self._account.host, self._account.port)
        self._connect(wire)
        return wire

    def _is_reset(self, wire: Wire) -> bool:
        """Forget the letter before; where the server has left meanwhile, that harms nobody."""
        self._at(Stage.RESET)
        try:
            wire.ask("RSET")
        except (OSError, GarbledError, RefusedError):
            self._hang_up()
            return False
        return True

    def _connect(self, wire: Wire) -> None:
        account = self._account
        self._at(Stage.CONNECT, self._patience.connect)
        wire.dial()
        if account.security is Security.TLS:
            self._encrypt(wire)
        self._at(Stage.GREETING)
        wire.expect(220)
        self._hello(wire)
        if account.security is Security.STARTTLS:
            self._start_tls(wire)
            self._hello(wire)
        if account.user:
            self._sign_in(wire)

    def _hello(self, wire: Wire) -> None:
        self._at(Stage.HELLO)
        code, text = wire.ehlo()
        if code >= 400:
            raise RefusedError(code, text)
        if code != 250:
            raise GarbledError(f"{code} where 250 was due")

    def _start_tls(self, wire: Wire) -> None:
        """Encrypt, or leave: a server, or somebody on the way, may keep quiet about STARTTLS."""
        self._at(Stage.STARTTLS)
        if not wire.has_extn("starttls"):
            raise TlsError(
                "the server does not offer to encrypt the connection (STARTTLS)",
                where=self._account.place,
                mend=told(
                    "{unsent}, nor was your password sent. Does the server take TLS on port 465? "
                    "If it used to work, somebody may be listening in on this network: try "
                    "another one.",
                    unsent=told(UNSENT),
                ),
            )
        wire.ask("STARTTLS", due=(220,))
        self._encrypt(wire)

    def _encrypt(self, wire: Wire) -> None:
        self._at(Stage.HANDSHAKE, self._patience.connect)
        wire.encrypt(_trusting(self._account.ca_file))

    def _at(self, stage: Stage, seconds: float | None = None) -> None:
        """Note how far it has come, and how long the next step may take."""
        self._stage = stage
        step = self._patience.step if seconds is None else seconds
        if self._wire:
            self._wire.allow(min(step, self._ends_at - time.monotonic()))

    def _hang_up(self) -> None:
        wire, self._wire = self._wire, None
        if wire:
            with suppress(OSError):
                wire.close()

    # Signing in

    def _sign_in(self, wire: Wire) -> None:
        self._at(Stage.SIGN_IN)
        if not wire.encrypted:
            raise TlsError("the connection is not encrypted", where=self._account.place)
        offered = wire.esmtp_features.get("auth", "").upper().split()
        code, text = _NOT_THAT_WAY, b""
        for mechanism in _MECHANISMS[self._account.auth]:
            # Another one is tried only where the first was not understood: a wrong password
            # said twice counts twice, and locks accounts.
            if mechanism in offered and code == _NOT_THAT_WAY:
                code, text = self._authenticate(wire, mechanism)
        if code == _NOT_THAT_WAY:
            raise self._no_mechanism(offered)
        if code >= 400:
            raise RefusedError(code, text)
        if code != 235:
            raise GarbledError(f"{code} where 235 was due")

    def _authenticate(self, wire: Wire, mechanism: str) -> tuple[int, bytes]:
        """Go through a mechanism; what it says lives in this frame only, and nothing raises it."""
        secret = self._secret.reveal() if self._secret else ""
        user = self._account.user
        if mechanism == "LOGIN":
            code, text = wire.docmd("AUTH", "LOGIN")
            for word in (user, secret):
                if code == 334:
                    code, text = wire.docmd(_base64(word))
            return code, text
        words = f"\0{user}\0{secret}" if mechanism == "PLAIN" else _bearer(user, secret)
        code, text = wire.docmd("AUTH", f"{mechanism} {_base64(words)}")
        return wire.docmd("") if code == 334 else (code, text)

    def _no_mechanism(self, offered: list[str]) -> SubmissionError:
        known = either(_MECHANISMS[self._account.auth])
        shown = printable(", ".join(offered))[:80]
        return SignInRefusedError(
            told(
                "the server lets nobody sign in with {known} (it offers: {offered})",
                known=known,
                offered=shown or told("nothing"),
            ),
            where=self._account.host,
            mend=told(
                "{unsent}. Ask your provider how a mail program signs in.", unsent=told(UNSENT)
            ),
        )

    # What went wrong

    def _attempt(self, work: Callable[[], Result]) -> Result:
        """Do a part of it; what goes wrong is told outside of the frames that have seen secrets."""
        waits_for_a_command = False
        failure: SubmissionError
        try:
            return work()
        except SubmissionError as error:
            failure = error
        except RefusedError as error:
            waits_for_a_command = error.in_step and self._stage in _BETWEEN_LETTERS
            failure = refusal(self._account, self._stage, error.code, self._words(error.text))
        except (OSError, UnicodeError, GarbledError) as error:
            failure = breakdown(self._account, self._stage, error)
        except BaseException:
            self._hang_up()
            raise
        if not waits_for_a_command:
            self._hang_up()
        if isinstance(failure, SignInRefusedError):
            self._refused = failure
        raise failure

    def _words(self, text: bytes) -> str:
        """Return what the server said, short and printable, and nothing secret it repeats."""
        said = text.decode("utf-8", "replace")
        secret = self._secret.reveal() if self._secret else ""
        for hidden in _forms(self._account.user, secret) if secret else ():
            said = said.replace(hidden, "…")
        return printable(said)


def _limit(said: str) -> int:
    """Return the most bytes a server takes, 0 where it does not say."""
    return int(said) if _NUMBER.fullmatch(said) else 0


def _parameters(wire: Wire, letter: Finished) -> str:
    """Return what is said of the letter beside its sender."""
    parameters = [f"SIZE={len(letter.data)}"] if wire.has_extn("size") else []
    if letter.eight_bit:
        parameters.append("BODY=8BITMIME")
    if letter.utf8_headers:
        parameters.append("SMTPUTF8")
    return "".join(f" {each}" for each in parameters)


def _bearer(user: str, token: str) -> str:
    return f"user={user}\1auth=Bearer {token}\1\1"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _forms(user: str, secret: str) -> tuple[str, ...]:
    """Return everything a secret looks like on its way."""
    plain, bearer = f"\0{user}\0{secret}", _bearer(user, secret)
    return secret, _base64(secret), _base64(plain), _base64(bearer)


def _trusting(ca_file: str) -> ssl.SSLContext:
    """Return what verifies the server: the system's certificates, and those of a file.

    Raises:
        TlsError: The file cannot be read.
    """
    try:
        return _context(ca_file, Path(ca_file).stat().st_mtime_ns if ca_file else 0)
    except OSError as error:  # an SSLError too: it holds no certificate
        said = printable(error.strerror or str(error))
    raise TlsError(
        told("no certificate can be read from it ({said})", said=said),
        where=ca_file,
        expected="a PEM file",
        mend=told("{unsent}.", unsent=told(UNSENT)),
    )


@lru_cache(maxsize=8)
def _context(ca_file: str, _written_at: int) -> ssl.SSLContext:
    """Read the certificates once: that takes longer than to hand a letter over."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
