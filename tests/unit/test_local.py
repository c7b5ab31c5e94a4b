"""What lies at a path is told by what is in it; what cannot be read is refused in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from duly.adapters.base import Form, Found, SourceError
from duly.adapters.files import FileSource, FolderSource
from duly.adapters.local import source_at
from duly.adapters.maildir import MaildirSource
from duly.adapters.mbox import MboxSource

MAIL = b"From: Ana <ana@acme.example>\nSubject: Hi\n\nHello\n"
MBOX = b"From - Mon Jun  2 09:14:22 2025\n" + MAIL + b"\n"
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
VCF = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n"
CSV = (
    b'\xef\xbb\xbfNotes:\n"When exporting your connection data, you may notice that some of the '
    b'email addresses are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,'
    b"Connected On\nAna,Ruiz,,,Acme,,01 Jun 2025\n"
)


def written(place: Path, name: str, data: bytes) -> Path:
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def everything(path: Path) -> list[Found]:
    return [one for stretch in source_at(path).scan("", lambda *_: True) for one in stretch.found]


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.eml", MAIL, Form.MAIL),
        ("a.txt", b"\r\n" + MAIL, Form.MAIL),
        ("a.ics", ICS, Form.CALENDAR),
        ("a.eml", b"\xef\xbb\xbf" + ICS, Form.CALENDAR),
        ("a", b"begin:vcalendar\n", Form.CALENDAR),
        ("a.vcf", VCF, Form.CARDS),
        ("Connections.csv", CSV, Form.CONNECTIONS),
        ("Connections.csv", CSV.decode("utf-8-sig").encode("utf-16"), Form.CONNECTIONS),
        ("list.txt", b"First Name,Last Name,URL\n", Form.CONNECTIONS),
    ],
)
def test_a_file_is_told_by_what_is_in_it(
    tmp_path: Path, name: str, data: bytes, form: Form
) -> None:
    path = written(tmp_path, name, data)
    assert isinstance(source_at(path), FileSource)
    assert everything(path) == [Found(form, name, data)]


@pytest.mark.parametrize("name", ["All mail.mbox", "Sent", "a.eml", "mbox.txt"])
def test_an_mbox_is_one_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, MBOX)
    assert isinstance(source_at(path), MboxSource)
    (found,) = everything(path)
    assert (found.data, found.where) == (MAIL, f"{name}, message 1")
    assert found.sent is (name == "Sent")


def test_a_mailbox_exported_by_apple_mail_is_the_mbox_in_it(tmp_path: Path) -> None:
    written(tmp_path, "Sent Messages.mbox/mbox", MBOX)
    written(tmp_path, "Sent Messages.mbox/table_of_contents", b"\0\0")
    source = source_at(tmp_path / "Sent Messages.mbox")
    assert isinstance(source, MboxSource)
    assert everything(tmp_path / "Sent Messages.mbox")[0].sent


@pytest.mark.parametrize("root", ["", "Account/INBOX", "Account"])
def test_a_maildir_is_one_with_its_folders_at_any_depth(tmp_path: Path, root: str) -> None:
    for folder in ("INBOX", "INBOX/Sent", "Trash", ".Jobs.Entw&APw-rfe", ".Jobs.Acme"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / "Account" / folder / part).mkdir(parents=True)
        written(tmp_path / "Account" / folder, "cur/1:2,S", MAIL + folder.encode())
        written(tmp_path / "Account" / folder, "tmp/2", b"half of it")
    path = tmp_path / root
    assert isinstance(source_at(path), MaildirSource)
    found = {one.data[len(MAIL) :].decode(): one for one in everything(path)}
    inner = {"INBOX", "INBOX/Sent"}
    assert set(found) == (inner if root.endswith("INBOX") else {*inner, ".Jobs.Acme"})
    assert [name for name, one in found.items() if one.sent] == ["INBOX/Sent"]


def test_a_folder_is_read_with_those_within_it_but_for_what_is_hidden(tmp_path: Path) -> None:
    for name in ("a.eml", "2025/June/b.EML", ".hidden/c.eml", ".d.eml", "e.docx", "2025/f.pdf"):
        written(tmp_path, name, MAIL)
    written(tmp_path, "Connections.csv", CSV)
    written(tmp_path, "budget.csv", b"rent,food\n1,2\n")
    assert isinstance(source_at(tmp_path), FolderSource)
    assert {one.where for one in everything(tmp_path)} == {
        "a.eml",
        os.path.join("2025", "June", "b.EML"),  # noqa: PTH118
        "Connections.csv",
    }


def test_saved_mail_beside_a_maildir_further_in_is_a_folder_of_files(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "backup" / part).mkdir(parents=True)
    assert isinstance(source_at(tmp_path), MaildirSource)
    written(tmp_path, "a.eml", MAIL)
    assert isinstance(source_at(tmp_path), FolderSource)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.eml", b"", "empty"),
        ("a.mbox", b"\n\n", "empty"),
        ("takeout.zip", b"PK\x03\x04rest", "Unpack it"),
        ("takeout.tgz", b"\x1f\x8brest", "Unpack it"),
        ("takeout.tar", b"\0" * 257 + b"ustar", "Unpack it"),
        ("archive.pst", b"!BDNrest", "readpst"),
        ("archive.olm", b"PK\x03\x04rest", "Drag the folder"),
        ("mail.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Download as EML"),
        ("a.ics", b"<html>Sign in</html>", "this is no calendar"),
        ("a.vcf", b"Ana Ruiz", "this is no vCard"),
        ("a.eml", b"Hello Sam\n", "this is no mail"),
        ("a.mbox", b"Note: nothing\n", "this is no mbox"),
        ("a.csv", b"rent,food\n", "no list of connections"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0", "nothing Duly can read"),
    ],
)
def test_what_is_no_source_is_refused_with_what_to_do(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(SourceError) as raised:
        source_at(path)
    sentence = str(raised.value)
    assert told in sentence
    assert str(path) in sentence
    assert sentence.endswith(".")
    assert raised.value.mend


@pytest.mark.parametrize("name", ["nothing", "a.eml/within", "x" * 300, "nul\0"])
def test_what_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    written(tmp_path, "a.eml", MAIL)
    with pytest.raises(SourceError):
        source_at(tmp_path / name)


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.eml").symlink_to(tmp_path / "gone")
    with pytest.raises(SourceError, match="no such file"):
        source_at(tmp_path / "a.eml")


def test_what_is_neither_file_nor_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="this is no file"):
        source_at(tmp_path / "pipe")


def test_a_folder_with_nothing_to_read_is_refused_and_an_mbox_in_it_is_named(
    tmp_path: Path,
) -> None:
    written(tmp_path, "a.docx", b"x")
    with pytest.raises(SourceError, match="nothing to read in this folder"):
        source_at(tmp_path)
    written(tmp_path, "All mail.mbox", MBOX)
    with pytest.raises(SourceError, match=r"All mail\.mbox"):
        source_at(tmp_path)


def test_a_file_that_is_too_large_is_refused_but_an_mbox_never_is(tmp_path: Path) -> None:
    for name, data in (("a.eml", MAIL), ("a.mbox", MBOX)):
        with written(tmp_path, name, data + b"Well.\n" * 99).open("ab") as file:
            file.truncate(61_000_000)
    with pytest.raises(SourceError, match="61,000,000 bytes"):
        source_at(tmp_path / "a.eml")
    assert isinstance(source_at(tmp_path / "a.mbox"), MboxSource)
