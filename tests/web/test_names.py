"""Names in whatever script they are written: their pages are found, and lead on."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from tests.web.forms import Form, fill
from tests.web.server import Desk, Visitor

COMPANY, ANA, XIAO = "株式会社みらい", "Ана Соколова", "王小明"
HERE = f"/o/{quote(COMPANY)}/"


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    desk.duly("me", "--name", "Zoë Ångström", "--email", "zoe@field.example")
    met = [f"{ANA} <ana@mirai.example>", f"{XIAO} <x@mirai.example>"]
    with_whom = [word for each in met for word in ("--with", each)]
    desk.duly("interview", COMPANY, "--ended", "2 hours ago", "--zone", "Asia/Tokyo", *with_whom)
    return desk.visitor()


def test_every_link_of_the_pages_leads_somewhere(visitor: Visitor) -> None:
    seen: set[str] = set()
    ahead = {"/", "/board/", "/people/", "/offers/"}
    while ahead:
        path = ahead.pop()
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status in (200, 302), path
        found = re.findall(r'href="((?:/o/|/people/)[^"#]*)"', answer.text)
        ahead |= {html.unescape(each) for each in found} - seen
    for part in ("card.vcf", "/letters/", "/log/", "/edit/", "/debrief/", "/prepare/"):
        assert any(part in path for path in seen), part


def test_a_debrief_is_kept_and_corrected_and_a_letter_handed_out(visitor: Visitor) -> None:
    path = f"{HERE}debrief/with/{quote(XIAO)}/"
    asked = visitor.get(path)
    kept = fill(visitor, asked, path, "cares_about", cares_about="日程", go="stay")
    assert kept.headers["location"] == path
    assert "日程" in visitor.get(path).text
    log = visitor.get(f"{HERE}log/").text
    (undo,) = re.findall(r'action="([^"]+/undo/)"', log)
    assert undo.startswith(HERE)
    letters = re.findall(r'href="([^"?]+letters/thank-you[^"?]+)', visitor.get(HERE).text)
    page = visitor.get(letters[0])
    words = Form(page.text, "body").values
    handed = visitor.post(f"{letters[0]}file/", {**words, "body": "Thank you for your time."})
    assert handed.status == 200
    assert "filename*=utf-8" in handed.headers["content-disposition"]
    assert visitor.post(undo).status == 302
