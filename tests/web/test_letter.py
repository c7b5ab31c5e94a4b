"""Letters on the page without a script: shown, judged, kept, compared, brought back, sent."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.server import Answer, Desk, Visitor

ANA = "/o/acme/letters/thank-you/ana-ruiz/"
BO = "/o/acme/letters/thank-you/bo-lind/"
OWN = (
    "Dear Ana,\n\nThank you for showing me how the launch of the shop is planned. I would begin "
    "with the returns of last May.\n\nKind regards,\nSam Field"
)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of Sam, who met Ana and Bo at Acme two hours ago; made once, copied for each."""
    desk = Desk(tmp_path_factory.mktemp("prepared"))
    desk.duly("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US",
              "--email", "sam@field.example")  # fmt: skip
    desk.duly("interview", "Acme", "--role", "Data analyst", "--ended", "2 hours ago",
              "--with", "Ana Ruiz <ana@acme.example>",
              "--with", "Bo Lind <bo@acme.example>")  # fmt: skip
    desk.duly("debrief", "acme", "--topic", "the launch of the shop in May",
              "--cares", "ana=fewer returns", "--cares", "bo=tests that can be read in a week",
              "--strength", "SQL")  # fmt: skip
    return desk.folder


@pytest.fixture
def sam(tmp_path: Path, prepared: Path) -> Iterator[Desk]:
    """Sam's own page."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    desk = Desk(tmp_path)
    yield desk
    desk.stop()


@pytest.fixture
def visitor(sam: Desk) -> Visitor:
    return sam.visitor()


def form(page: str, **changes: Any) -> dict[str, Any]:
    """Return what the editor's form holds, as a browser would post it."""
    body = re.search(r'<textarea id="body"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    subject = re.search(r'name="subject" value="([^"]*)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert body
    assert version
    return {
        "subject": html.unescape(subject[1]) if subject else "",
        "body": html.unescape(body[1]),
        "version": version[1],
        **changes,
    }


def letters(sam: Desk, to: str = "ana") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        sam.duly("letter", "acme", "thank-you", "--to", to, "--json")
    )["letters"][0]
    return found


def versions(visitor: Visitor, url: str = ANA) -> int:
    return len(re.findall(r'<li value="\d+"', visitor.get(f"{url}versions/").text))


def after(visitor: Visitor, answer: Answer) -> str:
    assert answer.status == 302, answer.text
    return visitor.get(answer.headers["location"]).text


def test_looking_at_a_letter_keeps_nothing(visitor: Visitor) -> None:
    page = visitor.get(ANA).text
    assert "Dear Ana," in page
    assert "Not kept yet" in page
    assert "The launch of the shop" in page or "the launch of the shop" in page
    assert versions(visitor) == 0


def test_a_name_will_do_in_the_address(visitor: Visitor) -> None:
    assert "Dear Ana," in visitor.get("/o/acme/letters/thank-you/ana/").text


def test_a_letter_the_plan_does_not_have_is_no_page(visitor: Visitor) -> None:
    answer = visitor.get("/o/acme/letters/decline/ana-ruiz/")
    assert answer.status == 404
    assert "has no letter" in answer.text


def test_what_is_saved_is_a_version_in_ones_own_words(sam: Desk, visitor: Visitor) -> None:
    page = visitor.get(ANA).text
    saved = visitor.post(
        f"{ANA}save/", form(page, body=OWN.replace("\n", "\r\n"), subject="Thanks")
    )
    assert "Kept as version 1" in after(visitor, saved)
    kept = letters(sam)
    assert (kept["body"], kept["subject"], kept["yours"]) == (OWN, "Thanks", True)
    again = visitor.post(f"{ANA}save/", form(visitor.get(ANA).text))
    assert again.status == 302
    assert versions(visitor) == 1, "the same words are no new version"


def test_a_letter_saved_as_composed_stays_dulys_own(sam: Desk, visitor: Visitor) -> None:
    visitor.post(f"{ANA}save/", form(visitor.get(ANA).text))
    assert letters(sam)["yours"] is False


def test_checking_judges_what_is_typed_and_keeps_nothing(visitor: Visitor) -> None:
    typed = OWN.replace("Thank you", "I am just checking in. Thank you")
    answer = visitor.post(f"{ANA}check/", form(visitor.get(ANA).text, body=typed))
    assert answer.status == 200
    assert "Look again" in answer.text
    assert "“just checking in”" in html.unescape(answer.text)
    assert "just checking in" in form(answer.text)["body"]
    assert '<mark class="warning">just checking in</mark>' in answer.text
    assert versions(visitor) == 0


def test_places_are_those_of_the_text_as_typed(visitor: Visitor) -> None:
    typed = f"\n\n😀 {OWN} the the"
    answer = visitor.post(
        f"{ANA}check/",
        {"body": typed.replace("\n", "\r\n"), "version": 0},
        **{"HX-Request": "true"},
    )
    places = re.findall(r'data-start="(\d+)" data-end="(\d+)"(?: data-put="([^"]*)")?', answer.text)
    found = {typed[int(start) : int(end)] for start, end, _ in places}
    assert {"the the", "😀"} <= found
    assert "<html" not in answer.text


def test_a_suggestion_is_accepted_by_its_button(visitor: Visitor) -> None:
    typed = OWN.replace("the launch", "the the launch")
    checked = visitor.post(f"{ANA}check/", form(visitor.get(ANA).text, body=typed)).text
    button = re.search(r'name="accept" value="(\d+)"[^>]*>Put “the”', checked)
    assert button
    mended = visitor.post(f"{ANA}check/", form(checked, accept=button[1])).text
    assert form(mended)["body"] == OWN
    assert versions(visitor) == 0


def test_another_voice_composes_afresh(sam: Desk, visitor: Visitor) -> None:
    page = visitor.get(ANA).text
    formal = after(visitor, visitor.post(f"{ANA}voice/", form(page, voice="formal")))
    assert form(formal)["body"] != form(page)["body"]
    assert re.search(r'value="formal"[^>]*aria-pressed="true"', formal)
    assert letters(sam)["voice"] == "formal"


def test_own_words_are_put_aside_only_when_asked_and_never_lost(visitor: Visitor) -> None:
    page = visitor.get(ANA).text
    asked = visitor.post(f"{ANA}voice/", form(page, body=OWN, voice="brief"))
    assert asked.status == 409
    assert "The words are your own" in asked.text
    assert versions(visitor) == 0
    sure = form(page, body=OWN, voice="brief", sure="1")
    brief = after(visitor, visitor.post(f"{ANA}voice/", sure))
    assert form(brief)["body"] != OWN
    assert versions(visitor) == 2
    back = {"bring": "1", "version": "2"}
    restored = after(visitor, visitor.post(f"{ANA}bring-back/", back))
    assert form(restored)["body"] == OWN
    assert "Version 1 is back, as version 3" in restored


def test_the_second_window_is_told_and_overwrites_nothing(sam: Desk, visitor: Visitor) -> None:
    first, second = visitor.get(ANA).text, visitor.get(ANA).text
    visitor.post(f"{ANA}save/", form(first, body=OWN))
    mine = OWN.replace("May", "June")
    told = visitor.post(f"{ANA}save/", form(second, body=mine))
    assert told.status == 409
    assert re.search(r"This letter was changed at \d\d:\d\d in another window", told.text)
    assert mine in html.unescape(told.text)
    assert OWN in html.unescape(told.text)
    assert letters(sam)["body"] == OWN
    kept = visitor.post(f"{ANA}save/", {"body": mine, "subject": "Thanks", "version": "1"})
    assert kept.status == 302
    assert letters(sam)["body"] == mine
    assert versions(visitor) == 2


def test_versions_show_what_changed(visitor: Visitor) -> None:
    visitor.post(f"{ANA}save/", form(visitor.get(ANA).text, body=OWN))
    changed = OWN.replace("last May", "this spring")
    visitor.post(f"{ANA}save/", form(visitor.get(ANA).text, body=changed))
    page = visitor.get(f"{ANA}versions/").text
    assert "<del>last May.</del>" in page
    assert "<ins>this spring.</ins>" in page


def test_the_letter_is_shown_beside_a_colleagues(visitor: Visitor) -> None:
    visitor.post(f"{BO}save/", form(visitor.get(BO).text, body=OWN.replace("Ana", "Bo")))
    page = form(visitor.get(ANA).text, body=OWN)
    assert "colleague of theirs gets" in visitor.post(f"{ANA}check/", page).text
    visitor.post(f"{ANA}save/", page)
    beside = html.unescape(visitor.get(f"{ANA}compare/").text)
    assert "That is too much" in beside
    assert re.search(r"<mark>Thank you for showing me how the launch", beside)


def test_what_is_missing_is_asked_and_kept_in_the_debrief(sam: Desk, visitor: Visitor) -> None:
    sam.duly("interview", "Bolt", "--role", "Analyst", "--ended", "1 hour ago",
             "--with", "Cy Dunn <cy@bolt.example>")  # fmt: skip
    url = "/o/bolt/letters/thank-you/cy-dunn/"
    page = visitor.get(url).text
    assert "What did you and Cy Dunn speak about?" in page
    told = visitor.post(f"{url}tell/", {"impression.topics": "the night shift; the new scanners"})
    written = after(visitor, told)
    assert "the night shift" in form(written)["body"]
    answers = json.loads(sam.duly("show", "bolt", "--json"))["debriefs"][0]["answers"]
    (topics,) = [each for each in answers if each["question"] == "topics"]
    assert (topics["person"], topics["answer"]) == (
        "cy-dunn",
        ["the night shift", "the new scanners"],
    )


def test_without_a_mailbox_the_ways_by_hand_are_offered(visitor: Visitor) -> None:
    page = html.unescape(visitor.get(ANA).text)
    assert "No mailbox is connected" in page
    assert 'href="/settings/"' in page
    assert "approve/" not in page
    assert "mailto:ana@acme.example?subject=" in page
    assert "I have sent it" in page


def test_the_file_for_a_mail_program_is_the_letter_as_typed(visitor: Visitor) -> None:
    answer = visitor.post(f"{ANA}file/", form(visitor.get(ANA).text, body=OWN))
    assert answer.headers["content-type"] == "message/rfc822"
    assert "attachment" in answer.headers["content-disposition"]
    assert "X-Unsent: 1" in answer.text
    assert "ana@acme.example" in answer.text
    assert "returns of last May" in answer.text.replace("=\r\n", "").replace(" \r\n", " ")


def test_a_letter_sent_by_hand_counts(sam: Desk, visitor: Visitor) -> None:
    after(visitor, visitor.post(f"{ANA}sent/", form(visitor.get(ANA).text, body=OWN)))
    shown = json.loads(sam.duly("show", "acme", "--no-ahead", "--json"))
    sent = [each for each in shown["facts"] if each["what"] == "sent"]
    assert [each["step"] for each in sent] == ["debrief", "thank-you"]
    past = visitor.get(ANA)
    assert past.status == 200
    assert OWN in html.unescape(past.text)
    assert "<textarea" not in past.text


def test_nothing_typed_is_lost_when_it_cannot_be_kept(visitor: Visitor) -> None:
    answer = visitor.post(f"{ANA}save/", form(visitor.get(ANA).text, body="x" * 20_001))
    assert answer.status == 422
    assert "at most 20,000 characters" in answer.text
    assert len(form(answer.text)["body"]) == 20_001
    empty = visitor.post(f"{ANA}save/", form(visitor.get(ANA).text, body=" \n "))
    assert empty.status == 422
    assert "there is nothing in it yet" in empty.text


@pytest.mark.parametrize("way", ["save", "check", "approve", "sent"])
def test_words_that_the_plan_has_no_letter_for_any_more_are_not_lost(
    sam: Desk, visitor: Visitor, way: str
) -> None:
    typed = form(visitor.get(ANA).text, body=OWN)
    sam.duly("skip", "acme", "thank-you", "--to", "ana")
    answer = visitor.post(f"{ANA}{way}/", typed)
    assert answer.status == 404
    assert "has this letter no more" in answer.text
    assert OWN in html.unescape(answer.text)
    assert "/o/acme/" in answer.text


def test_the_outbox_leads_to_the_very_letter(desk: Desk) -> None:
    desk.duly("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US",
              "--email", "sam@field.example")  # fmt: skip
    visitor, found = desk.visitor(), set()
    for ended in ("26 hours ago", "1 hour ago"):
        desk.duly("interview", "Acme", "--ended", ended, "--with", "Ana <ana@acme.example>")
        desk.duly("debrief", "acme", "--topic", f"what was said {ended}", "--strength", "SQL")
        (url,) = re.findall(r'href="([^"]+thank-you/[^"]+)"', visitor.get("/o/acme/").text)
        place, _, occasion = url.partition("?occasion=")
        words = form(visitor.get(url).text, occasion=occasion, when="hours", sure="hurts")
        assert visitor.post(f"{place}approve/", words).status == 302
        found.add(url)
    assert len(found) == 2
    outbox = visitor.get("/outbox/").text
    assert set(re.findall(r'<a href="(/o/acme/letters[^"]+)"', outbox)) == found


def test_a_linkedin_note_counts_its_characters(visitor: Visitor, sam: Desk) -> None:
    url = "/o/acme/letters/linkedin/ana-ruiz/"
    note = "Hello Ana, " + "it was good to hear about the launch of the shop. " * 4
    page = visitor.post(f"{url}check/", {"body": note, "version": "0"}).text
    assert f"{len(note.strip())} of 200 characters" in page
    assert "LinkedIn takes 200 characters" in page
    wide = visitor.post(f"{url}check/", {"body": note, "version": "0", "premium": "1"}).text
    assert f"{len(note.strip())} of 300 characters" in wide
    assert "LinkedIn takes" not in wide
