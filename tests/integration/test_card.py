"""The handwritten card: to read off the screen, as a PDF, and as a page to print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from tests.integration.conftest import NOW, Duly

CHICAGO = "200 W Madison St, Chicago, IL 60606"


@pytest.fixture
def thanked(duly: Duly) -> Duly:
    """Return a Duly with cards on, whose user thanked Ana and Bo by mail after an interview."""
    duly.done("me", "--email", "sam@mail.example", "--cards", at=None)
    duly.done(
        "interview", "Acme", "--role", "Data analyst", "--ended", "yesterday 15:00",
        "--zone", "America/Chicago", "--with", "Ana Ruiz <ana@acme.example>",
        "--with", "Bo Lind <bo@acme.example>",
    )  # fmt: skip
    duly.done("debrief", "acme", "--topic", "ana=the launch in May", "--topic", "bo=paper forms",
              "--cares", "ana=fewer returns", "--strength", "SQL")  # fmt: skip
    duly.done("sent", "acme", "thank-you", "--to", "ana")
    duly.done("sent", "acme", "thank-you", "--to", "bo")
    return duly


def test_a_card_is_laid_out_to_copy_with_its_envelope(thanked: Duly) -> None:
    thanked.done("person", "acme", "ana", "--address", CHICAGO)
    thanked.done("me", "--address", "12 Elm St, Brooklyn, NY 11201", at=None)
    told = thanked.done("card", "acme", "--to", "ana")
    lines = [line.strip() for line in told.split("\n")]
    assert "March 12, 2026" in lines, "the day on which it is to be written, as they write it"
    start = lines.index("Sam Field", lines.index("Sam Field") + 1)
    assert lines[start : start + 7] == [
        "Sam Field", "12 Elm St", "Brooklyn, NY 11201",
        "Ana Ruiz", "Acme", "200 W Madison St", "Chicago, IL 60606",
    ]  # fmt: skip
    assert "duly sent acme card --to ana-ruiz --by post" in told
    card = thanked.json("card", "acme", "--to", "ana")["cards"][0]
    assert (card["planned"], card["verdict"], card["lacking"]) == (True, "ready", [])
    words = " ".join(line for block in card["sheet"]["blocks"] for line in block)
    assert words.split() == card["body"].split()
    assert card["sheet"]["envelope"]["name"] == "No. 10"
    thanked.done("sent", "acme", "card", "--to", "ana", "--by", "post", at="2026-03-12T10:00-04:00")
    assert "card ana-ruiz" not in thanked.steps("acme", at="2026-03-12T11:00-04:00")


def test_abroad_the_country_stands_last_in_capitals(duly: Duly, thanked: Duly) -> None:
    thanked.done("edit", "acme", "--zone", "Europe/Berlin", "--country", "DE")
    thanked.done("person", "acme", "ana", "--address", "Ludwigstraße 5\n80539 München")
    thanked.done("me", "--address", "12 Elm St\nBrooklyn, NY 11201", at=None)
    (card,) = thanked.json("card", "acme", "--to", "ana")["cards"]
    envelope = card["sheet"]["envelope"]
    assert envelope["to"][-2:] == ["80539 München", "GERMANY"]
    assert envelope["sender"][-1] == "USA"
    assert card["sheet"]["dated"] == "12 March 2026"


def test_without_an_address_it_says_so_and_how_to_add_it(thanked: Duly) -> None:
    told = thanked.done("card", "acme", "--to", "bo")
    assert "The plan has no card to them now" in told
    assert 'duly person acme bo-lind --address "…"' in told
    assert 'duly me --address "…"' in told
    assert "(address not known yet)" in told
    several = thanked.run("card", "acme")
    assert (several.code, "--to" in several.err) == (4, True)
    stranger = thanked.run("card", "acme", "--to", "zoe")
    assert stranger.code == 2


def test_the_words_are_those_of_the_letter_and_stay_the_user_s(
    thanked: Duly, tmp_path: Path
) -> None:
    thanked.done("card", "acme", "--to", "bo", "--voice", "formal")
    before = thanked.json("card", "acme", "--to", "bo")["cards"][0]
    thanked.done("person", "acme", "bo", "--address", CHICAGO)
    now_planned = thanked.json("card", "acme", "--to", "bo")["cards"][0]
    assert (before["planned"], now_planned["planned"]) == (False, True)
    assert (before["voice"], before["version"]) == (now_planned["voice"], now_planned["version"])


def test_after_a_no_there_is_no_card(thanked: Duly) -> None:
    thanked.done("received", "acme", "rejection", "--from", "ana")
    refused = thanked.run("card", "acme", "--to", "ana")
    assert (refused.code, "Acme is closed" in refused.err) == (4, True)


HOSTILE = (
    '#import "x": *', '#read("/etc/passwd")', "*bold* _it_ $x^2$ `c` @r <l> = H",
    "\\u{41} // no /* c", "<script>alert(1)</script>", "{{ 7*7 }} {% raw %}",
    "</style><img src=x>", '" onload="x', "]#[ #(",
)  # fmt: skip


@pytest.fixture
def hostile(thanked: Duly) -> Duly:
    """Return a Duly in which everything somebody else may have written is a command somewhere."""
    address = "\n".join(HOSTILE[:6])
    thanked.done("person", "acme", "ana", "--address", address)
    thanked.done("me", "--address", "\n".join(HOSTILE[3:]), at=None)
    thanked.done("debrief", "acme", "--topic", f"ana={HOSTILE[4]} and {HOSTILE[0]}", "--again")
    return thanked


def text_of(file: Path) -> tuple[list[tuple[float, float]], str]:
    """Return the sizes of a PDF's pages in points, and what it shows, set anew as text."""
    data = file.read_bytes()
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", data)
    return [(float(width), float(height)) for width, height in boxes], data.decode("latin-1")


def test_a_pdf_has_a_page_to_copy_and_a_page_of_the_envelope_s_size(
    thanked: Duly, tmp_path: Path
) -> None:
    thanked.done("person", "acme", "ana", "--address", "Žižkova 5\nŁódź ß é Привет Ελλάδα")
    file = tmp_path / "card.pdf"
    told = thanked.done("card", "acme", "--to", "ana", "--pdf", str(file))
    assert f"Saved to {file}" in told
    sizes, raw = text_of(file)
    assert raw.startswith("%PDF-")
    assert sizes[0] == pytest.approx((396, 612), abs=1), "half a letter sheet"
    assert sizes[1] == pytest.approx((684, 297), abs=1), "9½ × 4⅛ in"
    assert len(sizes) == 2
    again = thanked.run("card", "acme", "--to", "ana", "--pdf", str(file))
    assert (again.code, "--force" in again.err) == (2, True)
    thanked.done("card", "acme", "--to", "ana", "--pdf", str(file), "--envelope", "c6", "--force")
    assert text_of(file)[0][1] == pytest.approx((459, 323), abs=1)


def test_no_name_is_a_command_in_a_pdf(hostile: Duly, tmp_path: Path) -> None:
    """Read as markup, the first of these names would be a file that is not there."""
    file = tmp_path / "card.pdf"
    hostile.done("card", "acme", "--to", "ana", "--pdf", str(file))
    assert len(text_of(file)[0]) == 2


def test_a_letter_that_no_font_has_is_named(thanked: Duly, tmp_path: Path) -> None:
    thanked.done("person", "acme", "ana", "--address", "Tangut \U00017000\nLine 2")
    refused = thanked.run("card", "acme", "--to", "ana", "--pdf", str(tmp_path / "card.pdf"))
    assert refused.code == 1
    assert "\U00017000" in refused.err
    assert "U+17000" in refused.err
    assert "--html" in refused.err
    assert not list(tmp_path.glob("card*")), "nothing half-written is left"


def test_without_the_extra_it_says_so_and_offers_the_page(thanked: Duly, tmp_path: Path) -> None:
    program = "import sys; sys.modules['typst'] = None\nfrom duly.cli.main import run; run()"
    process = subprocess.run(
        [sys.executable, "-c", program, "card", "acme", "--to", "ana", "--at", NOW,
         "--pdf", str(tmp_path / "card.pdf")],
        env=thanked.environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert process.returncode == 2
    assert 'extra "pdf"' in process.stderr
    assert f"--html {tmp_path / 'card.html'}" in process.stderr


def test_a_page_asks_for_nothing_and_escapes_everything(hostile: Duly, tmp_path: Path) -> None:
    from selectolax.lexbor import LexborHTMLParser

    file = tmp_path / "card.html"
    hostile.done("card", "acme", "--to", "ana", "--html", str(file))
    page = LexborHTMLParser(file.read_text(encoding="utf-8"))
    assert not page.css("script, img, link, iframe, object, [src], [href], [onload]")
    assert [each.tag for each in page.css("style")] == ["style"]
    (policy,) = page.css("meta[http-equiv]")
    assert str(policy.attributes["content"]).startswith("default-src 'none'")
    shown = [each.text().strip() for each in page.css(".from p")]
    for text in HOSTILE[4:6]:
        assert text in shown
    text = page.css("body")[0].text()
    assert "{{ 7*7 }}" in text
    assert "49" not in text.replace("{{ 7*7 }}", "")
    assert "url(" not in file.read_text(encoding="utf-8")


CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium")
def test_a_browser_prints_each_page_in_its_own_size(thanked: Duly, tmp_path: Path) -> None:
    thanked.done("person", "acme", "ana", "--address", CHICAGO)
    thanked.done("card", "acme", "--to", "ana", "--html", str(tmp_path / "card.html"))
    subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer",
         f"--print-to-pdf={tmp_path / 'card.pdf'}", (tmp_path / "card.html").as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    sizes, _ = text_of(tmp_path / "card.pdf")
    assert len(sizes) == 2, "one page each, none blank"
    assert sizes[0] == pytest.approx((396, 612), abs=2)
    assert sizes[1] == pytest.approx((684, 297), abs=2)
