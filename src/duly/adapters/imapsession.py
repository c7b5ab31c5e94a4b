"""A connection to an IMAP server, encrypted and signed in, and what goes wrong with it.

RFC 3501, RFC 8314 (encryption), RFC 4616 (PLAIN), RFC 2971 (ID). Quirks met: imaplib sends user
names unquoted and passwords as ASCII only, so AUTHENTICATE PLAIN comes first; NetEase (163, 126)
lets nobody in who has not said ID; Gmail says "[ALERT]" both for a wrong password and for one
that has to be an app password; some servers answer a sign-in they have no time for with NO.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from imaplib import IMAP4
from typing import TYPE_CHECKING, Final, TypeVar

from duly import __version__
from duly.adapters import providers
from duly.adapters.account import Account, Auth, Security
from duly.adapters.base import SignInError, SourceError
from duly.adapters.secrets import Secret
from duly.core.told import told

if TYPE_CHECKING:
    from imapclient import IMAPClient

LOST: Final = (IMAP4.abort, OSError)
"""What a connection that broke raises; `TimeoutError` and everything of `ssl` are among them."""

Result = TypeVar("Result")

READ_ON: Final = "What was read is kept; try again later, it goes on from there."

_EXPIRED, _WRONG_HOST = 10, 62  # OpenSSL's X509_V_ERR_…
_LATER: Final = re.compile(
    r"\[(UNAVAILABLE|SERVERBUG|LIMIT|INUSE|THROTTLED)\]|temporar|try again|too many|exceeded|busy",
    re.IGNORECASE,
)
_IMAP_OFF: Final = re.compile(
    r"not enabled for imap|imap\b.{0,40}\b(disabled|not enabled|not allowed|switched off|turned off"
    r"|deactivated|is off|not available)|(disabled|enable|not allowed to use) imap",
    re.IGNORECASE,
)


class UnreachableError(SourceError):
    """The server is not there, does not answer, or has no time."""


class CertificateError(SourceError):
    """The server cannot prove that it is the one asked for; nothing was sent to it."""


class EncryptionError(SourceError):
    """The connection would not be encrypted; nothing was sent over it."""


class NotImapError(SourceError):
    """Something answers there, but no IMAP server."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a connection is, in seconds.

    Attributes:
        pauses: Before each further try where a connection breaks; as many tries as there are.
        idle: How long one IDLE lasts; RFC 2177 wants less than 29 minutes, home routers less.
        poll: Between two looks at a server that knows no IDLE.
        search: How long the server may search through bodies in one pass, all in all.
    """

    connect: float = 20
    read: float = 60
    pauses: tuple[float, ...] = (1, 5, 20)
    idle: float = 300
    poll: float = 30
    search: float = 300


class Session:
    """A signed-in connection, with at most one folder open, that is made anew where it breaks.

    Args:
        again: What to tell people to do where it breaks again and again.
    """

    def __init__(self, account: Account, secret: Secret, pace: Pace, again: str = READ_ON) -> None:
        self._account = account
        self._again = again
        self._secret = secret
        self._pace = pace
        self._client: IMAPClient | None = None
        self._has_worked = False
        self.folder: object = None
        """Which folder is open on this very connection; whoever opens one says so here."""

    def client(self) -> IMAPClient:
        """Return the connection, made where there is none.

        Raises:
            SourceError: It cannot be made.
        """
        if self._client is None:
            self._client = sign_in(self._account, self._secret, self._pace)
            self._has_worked = True
            self.folder = None
        return self._client

    def lasting(self, work: Callable[[IMAPClient], Result]) -> Result:
        """Do something that may be begun again on a new connection where the old one breaks.

        Raises:
            UnreachableError: It broke again and again.
        """
        said = ""
        for pause in (0.0, *self._pace.pauses):
            time.sleep(pause)
            try:
                return work(self.client())
            except UnreachableError as error:
                if not self._has_worked:  # more likely a mistake than bad luck
                    raise
                said = error.found
            except LOST as error:
                said = words(error) or "it was closed"
            self.drop()
        raise UnreachableError(
            told(
                "the connection broke {count} times ({said})",
                count=len(self._pace.pauses) + 1,
                said=said,
            ),
            where=self._account.host,
            mend=self._again,
        )

    def drop(self) -> None:
        """Let go of a connection that is of no use any more."""
        if self._client is not None:
            _hang_up(self._client)
        self._client = self.folder = None

    def close(self) -> None:
        """Sign out."""
        if self._client is not None:
            with suppress(IMAP4.error, OSError):
                self._client.logout()
        self.drop()


def words(error: object) -> str:
    """Return what a server or the system said, short and in printable characters."""
    first = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    text = re.sub(r"^b?['\"](.*)['\"]$", r"\1", first.strip())
    return "".join(each if each.isprintable() else " " for each in text)[:200].strip()


# Connecting


def connect(account: Account, pace: Pace) -> IMAPClient:
    """Connect, encrypt, and hear the greeting; nothing of the user's is sent.

    Raises:
        SourceError: One of the children above says what is wrong.
    """
    failure: SourceError
    try:
        return _connected(account, pace)
    except SourceError:
        raise
    except ssl.SSLCertVerificationError as error:
        failure = _certificate(account, error)
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        failure = _hung_up(account)
    except ssl.SSLError as error:
        failure = _no_tls(account, error)
    except (OSError, UnicodeError) as error:
        failure = _unreachable(account, error, pace)
    except IMAP4.error as error:
        failure = _not_imap(account, error)
    raise failure


def _connected(account: Account, pace: Pace) -> IMAPClient:
    from imapclient import IMAPClient, SocketTimeout

    context = ssl.create_default_context()
    if account.ca_file:
        _trust(context, account.ca_file)
    tls = account.security is Security.TLS
    client = IMAPClient(
        account.host,
        account.port,
        ssl=tls,
        ssl_context=context if tls else None,
        timeout=SocketTimeout(pace.connect, pace.connect),
    )
    if account.security is Security.STARTTLS:
        try:
            _start_tls(client, account, context)
        except BaseException:
            _hang_up(client)
            raise
    return client


def _hang_up(client: IMAPClient) -> None:
    """Close the connection; a handshake that failed may have closed it already."""
    with suppress(IMAP4.error, OSError):
        client.shutdown()


def _trust(context: ssl.SSLContext, ca_file: str) -> None:
    try:
        context.load_verify_locations(ca_file)
    except OSError as error:  # an SSLError too: it holds no certificate
        raise CertificateError(
            told("no certificate can be read from it ({said})", said=words(error)),
            where=ca_file,
            expected="a PEM file",
        ) from None


def _start_tls(client: IMAPClient, account: Account, context: ssl.SSLContext) -> None:
    """Encrypt, or leave: a server, or somebody on the way, may keep quiet about STARTTLS."""
    if not client.has_capability("STARTTLS") or client._imap.state != "NONAUTH":  # noqa: SLF001
        raise EncryptionError(
            "the server does not offer to encrypt the connection (STARTTLS), so your password "
            "was not sent",
            where=f"{account.host}:{account.port}",
            mend="Try --security tls --port 993. If that used to work, somebody may be listening "
            "in on this network: try another one.",
        )
    client.starttls(context)


def _certificate(account: Account, error: ssl.SSLCertVerificationError) -> CertificateError:
    where = f"{account.host}:{account.port}"
    if error.verify_code == _EXPIRED:
        return CertificateError(
            "the server's certificate has expired",
            where=where,
            mend="Check this machine's date; if it is right, the provider has to renew it.",
        )
    if error.verify_code == _WRONG_HOST or "mismatch" in str(error):
        return CertificateError(
            "the server's certificate is for another name",
            where=where,
            mend="Ask your provider for the server's right name and say --host NAME.",
        )
    return CertificateError(
        told(
            "nobody this machine trusts vouches for the server ({said})",
            said=words(error.verify_message),
        ),
        where=where,
        mend="Is it your own server, or Proton Mail Bridge? Export its certificate and say "
        "--ca FILE. Otherwise do not go on: somebody may be listening in.",
    )


def _no_tls(account: Account, error: ssl.SSLError) -> SourceError:
    return EncryptionError(
        told("the server does not speak TLS there ({said})", said=words(error.reason or error)),
        where=f"{account.host}:{account.port}",
        mend="Try --security starttls --port 143.",
    )


def _unreachable(account: Account, error: Exception, pace: Pace) -> UnreachableError:
    where = f"{account.host}:{account.port}"
    if isinstance(error, TimeoutError):
        return UnreachableError(
            told("the server did not answer within {seconds} seconds", seconds=f"{pace.connect:g}"),
            where=where,
            mend="Check the port, and that --security fits it (993 tls, 143 starttls).",
        )
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return UnreachableError(
            "the name cannot be looked up now", where=account.host, mend="Are you online?"
        )
    if isinstance(error, socket.gaierror | UnicodeError):
        return UnreachableError(
            "there is no server of that name",
            where=account.host,
            mend="Check the spelling, or ask your provider for the name of its IMAP server.",
        )
    return UnreachableError(
        told("the server cannot be reached ({said})", said=words(error)),
        where=where,
        mend="Check the server's name and port, and that you are online.",
    )


def _hung_up(account: Account) -> UnreachableError:
    return UnreachableError(
        "the server hung up before it said anything",
        where=f"{account.host}:{account.port}",
        mend="Check the port, and that --security fits it (993 tls, 143 starttls).",
    )


def _not_imap(account: Account, error: IMAP4.error) -> SourceError:
    said, where = words(error), f"{account.host}:{account.port}"
    if isinstance(error, IMAP4.abort) and "EOF" in said:
        return _hung_up(account)
    if "BYE" in said:
        return UnreachableError(
            told('the server sends us away: "{said}"', said=said),
            where=where,
            mend="Try again later.",
        )
    return NotImapError(
        told('what answers there is no IMAP server (it says "{said}")', said=said[:80]),
        where=where,
        mend="Check the server's name and port; 993 with tls is the usual one.",
    )


GREETING: Final = Pace(connect=6, read=6, pauses=())
"""For servers that may not exist."""


def greet(account: Account, pace: Pace = GREETING) -> frozenset[str]:
    """Connect, hear the greeting and what the server can do, and leave; nothing else is sent.

    Raises:
        SourceError: There is no IMAP server, or no encrypted way to it.
    """
    client = connect(account, pace)
    try:
        return frozenset(each.decode("ascii", "replace") for each in client.capabilities())
    except (IMAP4.error, OSError) as error:
        raise NotImapError(words(error), where=f"{account.host}:{account.port}") from None
    finally:
        _hang_up(client)


# Signing in


def sign_in(account: Account, secret: Secret, pace: Pace) -> IMAPClient:
    """Connect and sign in.

    Raises:
        SignInError: The server does not accept the name with its password or token.
        SourceError: It cannot be reached, or proves not to be the one asked for.
    """
    client = connect(account, pace)
    try:
        refused = _refused(client, account, secret)
        if not refused:
            _settle(client, pace)
            return client
    except BaseException:
        _hang_up(client)
        raise
    _hang_up(client)
    raise refused


def _refused(client: IMAPClient, account: Account, secret: Secret) -> SourceError | None:
    """Sign in; return the refusal outside of the frames that have seen the secret."""
    from imapclient.exceptions import LoginError

    said = ""
    try:
        _authenticate(client, account, secret)
    except LoginError as error:
        if isinstance(error.__context__, IMAP4.abort):
            return UnreachableError("the connection broke while signing in", where=account.host)
        said = words(str(error).replace(secret.reveal(), "…")) or "no"
    except (IMAP4.error, UnicodeError) as error:
        said = words(str(error).replace(secret.reveal(), "…")) or "no"
    except TimeoutError:
        return UnreachableError("the server did not answer in time", where=account.host)
    except OSError:
        return UnreachableError("the connection broke while signing in", where=account.host)
    return _refusal(account, said) if said else None


def _authenticate(client: IMAPClient, account: Account, secret: Secret) -> None:
    if account.auth is Auth.XOAUTH2:
        client.oauth2_login(account.user, secret.reveal())
    elif client.has_capability("AUTH=PLAIN"):
        client.sasl_login("PLAIN", lambda _: f"\0{account.user}\0{secret.reveal()}".encode())
    else:
        client.login(f'"{_escaped(account.user)}"', secret.reveal())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _refusal(account: Account, said: str) -> SourceError:
    provider = providers.known(account.address) or providers.by_host(account.host)
    todo = provider.instruction if provider else ""
    if _IMAP_OFF.search(said):
        return SignInError(
            told('IMAP is turned off for this account (the server says "{said}")', said=said),
            where=account.host,
            mend=todo or "Turn it on in the mailbox's settings on the web, then try again.",
        )
    if _LATER.search(said):
        return UnreachableError(
            told('the server lets nobody in now (it says "{said}")', said=said),
            where=account.host,
            mend="Try again in a while.",
        )
    what = told("token") if account.auth is Auth.XOAUTH2 else told("password")
    return SignInError(
        told(
            'the server does not accept "{user}" with this {what} (it says "{said}")',
            user=account.user,
            what=what,
            said=said,
        ),
        where=account.host,
        mend=todo
        or told(
            "Check the {what}, and whether the user name is another one: --user NAME.",
            what=what,
        ),
    )


def _settle(client: IMAPClient, pace: Pace) -> None:
    """Make the connection ready for reading: who we are, names as they travel, its patience."""
    client.folder_encode = False  # so that a name that was encoded oddly finds its folder again
    client.socket().settimeout(pace.read)
    client._timeout.read = pace.read  # noqa: SLF001 - it sets the socket's anew after each IDLE
    if client.has_capability("ID"):
        with suppress(IMAP4.error):
            client.id_({"name": "Duly", "version": __version__})
