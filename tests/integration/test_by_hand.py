"""Letters sent by hand: opened in a mail program, copied, saved; and known again once they left.

The programs are real ones, put on the path: they write down what they were given.
"""

from __future__ import annotations

import base64
import os
import re
import stat
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from tests.integration.conftest import NOW, Duly

ME = "sam@mail.example"
LATER = "2026-03-12T12:00-04:00"
SENT_AT = datetime.fromisoformat("2026-03-11T10:00-04:00")


@pytest.fixture
def programs(duly: Duly, tmp_path: Path) -> Path:
    """Return a folder that is the whole path: nothing of this machine's is found."""
    folder = tmp_path / "programs"
    folder.mkdir()
    duly.environment["PATH"] = str(folder)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX"):
        duly.environment.pop(name, None)
    return folder


def install(folder: Path, name: str, script: str) -> None:
    """Put a program on the path; `$OUT` is the file it may write to."""
    program = folder / name
    program.write_text(f"#!/bin/sh\nOUT={folder / name}.out\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)


def taken(folder: Path, name: str) -> str:
    file = folder / f"{name}.out"
    return file.read_bytes().decode() if file.exists() else ""


@pytest.fixture
def met(duly: Duly) -> Duly:
    """Return a Duly whose user met Ana and Bo yesterday and wrote down what was said."""
    duly.done("me", "--email", ME, at=None)
    duly.done(
        "interview", "Acme", "--role", "Data analyst", "--ended", "yesterday 15:00",
        "--with", "Ana Ruiz <ana@acme.example>", "--with", "Bo Lind <bo@acme.example>",
    )  # fmt: skip
    duly.done("debrief", "acme", "--topic", "ana=the launch in May", "--topic", "bo=paper forms",
              "--cares", "ana=fewer returns", "--strength", "SQL")  # fmt: skip
    return duly


# In the mail program


def opened(address: str) -> tuple[str, dict[str, str]]:
    """Return what a mail program makes of an address (RFC 6068): whom to, and the fields."""
    parts = urlsplit(address)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query.replace("+", "%2B"), strict_parsing=True)
    return unquote(parts.path), {name: value for name, (value,) in fields.items()}


def test_a_letter_opens_in_the_mail_program(met: Duly, programs: Path) -> None:
    install(programs, "xdg-open", 'printf %s "$#:$1" > "$OUT"')
    told = met.done("letter", "acme", "thank-you", "--to", "ana", "--mail")
    assert "Opened in your mail program (xdg-open)" in told
    assert "duly sent acme thank-you --to ana-ruiz" in told
    assert "A sync notices" not in told, "no mailbox is connected"
    count, _, address = taken(programs, "xdg-open").partition(":")
    assert count == "1"
    to, fields = opened(address)
    letter = met.json("letter", "acme", "thank-you", "--to", "ana")["letters"][0]
    assert to == "ana@acme.example"
    assert fields["subject"] == letter["subject"]
    assert fields["body"] == letter["body"].replace("\n", "\r\n")
    assert "thank-you ana-ruiz" in met.steps("acme"), "opened is not sent"


def test_what_a_letter_says_is_never_read_by_a_shell(met: Duly, programs: Path) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    words = "Dear Ana,\n\nthank you; $(id) `id` & \"quotes\" 'n' 100% a+b?c=d&to=eve@x #1 é😀\n"
    editor = programs / "editor"
    install(programs, "editor", f"/bin/cat > \"$1\" <<'END'\nSubject: A&B? 100%\n\n{words}END")
    met.environment["VISUAL"] = str(editor)
    met.run("letter", "acme", "thank-you", "--to", "ana", "--edit")
    met.done("letter", "acme", "thank-you", "--to", "ana", "--mail")
    address = taken(programs, "xdg-open")
    assert re.fullmatch(r"mailto:[!-~]+", address)
    to, fields = opened(address)
    assert (to, set(fields)) == ("ana@acme.example", {"subject", "body"})
    assert fields["subject"] == "A&B? 100%"
    assert fields["body"] == words.strip().replace("\n", "\r\n")


def test_an_answer_goes_into_its_conversation(met: Duly, programs: Path, tmp_path: Path) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    mail = tmp_path / "question.eml"
    mail.write_text(
        f"From: Ana Ruiz <ana@acme.example>\nTo: Sam Field <{ME}>\nSubject: Interview\n"
        "Date: Tue, 10 Mar 2026 18:00:00 -0400\nMessage-ID: <q+1@acme.example>\n\n"
        "Hi Sam,\n\nit was good to meet you at the interview today.\n\nAna\n"
    )  # fmt: skip
    met.run("import", str(mail))
    met.run("inbox", "yes", "--all")
    met.done("letter", "acme", "thank-you", "--to", "ana", "--mail")
    assert opened(taken(programs, "xdg-open"))[1].get("in-reply-to") == "<q+1@acme.example>"


def test_a_letter_too_long_for_a_link_says_so_and_offers_a_file(met: Duly, programs: Path) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    install(programs, "editor", '/usr/bin/awk \'BEGIN { print "Subject: Thanks\\n\\nDear Ana,\\n"; '
            'for (i = 0; i < 260; i++) printf "спасибо " }\' > "$1"')  # fmt: skip
    met.environment["VISUAL"] = str(programs / "editor")
    met.run("letter", "acme", "thank-you", "--to", "ana", "--edit")
    result = met.run("letter", "acme", "thank-you", "--to", "ana", "--mail")
    assert result.code == 4
    assert "2,000" in result.err
    assert "--save letter.eml" in result.err
    assert not taken(programs, "xdg-open")


def test_a_machine_without_a_desktop_says_so(met: Duly, programs: Path) -> None:
    alone = met.run("letter", "acme", "thank-you", "--to", "ana", "--mail")
    assert (alone.code, "no program on this machine" in alone.err) == (4, True)
    install(programs, "xdg-open", "exit 3")
    failed = met.run("letter", "acme", "thank-you", "--to", "ana", "--mail")
    assert (failed.code, "xdg-open could not open it" in failed.err) == (4, True)
    assert "--save letter.eml" in failed.err


def test_a_program_that_stays_open_keeps_nobody_waiting(met: Duly, programs: Path) -> None:
    install(programs, "xdg-open", 'echo $$ > "$OUT"; exec /bin/sleep 60')
    met.done("letter", "acme", "thank-you", "--to", "ana", "--mail")
    number = int(taken(programs, "xdg-open"))
    os.kill(number, 0)  # it goes on without us
    os.kill(number, 15)


@pytest.mark.parametrize("step", ["call", "linkedin", "card"])
def test_what_is_no_mail_does_not_go_to_the_mail_program(
    met: Duly, programs: Path, step: str
) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    met.done("me", "--cards", at=None)
    met.done("person", "acme", "ana", "--phone", "+1 312 555 0100", "--address", "1 Main St")
    met.done("debrief", "acme", "--promised", "17 March", "--may-call")
    result = met.run("letter", "acme", step, "--to", "ana", "--mail")
    assert (result.code, "is no mail" in result.err) == (4, True), result
    assert not taken(programs, "xdg-open")


# On the clipboard


@pytest.mark.parametrize(
    ("name", "variable", "arguments"),
    [
        ("wl-copy", "WAYLAND_DISPLAY", ""),
        ("xclip", "DISPLAY", "-selection clipboard"),
        ("xsel", "DISPLAY", "--clipboard --input"),
        ("tmux", "TMUX", "load-buffer -w -"),
    ],
)
def test_the_words_are_copied_by_whichever_program_there_is(
    met: Duly, programs: Path, name: str, variable: str, arguments: str
) -> None:
    # Like the real ones, it stays behind with what it inherited, to serve the clipboard.
    install(programs, name, '{ echo "$*"; /bin/cat; } > "$OUT"\n/bin/sleep 20 &')
    met.environment[variable] = ":0"
    told = met.done("letter", "acme", "thank-you", "--to", "ana", "--copy")
    assert f"Copied ({name})" in told
    letter = met.json("letter", "acme", "thank-you", "--to", "ana")["letters"][0]
    assert taken(programs, name) == f"{arguments}\n{letter['body']}"


def test_the_next_program_is_asked_where_one_fails(met: Duly, programs: Path) -> None:
    met.environment |= {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    install(programs, "wl-copy", "exit 1")
    install(programs, "xsel", '/bin/cat > "$OUT"')
    handed = met.json("letter", "acme", "thank-you", "--to", "ana", "--copy")["handed"]
    assert handed == [{"what": "copied", "by": "xsel", "surely": True, "profile": ""}]


OSC_52 = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


def test_where_there_is_no_program_the_terminal_takes_it(met: Duly, programs: Path) -> None:
    letter = met.json("letter", "acme", "thank-you", "--to", "ana")["letters"][0]
    to_ana = ("letter", "acme", "thank-you", "--to", "ana", "--copy", "--at", NOW)
    code, said = met.in_terminal(*to_ana)
    assert code == 0
    (found,) = OSC_52.findall(said)
    assert base64.b64decode(found).decode() == letter["body"]
    assert "Not every terminal takes it" in said
    code, said = met.in_terminal(*to_ana, TERM="dumb")
    assert code == 4
    assert not OSC_52.search(said)


def test_without_any_clipboard_it_says_what_to_install(met: Duly, programs: Path) -> None:
    process = met.start("letter", "acme", "thank-you", "--to", "ana", "--copy", "--at", NOW,
                        start_new_session=True)  # fmt: skip
    _, said = process.communicate("", timeout=60)
    assert process.returncode == 4
    assert "xclip" in said
    assert "--save" in said


def test_a_linkedin_note_is_copied_and_the_profile_opens(met: Duly, programs: Path) -> None:
    met.environment["DISPLAY"] = ":0"
    install(programs, "xclip", '/bin/cat > "$OUT"')
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    refused = met.run(
        "person", "acme", "ana", "--profile", "https://linkedin.com.evil.example/in/x"
    )
    assert (refused.code, "is no LinkedIn profile" in refused.err) == (2, True)
    met.done("person", "acme", "ana", "--profile", "http://de.linkedin.com/in/ana-ruiz/?trk=mail")
    told = met.done("letter", "acme", "linkedin", "--to", "ana", "--copy")
    assert taken(programs, "xdg-open") == "https://www.linkedin.com/in/ana-ruiz"
    assert "https://www.linkedin.com/in/ana-ruiz" in told
    assert "duly sent acme linkedin --to ana-ruiz" in told
    note = met.json("letter", "acme", "linkedin", "--to", "ana")["letters"][0]
    assert taken(programs, "xclip") == note["body"]
    assert len(note["body"]) <= 200


# Known again once it has left


def from_the_program(address: str, *, changed: str = "") -> EmailMessage:
    """Return what a mail program sends once the user has pressed "send" on what was opened."""
    to, fields = opened(address)
    return sent_mail(to, fields["subject"], fields["body"].replace("\r\n", "\n") + changed)


def sent_mail(to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f"Sam Field <{ME}>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(SENT_AT)
    mail["Message-ID"] = "<made-by-the-program@mail.example>"
    mail.set_content(text)
    return mail


def sent_steps(duly: Duly) -> list[tuple[str, list[str]]]:
    facts = duly.json("show", "acme", "--no-ahead", at=LATER)["facts"]
    return [(each["step"], each["people"]) for each in facts
            if each["what"] == "sent" and each["step"] != "debrief"]  # fmt: skip


def read(duly: Duly, mail: bytes, folder: Path) -> None:
    file = folder / "sent.eml"
    file.write_bytes(mail)
    duly.run("import", str(file), at=LATER)


@pytest.mark.parametrize(
    "changed", ["", "\n\nSent from my phone\n", "\n\nP.S. The article is here: x.\n"]
)
def test_a_letter_opened_in_the_mail_program_is_noticed_once_sent(
    met: Duly, programs: Path, tmp_path: Path, changed: str
) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    met.done("letter", "acme", "thank-you", "--to", "bo", "--mail")
    mail = from_the_program(taken(programs, "xdg-open"), changed=changed)
    read(met, bytes(mail), tmp_path)
    assert sent_steps(met) == [("thank-you", ["bo-lind"])]
    assert "thank-you bo-lind" not in met.steps("acme", at=LATER)
    assert "thank-you ana-ruiz" in met.steps("acme", at=LATER)
    log = met.json("log", "acme", at=None)["entries"]
    assert any({"what": "letter 1, written with Duly", "where": "its words"} in each["evidence"]
               for each in log if each["evidence"])  # fmt: skip


def test_a_letter_saved_to_a_file_is_noticed_with_its_mark_and_without(
    met: Duly, programs: Path, tmp_path: Path
) -> None:
    file = tmp_path / "letter.eml"
    told = met.done("letter", "acme", "thank-you", "--to", "ana", "--save", str(file))
    assert "duly sent acme thank-you --to ana-ruiz" in told
    mail = message_from_bytes(file.read_bytes(), policy=policy.SMTP)
    for name in ("X-Unsent", "X-Duly-Letter", "Message-ID", "Date"):
        del mail[name]
    mail["Date"] = format_datetime(SENT_AT)
    mail["Message-ID"] = "<outlook-makes-its-own@mail.example>"
    read(met, bytes(mail), tmp_path)
    assert sent_steps(met) == [("thank-you", ["ana-ruiz"])]


def test_a_word_of_yours_before_the_sync_is_not_doubled(
    met: Duly, programs: Path, tmp_path: Path
) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    met.done("letter", "acme", "thank-you", "--to", "bo", "--mail")
    met.done("sent", "acme", "thank-you", "--to", "bo")
    read(met, bytes(from_the_program(taken(programs, "xdg-open"))), tmp_path)
    assert sent_steps(met) == [("thank-you", ["bo-lind"])]


def test_other_words_of_yours_are_not_taken_for_the_letter(
    met: Duly, programs: Path, tmp_path: Path
) -> None:
    met.done("letter", "acme", "thank-you", "--to", "bo")
    mail = sent_mail(
        "bo@acme.example",
        "Parking",
        "Hi Bo,\n\nmay I leave the car in your yard on "
        "Friday when I come to see the harbour with my sister?\n\nSam",
    )
    read(met, bytes(mail), tmp_path)
    assert ("thank-you", ["bo-lind"]) not in sent_steps(met)


def test_the_letter_to_a_colleague_is_not_taken_for_yours(
    met: Duly, programs: Path, tmp_path: Path
) -> None:
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    met.done("letter", "acme", "thank-you", "--to", "bo")
    met.done("letter", "acme", "thank-you", "--to", "ana", "--mail")
    read(met, bytes(from_the_program(taken(programs, "xdg-open"))), tmp_path)
    assert sent_steps(met) == [("thank-you", ["ana-ruiz"])]


STEPS: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "status": ("2026-03-19T10:00-04:00", []),
    "accept": (NOW, [("offer", "acme", "--from", "ana"), ("accept", "acme")]),
    "decline": (NOW, [("offer", "acme", "--from", "ana"), ("decline", "acme")]),
    "acknowledge-offer": (NOW, [("offer", "acme", "--from", "ana")]),
    "thank-for-answer": (NOW, [("received", "acme", "rejection", "--from", "ana")]),
    "withdraw": (NOW, [("withdraw", "acme")]),
}


@pytest.mark.parametrize("step", STEPS)
def test_every_kind_of_mail_is_known_by_its_words(
    met: Duly, programs: Path, tmp_path: Path, step: str
) -> None:
    at, before = STEPS[step]
    for arguments in before:
        met.done(*arguments)
    install(programs, "xdg-open", 'printf %s "$1" > "$OUT"')
    met.done("letter", "acme", step, "--to", "ana", "--mail", at=at)
    mail = from_the_program(taken(programs, "xdg-open"))
    del mail["Date"]
    mail["Date"] = format_datetime(datetime.fromisoformat(at).replace(minute=30))
    file = tmp_path / "sent.eml"
    file.write_bytes(bytes(mail))
    met.run("import", str(file), at=at.replace("T09", "T13").replace("T10", "T13"))
    assert (step, ["ana-ruiz"]) in sent_steps(met)
    decided = [each["what"] for each in met.json("show", "acme", "--no-ahead", at=LATER)["facts"]]
    for word in ("accepted", "declined", "withdrew"):
        assert decided.count(word) <= 1, "the letter tells a decision; it is none of its own"
