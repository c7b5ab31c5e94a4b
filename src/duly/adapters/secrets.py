"""Passwords and tokens: in the system's keyring, else in an encrypted file.

The file is for machines without a keyring: servers, containers, a desktop nobody is signed in at.
It is encrypted (Fernet: AES-128-CBC with HMAC-SHA-256) with a key that lies beside the settings,
each of them readable by its owner only. That protects against whoever gets hold of one of the two:
a backup or a synchronised folder with the data, a file attached by mistake, a glance over the
shoulder. It does not protect against anybody, or any program, that can read all the files of this
user, nor against the administrator of the machine. A keyring that is locked with a password does.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from duly.adapters import places
from duly.core.errors import DulyError
from duly.core.told import told

if TYPE_CHECKING:
    from cryptography.fernet import Fernet
    from keyring.backend import KeyringBackend

SERVICE: Final = "duly"
"""What the keyring lists our entries under."""


class SecretsError(DulyError):
    """What is kept secretly cannot be read or written."""


class Secret:
    """A password or token that shows itself only to those who ask for it by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return what is secret; never keep it in a name that outlives the call."""
        return self._value

    def __repr__(self) -> str:
        """Return nothing of it, nor how long it is."""
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self._value

    def __hash__(self) -> int:
        return hash(Secret)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere by accident")


def store(name: str, secret: Secret) -> str:
    """Keep the secret of an account; return where: "keyring" or "file".

    Raises:
        SecretsError: It cannot be written.
    """
    if _in_keyring("set_password", name, secret.reveal()) is not _NO_KEYRING:
        _forget_in_file(name)
        return "keyring"
    with _vault() as kept:
        kept[name] = secret.reveal()
    return "file"


def get(name: str) -> Secret | None:
    """Return the secret of an account, or None where none is kept.

    Raises:
        SecretsError: The file that it is kept in cannot be read.
    """
    found = _in_keyring("get_password", name)
    if isinstance(found, str):
        return Secret(found)
    kept = _read() if _file().exists() else {}
    return Secret(kept[name]) if name in kept else None


def forget(name: str) -> None:
    """Delete the secret of an account wherever it is kept; none is fine too.

    Raises:
        SecretsError: The file that it is kept in cannot be written.
    """
    _in_keyring("delete_password", name)
    _forget_in_file(name)


def files() -> tuple[Path, ...]:
    """Return the files that secrets may be in, or that they can be read with."""
    return (_file(), _key_file(), _file().with_suffix(".lock"))


def erase(names: Iterable[str]) -> tuple[str, ...]:
    """Delete the secrets of these accounts, and the files with everybody's.

    Returns:
        The accounts whose secret a keyring may still hold, because it did not answer.
    """
    silent = [name for name in names if _in_keyring("delete_password", name) is _NO_KEYRING]
    left = silent if silent and _keyring() is not None else []
    for file in files():
        file.unlink(missing_ok=True)
    return tuple(left)


# The keyring

_NO_KEYRING: Final = object()


def _keyring() -> KeyringBackend | None:
    """Return the system's keyring; None where there is none that keeps anything."""
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return None if isinstance(backend, fail.Keyring | null.Keyring) else backend


def _in_keyring(method: str, *given: str) -> object:
    """Ask the keyring; whatever keeps it from answering, the file takes its place."""
    from keyring.errors import KeyringError, PasswordDeleteError

    backend = _keyring()
    if backend is None:
        return _NO_KEYRING
    try:
        return getattr(backend, method)(SERVICE, *given)
    except PasswordDeleteError:  # there was none
        return None
    except (KeyringError, OSError, RuntimeError):  # locked, no session bus, nobody at the desk
        return _NO_KEYRING


# The file


def _file() -> Path:
    return places.data() / "secrets"


def _key_file() -> Path:
    return places.config() / "secrets.key"


def _read() -> dict[str, str]:
    from cryptography.fernet import InvalidToken

    try:
        _keep_private(_file())
        found = json.loads(_cipher().decrypt(_file().read_bytes()))
    except (InvalidToken, ValueError, OSError) as error:
        raise SecretsError(
            told("the kept passwords cannot be read ({kind})", kind=type(error).__name__),
            where=str(_file()),
            mend=told(
                "Is {file} the key it was written with? If it is lost, delete both files and "
                "connect your mailboxes again.",
                file=str(_key_file()),
            ),
        ) from None
    return {str(name): str(value) for name, value in found.items()}


def _forget_in_file(name: str) -> None:
    if _file().exists():
        with _vault() as kept:
            kept.pop(name, None)


@contextmanager
def _vault() -> Iterator[dict[str, str]]:
    """Open what is kept for a change, one program at a time; write it whole or not at all."""
    try:
        for folder in (_file().parent, _key_file().parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(_file().with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = _read() if _file().exists() else {}
            yield kept
            _write(_file(), _cipher(make=True).encrypt(json.dumps(kept).encode()))
        finally:
            os.close(lock)
    except OSError as error:
        raise SecretsError(
            told("the password cannot be kept ({why})", why=error.strerror),
            where=str(error.filename or _file()),
        ) from None


def _cipher(*, make: bool = False) -> Fernet:
    from cryptography.fernet import Fernet

    if make and not _key_file().exists():
        _write(_key_file(), Fernet.generate_key())
    _keep_private(_key_file())
    return Fernet(_key_file().read_bytes().strip())


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _keep_private(path: Path) -> None:
    """Close a file to others that something (a copy, a restored backup) has opened to them."""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
