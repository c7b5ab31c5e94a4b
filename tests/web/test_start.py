"""The page starts: once for a database, beside others, and saying why where it does not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from urllib.parse import urlsplit

import pytest
from tests.web.server import Desk, Visitor

from duly.adapters import running
from duly.adapters.running import Post
from duly.server import __main__ as server


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[list[Desk]]:
    """Four users of one machine; every one of them wants the same port."""
    found = [Desk(tmp_path / name) for name in ("ana", "bo", "cy", "dee")]
    yield found
    for each in found:
        each.stop()


def asked_at_once(desks: list[Desk]) -> list[str]:
    """Ask every desk for a link in the same moment; return the links."""
    asking = [
        subprocess.Popen(
            [sys.executable, "-m", "duly", "desk", "--json"],
            env=each.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for each in desks
    ]  # fmt: skip
    said = [each.communicate(timeout=120) for each in asking]
    assert [each.returncode for each in asking] == [0] * len(desks), said
    return [json.loads(out)["url"] for out, _ in said]


def assert_opens(link: str) -> None:
    found = urlsplit(link)
    assert Visitor(found.netloc).get(found.path).status == 302


def test_pages_started_at_once_have_a_port_each(desks: list[Desk]) -> None:
    links = asked_at_once(desks)
    assert len({urlsplit(link).netloc for link in links}) == len(desks)
    for link in links:
        assert_opens(link)


def test_asked_for_twice_at_once_it_is_one_page(desk: Desk) -> None:
    links = asked_at_once([desk, desk])
    assert len({urlsplit(link).netloc for link in links}) == 1
    for link in links:
        assert_opens(link)


def test_one_that_ends_before_it_answers_is_followed_by_another(desk: Desk) -> None:
    desk.database.parent.mkdir(parents=True)
    ending = Post(desk.database)
    ending.tell(1, answers=False)
    with Popen(
        [sys.executable, "-m", "duly", "desk", "--json"],
        env=desk.environment, stdout=PIPE, stderr=PIPE, text=True,
    ) as asking:  # fmt: skip
        with pytest.raises(TimeoutExpired):
            asking.communicate(timeout=3)
        ending.close()
        out, said = asking.communicate(timeout=120)
    assert asking.returncode == 0, said
    assert_opens(json.loads(out)["url"])


def test_the_page_of_an_earlier_duly_is_found(tmp_path: Path) -> None:
    """It wrote its port down once it answered, and nothing else."""
    post = Post(tmp_path / "duly.sqlite3")
    (tmp_path / "duly.sqlite3.server").write_text('{"pid": 7, "port": 8497}')
    assert running.ensure(tmp_path / "duly.sqlite3").port == 8497
    post.close()


def test_one_that_does_not_start_says_why(desk: Desk) -> None:
    desk.database.parent.mkdir(parents=True)
    in_the_way = desk.database.with_name("duly.sqlite3.server")
    in_the_way.mkdir()
    asked = subprocess.run(
        [sys.executable, "-m", "duly", "desk", "--json"],
        env=desk.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode != 0
    assert "the page did not start: IsADirectoryError" in asked.stderr
    assert "duly.sqlite3.server.log" in asked.stderr
    in_the_way.rmdir()
    assert_opens(desk.link())


def test_a_port_that_was_given_out_is_nobody_elses() -> None:
    """Two sockets may be bound to one port as long as none listens; the second then fails."""
    with server._listen(0) as first, server._listen(first.getsockname()[1]) as second:
        assert first.getsockname() != second.getsockname()
