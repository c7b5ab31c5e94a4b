"""`duly` as people run it: real processes on a home of their own; and the services beneath."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NO_KEYRING = "keyring.backends.fail.Keyring"
NOW = "2026-03-11T09:00-04:00"
"""A Wednesday, 9 in the morning in New York: the present of these tests."""


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


class Duly:
    """One user's Duly: every call is a process, and the present stands still unless said."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("DULY")},
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONWARNINGS": "error",
            "TZ": "America/New_York",
            "NO_COLOR": "1",
        }

    @property
    def database(self) -> Path:
        return self.home / "data" / "duly" / "duly.sqlite3"

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", "from duly.cli.main import run; run()", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE,
            text=True, env=self.environment, **more,
        )  # fmt: skip

    def run(self, *arguments: str, typed: str = "", at: str | None = NOW) -> Result:
        moment = ["--at", at] if at and arguments and arguments[0] not in {"me", "--demo"} else []
        process = self.start(*arguments, *moment)
        out, err = process.communicate(typed, timeout=120)
        assert "Traceback" not in err, err
        return Result(process.returncode, out, err)

    def in_terminal(self, *arguments: str, typed: str = "", **environment: str) -> tuple[int, str]:
        """Run a command in a terminal of its own; return its exit code and all that stood there.

        Args:
            arguments: The command.
            typed: What is typed into it.
            environment: What is different from usual.
        """
        number, terminal = pty.fork()
        if number == 0:
            program = "from duly.cli.main import run; run()"
            os.execve(sys.executable, [sys.executable, "-c", program, *arguments],
                      {**self.environment, "TERM": "xterm-256color", **environment})  # fmt: skip
        os.write(terminal, typed.encode())
        said = b""
        while select.select([terminal], [], [], 60)[0]:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # nobody has it open any more
                break
            if not part:
                break
            said += part
        os.close(terminal)
        ended = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        return ended, said.decode("utf-8", "replace").replace("\r\n", "\n")

    def done(self, *arguments: str, typed: str = "", at: str | None = NOW) -> str:
        result = self.run(*arguments, typed=typed, at=at)
        assert result.code == 0, result
        return result.out

    def connected(self, address: str = "sam@mail.example") -> None:
        """Have a mailbox connected that nobody asks anything of."""
        program = (
            "import sys; from duly.adapters.account import Account, Security; "
            "from duly.adapters.secrets import Secret; from duly.services import accounts; "
            "account = Account(sys.argv[1], sys.argv[1], '127.0.0.1', 9, Security.TLS); "
            "accounts.connect(account, Secret('x'), 'tls://127.0.0.1:9')"
        )
        self.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        ran = subprocess.run(
            [sys.executable, "-c", program, address],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr

    def json(self, *arguments: str, at: str | None = NOW) -> Any:
        return json.loads(self.done(*arguments, "--json", at=at))

    def steps(self, id: str, at: str = NOW) -> list[str]:
        """Return the plan of one opportunity as ["thank-you ana-ruiz", …]."""
        actions = self.json("show", id, "--no-ahead", at=at)["plan"]["actions"]
        return [f"{each['step']} {each['to'] or ''}".strip() for each in actions]

    def state(self, id: str, at: str = NOW) -> str:
        plan = self.json("show", id, "--no-ahead", at=at)["plan"]
        return str(plan["state"])


@pytest.fixture(scope="session")
def introduced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home where somebody has said who they are; made once, copied for each test."""
    home = tmp_path_factory.mktemp("introduced")
    Duly(home).done("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    return home


@pytest.fixture
def nobody(tmp_path: Path) -> Duly:
    """Return Duly before its very first start."""
    return Duly(tmp_path / "home")


@pytest.fixture
def duly(tmp_path: Path, introduced: Path) -> Duly:
    """Return the Duly of Sam Field in New York, with an empty search."""
    shutil.copytree(introduced, tmp_path / "home")
    return Duly(tmp_path / "home")


@pytest.fixture
def store(duly: Duly, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Path]:
    """Return Sam's database file, open to the services in this process."""
    from django.db import connection

    monkeypatch.setenv("DULY_DATABASE", str(duly.database))
    monkeypatch.setenv("XDG_CACHE_HOME", str(duly.home / "cache"))
    named = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(duly.database)
        yield duly.database
        connection.close()
        connection.settings_dict["NAME"] = named


@pytest.fixture
def mine(duly: Duly) -> Duly:
    """Return Sam's Duly on a machine without a keyring."""
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    return duly


@pytest.fixture
def here(mine: Duly, store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Duly]:
    """Return it, open to the services and to a worker in this process."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, mine.environment[name])
    import keyring
    from keyring.core import load_keyring

    before = keyring.get_keyring()
    keyring.set_keyring(load_keyring(NO_KEYRING))
    yield mine
    keyring.set_keyring(before)
