"""Playbooks read, compared and made one's own, without scripts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from tests.web.forms import fill, follow
from tests.web.server import Answer, Desk, Visitor

from duly.adapters import playbookfiles

EDIT = "/playbooks/direct/edit/"


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


def kept(desk: Desk) -> list[Path]:
    folder = desk.folder / "config" / "duly" / "playbooks"
    return sorted(folder.iterdir()) if folder.exists() else []


def edited(visitor: Visitor, **typed: str) -> Answer:
    return fill(visitor, visitor.get(EDIT), EDIT, "text", **typed)


@pytest.mark.parametrize("name", playbookfiles.PACKAGED)
def test_a_playbook_says_what_the_command_says(
    visitor: Visitor, demo_desk: Desk, name: str
) -> None:
    text = visitor.get(f"/playbooks/{name}/").text
    said = json.loads(demo_desk.duly("playbook", "show", name, "--json"))
    for step, entry in said["steps"].items():
        assert f"<strong>{step}</strong> {entry['window']}" in text
        assert all(f'href="/rules/{rule}/"' in text for rule in entry["rules"])


def test_two_stand_side_by_side(visitor: Visitor) -> None:
    text = visitor.get("/playbooks/?a=balanced&b=direct").text
    assert '<th scope="row">call</th>' in text
    assert "2-3 d after the thank-you" in text
    assert "never" in text
    for other in ("nonsense", "../../pyproject.toml", "/etc/hosts.toml"):
        assert visitor.get(f"/playbooks/?a=balanced&b={other}").status == 404


def test_a_copy_is_made_ones_own_followed_and_deleted_once_unused(desk: Desk) -> None:
    visitor = desk.visitor()
    text = playbookfiles.packaged_file("direct").read_text().replace("2-3 d", "4-5 d")
    said = follow(visitor, edited(visitor, name="mine", text=text)).text
    assert "4-5 d after the thank-you" in said
    assert "4-5 d" in desk.duly("playbook", "show", "mine")
    desk.duly("me", "--playbook", "mine")
    assert visitor.post("/playbooks/mine/delete/").status == 409
    desk.duly("me", "--playbook", "balanced")
    assert "is gone" in follow(visitor, visitor.post("/playbooks/mine/delete/")).text
    assert kept(desk) == []


def test_a_copy_goes_by_a_title_of_its_own(desk: Desk) -> None:
    visitor = desk.visitor()
    assert edited(visitor).status == 302
    assert tomllib.loads(kept(desk)[0].read_text())["title"] == "My direct"
    assert "My direct" in visitor.get("/playbooks/").text


@pytest.mark.parametrize(
    ("name", "wrong", "says"),
    [
        ("mine", ("within 24 h", "some day"), "[thank-you]"),
        ("mine", ("because =", "becos ="), "becos"),
        ("mine", ('name = "direct"', "name = "), "line 1"),
        ("direct", ("", ""), "comes with Duly"),
        ("../../mine", ("", ""), "cannot be its name"),
    ],
)
def test_a_mistake_is_said_in_its_place_and_nothing_is_kept(
    desk: Desk, name: str, wrong: tuple[str, str], says: str
) -> None:
    text = playbookfiles.packaged_file("direct").read_text().replace(*wrong)
    answer = edited(desk.visitor(), name=name, text=text)
    assert answer.status == 422
    assert ", [thank-you]" not in answer.text, "there is no file to name before the step"
    assert says in answer.text.replace("&quot;", '"').replace("&#x27;", "'")
    assert "One email written like a proposal" in answer.text
    assert kept(desk) == []


def test_no_playbook_is_written_over_by_a_copy_and_none_of_dulys_deleted(desk: Desk) -> None:
    visitor = desk.visitor()
    text = playbookfiles.packaged_file("direct").read_text()
    assert edited(visitor, name="mine", text=text).status == 302
    again = edited(visitor, name="mine", text=text.replace("2-3 d", "4-5 d"))
    assert again.status == 422
    assert "4-5 d" not in kept(desk)[0].read_text()
    assert visitor.post("/playbooks/direct/delete/").status == 422
