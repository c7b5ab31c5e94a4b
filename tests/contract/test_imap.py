"""A mailbox on a real server, read through `ImapSource`: what is read, from where, how far."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import islice
from threading import Timer

import pytest
from tests.contract.dovecot import QUICK, Dovecot, User
from tests.contract.mails import by_body, everything, found_in, mail, noting, numbers, with_words
from tests.contract.proxy import Proxy

from duly.adapters.account import Security
from duly.adapters.base import Passed, SourceError, Unit
from duly.adapters.imap import ImapSource
from duly.adapters.imapsession import Pace


def last_mark(source: ImapSource, mark: str = "") -> str:
    """Read everything there is, and return where to go on."""
    return next(iter([passed.mark for passed in source.scan(mark, everything)][-1:]), mark)


def read(source: ImapSource, mark: str = "") -> list[str]:
    return numbers(found_in(source.scan(mark, everything)))


def _nothing_new(user: User, mark: str) -> bool:
    (passed,) = user.source().scan(mark, everything)
    return passed == Passed((), mark, 0, 0, 0)


# Finding


def test_every_message_comes_once_and_whole(user: User) -> None:
    mails = [mail(n, body=f"Line {n}\r\n.\r\nFrom the end.") for n in range(7)]
    user.put(*mails)
    passes = list(user.source(batch=3).scan("", everything))
    assert [each.data for each in found_in(passes)] == mails
    assert [passed.looked_at for passed in passes] == [3, 3, 1]
    assert [(passed.done, passed.total) for passed in passes] == [(3, 7), (6, 7), (7, 7)]
    assert found_in(passes)[2].where == "INBOX, message 3"


def test_the_name_stays_and_progress_is_counted_in_messages(user: User) -> None:
    source = user.source()
    assert source.name == f"imap:{user.name}@127.0.0.1"
    assert source.unit is Unit.MESSAGES


def test_an_empty_mailbox_yields_nothing(user: User) -> None:
    assert found_in(user.source().scan("", everything)) == []


def test_what_the_headers_decide_needs_no_search(user: User) -> None:
    user.put(mail("a", "Interview on Friday"), mail("b", "Half price"))
    source = user.source(phrases=("never there",))
    assert numbers(found_in(source.scan("", with_words(b"Interview")))) == ["a"]


def test_the_server_is_asked_about_bodies_whose_headers_say_nothing(user: User) -> None:
    coded = "Content-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-8\r\n"
    user.put(
        mail("a", body="We enjoyed YOUR INTERVIEW very much."),
        mail("b", body="Half price today."),
        mail("c", body="WW91ciBpbnRlcnZpZXcgaXMgb24gRnJpZGF5Lg==", more=coded),
        mail("d", body='A "quoted \\ phrase" of theirs.'),
    )
    assert numbers(found_in(user.source().scan("", by_body))) == ["a", "c"]
    odd = user.source(phrases=('"quoted \\ phrase"', "half PRICE"))
    assert numbers(found_in(odd.scan("", by_body))) == ["b", "d"]


def test_what_the_beginning_speaks_against_is_not_fetched(user: User) -> None:
    user.put(mail("a", "Interview", "Good news."), mail("b", "Interview", "Half price."))
    beginnings = []

    def wanted(head: bytes, beginning: bytes) -> bool:
        beginnings.append(beginning)
        return b"Half price" not in beginning

    assert numbers(found_in(user.source().scan("", wanted))) == ["a"]
    assert beginnings == [b"", b"", b"Good news.\r\n", b"Half price.\r\n"]


def test_an_invitation_in_a_part_is_found_by_its_calendar(user: User) -> None:
    parts = (
        "--x\r\nContent-Type: text/plain\r\n\r\nSee you.\r\n"
        "--x\r\nContent-Type: text/calendar\r\n\r\n"
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n--x--"
    )
    more = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n"
    user.put(mail("a", body=parts, more=more), mail("b", body="Half price."))
    assert numbers(found_in(user.source().scan("", by_body))) == ["a"]


def test_where_searching_takes_too_long_the_beginnings_are_read(user: User) -> None:
    user.put(mail("a", body="About the post."), mail("b", body="Half price."))
    source = user.source(phrases=("never there",), pace=replace(QUICK, search=0))
    assert numbers(found_in(source.scan("", with_words(b"About")))) == ["a"]


def test_a_server_that_refuses_to_search_has_its_beginnings_read(user: User) -> None:
    user.put(mail("a", body="About the post."), mail("b", body="Half price."))
    refused = []

    def refusing(data: bytes) -> bytes:
        tag, _, rest = data.rpartition(b"\r\n")[0].rpartition(b"\r\n")[2].partition(b" ")
        if rest.startswith(b"OK Search") and data.startswith(b"* SEARCH\r\n"):
            refused.append(data)
            return tag + b" NO [CANNOT] Searching bodies is switched off\r\n"
        return data

    with Proxy(user.server.port, change=refusing) as proxy:
        account = user.account(port=proxy.port, security=Security.PLAIN)
        source = user.source(account, phrases=("never there",))
        found = found_in(source.scan("", with_words(b"About")))
    assert refused
    assert numbers(found) == ["a"]


def test_a_search_that_hangs_breaks_the_connection_and_is_not_tried_again(user: User) -> None:
    user.put(mail("a", body="About the post."), mail("b", body="Half price."))
    held = []

    def hanging(data: bytes) -> bytes:
        if data.startswith(b"* SEARCH\r\n"):
            held.append(data)
            return b""
        return data

    with Proxy(user.server.port, change=hanging) as proxy:
        account = user.account(port=proxy.port, security=Security.PLAIN)
        pace = replace(QUICK, read=0.5)
        source = user.source(account, phrases=("never there",), pace=pace)
        found = found_in(source.scan("", with_words(b"About")))
        assert proxy.connections == 2
    assert len(held) == 1
    assert numbers(found) == ["a"]


def test_what_a_server_adds_of_its_own_accord_does_not_confuse(user: User) -> None:
    mails = [mail(n) for n in range(5)]
    user.put(*mails)

    def chatty(data: bytes) -> bytes:
        if data.startswith(b"* SEARCH 1 2 3 4 5\r\n"):
            data = data.replace(b"1 2 3 4 5", b"4 2 5 1 3")
        if data.startswith(b"* 1 FETCH"):
            asides = b"* 5 FETCH (FLAGS (\\Seen))\r\n* OK [NOMODSEQ] by the way\r\n* 9 EXISTS\r\n"
            data = asides + b"* 7 FETCH (UID 77 FLAGS ())\r\n" + data
        return data

    with Proxy(user.server.port, change=chatty) as proxy:
        account = user.account(port=proxy.port, security=Security.PLAIN)
        found = found_in(user.source(account).scan("", everything))
    assert [each.data for each in found] == mails


def test_one_message_that_cannot_be_delivered_keeps_back_no_other(user: User) -> None:
    user.put(*[mail(n) for n in range(5)])
    refused = []

    def broken(data: bytes) -> bytes:
        if b"Message-ID: <3@" in data:
            refused.append(data)
            tag = data.rpartition(b"\r\n")[0].rpartition(b"\r\n")[2].split(b" ")[0]
            return tag + b" NO [SERVERBUG] Internal error occurred\r\n"
        return data

    with Proxy(user.server.port, change=broken) as proxy:
        account = user.account(port=proxy.port, security=Security.PLAIN)
        passes = list(user.source(account).scan("", everything))
    assert len(refused) > 2
    assert numbers(found_in(passes)) == ["0", "1", "2", "4"]
    assert passes[-1].done == 5


def test_a_message_beyond_the_cap_is_cut_off(user: User) -> None:
    user.put(mail("a", body="word " * 1_700_000), mail("b"))
    found = found_in(user.source().scan("", everything))
    assert len(found[0].data) == 8_000_000
    assert numbers(found) == ["a", "b"]


def test_large_messages_come_in_stretches_that_fit_into_memory(user: User) -> None:
    user.put(*[mail(n, body="word " * 1_500_000) for n in range(5)])
    passes = list(user.source().scan("", everything))
    assert [len(passed.found) for passed in passes] == [2, 2, 1]
    assert read(user.source(), passes[0].mark) == ["2", "3", "4"]


# Reading on


def test_only_what_is_new_is_read_the_next_time(user: User) -> None:
    user.put(mail("a"), mail("b"))
    mark = last_mark(user.source())
    assert _nothing_new(user, mark)
    user.put(mail("c"))
    passes = list(user.source().scan(mark, everything))
    assert numbers(found_in(passes)) == ["c"]
    assert (passes[0].done, passes[0].total) == (1, 1)


def test_reading_goes_on_from_the_last_stretch_that_was_kept(user: User) -> None:
    user.put(*[mail(n) for n in range(10)])
    user.put(mail("s"), into="Sent")
    kept = list(islice(user.source(batch=4).scan("", everything), 2))
    assert numbers(found_in(kept)) == [str(n) for n in range(8)]
    assert read(user.source(), kept[-1].mark) == ["8", "9", "s"]


def test_a_mark_is_small_and_says_how_far_each_folder_is_read(user: User) -> None:
    user.put(mail("a"), mail("b"))
    mark = json.loads(last_mark(user.source()))
    assert mark["INBOX"].keys() == {"uidvalidity", "uid", "uidnext", "modseq"}
    assert (mark["INBOX"]["uid"], mark["INBOX"]["uidnext"]) == (2, 3)
    assert mark["INBOX"]["modseq"] > 0


@pytest.mark.parametrize("mark", ["", "nonsense", "[]", '{"INBOX": 3}', '{"INBOX": {"uid": "x"}}'])
def test_a_mark_that_cannot_be_read_begins_at_the_beginning(user: User, mark: str) -> None:
    user.put(mail("a"))
    assert read(user.source(), mark) == ["a"]


def test_a_folder_that_was_made_anew_is_read_anew(user: User) -> None:
    user.put(mail("a"), mail("b"), into="Jobs")
    user.put(mail("c"))
    mark = last_mark(user.source())
    time.sleep(1.1)  # UIDVALIDITY is a time in seconds
    with user.program() as client:
        client.delete_folder("Jobs")
    user.put(mail("d"), into="Jobs")
    assert read(user.source(), mark) == ["d"]


def test_a_folder_that_is_replaced_while_it_is_read_stops_the_pass(user: User) -> None:
    user.put(*[mail(n) for n in range(4)], into="Jobs")
    with Proxy(user.server.tls_port) as proxy:
        passes = user.source(user.account(port=proxy.port), batch=2).scan("", everything)
        kept = next(passes)
        time.sleep(1.1)
        with user.program() as client:
            client.delete_folder("Jobs")
        user.put(mail("new"), into="Jobs")
        proxy.cut()
        with pytest.raises(SourceError, match="was replaced"):
            next(passes)
    assert read(user.source(), kept.mark) == ["new"]


def test_an_unchanged_folder_costs_one_command(user: User) -> None:
    for folder in ("INBOX", "Sent", "Jobs"):
        user.put(mail(folder), into=folder)
    mark = last_mark(user.source())
    seen = user.server.log().count("Disconnected: Logged out")
    assert _nothing_new(user, mark)
    told = _logged_out(user.server, seen)
    assert "hdr_count=0" in told
    assert "body_count=0" in told


def _logged_out(server: Dovecot, seen: int) -> str:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        lines = [each for each in server.log().splitlines() if "Disconnected: Logged out" in each]
        if len(lines) > seen:
            return lines[-1]
        time.sleep(0.02)
    raise AssertionError(server.log())


def test_mail_that_came_and_went_leaves_nothing_to_do(user: User) -> None:
    user.put(mail("a"))
    mark = last_mark(user.source())
    user.put(mail("b"))
    _delete(user, 2)
    after = last_mark(user.source(), mark)
    assert json.loads(after)["INBOX"]["uidnext"] == 3
    assert _nothing_new(user, after)


def _delete(user: User, *uids: int) -> None:
    with user.program() as client:
        client.select_folder("INBOX")
        client.delete_messages(uids)
        client.expunge()


def test_messages_that_vanish_while_reading_are_passed_over(user: User) -> None:
    user.put(*[mail(n) for n in range(6)])
    passes = user.source(batch=2).scan("", everything)
    assert numbers(next(passes).found) == ["0", "1"]
    _delete(user, 4, 5)
    assert numbers(found_in(passes)) == ["2", "5"]


def test_mail_that_comes_while_reading_is_read_the_next_time(user: User) -> None:
    user.put(*[mail(n) for n in range(4)])
    passes = user.source(batch=2).scan("", everything)
    first = next(passes)
    user.put(mail("new"))
    rest = list(passes)
    assert numbers([*first.found, *found_in(rest)]) == ["0", "1", "2", "3"]
    assert read(user.source(), rest[-1].mark) == ["new"]


# Folders


def test_drafts_spam_and_trash_are_never_read(user: User) -> None:
    user.put(mail("a"))
    for folder in ("Sent", "Kept", "Jobs/2026", "Drafts", "Spam", "Bin", "Bin/Old", "Everything"):
        user.put(mail(folder), into=folder)
    found = found_in(user.source().scan("", everything))
    assert numbers(found) == ["a", "Sent", "Jobs/2026", "Kept"]
    assert [each.sent for each in found] == [False, True, False, False]


def test_a_draft_that_lies_elsewhere_is_not_read_either(user: User) -> None:
    user.put(mail("a"))
    user.put(mail("draft"), flags=(rb"\Draft",))
    assert read(user.source()) == ["a"]


def test_looking_says_what_will_be_read(user: User) -> None:
    user.put(mail("a"), mail("b"))
    user.make("Sent", "Spam", "Jobs")
    look = user.source().look()
    assert look == (2, ("INBOX", "Sent", "Jobs"), ("Spam",))


@pytest.mark.parametrize(
    "name", ["Bewerbungen für Jörg", "応募", "R&D", "a.b", 'odd "quoted" \\ name', "123", "&"]
)
def test_folders_may_be_named_in_any_script(user: User, name: str) -> None:
    user.put(mail("a"), into=name)
    found = found_in(user.source().scan("", everything))
    assert [(each.where, each.data) for each in found] == [(f"{name}, message 1", mail("a"))]


def test_without_special_use_names_in_many_languages_count(bare_dovecot: Dovecot) -> None:
    user = bare_dovecot.user()
    user.put(mail("in"))
    for folder in ("Gesendet", "Entwürfe", "Papierkorb", "Correo no deseado", "Projekte"):
        user.put(mail(folder.split()[0].encode("ascii", "replace").decode()), into=folder)
    user.put(mail("child"), into="Papierkorb.Alt")
    source = user.source()
    found = found_in(source.scan("", everything))
    assert numbers(found) == ["in", "Gesendet", "Projekte"]
    assert [each.sent for each in found] == [False, True, False]
    assert found[1].where == "INBOX/Gesendet, message 1"


def test_gmail_is_read_through_all_mail(gmail: Dovecot) -> None:
    user = gmail.user()
    user.put(mail("in"))
    user.put(mail("label"), into="Jobs")
    user.put(mail("draft"), into="Everything", flags=(rb"\Draft",))
    user.put(mail("in"), mail("label"), mail("sent"), into="Everything")
    user.put(mail("spam"), into="Spam")
    user.put(mail("gone"), into="Bin")
    assert read(user.source()) == ["in", "label", "sent"]
    assert user.source().look() == (4, ("Everything",), ("Bin", "Spam"))


def test_all_mail_of_another_server_is_left_alone_for_it_may_hold_spam(user: User) -> None:
    user.put(mail("in"))
    user.put(mail("in"), mail("spam"), into="Everything")
    assert read(user.source()) == ["in"]


# Nothing changes


def test_reading_changes_nothing(user: User) -> None:
    user.put(mail("a"), mail("b", body="your interview"))
    user.put(mail("c"), flags=(rb"\Flagged",))
    user.put(mail("d"), into="Sent", flags=(rb"\Seen",))
    before = user.state()
    assert len(found_in(user.source().scan("", with_words(b"<a@", b"interview")))) == 2
    assert read(user.source()) == ["a", "b", "c", "d"]
    user.source().look()
    watching = user.source()
    watching.wait(0.2)
    watching.close()
    assert user.state() == before


# A server that offers little


def test_a_server_without_extensions_is_read_just_the_same(bare_dovecot: Dovecot) -> None:
    user = bare_dovecot.user()
    user.put(mail("a"), mail("b"))
    mark = last_mark(user.source())
    assert json.loads(mark)["INBOX"]["modseq"] == 0
    assert _nothing_new(user, mark)
    user.put(mail("c"))
    assert read(user.source(), mark) == ["c"]


# Connections that break


def test_a_connection_that_breaks_is_made_anew_and_nothing_comes_twice(user: User) -> None:
    mails = [mail(n, body="word " * 2_000) for n in range(30)]
    user.put(*mails)
    with Proxy(user.server.tls_port) as proxy:
        proxy.cut_at = [100_000, 150_000, 60_000]
        source = user.source(user.account(port=proxy.port), batch=4)
        seen: list[str] = []
        passes = list(source.scan("", noting(everything, seen)))
        assert proxy.connections == 4
    assert [each.data for each in found_in(passes)] == mails
    assert passes[-1].done == passes[-1].total == 30


def test_when_it_breaks_for_good_it_says_so_and_what_came_before_stays(user: User) -> None:
    user.put(*[mail(n) for n in range(6)])
    with Proxy(user.server.tls_port) as proxy:
        passes = user.source(user.account(port=proxy.port), batch=2).scan("", everything)
        kept = next(passes)
        proxy.refuses = True
        proxy.cut()
        with pytest.raises(SourceError, match=r"broke 4 times .* What was read is kept"):
            next(passes)
    assert read(user.source(), kept.mark) == ["2", "3", "4", "5"]


def test_a_server_that_falls_silent_is_not_waited_for_forever(user: User) -> None:
    user.put(*[mail(n, body="word " * 2_000) for n in range(6)])
    quiet = False

    def silenced(data: bytes) -> bytes:
        while quiet:
            time.sleep(0.05)
        return data

    pace = Pace(connect=0.5, read=0.5, pauses=(0.01,))
    with Proxy(user.server.tls_port, change=silenced) as proxy:
        passes = user.source(user.account(port=proxy.port), batch=2, pace=pace).scan("", everything)
        next(passes)
        quiet = True
        begun = time.monotonic()
        with pytest.raises(SourceError, match="broke 2 times"):
            list(passes)
        quiet = False
    assert time.monotonic() - begun < 5


def test_giving_up_in_the_middle_signs_out(user: User) -> None:
    user.put(*[mail(n) for n in range(4)])
    with Proxy(user.server.tls_port) as proxy:
        passes = user.source(user.account(port=proxy.port), batch=2).scan("", everything)
        next(passes)
        passes.close()  # type: ignore[attr-defined]
        assert proxy.connections == 1


# Waiting


def test_idle_wakes_within_seconds(user: User) -> None:
    source = user.source()
    assert not source.wait(0.3)
    timer = Timer(0.3, user.put, [mail("a")])
    timer.start()
    begun = time.monotonic()
    assert source.wait(20)
    assert time.monotonic() - begun < 5
    timer.join()
    source.close()


def test_idle_goes_on_beyond_the_length_of_one(user: User) -> None:
    source = user.source(pace=Pace(connect=5, read=20, pauses=(0.01,), idle=0.3))
    timer = Timer(1.0, user.put, [mail("a")])
    timer.start()
    assert source.wait(20)
    timer.join()
    source.close()


def test_a_flag_or_a_deletion_wakes_nobody(user: User) -> None:
    user.put(mail("a"), mail("b"))
    source = user.source()
    source.wait(0.1)
    timer = Timer(0.2, _delete, [user, 1])
    timer.start()
    assert not source.wait(1.5)
    timer.join()
    source.close()


def test_mail_that_came_between_reading_and_waiting_is_not_missed(user: User) -> None:
    user.put(mail("a"))
    source = user.source()
    mark = last_mark(source)
    user.put(mail("b"))
    assert source.wait(5)
    assert read(source, mark) == ["b"]
    source.close()


def test_without_idle_the_server_is_asked_now_and_then(bare_dovecot: Dovecot) -> None:
    user = bare_dovecot.user()
    source = user.source()
    assert not source.wait(0.3)
    timer = Timer(0.3, user.put, [mail("a")])
    timer.start()
    assert source.wait(20)
    timer.join()
    source.close()


def test_waiting_outlasts_a_broken_connection(user: User) -> None:
    user.put(mail("a"))
    with Proxy(user.server.tls_port) as proxy:
        source = user.source(user.account(port=proxy.port))
        assert not source.wait(0.2)

        def cut_and_put() -> None:
            proxy.cut()
            user.put(mail("b"))

        timer = Timer(0.3, cut_and_put)
        timer.start()
        assert source.wait(20)
        timer.join()
        assert proxy.connections == 2
        source.close()


# Very much mail


def test_of_five_thousand_messages_only_candidates_travel_whole(user: User) -> None:
    body = "Lorem ipsum dolor sit amet, consectetur adipiscing elit.\r\n" * 170  # some 10 KB
    mails = [mail(n, "Interview" if n % 500 == 7 else "News", body) for n in range(5_000)]
    user.put_many(mails)
    bodies = sum(map(len, mails))
    with Proxy(user.server.tls_port) as proxy:
        source = user.source(user.account(port=proxy.port))
        passes = list(source.scan("", with_words(b"Interview")))
        down = proxy.down
    assert numbers(found_in(passes)) == [str(n) for n in range(7, 5_000, 500)]
    assert passes[-1].done == passes[-1].total == 5_000
    candidates = sum(len(each.data) for each in found_in(passes))
    heads = 5_000 * 600  # half of it is the server saying again what it was asked for
    assert bodies > 48_000_000
    assert down < candidates + heads
