"""What goes wrong on a German page is said in German: through the doors by which it goes wrong."""

from __future__ import annotations

import html
import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.dovecot import PASSWORD, Dovecot
from tests.contract.test_connect import NO_KEYRING
from tests.web import mailbox
from tests.web.forms import Form, fill, follow, in_days
from tests.web.server import Answer, Desk, Visitor

LETTER = "/o/acme/letters/thank-you/ana-ruiz/"
FILES = "/settings/mail/files/"
SERIES = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Jour fixe\r\n"
    b"DTSTART:20260310T090000Z\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CONNECTIONS = b'First Name,Last Name,URL,Connected On\n"Ana,Ruiz,,\n' + b"x\n" * 60
ENGLISH = re.compile(
    r"\b(?:the|is|not|there|no|it|its|of|your|expected|with|cannot|known)\b|duly [a-z]|--\w",
    re.IGNORECASE,
)


def german(visitor: Visitor) -> Visitor:
    """Have a browser ask for German from now on, as the settings do."""
    assert visitor.post("/settings/language/", {"language": "de"}).status == 302
    return visitor


@pytest.fixture(scope="module")
def sam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Somebody who met Ana Ruiz at Acme yesterday, and nobody at Bolt yet."""
    desk = mailbox.seeker(Desk(tmp_path_factory.mktemp("sam")))
    desk.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    desk.duly("open", "Bolt")
    yield desk
    desk.stop()


@pytest.fixture
def visitor(sam: Desk) -> Visitor:
    return german(sam.visitor())


def wrong(answer: Answer) -> str:
    """Return what a page says has gone wrong, as its reader sees it."""
    assert '<html lang="de"' in answer.text
    parts = re.findall(r'<p class="wrong"[^>]*>([^<]+)', answer.text)
    parts += re.findall(r'<p[^>]*class="(?:said )?error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    parts += re.findall(r'<section class="narrow">(.*?)</section>', answer.text, re.DOTALL)
    parts += re.findall(r'<\w+ class="said[^"]*"[^>]*>(.*?)</\w+>', answer.text, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts))).split())


def said_in_german(answer: Answer, status: int, *words: str) -> None:
    """Assert what a page says has gone wrong, and that none of it is English or a command."""
    text = wrong(answer)
    assert answer.status == status, text
    assert all(each.casefold() in text.casefold() for each in words), text
    english = ENGLISH.search(re.sub(r"„[^“]*“", "", text))
    assert english is None, (english, text)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [("/o/nowhere/", 404, ("eine Stelle „nowhere“ gibt es nicht", "Bekannt sind: acme, bolt.")),
     ("/o/acme/people/nobody/", 404,
      ("bei „acme“ heißt niemand „nobody“", "Meintest du „ana-ruiz“?")),
     ("/o/acme/letters/thank-you/bob/", 404, ("heißt niemand „bob“", "auf der Seite der Stelle")),
     ("/o/acme/letters/decline/ana-ruiz/", 404, ("hat keinen Brief „Absage“ an Ana Ruiz",)),
     ("/o/acme/debrief/with/nobody/", 404, ("war beim letzten Gespräch nicht dabei",)),
     ("/o/acme/log/fact/4711/correct/", 409, ("das gilt nicht mehr", "noch einmal ins Protokoll")),
     ("/people/nobody/card.vcf", 404, ("niemand heißt „nobody“",)),
     ("/playbooks/nowhere/", 404, ("einen Fahrplan „nowhere“ gibt es nicht",)),
     ("/rules/x99/", 404, ("eine Regel „x99“ gibt es nicht",)),
     ("/inbox/999/", 404, ("eine E-Mail 999 gibt es nicht", "steht unter E-Mail")),
     ("/no-page-of-ours/", 404, ("eine solche Seite gibt es nicht", "Das Menü führt zu allen")),
    ],
)  # fmt: skip
def test_what_is_not_there(
    visitor: Visitor, path: str, status: int, words: tuple[str, ...]
) -> None:
    said_in_german(visitor.get(path), status, *words)


@pytest.mark.parametrize(
    ("path", "form", "status", "words"),
    [("/o/acme/accept/", {}, 422, ("gibt es kein Angebot", "Notiere zuerst das Angebot.")),
     ("/o/acme/steps/thank-you/ana-ruiz/snooze/", {"until": "soon"}, 422,
      ("„soon“ ist kein Tag", "Wähle einen Tag, der noch kommt.")),
     ("/o/acme/steps/thank-you/ana-ruiz/snooze/", {"until": in_days(-9)}, 422,
      ("ist vorbei", "Erwartet: ein Tag, der noch kommt", "Wähle einen späteren Tag.")),
     ("/o/acme/received/", {"meaning": "still deciding", "happened": f"{in_days(2)}T10:00"}, 422,
      ("UTC ist noch nicht gekommen; erwartet: etwas, das geschehen ist",)),
     ("/settings/mail/read/", {}, 409, ("es ist kein Postfach verbunden",)),
     ("/settings/mail/forget/", {"name": "me@mail.example"}, 404,
      ("„me@mail.example“ ist nicht verbunden", "Noch gibt es keine.")),
     ("/settings/calendar/revoke/", {}, 409, ("der Kalender ist nicht veröffentlicht",)),
     ("/o/acme/interview/cancel/", {"was": "1999-01-01T10:00"}, 422, ("steht nicht mehr bevor",)),
     ("/settings/reminders/add/", {"way": "service", "url": "nonsense://x"}, 422, ("apprise",)),
    ],
)  # fmt: skip
def test_what_cannot_be_done(
    visitor: Visitor, path: str, form: dict[str, Any], status: int, words: tuple[str, ...]
) -> None:
    said_in_german(visitor.post(path, form), status, *words)


@pytest.mark.parametrize(
    ("path", "having", "typed", "words"),
    [("/settings/", "time_zone",
      {"name": "Sam", "email": "nobody", "time_zone": "Atlantis", "country": "QQ"},
      ("„nobody“ ist keine E-Mail-Adresse; erwartet: eine wie ana@acme.example",
       "als Zeitzone steht da „Atlantis“", "als Land steht da „QQ“")),
     ("/o/acme/people/ana-ruiz/", "profile", {"profile": "somewhere"},
      ("„somewhere“ ist kein Profil bei LinkedIn",)),
     ("/interview/", "company", {"company": "Cobalt", "ended": "5"},
      ("„5“ könnte vor- oder nachmittags sein", "erwartet: „5:00“ oder „5pm“")),
     ("/interview/", "company", {"company": "Cobalt", "ended": "nonsense"},
      ("„nonsense“ ist nicht zu verstehen: es ist kein Tag darin", "erwartet:")),
     ("/interview/", "company", {"company": "Cobalt", "ended": "3/4 15:00"},
      ("Tag und Monat könnten vertauscht sein", "Nenne den Monat beim Namen.")),
     ("/playbooks/direct/edit/", "text", {"name": "mine", "text": "name = "}, ("Berichtige",)),
     ("/playbooks/direct/edit/", "text", {"name": "mine", "text": 'name = "a"\ntitle = "b"\n'},
      ("es gibt kein [thank-you]", "Jeder Ratgeber beginnt damit")),
     ("/playbooks/direct/edit/", "text", {"name": "direct"}, ("kommt mit Duly und bleibt",)),
    ],
)  # fmt: skip
def test_what_cannot_be_read(
    visitor: Visitor, path: str, having: str, typed: dict[str, Any], words: tuple[str, ...]
) -> None:
    answer = fill(visitor, visitor.get(path), path, having, **typed)
    assert answer.status in (200, 422)
    text = wrong(answer)
    assert all(each.casefold() in text.casefold() for each in words), text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("takeout__zip", b"PK\x03\x04" + b"\0" * 60, ("es ist ein Zip-Archiv", "Entpacke es")),
     ("old__mbox", b"no mbox at all\n", ("das ist keine mbox", "die mit einer Zeile „From “")),
     ("mail__eml", b"\n", ("die Datei ist leer",)),
     ("when__ics", b"SUMMARY:x\n", ("das ist kein Kalender",)),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_claim(
    visitor: Visitor, name: str, data: bytes, words: tuple[str, ...]
) -> None:
    said_in_german(visitor.upload(FILES, "upload", **{name: data}), 422, *words)


def test_cards_that_are_none(visitor: Visitor) -> None:
    answer = visitor.upload("/people/take-in/", "cards", mine__vcf=b"no card at all")
    said_in_german(answer, 422, "darin ist keine Karte; erwartet: eine Datei, die mit BEGIN:VCARD")


def test_what_only_the_reading_finds_is_said_by_the_page(visitor: Visitor) -> None:
    given = {"when__ics": SERIES, "Connections__csv": CONNECTIONS}
    assert visitor.upload(FILES, "upload", **given).status == 302
    deadline = time.monotonic() + 60
    while "Es wird gelesen" in (text := visitor.get("/settings/mail/progress/").text) or (
        'http-equiv="refresh"' in text
    ):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    text = html.unescape(text)
    assert "Jour fixe: Es wiederholt sich (RRULE). Duly plant nach einzelnen Gesprächen." in text
    assert "Connections.csv, Zeile 2: ein Anführungszeichen geht auf und nicht zu" in text


def test_the_second_window(visitor: Visitor) -> None:
    typed = {"subject": "Thanks", "version": "0"}
    visitor.post(f"{LETTER}save/", {**typed, "body": "Dear Ana, thank you for your time."})
    answer = visitor.post(f"{LETTER}save/", {**typed, "body": "Dear Ana, thanks."})
    said_in_german(answer, 409, "in einem anderen Fenster geändert")
    back = visitor.post(f"{LETTER}bring-back/", {"bring": "1", "version": "1"})
    assert "das sind die Worte, die gelten" in wrong(follow(visitor, back))
    loud = visitor.post(f"{LETTER}voice/", {"voice": "loud", "body": "x", "version": "1"})
    said_in_german(loud, 422)


def test_a_draft_without_a_mailbox(visitor: Visitor) -> None:
    values = Form(visitor.get(LETTER).text, "body").values
    values.pop("csrfmiddlewaretoken", None)
    answer = visitor.post(f"{LETTER}draft/", values)
    said_in_german(answer, 409, "kein Postfach verbunden", "Verbinde eines in den Einstellungen")


def test_what_is_noted_already(visitor: Visitor) -> None:
    noted = {"sender": "ana-ruiz", "meaning": "still deciding", "people": ["ana-ruiz"]}
    assert follow(visitor, visitor.post("/o/acme/received/", noted)).status == 200
    log = visitor.get("/o/acme/log/").text
    entry = next(each for each in log.split("<li") if "noch keine Entscheidung" in each)
    (url,) = re.findall(r'"(/o/acme/log/fact/\d+/correct/)"', entry)
    same = fill(visitor, visitor.get(url), url, "happened")
    said_in_german(same, 409, "das steht schon so da")
    undo = url.replace("correct", "undo")
    assert visitor.post(undo).status == 302
    said_in_german(visitor.post(undo), 409, "das gilt nicht mehr")


def test_a_refused_login_and_a_server_that_is_not_there(dovecot: Dovecot, visitor: Visitor) -> None:
    user = dovecot.user()
    account = user.account()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"address": account.address, "host": account.host, "user": user.name,
             "security": "tls", "ca": account.ca_file, "port": account.port}  # fmt: skip
    refused = visitor.post("/settings/mail/", {**given, "password": f"not {PASSWORD}"})
    said_in_german(refused, 422, f"nimmt „{user.name}“ mit diesem Passwort nicht an", "Prüfe das")
    nobody = visitor.post("/settings/mail/", {**given, "password": "x", "port": port})
    assert "der Server ist nicht zu erreichen" in wrong(nobody)
    plain = visitor.post("/settings/mail/", {**given, "password": "x", "host": "mail.example",
                                             "security": "plain"})  # fmt: skip
    said_in_german(plain, 422, "könnte jeder auf dem Weg zu mail.example dein Passwort lesen")


def test_what_a_provider_wants_is_said_before_the_password(visitor: Visitor) -> None:
    text = html.unescape(visitor.post("/settings/mail/", {"address": "sam@gmail.com"}).text)
    assert "Gmail möchte ein App-Passwort" in text
    said_in_german(visitor.post("/settings/mail/", {"address": "sam@tuta.com"}), 422, "kein IMAP")


def test_in_the_demo_no_mailbox_is_connected(demo_desk: Desk) -> None:
    visitor = german(demo_desk.visitor())
    answer = visitor.post("/settings/mail/", {"address": "sam@gmail.com"})
    said_in_german(answer, 409, "in der Vorführung wird kein Postfach verbunden")


def test_an_english_page_says_where_to_click_instead_of_a_command(sam: Desk) -> None:
    visitor = sam.visitor()
    text = html.unescape(visitor.get("/o/acme/letters/thank-you/bob/").text)
    assert 'Nobody in "acme" is called "bob"' in text
    assert "Somebody new is added on the opportunity's page." in text
    assert "duly person" not in text
