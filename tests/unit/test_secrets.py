"""Where passwords are kept: the keyring where there is one, else an encrypted file."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from duly.adapters import places, secrets
from duly.adapters.secrets import Secret, SecretsError

CANARY = "canary-77b1"


class InMemory(KeyringBackend):
    """A keyring that works as the ones of desktops do, for as long as it lives."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[service, username]

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked("nobody has unlocked it")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    yield tmp_path
    keyring.set_keyring(before)


@pytest.fixture
def ring() -> InMemory:
    backend = InMemory()
    keyring.set_keyring(backend)
    return backend


def files() -> list[Path]:
    return [places.data() / "secrets", places.config() / "secrets.key"]


def test_without_a_keyring_a_secret_comes_back_from_the_file() -> None:
    assert secrets.store("imap:a@b", Secret(CANARY)) == "file"
    secrets.store("imap:c@d", Secret("ä ö 你"))
    assert secrets.get("imap:a@b") == Secret(CANARY)
    assert secrets.get("imap:c@d") == Secret("ä ö 你")
    assert secrets.get("imap:nobody") is None


def test_file_and_key_are_the_owner_s_and_lie_apart() -> None:
    secrets.store("imap:a@b", Secret(CANARY))
    for path in files():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert CANARY.encode() not in path.read_bytes()
    assert files()[0].parent != files()[1].parent


def test_a_file_that_was_opened_to_others_is_closed_again() -> None:
    secrets.store("imap:a@b", Secret(CANARY))
    for path in files():
        path.chmod(0o644)
    secrets.get("imap:a@b")
    assert [stat.S_IMODE(path.stat().st_mode) for path in files()] == [0o600, 0o600]


def test_a_secret_is_forgotten() -> None:
    secrets.store("imap:a@b", Secret(CANARY))
    secrets.store("imap:c@d", Secret("other"))
    secrets.forget("imap:a@b")
    secrets.forget("imap:never")
    assert secrets.get("imap:a@b") is None
    assert secrets.get("imap:c@d") == Secret("other")


@pytest.mark.parametrize("lost", [0, 1])
def test_without_the_right_key_it_says_so_and_destroys_nothing(lost: int) -> None:
    secrets.store("imap:a@b", Secret(CANARY))
    good = files()[lost].read_bytes()
    files()[lost].write_bytes(b"rubbish")
    with pytest.raises(SecretsError, match="cannot be read") as caught:
        secrets.get("imap:a@b")
    assert CANARY not in str(caught.value)
    with pytest.raises(SecretsError):
        secrets.store("imap:c@d", Secret("other"))
    files()[lost].write_bytes(good)
    assert secrets.get("imap:a@b") == Secret(CANARY)


def test_a_keyring_is_used_where_there_is_one(ring: InMemory) -> None:
    assert secrets.store("imap:a@b", Secret(CANARY)) == "keyring"
    assert ring.kept == {("duly", "imap:a@b"): CANARY}
    assert secrets.get("imap:a@b") == Secret(CANARY)
    assert not files()[0].exists()
    secrets.forget("imap:a@b")
    secrets.forget("imap:a@b")
    assert ring.kept == {}
    assert secrets.get("imap:a@b") is None


def test_a_locked_keyring_gives_way_to_the_file(ring: InMemory) -> None:
    ring.locked = True
    assert secrets.store("imap:a@b", Secret(CANARY)) == "file"
    assert secrets.get("imap:a@b") == Secret(CANARY)


def test_a_secret_that_moves_into_the_keyring_leaves_the_file(ring: InMemory) -> None:
    ring.locked = True
    secrets.store("imap:a@b", Secret("old"))
    ring.locked = False
    secrets.store("imap:a@b", Secret(CANARY))
    ring.locked = True
    assert secrets.get("imap:a@b") is None


def test_a_secret_is_not_written_by_accident() -> None:
    with pytest.raises(TypeError):
        json.dumps({"secret": Secret(CANARY)})
    assert not Secret("")
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
