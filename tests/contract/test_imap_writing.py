"""Letters put into a mailbox and found there again, against real servers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.contract.dovecot import Dovecot, User
from tests.contract.proxy import Proxy

from duly.adapters.account import Security
from duly.adapters.imapsession import UnreachableError
from duly.adapters.imapwriting import (
    Copy,
    Draft,
    DraftState,
    MailboxFullError,
    NotSavedError,
)
from duly.formats.message import Mailbox, write_draft

SENT_AT = datetime(2026, 3, 10, 15, 4, 5, tzinfo=UTC)
MARK = "7-" + "0123456789abcdef" * 2
ID = f"<{MARK}.duly@field.example>"


def letter(mark: str = MARK, body: str = "Dear Ana,\n\nthank you.\n\nSam") -> bytes:
    return write_draft(
        sender=Mailbox("sam@field.example", "Sam Field"),
        to=Mailbox("ana@acme.example", "Ana Ruiz"),
        subject="Thank you",
        body=body,
        date=SENT_AT,
        message_id=f"<{mark}.duly@field.example>",
        letter=mark,
        in_reply_to="<their@acme.example>",
        unsent=False,
    )


def other(number: int) -> bytes:
    return letter(f"{number}-" + "f" * 32)


def without(header: str, data: bytes) -> bytes:
    return re.sub(rb"(?m)^" + header.encode() + rb":.*\r\n", b"", data)


def renamed(data: bytes) -> bytes:
    """Return a letter as a provider leaves it that gives every mail an id of its own."""
    return data.replace(ID.encode(), b"<AM9PR04MB1234@eu.prod.provider.example>")


def held(user: User, folder: str) -> list[tuple[bytes, tuple[bytes, ...], datetime]]:
    """Return what lies in a folder, as a mail program sees it."""
    with user.program() as client:
        client.normalise_times = False
        client.select_folder(user.server.prefix + folder, readonly=True)
        uids = client.search("ALL")
        found = client.fetch(uids, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]) if uids else {}
        return [(each[b"BODY[]"], each[b"FLAGS"], each[b"INTERNALDATE"]) for each in found.values()]


def whole(user: User) -> object:
    r"""Return all that looking must not change.

    Whether a folder was looked at lately (\Marked, RFC 3501 §7.2.2) is the server's own note.
    """
    state: Any = user.state()
    noted = {b"\\Marked", b"\\UnMarked"}
    return [([flag for flag in flags if flag not in noted], *more) for flags, *more in state]


def sent(user: User, message_id: str = ID, mark: str = MARK) -> list[Copy]:
    """Return what is found of a letter; the mailbox must be as it was."""
    before = whole(user)
    with user.cabinet() as cabinet:
        found = cabinet.find_sent(message_id, mark, SENT_AT)
    assert whole(user) == before, "looking changed something"
    return found


# Keeping


def test_a_copy_is_kept_once_seen_and_dated(user: User) -> None:
    user.make("Sent")
    with user.cabinet() as cabinet:
        cabinet.keep_sent(letter(), SENT_AT)
        cabinet.keep_sent(letter(), SENT_AT)
    with user.cabinet() as cabinet:
        cabinet.keep_sent(letter(), SENT_AT + timedelta(days=40))
    ((data, flags, came_at),) = held(user, "Sent")
    assert data == letter()
    assert b"\\Seen" in flags
    assert came_at == SENT_AT


@pytest.mark.parametrize(
    "there", [letter(body="Other words."), renamed(letter()), without("X-Duly-Letter", letter())]
)
def test_what_is_there_by_either_name_is_not_put_there_again(user: User, there: bytes) -> None:
    user.put(other(1), there, other(2), into="Sent")
    before = whole(user)
    with user.cabinet() as cabinet:
        cabinet.keep_sent(letter(), SENT_AT)
    assert whole(user) == before


def test_other_letters_keep_none_out(user: User) -> None:
    longer = letter(MARK + "0").replace(ID.encode(), b"<1" + ID.encode()[1:])
    user.put(*(other(number) for number in range(1, 9)), longer, into="Sent")
    with user.cabinet() as cabinet:
        cabinet.keep_sent(letter(), SENT_AT)
    assert len(held(user, "Sent")) == 10


def test_a_folder_is_made_only_where_there_is_none(user: User, bare_dovecot: Dovecot) -> None:
    for somebody in (user, bare_dovecot.user()):
        with somebody.cabinet() as cabinet:
            cabinet.keep_sent(letter(), SENT_AT)
            cabinet.keep_draft(letter())
        assert len(held(somebody, "Sent")) == len(held(somebody, "Drafts")) == 1
        with somebody.program() as client:
            subscribed = {name for _, _, name in client.list_sub_folders()}
        prefix = somebody.server.prefix
        assert {f"{prefix}Sent", f"{prefix}Drafts"} <= subscribed


@pytest.mark.parametrize("name", ["Gesendet", "Éléments envoyés", "已发送邮件", "Απεσταλμένα"])
def test_a_folder_is_known_by_its_name_in_other_languages(bare_dovecot: Dovecot, name: str) -> None:
    somebody = bare_dovecot.user()
    somebody.make(name, "Entwürfe", "Outbox", "Vorlagen")
    with somebody.cabinet() as cabinet:
        cabinet.keep_sent(letter(), SENT_AT)
        draft = cabinet.keep_draft(letter())
    assert len(held(somebody, name)) == len(held(somebody, "Entwürfe")) == 1
    assert draft.folder == "INBOX/Entwürfe"
    assert [each.folder for each in sent(somebody)] == [f"INBOX/{name}"]
    with somebody.program() as client:
        assert not client.folder_exists("INBOX.Sent")


def test_nothing_of_ours_goes_where_a_server_sends_from(bare_dovecot: Dovecot) -> None:
    somebody = bare_dovecot.user()
    somebody.make("Outbox", "Templates")
    with somebody.cabinet() as cabinet:
        draft = cabinet.keep_draft(letter())
    assert draft.folder == "INBOX/Drafts", "made, for there was none"
    assert state_of(somebody, draft) is DraftState.UNCHANGED
    assert held(somebody, "Outbox") == held(somebody, "Templates") == []


def test_of_two_folders_that_may_be_it_the_marked_or_the_fuller_one_is(
    user: User, bare_dovecot: Dovecot
) -> None:
    user.make("Sent", "Sent Items")
    user.put(other(1), other(2), into="Sent Items")
    somebody = bare_dovecot.user()
    somebody.make("Sent", "Sent Items")
    somebody.put(other(1), other(2), into="Sent Items")
    for each in (user, somebody):
        with each.cabinet() as cabinet:
            cabinet.keep_sent(letter(), SENT_AT)
    assert (len(held(user, "Sent")), len(held(somebody, "Sent Items"))) == (1, 3)


def test_a_provider_that_keeps_a_copy_gets_none(user: User, gmail: Dovecot) -> None:
    user.make("Sent")
    at_google = gmail.user()
    at_google.make("Sent", "Everything")
    accounts = [replace(user.account(), address="sam@outlook.com"), at_google.account()]
    for each, account in zip((user, at_google), accounts, strict=True):
        before = whole(each)
        with each.cabinet(account) as cabinet:
            cabinet.keep_sent(letter(), SENT_AT)
        assert whole(each) == before


def test_a_full_mailbox_is_told_in_one_sentence(small_dovecot: Dovecot) -> None:
    somebody = small_dovecot.user()
    somebody.make("Sent", "Drafts")
    before = whole(somebody)
    large = letter(body="word " * 20_000)
    with somebody.cabinet() as cabinet:
        with pytest.raises(MailboxFullError) as refused:
            cabinet.keep_sent(large, SENT_AT)
        with pytest.raises(MailboxFullError):
            cabinet.keep_draft(large)
        assert whole(somebody) == before
        cabinet.keep_sent(letter(), SENT_AT)
    told = str(refused.value)
    assert "the mailbox is full, so the letter was not saved" in told
    assert told.endswith("Make room in it, then try again.")
    assert "\n" not in told
    assert len(held(somebody, "Sent")) == 1


def test_a_letter_without_a_name_is_not_kept(user: User) -> None:
    nameless = without("X-Duly-Letter", without("Message-ID", letter()))
    with user.cabinet() as cabinet, pytest.raises(NotSavedError, match="no Message-ID"):
        cabinet.keep_sent(nameless, SENT_AT)


def test_eight_bits_and_twenty_five_megabytes_arrive_as_they_are(user: User) -> None:
    head = letter("8-" + "a" * 32).partition(b"\r\n\r\n")[0]
    eight = head + "\r\n\r\nGrüße — 8 bit".encode() + bytes(range(128, 256)) + b"\r\n"
    line = b"0123456789abcdef" * 4 + b"\r\n"
    large = letter() + line * (25_000_000 // len(line))
    with user.cabinet() as cabinet:
        cabinet.keep_sent(eight, SENT_AT)
        cabinet.keep_sent(large, SENT_AT)
        cabinet.keep_sent(large, SENT_AT)
    assert [data for data, _, _ in held(user, "Sent")] == [eight, large]
    assert [each.message for each in sent(user)] == [large]


# Broken connections


@pytest.mark.parametrize("cut", [20_000, 100_000, 400_000])
def test_a_connection_cut_in_an_append_leaves_exactly_one_copy(user: User, cut: int) -> None:
    user.make("Sent", "Drafts")
    large = letter(body="word " * 100_000)
    with Proxy(user.server.tls_port) as proxy:
        for role in ("Sent", "Drafts"):
            proxy.cut_up_at = [cut, cut // 2]
            with user.cabinet(user.account(port=proxy.port)) as cabinet:
                if role == "Sent":
                    cabinet.keep_sent(large, SENT_AT)
                else:
                    cabinet.keep_draft(large)
            assert [data for data, _, _ in held(user, role)] == [large]
        assert proxy.connections == 6


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("folder", ["Sent", "Drafts"])
def test_an_answer_that_is_lost_leaves_exactly_one_copy(
    user: User, folder: str, times: int
) -> None:
    """The server says that it has the letter, and the connection breaks before we hear it."""
    user.make("Sent", "Drafts")
    lost: list[bytes] = []

    def cutting(data: bytes) -> bytes:
        if b"[APPENDUID " in data and len(lost) < times:
            lost.append(data)
            raise ConnectionResetError
        return data

    with Proxy(user.server.port, change=cutting) as proxy:
        account = user.account(port=proxy.port, security=Security.PLAIN)
        for number in range(1, times + 1):
            with user.cabinet(account) as cabinet:
                if folder == "Sent":
                    cabinet.keep_sent(other(number), SENT_AT)
                else:
                    cabinet.keep_draft(other(number))
            assert len(lost) == number
            assert proxy.connections == 2 * number
            assert len(held(user, folder)) == number


def test_a_connection_that_keeps_breaking_says_that_it_may_be_tried_again(user: User) -> None:
    user.make("Sent")
    with Proxy(user.server.tls_port) as proxy:
        proxy.cut_up_at = [100_000] * 10
        with (
            user.cabinet(user.account(port=proxy.port)) as cabinet,
            pytest.raises(UnreachableError, match="nothing will be there twice"),
        ):
            cabinet.keep_sent(letter(body="word " * 100_000), SENT_AT)
    assert held(user, "Sent") == []


# Finding


def test_a_mailbox_that_saves_by_itself(user: User) -> None:
    user.put(other(1), letter(), other(2), into="Sent")
    (found,) = sent(user)
    assert (found.folder, found.message_id, found.letter_id) == ("Sent", ID, MARK)
    assert found.message == letter()
    assert found.internal_date
    assert abs(found.internal_date - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_mailbox_that_gives_it_another_message_id(user: User) -> None:
    user.put(other(1), renamed(letter()), into="Sent")
    (found,) = sent(user)
    assert (found.message_id, found.letter_id) == ("<AM9PR04MB1234@eu.prod.provider.example>", MARK)


def test_a_mailbox_that_drops_our_header(user: User) -> None:
    user.put(without("X-Duly-Letter", letter()), into="Sent")
    (found,) = sent(user)
    assert (found.message_id, found.letter_id) == (ID, "")


def test_a_mailbox_that_keeps_no_copy(user: User, bare_dovecot: Dovecot) -> None:
    """What only looks like it is not it: a draft, a bounce, an answer, an id within another."""
    quoted = b"Subject: Returned\r\nMessage-ID: <b@x.example>\r\n\r\n" + letter()
    answer = b"Subject: Re\r\nMessage-ID: <r@acme.example>\r\nIn-Reply-To: " + ID.encode()
    longer = letter(f"{MARK}0").replace(ID.encode(), b"<1" + ID.encode()[1:])
    for somebody in (user, bare_dovecot.user()):
        somebody.make("Drafts", "Sent")
        assert sent(somebody) == []
        somebody.put(quoted, answer + b"\r\n\r\nHello\r\n")
        somebody.put(letter(), into="Drafts", flags=(b"\\Draft",))
        somebody.put(other(1), quoted, longer, into="Sent")
        assert sent(somebody) == []
        assert sent(somebody, "", "") == []
        assert sent(somebody, "", MARK[:-1]) == sent(somebody, ID[1:-1], "") == []


def test_a_mailbox_where_the_copy_comes_later(user: User) -> None:
    user.put(other(1), into="Sent")
    with user.cabinet() as cabinet:
        assert cabinet.find_sent(ID, MARK, SENT_AT) == []
        user.put(renamed(letter()), into="Sent")
        assert len(cabinet.find_sent(ID, MARK, SENT_AT)) == 1


def test_a_mailbox_that_shows_two_copies(user: User) -> None:
    user.put(letter(), other(1), renamed(letter()), into="Sent")
    user.put(letter(), into="Sent/2026")
    assert [(each.folder, each.message_id == ID) for each in sent(user)] == [
        ("Sent", True),
        ("Sent", False),
        ("Sent/2026", True),
    ]


def test_without_a_folder_for_sent_mail_it_is_looked_for_everywhere(bare_dovecot: Dovecot) -> None:
    somebody = bare_dovecot.user()
    somebody.make("Verschickt von mir")
    assert sent(somebody) == []
    somebody.put(other(1), letter(), into="Verschickt von mir")
    assert [each.folder for each in sent(somebody)] == ["INBOX/Verschickt von mir"]


def test_with_labels_all_mail_is_looked_through_and_drafts_are_not_sent(gmail: Dovecot) -> None:
    somebody = gmail.user()
    somebody.make("Sent", "Everything")
    somebody.put(letter(), into="Everything", flags=(b"\\Draft",))
    assert sent(somebody) == []
    somebody.put(letter(), into="Everything")
    assert [each.folder for each in sent(somebody)] == ["Everything"]
    somebody.put(letter(), into="Sent")
    assert [each.folder for each in sent(somebody)] == ["Sent"], "one message, two labels"


@pytest.mark.parametrize("word", [b" HEADER ", b"UID SEARCH "])
def test_a_server_that_refuses_to_search_is_looked_through(user: User, word: bytes) -> None:
    """The proxy makes of the command one that the server does not know."""
    user.put(*(other(number) for number in range(1, 30)), renamed(letter()), into="Sent")
    heard = []

    def garbled(data: bytes) -> bytes:
        heard.extend(re.findall(word, data))
        return data.replace(word, word.replace(b"E", b"X"))

    account = user.account(security=Security.PLAIN)
    with (
        Proxy(user.server.port, change_up=garbled) as proxy,
        user.cabinet(replace(account, port=proxy.port)) as cabinet,
    ):
        assert [each.letter_id for each in cabinet.find_sent(ID, MARK, SENT_AT)] == [MARK]
        assert cabinet.find_sent("", "9-" + "9" * 32, SENT_AT) == []
    assert heard


# Drafts


def test_a_draft_is_threaded_marked_and_there_once(user: User) -> None:
    user.make("Drafts")
    with user.cabinet() as cabinet:
        first = cabinet.keep_draft(letter())
        assert cabinet.keep_draft(letter()) == first
    ((data, flags, _),) = held(user, "Drafts")
    assert b"\\Draft" in flags
    assert b"In-Reply-To: <their@acme.example>" in data
    with user.program() as client:
        state = client.select_folder("Drafts", readonly=True)
    assert first == Draft("Drafts", state[b"UIDVALIDITY"], 1, ID)


def test_without_uidplus_a_draft_is_found_where_it_was_put(bare_dovecot: Dovecot) -> None:
    somebody = bare_dovecot.user()
    somebody.put(other(1), other(2), into="Drafts")
    with somebody.cabinet() as cabinet:
        draft = cabinet.keep_draft(letter())
    assert (draft.folder, draft.uid) == ("INBOX/Drafts", 3)


def remove(user: User, folder: str) -> None:
    with user.program() as client:
        client.select_folder(folder)
        client.delete_messages(client.search("ALL"))
        client.expunge()


def state_of(user: User, draft: Draft) -> DraftState:
    before = whole(user)
    with user.cabinet() as cabinet:
        found = cabinet.draft_state(draft, MARK)
    assert whole(user) == before, "looking changed something"
    return found


@pytest.fixture
def draft(user: User) -> Draft:
    user.make("Sent", "Drafts")
    user.put(other(1), into="Drafts")
    with user.cabinet() as cabinet:
        return cabinet.keep_draft(letter())


def test_a_draft_that_nobody_touched(user: User, draft: Draft) -> None:
    assert state_of(user, draft) is DraftState.UNCHANGED
    user.put(other(2), into="Sent")
    assert state_of(user, draft) is DraftState.UNCHANGED


def test_a_draft_that_was_changed(user: User, draft: Draft) -> None:
    remove(user, "Drafts")
    user.put(renamed(letter(body="Dear Ana, other words.")), into="Drafts", flags=(b"\\Draft",))
    assert state_of(user, draft) is DraftState.CHANGED


@pytest.mark.parametrize("left", ["", "the draft"])
@pytest.mark.parametrize("change", [lambda data: data, renamed])
def test_a_draft_that_was_sent_with_other_words(
    user: User, draft: Draft, change: Callable[[bytes], bytes], left: str
) -> None:
    if not left:
        remove(user, "Drafts")
    user.put(change(letter(body="Dear Ana, other words.")), into="Sent")
    assert state_of(user, draft) is DraftState.SENT


def test_a_draft_that_was_deleted(user: User, draft: Draft) -> None:
    with user.program() as client:
        client.select_folder("Drafts")
        client.delete_messages([draft.uid])
    assert state_of(user, draft) is DraftState.DELETED
    remove(user, "Drafts")
    assert state_of(user, draft) is DraftState.DELETED
    with user.cabinet() as cabinet:
        again = cabinet.keep_draft(letter())
    assert again.uid > draft.uid, "deleted by the user, put there again when asked"


def test_a_draft_whose_folder_was_made_anew_is_not_taken_for_unchanged(
    user: User, draft: Draft
) -> None:
    stale = draft._replace(uidvalidity=draft.uidvalidity - 1)
    assert state_of(user, stale) is DraftState.CHANGED
