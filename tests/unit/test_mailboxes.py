"""Particulars of mailboxes on disk: labels, flags, roles of folders, clocks that are coarse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from duly.adapters.base import Form, Found, Passed
from duly.adapters.changes import File, passes
from duly.adapters.folders import Role, role_of
from duly.adapters.mbox import MboxSource

LINE = b"From - Mon Jun  2 09:14:22 2025\n"


def scan(path: Path, mark: str = "") -> list[Passed]:
    return list(MboxSource(path).scan(mark, lambda *_: True))


def bodies(stretches: list[Passed]) -> list[bytes]:
    return [one.data.partition(b"\n\n")[2] for stretch in stretches for one in stretch.found]


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("INBOX", None),
        ("Jobs/Acme", None),
        ("Sent", Role.SENT),
        ("INBOX.Sent", Role.SENT),
        ("[Gmail]/Sent Mail", Role.SENT),
        ("Gesendete Elemente", Role.SENT),
        ("E\u0301LE\u0301MENTS ENVOYE\u0301S", Role.SENT),
        ("[Gmail]/Corbeille", Role.TRASH),
        ("Deleted Items/2024/Sent", Role.TRASH),
        ("Junk_E-Mail", Role.JUNK),
        ("Posta indesiderata", Role.JUNK),
        ("Entwürfe", Role.DRAFTS),
        ("Archive/2024", Role.ARCHIVE),
        ("Archive/Sent", Role.SENT),
        ("", None),
    ],
)
def test_a_folder_is_known_by_its_name(path: str, role: Role | None) -> None:
    assert role_of(path) is role


def test_of_gmail_takeout_spam_trash_and_drafts_are_passed_over(tmp_path: Path) -> None:
    labels = {
        b"Inbox,Important": False,
        b"Sent": True,
        b"=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Envoy=C3=A9s?=": True,
        b"Archived,\n Sent": True,
        b"Spam,Unread": None,
        b"Trash": None,
        b"Drafts": None,
        b"=?UTF-8?Q?Entw=C3=BCrfe?=": None,
    }
    path = tmp_path / "Alle.mbox"
    path.write_bytes(
        b"".join(
            LINE + b"X-GM-THRID: 1\nX-Gmail-Labels: %s\nFrom: a@b.example\n\n%d\n\n" % (label, n)
            for n, label in enumerate(labels)
        )
    )
    (stretch,) = scan(path)
    assert bodies([stretch]) == [b"0\n", b"1\n", b"2\n", b"3\n"]
    assert [one.sent for one in stretch.found] == [False, True, True, True]
    assert [one.where for one in stretch.found][-1] == "Alle.mbox, message 4"
    assert stretch.looked_at == len(labels)


def thunderbird(path: Path, *told: tuple[str, bytes]) -> None:
    path.write_bytes(
        b"".join(
            LINE
            + b"X-Mozilla-Status: %s\nX-Mozilla-Keys: %30s\n\n%s\n\n" % (flags.encode(), b"", text)
            for flags, text in told
        )
    )


def test_what_thunderbird_has_deleted_but_not_yet_removed_is_passed_over(tmp_path: Path) -> None:
    thunderbird(tmp_path / "Inbox", ("0001", b"read"), ("0009", b"gone"), ("0000", b"new"))
    assert bodies(scan(tmp_path / "Inbox")) == [b"read\n", b"new\n"]


def test_flags_written_into_a_mailbox_do_not_begin_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    thunderbird(path, ("0000", b"one"), ("0000", b"two"))
    mark = scan(path)[-1].mark
    data = (
        path.read_bytes().replace(b"Status: 0000", b"Status: 0001").replace(b" " * 9, b" $label1 ")
    )
    path.write_bytes(data + LINE + b"Subject: x\n\nthree\n\n")
    assert bodies(scan(path, mark)) == [b"three\n"]


def test_a_compacted_mailbox_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    thunderbird(path, ("0000", b"one"), ("0000", b"two"), ("0000", b"three"))
    mark = scan(path)[-1].mark
    thunderbird(path, ("0000", b"two"), ("0000", b"three"), ("0000", b"four"), ("0000", b"five"))
    assert bodies(scan(path, mark)) == [b"two\n", b"three\n", b"four\n", b"five\n"]


def test_a_message_met_half_written_is_found_whole_later(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    thunderbird(path, ("0000", b"one"))
    path.write_bytes(path.read_bytes() + LINE + b"Subject: x\n\nhalf of")
    mark = scan(path)[-1].mark
    with path.open("ab") as file:
        file.write(b" it\n\n" + LINE + b"Subject: y\n\nnext\n\n")
    stretches = scan(path, mark)
    assert bodies(stretches) == [b"half of it\n", b"next\n"]
    assert [one.where for one in stretches[0].found] == ["Inbox, message 2", "Inbox, message 3"]


def look(file: File) -> Found:
    return Found(Form.MAIL, file.path, b"")


def through(files: list[File], mark: str) -> tuple[list[str], str]:
    stretches = list(passes("name", files, mark, look))
    return [one.where for stretch in stretches for one in stretch.found], stretches[-1].mark


def test_files_of_one_instant_are_neither_lost_nor_found_twice() -> None:
    files = [File(5, "", f"{number:04}", 1) for number in range(3_000)]
    stretches = list(passes("name", files, "", look))
    assert len(stretches) > 3
    for stop, stretch in enumerate(stretches):
        before = [one.where for passed in stretches[: stop + 1] for one in passed.found]
        after, mark = through([*files, File(5, "", "late", 1)], stretch.mark)
        assert sorted(before + after) == sorted([*(file.path for file in files), "late"])
        assert through([*files, File(5, "", "late", 1)], mark)[0] == []


def test_a_file_that_shows_up_a_little_late_is_found() -> None:
    second = 1_000_000_000
    files = [File(100 * second, "", "a", 1), File(103 * second, "", "b", 1)]
    _, mark = through(files, "")
    files.append(File(102 * second, "", "late", 1))
    assert through(files, mark)[0] == ["late"]


def test_a_folder_moved_here_with_old_files_in_it_is_gone_through_whole() -> None:
    files = [File(10**12, "", "a", 1)]
    _, mark = through(files, "")
    moved = [File(10**9, "Old", "Old/1", 1), File(10**11, "Old", "Old/2", 1)]
    found, mark = through([*files, *moved], mark)
    assert found == ["Old/1", "Old/2"]
    assert through([*files, *moved], mark)[0] == []


def test_a_mark_stays_small() -> None:
    files = [File(number, "", f"{number:06}", 1) for number in range(50_000)]
    _, mark = through(files, "")
    assert len(mark) < 10_000


def test_a_file_that_is_gone_when_it_is_its_turn_is_passed_over(tmp_path: Path) -> None:
    from duly.adapters.files import FolderSource

    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(b"Subject: x\n\n" + name.encode())

    def wanted(head: bytes, beginning: bytes) -> bool:
        for name in ("a.eml", "b.eml"):
            if beginning != name.encode() and (tmp_path / name).exists():
                os.unlink(tmp_path / name)  # noqa: PTH108
        return True

    (stretch,) = FolderSource(tmp_path).scan("", wanted)
    assert (len(stretch.found), stretch.done, stretch.total) == (1, 2, 2)
