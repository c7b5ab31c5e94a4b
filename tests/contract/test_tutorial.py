"""The tutorial, step by step: the page's own commands, run against real servers.

What the page shows must be what is said: each of its lines stands in the output, in that order,
days and times aside. `…` stands for anything. A comment in the page says what happens between
commands.
"""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.contract.dovecot import PASSWORD, User
from tests.contract.test_connect import NO_KEYRING, options
from tests.faults.smtp_server import Offer, SmtpServer
from tests.integration.conftest import Duly

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "a-letter-from-draft-to-answer.md"
HER_WORDS = re.compile(r"\*“(?P<words>.*?)”\*", re.DOTALL)
CHANGING = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]+|\b\d\d:\d\d\b|\bversion \d+|\b\d+ words"
)


class Command(NamedTuple):
    words: list[str]
    shown: list[str]


def steps(page: str) -> Iterator[Command | str]:
    """Yield the commands of a page, and its comments, in order."""
    block = r"```console\n(?P<block>.*?)```|<!-- (?P<comment>.*?) -->"
    for found in re.finditer(block, page, re.DOTALL):
        if found["comment"]:
            yield found["comment"]
            continue
        for part in re.split(r"^\$ ", found["block"], flags=re.MULTILINE)[1:]:
            line, *shown = part.rstrip("\n").split("\n")
            yield Command(shlex.split(line), shown)


def plain(text: str) -> list[str]:
    lines = (" ".join(CHANGING.sub("X", line).split()) for line in text.split("\n"))
    return [line for line in lines if line]


def is_shown(shown: list[str], said: str) -> str:
    """Return the first line of the page that is not said where the page has it; "" for none."""
    left = plain(said)
    anything = True
    for line in plain("\n".join(shown)):
        if line == "…":
            anything = True
            continue
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        place = next((n for n, each in enumerate(left) if pattern.fullmatch(each)), None)
        if place is None or (place and not anything and not line.startswith("…")):
            return line
        left, anything = left[place + 1 :], line.endswith(("…", ","))
    return ""


@pytest.fixture
def mine(tmp_path: Path) -> Duly:
    """Return Duly before its first start, on a machine without a keyring."""
    duly = Duly(tmp_path / "home")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    return duly


def test_the_page_shows_lines_in_their_order() -> None:
    assert not is_shown(["a", "…", "c"], "a\nb\nc")
    assert is_shown(["a", "c"], "a\nb\nc") == "c"
    assert is_shown(["b", "…", "a"], "a\nb") == "a"
    assert not is_shown(["leaves …"], "leaves Tue 3 March 09:00")


@pytest.mark.timeout(300)
def test_the_tutorial_goes_as_its_page_says(mine: Duly, user: User, tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    user.make("Sent")
    address = user.account().address
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as server:
        for step in steps(page):
            if step == "half a minute later":
                time.sleep(31)
            elif step == "Ana answers":
                answer(user, server, page)
            else:
                assert isinstance(step, Command), f"nobody knows how “{step}” is done"
                carry_out(mine, user, step, server.port)
        (accepted,) = server.accepted()
    assert accepted.recipient == "ana@acme.example"
    with user.program() as client:
        client.select_folder("Sent", readonly=True)
        assert len(client.search("ALL")) == 1, "one copy, however often it ran"
    shown = mine.json("show", "acme", "--no-ahead", at=None)
    facts = [each for each in shown["facts"] if each.get("step") == "thank-you"]
    assert len(facts) == 1, "its own copy in Sent is not taken for a second thank-you"
    steps_left = {each["step"] for each in shown["plan"]["actions"]}
    assert "answer" in steps_left
    assert not steps_left & {"status", "call", "thank-you"}, "the chase has ended"
    assert address


def carry_out(mine: Duly, user: User, step: Command, port: int) -> None:
    """Run a command of the page with the address of the mailbox that there is."""
    address = user.account().address
    words = [word.replace("sam@field.example", address) for word in step.words[1:]]
    typed = ""
    if words[0] == "connect":
        words, typed = [*options(user), "--smtp", f"plain://127.0.0.1:{port}"], f"{PASSWORD}\n"
    result = mine.run(*words, typed=typed, at=None)
    assert result.code == 0, (step.words, result)
    said = result.out.replace(address, "sam@field.example")
    assert not (missing := is_shown(step.shown, said)), (step.words, missing, said)


def answer(user: User, server: SmtpServer, page: str) -> None:
    """Let Ana answer the letter, in the words the page gives her."""
    (letter,) = server.accepted()
    answered = re.search(rb"Message-ID: (<[^>]+>)", letter.data)
    words = HER_WORDS.search(page)
    assert answered
    assert words
    head = (
        f"From: Ana Ruiz <ana@acme.example>\r\nTo: {user.account().address}\r\n"
        f"Subject: Re: thank you\r\nDate: {format_datetime(datetime.now(UTC))}\r\n"
        f"Message-ID: <answer@acme.example>\r\nIn-Reply-To: {answered[1].decode()}\r\n\r\n"
    )
    user.put(f"{head}{' '.join(words['words'].split())}\r\n\r\nAna\r\n".encode())
